"""How fast this computer reads memory, which is what bounds the writing of a model.

For each token all weights are read once, so tokens a second are at most the bytes a second over the
bytes of the model (Pope et al. 2022, arXiv:2211.05102: loading weights bounds small batches).
"""

from __future__ import annotations

import ctypes
import sys
import threading
import time

import psutil

PIECE_BYTES = 64 << 20
"""Read at a time by each thread: more than the caches of a processor hold."""
MOST_THREADS = 8
"""More do not read faster on computers for one writer, and each takes PIECE_BYTES."""
ROUNDS, ROUND_S = 3, 0.1
"""The fastest round counts: what other programs take meanwhile is not for ever."""

SHARE_FOR_WRITING = 0.6
"""Of this bandwidth, what a model reads at while it writes.

With the default model on two cores that other programs used as well it was 0.41 to 0.49; where they
are idle, 0.5 to 0.8 of the bandwidth are usual.
"""


def measure_bandwidth() -> float:
    """Return bytes a second that one thread on each core reads together with the others.

    Blocks for ROUNDS of ROUND_S and some; not for the GUI thread. It reads without Python's lock.
    """
    threads = min(MOST_THREADS, psutil.cpu_count(logical=False) or 1)
    buffers = [ctypes.create_string_buffer(PIECE_BYTES) for _ in range(threads)]
    return max(_round(buffers) for _ in range(ROUNDS))


def _round(buffers: list[ctypes.Array[ctypes.c_char]]) -> float:
    counts = [0] * len(buffers)
    end = threading.Event()

    def read(place: int) -> None:
        while not end.is_set():
            _look_for_one(buffers[place], 1, PIECE_BYTES)
            counts[place] += 1

    workers = [threading.Thread(target=read, args=(place,)) for place in range(len(buffers))]
    start = time.perf_counter()
    for worker in workers:
        worker.start()
    end.wait(ROUND_S)
    end.set()
    for worker in workers:
        worker.join()
    return PIECE_BYTES * sum(counts) / (time.perf_counter() - start)


_library = ctypes.CDLL("msvcrt" if sys.platform == "win32" else None)
_look_for_one = _library.memchr  # in a buffer of zeros: it reads all of it
_look_for_one.argtypes = (ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t)
_look_for_one.restype = ctypes.c_void_p
