"""Renders a chat template in a process of its own: the file it came with is not trusted.

A template can raise anything, compute for ever inside one call of C, and ask for all memory there
is. None of that can be told beforehand from a list of filters and operators, so the process gets
a budget of time and memory that the system enforces, and whatever ends it is a reason.

The request is one JSON object on standard input, the answer one on standard output. The process
is this file alone, run by its path: it imports nothing else of the program and starts in 0.1 s,
once for each sequence of roles a model is asked with.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

RENDER_SECONDS = 2.0
"""Of computing. Real templates take a few milliseconds."""

PATIENCE_SECONDS = 60.0
"""Until the process must have ended, start included, on a machine that does other things too."""

MEMORY_BYTES = 512 << 20
LONGEST_TEXT = 1_000_000
"""Characters of a chat whose contents are markers; real ones take some hundreds."""

_LONGEST_REASON = 200
_TOO_LARGE = "it needs too much memory"


class TemplateError(Exception):
    """The model's chat template cannot be used."""


def render(source: str, variables: Mapping[str, object]) -> str:
    """Return what a template makes of variables. Raises TemplateError."""
    request = {"source": source, "variables": variables, "seconds": RENDER_SECONDS}
    try:
        done = subprocess.run(
            [sys.executable, "-P", __file__],
            input=json.dumps(request).encode("ascii"),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _too_long() from error
    except OSError as error:
        raise TemplateError(f"no process for it can be started: {error.strerror}") from error
    if done.returncode == -signal.SIGPROF:
        raise _too_long()
    if not done.stdout:  # there was not even room to say why
        raise TemplateError(_TOO_LARGE)
    return _text_of(json.loads(done.stdout))


def _text_of(answer: Mapping[str, str]) -> str:
    if "problem" in answer:
        raise TemplateError(answer["problem"])
    return answer["text"]


def _too_long() -> TemplateError:
    return TemplateError(f"it took longer than {RENDER_SECONDS:g} seconds")


def main() -> None:
    """Answer one request. What the template raises is told by the hook for what nobody catches."""
    import resource

    import jinja2
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    def raise_from_template(message: str) -> NoReturn:
        raise jinja2.TemplateError(message)

    sys.excepthook = _tell
    request = json.load(sys.stdin)
    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"]
    )
    environment.globals.update(
        raise_exception=raise_from_template,
        # A fixed day: a real one would change the prompt, and with it every repeated run.
        strftime_now=lambda form: "1 January 2026" if "%d" in form else "2026",
    )
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Its signal ends the process, in the middle of a call of C as well.
    signal.setitimer(signal.ITIMER_PROF, request["seconds"])
    text = environment.from_string(request["source"]).render(request["variables"])
    if len(text) > LONGEST_TEXT:
        raise_from_template("it writes too much")
    _answer(text=text)


def _tell(kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    """Answer with the reason."""
    if issubclass(kind, MemoryError | RecursionError):
        problem = _TOO_LARGE
    else:
        problem = " ".join(str(error).split())[:_LONGEST_REASON] or kind.__name__
    _answer(problem=problem)


def _answer(**parts: str) -> None:
    sys.stdout.write(json.dumps(parts))


if __name__ == "__main__":
    main()
