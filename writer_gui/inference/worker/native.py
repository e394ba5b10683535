"""Callbacks that llama.cpp calls: the stop in mid-graph, and its log."""

from __future__ import annotations

import ctypes
import os
from collections import deque

import llama_cpp

_WARNING = 3  # GGML_LOG_LEVEL_WARN, which llama-cpp-python does not name
_MESSAGES_KEPT = 40
_SHOWN_CHARACTERS = 160


class AbortFlag:
    """A byte that stops llama.cpp in the middle of a graph when it is set, from any thread.

    The native callback is `strlen` on that byte: a Python function would need the interpreter
    lock hundreds of times per token.
    """

    def __init__(self) -> None:
        self._byte = ctypes.create_string_buffer(2)
        library = ctypes.cdll.msvcrt if os.name == "nt" else ctypes.CDLL(None)
        strlen = ctypes.cast(library.strlen, ctypes.c_void_p).value
        self._callback = llama_cpp.ggml_abort_callback(strlen)

    def attach(self, context: object) -> None:
        """Let the flag stop what is computed in a context."""
        data = ctypes.cast(self._byte, ctypes.c_void_p)
        llama_cpp.llama_set_abort_callback(context, self._callback, data)

    def set(self) -> None:
        """Stop what is being computed, and whatever is begun until `clear`."""
        self._byte[0] = b"\x01"

    def clear(self) -> None:
        """Let computing go on."""
        self._byte[0] = b"\x00"

    @property
    def is_set(self) -> bool:
        """Whether computing is being stopped."""
        return self._byte[0] != b"\x00"


class LogTail:
    """The last warnings of llama.cpp: the best evidence when a file cannot be loaded."""

    def __init__(self) -> None:
        self._lines: deque[str] = deque(maxlen=_MESSAGES_KEPT)
        self._callback = llama_cpp.llama_log_callback(self._on_line)
        llama_cpp.llama_log_set(self._callback, ctypes.c_void_p(0))

    def clear(self) -> None:
        """Forget what was said before."""
        self._lines.clear()

    def reason(self) -> str:
        """Return the first warning that tells something, cut to a length one can show."""
        telling = [line for line in self._lines if "failed to load model" not in line]
        found = telling or list(self._lines) or ["llama.cpp gave no reason"]
        return found[0][:_SHOWN_CHARACTERS]

    def _on_line(self, level: int, text: bytes, _data: object) -> None:
        line = text.decode("utf-8", "replace").strip()
        if line and level >= _WARNING:
            self._lines.append(line)
