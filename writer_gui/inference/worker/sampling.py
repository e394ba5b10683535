"""The chain that chooses the next token."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

import llama_cpp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from writer_gui.domain.run import Sampling
    from writer_gui.inference.worker.model import Model

FIRST_CUT = 128
"""Candidates left before the samplers that look at each of them: the vocabulary may be 152,000."""

_DRY_BREAKERS = (b"\n", b":", b'"', b"*")


class Sampler:
    """A native sampler chain for one passage. `close` frees it."""

    def __init__(self, model: Model, wanted: Sampling, seed: int, history: Sequence[int]) -> None:
        self._context = model.context
        params = llama_cpp.llama_sampler_chain_default_params()
        params.no_perf = True
        self._chain = llama_cpp.llama_sampler_chain_init(params)
        for link in _links(model, wanted, seed):
            llama_cpp.llama_sampler_chain_add(self._chain, link)
        # llama_sampler_sample accepts its own token; only the prompt is accepted by hand.
        for token in history[-max(wanted.dry_window, wanted.repeat_window) :]:
            llama_cpp.llama_sampler_accept(self._chain, token)

    def sample(self, output: int) -> int:
        """Choose a token from the logits of one output of the last batch, and remember it."""
        return int(llama_cpp.llama_sampler_sample(self._chain, self._context, output))

    def close(self) -> None:
        llama_cpp.llama_sampler_free(self._chain)


def _links(model: Model, wanted: Sampling, seed: int) -> list[object]:
    """Return the samplers in order; those that are switched off are left out."""
    if wanted.temperature <= 0:
        return [llama_cpp.llama_sampler_init_greedy()]
    links = [llama_cpp.llama_sampler_init_top_k(max(FIRST_CUT, wanted.top_k))]
    if wanted.repeat_penalty != 1.0:
        links.append(
            llama_cpp.llama_sampler_init_penalties(
                model.vocab_size, wanted.repeat_window, wanted.repeat_penalty, 0.0, 0.0
            )
        )
    if wanted.dry_multiplier > 0:
        breakers = (ctypes.c_char_p * len(_DRY_BREAKERS))(*_DRY_BREAKERS)
        links.append(
            llama_cpp.llama_sampler_init_dry(
                model.vocab,
                wanted.dry_multiplier,
                wanted.dry_base,
                wanted.dry_allowed_length,
                # A negative window silently switches DRY off in this version.
                max(0, wanted.dry_window),
                breakers,
                len(_DRY_BREAKERS),
            )
        )
    links += [
        llama_cpp.llama_sampler_init_top_k(wanted.top_k),
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
