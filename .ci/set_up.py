"""Make `.venv` ready, saying what takes long. Needs Python 3.11 and nothing else.

`make` calls this when `pyproject.toml` is newer than its stamp; calling it again is cheap. What
the system lacks is installed when it can be (root on Debian or Ubuntu), else named in one command.
"""

from __future__ import annotations

import argparse
import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PIP_LOG = VENV / "set-up.log"
HEARTBEAT_S = 20.0

QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
"""What Qt's xcb and offscreen platforms load, and the Debian package of each."""

CLANG_PACKAGES = ["clang-19", "libomp-19-dev"]
"""What the model is compiled with best: the same llama.cpp reads prompts 15 to 25 % faster and
writes three texts at once 6 % faster than compiled by GCC 12 (tests/bench/RESULTS.md)."""

OLDEST_CLANG, NEWEST_CLANG = 16, 30

DISPLAY_PROGRAMS = {"Xvfb": "xvfb", "openbox": "openbox", "xdotool": "xdotool"}
"""For tests that want a real window without a screen."""


def main() -> int:
    """Set up what the arguments ask for; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="also install what tests and checks use")
    parser.add_argument("--display", action="store_true", help="also install a virtual display")
    options = parser.parse_args()
    if sys.version_info < (3, 11):  # noqa: UP036 - this runs on whatever Python is there
        say("Python 3.11 or newer is needed. Run: make PYTHON=python3.11")
        return 1
    packages = missing_packages(display=options.display)
    if packages and not install_packages(packages):
        return 1
    return 0 if make_venv() and upgrade_pip() and install(dev=options.dev) else 1


def say(text: str) -> None:
    """Print a line at once, also into a pipe."""
    sys.stdout.write(f"set-up: {text}\n")
    sys.stdout.flush()


# What the system has to have.


def missing_packages(*, display: bool) -> list[str]:
    """Return the Debian packages this machine lacks, for building, for Qt and for Chinese text."""
    missing = [package for name, package in QT_LIBRARIES.items() if not loads(name)]
    if not shutil.which("c++"):
        missing.append("build-essential")
    if not importlib.util.find_spec("ensurepip"):
        missing.append("python3-venv")
    if not has_chinese_font():
        missing.append("fonts-noto-cjk")
    if display:
        missing += [p for program, p in DISPLAY_PROGRAMS.items() if not shutil.which(program)]
    return missing if sys.platform == "linux" else []


def loads(library: str) -> bool:
    """Whether the dynamic linker finds a library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_chinese_font() -> bool:
    """Whether some font can show Chinese; by file name where fontconfig's tool is absent."""
    if shutil.which("fc-list"):
        found = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False)
        return bool(found.stdout.strip())
    fonts = Path("/usr/share/fonts")
    return any(any(fonts.rglob(pattern)) for pattern in ("*CJK*", "wqy*", "*DroidSansFallback*"))


def install_packages(packages: list[str]) -> bool:
    """Install Debian packages as root, else say how. A missing font alone does not stop us."""
    names = " ".join(packages)
    if not shutil.which("apt-get"):
        say(f"these Debian packages, or your system's equivalents, are missing: {names}")
        return packages == ["fonts-noto-cjk"]
    if os.geteuid() != 0:
        say(f"please run this first: sudo apt-get install -y {names}")
        return packages == ["fonts-noto-cjk"]
    say(f"installing system packages: {names}")
    if failed := run_apt(packages):
        say(f"apt-get {failed} failed; see above, then run the same command again")
    return not failed


def install_clang() -> None:
    """Get a compiler that makes a faster engine where that needs no question; else say so."""
    names = " ".join(CLANG_PACKAGES)
    if not shutil.which("apt-get"):
        return
    if os.geteuid() != 0:
        say(f"the model would read prompts some 20 % faster after: sudo apt-get install -y {names}")
        return
    say(f"installing a compiler that makes the model faster: {names}")
    if run_apt(CLANG_PACKAGES):
        say("that compiler is not to be had here; the model will be slower without")


def run_apt(packages: list[str]) -> str:
    """Install Debian packages; return the step that failed, if one did."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        outcome = subprocess.run(
            ["apt-get", "-qq", *command], env=environment, stdout=subprocess.DEVNULL, check=False
        )
        if outcome.returncode:
            return command[0]
    return ""


def is_choice_ours() -> bool:
    """Whether nobody has named a compiler, on a system whose own is not clang anyway."""
    is_named = {"CC", "CXX"} & os.environ.keys() or "_COMPILER" in os.environ.get("CMAKE_ARGS", "")
    return sys.platform == "linux" and not is_named


def find_clang() -> str:
    """Return the newest clang that can compile for several threads (OpenMP), if there is one."""
    names = [f"clang-{version}" for version in range(NEWEST_CLANG, OLDEST_CLANG - 1, -1)]
    if version_of("clang") >= OLDEST_CLANG:
        names.append("clang")
    return next((name for name in names if shutil.which(name) and can_compile(plus(name))), "")


def version_of(compiler: str) -> int:
    """Return the first number of a compiler's version, 0 where there is none of that name."""
    if not shutil.which(compiler):
        return 0
    told = subprocess.run([compiler, "-dumpversion"], capture_output=True, text=True, check=False)
    first = told.stdout.split(".")[0].strip()
    return int(first) if first.isdigit() else 0


def plus(clang: str) -> str:
    """Return the name of the C++ compiler beside one for C."""
    return clang.replace("clang", "clang++")


def can_compile(compiler: str) -> bool:
    """Whether a C++ compiler finds its own library and OpenMP, also when the program runs."""
    source = (
        b"#include <omp.h>\n#include <vector>\nint main() { return omp_get_max_threads() < 1; }"
    )
    with tempfile.TemporaryDirectory() as folder:
        program = str(Path(folder) / "program")
        command = [compiler, "-fopenmp", "-x", "c++", "-", "-o", program]
        try:
            subprocess.run(command, input=source, capture_output=True, check=True)
            subprocess.run([program], capture_output=True, check=True)
        except (OSError, subprocess.CalledProcessError):
            return False
    return True


def compilers() -> dict[str, str]:
    """Return the environment in which llama.cpp is compiled; a wish of the user's own stands."""
    clang = find_clang() if is_choice_ours() else ""
    return {"CC": clang, "CXX": plus(clang)} if clang else {}


# What the virtual environment has to have.


def make_venv() -> bool:
    """Make the virtual environment unless it works already."""
    python = VENV / "bin" / "python"
    if python.exists() and run_quietly([str(python), "-c", "import pip"]) == 0:
        return True
    say(f"making {VENV.name} with Python {sys.version.split()[0]}")
    return subprocess.run([sys.executable, "-m", "venv", "--clear", VENV]).returncode == 0


def upgrade_pip() -> bool:
    """Get a pip that knows dependency groups (25.1); the one beside Python 3.11 does not."""
    if run_quietly([*pip("install"), "--help"], look_for=b"--group") == 0:
        return True
    return run_pip(["install", "--upgrade", "pip>=25.1"], "upgrading pip")


def install(*, dev: bool) -> bool:
    """Install the program, in place, and what it needs."""
    if not has_llama():
        if is_choice_ours() and not find_clang():
            install_clang()
        name = compilers().get("CC", "the system's compiler")
        say(
            f"{name} compiles llama-cpp-python for this computer, once: 4 to 8 minutes on 2 cores "
            "(unless pip has kept it from before)"
        )
    group = ["--group", "dev"] if dev else []
    return run_pip(["install", "--editable", ".", *group], "installing the program")


def has_llama() -> bool:
    """Whether the one slow dependency is there already."""
    return run_quietly([*pip("show"), "llama-cpp-python"]) == 0


def pip(verb: str) -> list[str]:
    """Return the command line of the environment's own pip."""
    return [str(VENV / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", verb]


def run_quietly(command: list[str], look_for: bytes = b"") -> int:
    """Run a command without showing it; 0 when it succeeded and printed `look_for`."""
    outcome = subprocess.run(command, capture_output=True, check=False)
    return outcome.returncode or int(look_for not in outcome.stdout)


def run_pip(arguments: list[str], what: str) -> bool:
    """Run pip with its output in a log, showing a sign of life while it works."""
    verb, *rest = arguments
    say(f"{what} (details in {PIP_LOG.relative_to(ROOT)})")
    start = time.monotonic()
    with PIP_LOG.open("wb") as log:
        process = subprocess.Popen(
            [*pip(verb), *rest],
            cwd=ROOT,
            env={**os.environ, **compilers()},
            stdout=log,
            stderr=log,
        )
        try:
            code = wait_aloud(process, start)
        finally:
            process.kill()
            process.wait()
    if code:
        say(f"pip failed after {elapsed(start)}; the end of {PIP_LOG.relative_to(ROOT)}:")
        sys.stdout.write("\n".join(log_lines()[-30:]) + "\n")
        return False
    say(f"{what}: done in {elapsed(start)}")
    return True


def wait_aloud(process: subprocess.Popen[bytes], start: float) -> int:
    """Wait for pip, saying every 20 seconds what it is at."""
    while True:
        try:
            return process.wait(HEARTBEAT_S)
        except subprocess.TimeoutExpired:
            say(f"{elapsed(start)}: {current_step()}")


def current_step() -> str:
    """Return what pip said last that a person can use."""
    telling = ("Collecting", "Downloading", "Building", "Installing", "Preparing", "Getting")
    for line in reversed(log_lines()):
        if line.strip().startswith(telling):
            return line.strip()[:100]
    return "working"


def log_lines() -> list[str]:
    """Return pip's output so far."""
    return PIP_LOG.read_text("utf-8", "replace").splitlines()


def elapsed(start: float) -> str:
    """Return the time since `start` as minutes and seconds."""
    minutes, seconds = divmod(int(time.monotonic() - start), 60)
    return f"{minutes} min {seconds:02} s"


if __name__ == "__main__":
    sys.exit(main())
