"""From a chat to tokens: the template is rendered with markers where the contents go.

Template parts are tokenized with control tokens, contents without, so `<|im_end|>` typed by a
writer is seven ordinary tokens. Templates come with the file and are not trusted (`rendering.py`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import llama_cpp

from writer_gui.domain.generation import ChatMessage, Role
from writer_gui.inference.worker.rendering import TemplateError, render
from writer_gui.text.thinking import CLOSING_MARKS, OPENING_MARKS

if TYPE_CHECKING:
    from writer_gui.inference.worker.model import Model

PLAIN_TEMPLATE = "{% for m in messages %}{{ m.content }}\n\n{% endfor %}"
"""For a file without a template: the contents, each followed by an empty line."""

NO_THOUGHT = f"{CLOSING_MARKS[0]}\n\n"
"""Ends the thought that a template opens, as Qwen3's does with `enable_thinking` off."""

_MARKER = re.compile(r"@@writer-content-(\d+)@@")


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
        for index, part in enumerate(_MARKER.split(without_thought(text))):
            if index % 2:
                parts.append(int(part))
            elif part:
                parts.append(part)
        places = [part for part in parts if isinstance(part, int)]
        return parts if places == list(range(len(roles))) else None

    def _render(self, messages: list[dict[str, str]]) -> str:
        vocab = self._model.vocab
        variables = {
            "messages": messages,
            "add_generation_prompt": True,
            "enable_thinking": False,
            "bos_token": self._model.special_text(_bos(vocab)),
            "eos_token": self._model.special_text(_eos(vocab)),
        }
        return render(self._source, variables)


def without_thought(prompt: str) -> str:
    """Return a prompt with the thought closed that it opens at its end.

    What the program has written of the assistant's words comes next, and is no thought.
    """
    mark = OPENING_MARKS[0]
    end = prompt.rstrip()
    if not end.endswith(mark):
        return prompt
    return f"{end}\n\n{NO_THOUGHT}"


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
