"""Who runs a generation: one process, told apart from later ones that get its number again."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import psutil

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_STATE_FIELD, _START_FIELD = 0, 19  # of /proc/PID/stat, counted behind the process name


def this_process() -> str:
    """Return the mark of this process: host, boot, number and start."""
    return _mark(os.getpid())


def is_alive(mark: str) -> bool:
    """Whether the process of that mark still runs. One of another computer counts as alive."""
    host, pid = mark.split("|")[:2]
    return host != _host() or _mark(int(pid)) == mark


def _mark(pid: int) -> str:
    return f"{_host()}|{pid}|{_boot()}|{_start(pid)}"


def _host() -> str:
    return socket.gethostname().replace("|", "_")


def _boot() -> str:
    try:
        return _BOOT_ID.read_text().strip()
    except OSError:
        return ""


def _start(pid: int) -> str:
    """Return when a process started; in ticks since boot where the clock cannot move it."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return _start_by_clock(pid)
    return "gone" if fields[_STATE_FIELD] in "ZX" else fields[_START_FIELD]


def _start_by_clock(pid: int) -> str:
    try:
        return f"{psutil.Process(pid).create_time():.0f} s"
    except psutil.Error:
        return "gone"
