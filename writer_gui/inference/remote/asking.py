"""From a passage to what is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from writer_gui.domain.generation import Passage

STOPS_TAKEN = 4
"""Stop strings a server has to take; the others are watched for here alone, as these are too."""


THOUGHT_TOKENS = 2_000
"""What a model that thinks may say beyond the passage: a token or more for each character of the
longest thought that is waited for (`background/thinking.py`)."""


def body(passage: Passage, model: str, *, plain: bool, thinks: bool = False) -> dict[str, object]:
    """Return the request for a passage; `plain`: only what the original interface has.

    Of a model that `thinks` no stop string is asked, which would end its thought.
    """
    messages = [{"role": str(m.role), "content": m.content} for m in passage.messages]
    opening = "".join(passage.opening)
    if opening:
        messages.append({"role": "assistant", "content": opening})
    sampling = passage.sampling
    asked: dict[str, object] = {
        "model": model,
        "messages": messages,
        "stream": True,
        "max_tokens": passage.max_tokens + (THOUGHT_TOKENS if thinks else 0),
        "temperature": sampling.temperature,
        "top_p": sampling.top_p,
        "seed": passage.seed,
    }
    if passage.stop and not thinks:
        asked["stop"] = list(passage.stop[:STOPS_TAKEN])
    return asked if plain else {**asked, **_more(passage, has_opening=bool(opening))}


def _more(passage: Passage, *, has_opening: bool) -> dict[str, object]:
    """Return what llama-server and vLLM understand beyond the original interface."""
    sampling = passage.sampling
    more: dict[str, object] = {
        "stream_options": {"include_usage": True},
        "top_k": sampling.top_k,
        "min_p": sampling.min_p,
        "repeat_penalty": sampling.repeat_penalty,
        "repetition_penalty": sampling.repeat_penalty,
        "repeat_last_n": sampling.repeat_window,
        "dry_multiplier": sampling.dry_multiplier,
        "dry_base": sampling.dry_base,
        "dry_allowed_length": sampling.dry_allowed_length,
        "dry_penalty_last_n": sampling.dry_window,
        "xtc_probability": sampling.xtc_probability,
        "xtc_threshold": sampling.xtc_threshold,
        "cache_prompt": True,
        "chat_template_kwargs": {"enable_thinking": False},
    }
    if has_opening:
        # The last message is ours to be gone on with, not one that has ended.
        more |= {"continue_final_message": True, "add_generation_prompt": False}
    return more
