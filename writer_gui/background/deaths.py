"""What to tell the writer when the engine process has died."""

from __future__ import annotations

import signal

from writer_gui.domain.generation import EngineFailure, FailureKind

_BY_SIGNAL = {
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
}


def explain_death(*, crashed: bool, code: int) -> EngineFailure:
    """Return the failure for an engine process that ended by itself.

    `crashed`: by a signal, whose number is `code`; else `code` is its exit code.
    """
    if crashed and code in _BY_SIGNAL:
        return EngineFailure(*_BY_SIGNAL[signal.Signals(code)])
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
