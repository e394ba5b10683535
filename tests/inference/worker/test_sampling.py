from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from writer_gui.domain.run import Sampling
from writer_gui.inference.worker.sampling import Candidates, Sampler, SamplerParts

if TYPE_CHECKING:
    from writer_gui.inference.worker.model import Model
    from writer_gui.inference.worker.sampling import Numbers

pytestmark = pytest.mark.model

PLAIN = Sampling(
    temperature=1.0, top_p=1.0, min_p=0.0, repeat_penalty=1.0, dry_multiplier=0.0, top_k=0
)
DRAWS = 600


def order(model: Model) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return all tokens, the best first: the good ones lie anywhere in the vocabulary."""
    return np.random.default_rng(1).permutation(model.vocab_size)


def ranks_drawn(model: Model, wanted: Sampling, said: tuple[int, ...] = ()) -> list[int]:
    """Return which of the best were chosen, 0 the very best, where all are about as good."""
    size = model.vocab_size
    logits: Numbers = np.empty(size, np.float32)
    logits[order(model)] = np.linspace(0.01, 0.0, size)
    rank_of = np.argsort(order(model))
    parts, candidates = SamplerParts(model), Candidates(size)
    ranks = []
    for seed in range(DRAWS):
        sampler = Sampler(parts, wanted, seed, said)
        found = candidates.best(logits, np.zeros(size, np.float32), sampler.first_cut)
        ranks.append(int(rank_of[sampler.choose(found)]))
        sampler.close()
    return ranks


@pytest.mark.parametrize("top_k", [1, 60, 200, 500])
def test_so_many_tokens_are_considered_as_the_setting_says(model: Model, top_k: int) -> None:
    ranks = ranks_drawn(model, replace(PLAIN, top_k=top_k))
    assert max(ranks) < top_k
    assert len(set(ranks)) > min(top_k, DRAWS) // 2


@pytest.mark.parametrize("top_k", [0, -1])
def test_without_a_limit_all_tokens_are_considered(model: Model, top_k: int) -> None:
    ranks = ranks_drawn(model, replace(PLAIN, top_k=top_k))
    assert max(ranks) > 0.98 * model.vocab_size
    assert len(set(ranks)) > 0.9 * DRAWS


def test_others_take_the_place_of_what_has_just_been_said(model: Model) -> None:
    said = tuple(order(model)[:50].tolist())
    wanted = replace(PLAIN, top_k=200, repeat_penalty=2.0, repeat_window=64)
    ranks = ranks_drawn(model, wanted, said)
    assert min(ranks) >= 50
    assert 200 < max(ranks) < 250
