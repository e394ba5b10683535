"""The chain that chooses the next token.

The best candidates are cut out of the vocabulary (152,000 tokens are common) before llama.cpp's
samplers see them: two passes over the numbers instead of a sort of token records. Measured with
that vocabulary: 0.14 ms. With a `top_k` of 0 they see all of it, which takes 13 ms a token.

Marks, quotes and line ends are said again and again in any text, and are free to be: penalties on
them drive a model from "，" to "," to a blank. The repetition penalty is not told of them, and DRY
takes them as the ends of what may be repeated, which it never penalises when they are one token.
"""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, TypeAlias

import llama_cpp
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from writer_gui.domain.run import Sampling
    from writer_gui.inference.worker.model import Model

Numbers: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.float32]]"

FIRST_CUT = 128
"""Candidates left at least before the samplers that look at each of them."""

SPARE = 64
"""Candidates beyond `top_k`, to take the place of those that the penalties push down."""

_BLOCK = 128
_CANDIDATE = np.dtype([("id", np.int32), ("logit", np.float32), ("p", np.float32)])
_DRY_BREAKERS = tuple(mark.encode() for mark in '\n:"*,.;!?。，！？、；：“”')


class NoCandidateError(Exception):
    """The model gave no usable number for any token."""


class Candidates:
    """Cuts the best tokens out of the logits. Keeps its working memory, for one model."""

    def __init__(self, vocab_size: int) -> None:
        self._size = vocab_size
        self._biased = np.full(-(-vocab_size // _BLOCK) * _BLOCK, -np.inf, np.float32)

    def best(
        self, logits: Numbers, bias: Numbers, count: int = FIRST_CUT
    ) -> np.ndarray[tuple[int], np.dtype[np.void]]:
        """Return at least so many of the best, all for 0, as llama.cpp's records.

        Raises NoCandidateError.
        """
        np.add(logits, bias, out=self._biased[: self._size])
        # A block is a column, as numpy takes the most of whole rows at a time.
        tops = self._biased.reshape(_BLOCK, -1).max(axis=0)
        # As many blocks as are wanted have a number at or above this, so as many tokens have.
        least = np.partition(tops, -count)[-count] if 0 < count < len(tops) else -np.inf
        found = np.flatnonzero(self._biased >= max(least, np.finfo(np.float32).min))
        if not len(found):
            raise NoCandidateError
        records = np.zeros(len(found), _CANDIDATE)
        records["id"], records["logit"] = found, self._biased[found]
        return records


class SamplerParts:
    """What is costly to make, kept: DRY looks through all tokens (0.4 s), to be copied then.

    `marks` are the tokens without a letter or digit.
    """

    def __init__(self, model: Model) -> None:
        self.vocab_size = model.vocab_size
        self.marks = frozenset(t for t, piece in enumerate(model.pieces) if _is_mark(piece))
        self._vocab = model.vocab
        self._dry: dict[tuple[float, float, int, int], object] = {}

    def dry(self, wanted: Sampling) -> object:
        """Return a new DRY sampler."""
        # A negative window silently switches DRY off in this version.
        window = max(0, wanted.dry_window)
        key = (wanted.dry_multiplier, wanted.dry_base, wanted.dry_allowed_length, window)
        if key not in self._dry:
            breakers = (ctypes.c_char_p * len(_DRY_BREAKERS))(*_DRY_BREAKERS)
            self._dry[key] = llama_cpp.llama_sampler_init_dry(
                self._vocab, *key, breakers, len(_DRY_BREAKERS)
            )
        return llama_cpp.llama_sampler_clone(self._dry[key])

    def close(self) -> None:
        """Free the samplers kept."""
        for sampler in self._dry.values():
            llama_cpp.llama_sampler_free(sampler)
        self._dry.clear()


class Sampler:
    """A native sampler chain for one passage. `close` frees it."""

    def __init__(
        self, parts: SamplerParts, wanted: Sampling, seed: int, history: Sequence[int]
    ) -> None:
        self.first_cut = _first_cut(wanted)
        self._marks = parts.marks
        params = llama_cpp.llama_sampler_chain_default_params()
        params.no_perf = True
        self._chain = llama_cpp.llama_sampler_chain_init(params)
        links = _Links(parts, wanted)
        self._penalties, self._dry = links.penalties, links.dry
        for link in links.ordered(seed):
            llama_cpp.llama_sampler_chain_add(self._chain, link)  # which owns it from now on
        window = max(wanted.dry_window, wanted.repeat_window)
        for token in history[-window:] if window > 0 else ():
            self.accept(token)

    def choose(self, candidates: np.ndarray[tuple[int], np.dtype[np.void]]) -> int:
        """Return the token chosen among candidates; it is not remembered before `accept`."""
        data = candidates.ctypes.data_as(llama_cpp.llama_token_data_p)
        array = llama_cpp.llama_token_data_array(data, len(candidates), -1, False)
        llama_cpp.llama_sampler_apply(self._chain, ctypes.byref(array))
        return int(candidates["id"][max(0, array.selected)])

    def accept(self, token: int) -> None:
        """Remember a token of the text, for the penalties on repetition."""
        if self._dry is not None:
            llama_cpp.llama_sampler_accept(self._dry, token)
        if self._penalties is not None and token not in self._marks:
            llama_cpp.llama_sampler_accept(self._penalties, token)

    def close(self) -> None:
        """Free the chain."""
        llama_cpp.llama_sampler_free(self._chain)


def _first_cut(wanted: Sampling) -> int:
    """Return how many candidates the samplers have to see; 0 for all."""
    return max(FIRST_CUT, wanted.top_k + SPARE) if wanted.top_k > 0 else 0


class _Links:
    """The samplers of a chain; those that are switched off are left out.

    Only `penalties` and `dry` remember what has been said.
    """

    def __init__(self, parts: SamplerParts, wanted: Sampling) -> None:
        self._wanted = wanted
        self.penalties = _penalties(parts, wanted) if wanted.repeat_penalty != 1.0 else None
        self.dry = parts.dry(wanted) if wanted.dry_multiplier > 0 else None

    def ordered(self, seed: int) -> list[object]:
        """Return the samplers as they follow one another."""
        first_cut = _first_cut(self._wanted)
        links = [llama_cpp.llama_sampler_init_top_k(first_cut)] if first_cut else []
        links += [link for link in (self.penalties, self.dry) if link is not None]
        return [*links, *_draw(self._wanted, seed)]


def _penalties(parts: SamplerParts, wanted: Sampling) -> object:
    window = max(0, wanted.repeat_window)
    return llama_cpp.llama_sampler_init_penalties(
        parts.vocab_size, window, wanted.repeat_penalty, 0.0, 0.0
    )


def _draw(wanted: Sampling, seed: int) -> list[object]:
    """Return the samplers that narrow the candidates down to one."""
    if wanted.temperature <= 0:
        return [llama_cpp.llama_sampler_init_greedy()]
    links = [llama_cpp.llama_sampler_init_top_k(wanted.top_k)] if wanted.top_k > 0 else []
    links += [
        llama_cpp.llama_sampler_init_top_p(wanted.top_p, 1),
        llama_cpp.llama_sampler_init_min_p(wanted.min_p, 1),
        llama_cpp.llama_sampler_init_temp(wanted.temperature),
    ]
    if wanted.xtc_probability > 0:
        links.append(
            llama_cpp.llama_sampler_init_xtc(wanted.xtc_probability, wanted.xtc_threshold, 1, seed)
        )
    links.append(llama_cpp.llama_sampler_init_dist(seed))
    return links


def _is_mark(piece: bytes) -> bool:
    """Return whether a token is marks or blanks alone; a part of a character may be a letter."""
    try:
        text = piece.decode()
    except UnicodeDecodeError:
        return False
    return bool(text) and not any(map(str.isalnum, text))
