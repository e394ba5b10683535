"""From a chat to tokens: the template is rendered with markers where the contents go.

Template parts are tokenized with control tokens, contents without, so `<|im_end|>` typed by a
writer is seven ordinary tokens. Templates come with the file and are not trusted: they run in a
sandbox with a time limit.
"""

from __future__ import annotations

import gc
import re
import signal
from collections.abc import Sized
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

import jinja2
import llama_cpp
from jinja2.sandbox import ImmutableSandboxedEnvironment

from writer_gui.domain.generation import ChatMessage, Role

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from jinja2.runtime import Context

    from writer_gui.inference.worker.model import Model

RENDER_SECONDS = 2.0
LONGEST_REPETITION = 1_000_000

PLAIN_TEMPLATE = "{% for m in messages %}{{ m.content }}\n\n{% endfor %}"
"""For a file without a template: the contents, each followed by an empty line."""

_MARKER = re.compile(r"@@writer-content-(\d+)@@")


class TemplateError(Exception):
    """The model's chat template cannot be used."""


class _Sandbox(ImmutableSandboxedEnvironment):
    """Refuses also what would run in one piece for longer than any time limit can cut short."""

    intercepted_binops = frozenset({"*", "**"})

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Multiply, if that is small."""
        if operator == "**":
            raise jinja2.TemplateError("it computes powers")
        for repeated, times in ((left, right), (right, left)):
            is_repetition = isinstance(repeated, Sized) and isinstance(times, int)
            if is_repetition and len(repeated) * times > LONGEST_REPETITION:
                raise jinja2.TemplateError("it repeats something too large")
        return super().call_binop(context, operator, left, right)


class ChatTokens:
    """Renders chats of one model. The frame of each sequence of roles is rendered once."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._source = model.chat_template() or PLAIN_TEMPLATE
        self._frames: dict[tuple[Role, ...], list[str | int]] = {}

    def tokens(self, messages: tuple[ChatMessage, ...]) -> list[int]:
        """Return the tokens up to where the assistant's words begin. Raises TemplateError."""
        messages, frame = self._frame(messages)
        tokens: list[int] = []
        for part in frame:
            if isinstance(part, int):
                tokens += self._model.tokenize(messages[part].content)
            else:
                tokens += self._model.tokenize(part, control=True)
        bos = self._model.bos
        if bos is not None and tokens[:1] != [bos]:
            tokens.insert(0, bos)
        return tokens

    def _frame(
        self, messages: tuple[ChatMessage, ...]
    ) -> tuple[tuple[ChatMessage, ...], list[str | int]]:
        """Return the frame, and the messages it is for: without a system role where it has none."""
        for variant in (messages, _without_system(messages)):
            roles = tuple(message.role for message in variant)
            if roles not in self._frames:
                frame = self._rendered(roles)
                if frame is None:
                    continue
                self._frames[roles] = frame
            return variant, self._frames[roles]
        raise TemplateError("it leaves out the words of the writer")

    def _rendered(self, roles: tuple[Role, ...]) -> list[str | int] | None:
        """Return template parts and places of contents; None where a content is left out."""
        marked = [
            {"role": str(role), "content": f"@@writer-content-{place}@@"}
            for place, role in enumerate(roles)
        ]
        try:
            text = self._render(marked)
        except TemplateError:
            if Role.SYSTEM in roles:
                return None
            raise
        parts: list[str | int] = []
        for index, part in enumerate(_MARKER.split(text)):
            if index % 2:
                parts.append(int(part))
            elif part:
                parts.append(part)
        places = [part for part in parts if isinstance(part, int)]
        return parts if places == list(range(len(roles))) else None

    def _render(self, messages: list[dict[str, str]]) -> str:
        environment = _Sandbox(
            trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"]
        )
        environment.globals.update(
            raise_exception=_raise_from_template,
            # A fixed day: a real one would change the prompt, and with it every repeated run.
            strftime_now=lambda form: "1 January 2026" if "%d" in form else "2026",
        )
        vocab = self._model.vocab
        try:
            with _time_limit(RENDER_SECONDS):
                return environment.from_string(self._source).render(
                    messages=messages,
                    add_generation_prompt=True,
                    enable_thinking=False,
                    bos_token=self._model.special_text(_bos(vocab)),
                    eos_token=self._model.special_text(_eos(vocab)),
                )
        except (jinja2.TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
            raise TemplateError(str(error) or type(error).__name__) from error
        except (MemoryError, RecursionError) as error:
            raise TemplateError("it needs too much memory") from error


def _bos(vocab: object) -> int:
    return int(llama_cpp.llama_vocab_bos(vocab))


def _eos(vocab: object) -> int:
    return int(llama_cpp.llama_vocab_eos(vocab))


def _without_system(messages: tuple[ChatMessage, ...]) -> tuple[ChatMessage, ...]:
    """Return the chat with the system's words at the head of the first message after them."""
    if len(messages) < 2 or messages[0].role is not Role.SYSTEM:
        return messages
    head = ChatMessage(messages[1].role, f"{messages[0].content}\n\n{messages[1].content}")
    return (head, *messages[2:])


def _raise_from_template(message: str) -> NoReturn:
    raise jinja2.TemplateError(message)


@contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Raise TemplateError in the main thread when the block takes longer.

    Raised in a callback of the garbage collector or in a `__del__` it would be swallowed: there is
    no collecting meanwhile, and the alarm comes again.
    """

    def on_alarm(_number: int, _frame: FrameType | None) -> NoReturn:
        raise TemplateError(f"it took longer than {seconds:g} seconds")

    before = signal.signal(signal.SIGALRM, on_alarm)
    collects = gc.isenabled()
    gc.disable()
    signal.setitimer(signal.ITIMER_REAL, seconds, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if collects:
            gc.enable()
