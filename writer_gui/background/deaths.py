"""What to tell the writer when the engine process has died."""

from __future__ import annotations

import signal

from writer_gui.domain.generation import EngineFailure, FailureKind

STUCK = EngineFailure(
    FailureKind.KILLED,
    "The model did not stop when it was asked to and was ended; your text is kept, try again.",
)
"""For an engine that did not answer and was ended by the program."""

NOT_STARTED = EngineFailure(
    FailureKind.DIED,
    "The model process cannot be started; install the program again on this computer.",
)

_BY_SIGNAL: dict[int, tuple[FailureKind, str]] = {
    getattr(signal, "SIGILL", 4): (
        FailureKind.ILLEGAL_INSTRUCTION,
        "The model stopped because it was built for another processor; install the program again "
        "on this computer.",
    ),
    getattr(signal, "SIGKILL", 9): (
        FailureKind.OUT_OF_MEMORY,
        "The model was ended by the system, most often because memory ran out; close other "
        "programs or choose a smaller model, then try again.",
    ),
    getattr(signal, "SIGABRT", 6): (
        FailureKind.ABORTED,
        "The model stopped on an inner error; try again, and choose another model if it happens "
        "again.",
    ),
    getattr(signal, "SIGSEGV", 11): (
        FailureKind.SEGFAULT,
        "The model crashed; try again, and choose another model file if it happens again.",
    ),
    getattr(signal, "SIGBUS", 7): (
        FailureKind.SEGFAULT,
        "The model file could not be read any more while it was in use; check the disk it is on, "
        "then try again.",
    ),
    getattr(signal, "SIGFPE", 8): (
        FailureKind.ABORTED,
        "The model stopped on a number it cannot compute with; choose another model file if it "
        "happens again.",
    ),
    getattr(signal, "SIGTERM", 15): (
        FailureKind.KILLED,
        "The model was ended by another program; your text is kept, try again.",
    ),
}


def explain_death(*, crashed: bool, code: int) -> EngineFailure:
    """Return the failure for an engine process that ended by itself.

    `crashed`: by a signal, whose number is `code`; else `code` is its exit code.
    """
    if crashed and code in _BY_SIGNAL:
        return EngineFailure(*_BY_SIGNAL[code])
    how = f"signal {code}" if crashed else f"exit code {code}"
    return EngineFailure(
        FailureKind.DIED,
        f"The model process ended unexpectedly ({how}); your text is kept, try again.",
    )


def explain_loading_death(death: EngineFailure) -> EngineFailure:
    """Return the failure for a process that died while it loaded a model."""
    return EngineFailure(
        death.kind,
        f"{death.message} It happened while the model was being loaded, so it is not loaded again "
        "by itself.",
    )
