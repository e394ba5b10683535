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


def split(model: Model) -> tuple[list[int], list[int]]:
    """Return the ranks of words and of marks among the best 200."""
    marks = SamplerParts(model).marks
    best = order(model)[:200].tolist()
    words = [rank for rank, token in enumerate(best) if token not in marks]
    return words, [rank for rank, token in enumerate(best) if token in marks]


def test_others_take_the_place_of_what_has_just_been_said(model: Model) -> None:
    ranks, _ = split(model)
    said = tuple(order(model)[ranks[:50]].tolist())
    wanted = replace(PLAIN, top_k=200, repeat_penalty=2.0, repeat_window=64)
    drawn = ranks_drawn(model, wanted, said)
    assert not set(drawn) & set(ranks[:50])
    assert 200 < max(drawn) < 250


def test_marks_may_be_said_again_and_again(model: Model) -> None:
    words, marks = split(model)
    said = tuple(order(model)[[*words[:3], *marks]].tolist()) * 3
    wanted = replace(PLAIN, top_k=200, repeat_penalty=2.0, repeat_window=256)
    drawn = ranks_drawn(model, wanted, said)
    assert set(drawn) & set(marks)
    assert not set(drawn) & set(words[:3])


def test_marks_do_not_shorten_what_the_penalty_looks_back_on(model: Model) -> None:
    ranks, _ = split(model)
    comma = model.tokenize(",")[0]
    said = tuple(t for rank in ranks[:60] for t in (int(order(model)[rank]), comma, comma))
    wanted = replace(PLAIN, top_k=200, repeat_penalty=2.0, repeat_window=64)
    assert not set(ranks_drawn(model, wanted, (*said, comma))) & set(ranks[:60])


def chosen(model: Model, said: list[int], tokens: list[int], wanted: Sampling) -> int:
    """Return the token chosen where the first of some is the best by little."""
    logits: Numbers = np.full(model.vocab_size, -20, np.float32)
    logits[tokens] = np.linspace(2.0, 1.5, len(tokens))
    parts, candidates = SamplerParts(model), Candidates(model.vocab_size)
    sampler = Sampler(parts, replace(wanted, temperature=0.0, top_k=40), 1, said)
    token = sampler.choose(
        candidates.best(logits, np.zeros(model.vocab_size, np.float32), sampler.first_cut)
    )
    sampler.close()
    parts.close()
    return token


@pytest.mark.parametrize("mark", ["，", "。", "：", "、", "“", "”", ",", ".", "?", "!", ";", "\n"])
def test_a_sentence_said_twice_may_end_with_its_mark_again(model: Model, mark: str) -> None:
    (token,) = model.tokenize(mark)
    words = model.tokenize(" the old keeper waited")
    other = model.tokenize(" quietly")[0]
    said = [*words, token, *words]
    assert chosen(model, said, [token, other], Sampling()) == token


def test_a_sentence_said_twice_does_not_go_on_as_before(model: Model) -> None:
    words = model.tokenize(" the old keeper waited")
    comma, other = model.tokenize(",")[0], model.tokenize(" quietly")[0]
    said = [*words, comma, *words[:-1]]
    wanted = replace(Sampling(), repeat_penalty=1.0, dry_allowed_length=2)
    assert chosen(model, said, [words[-1], other], wanted) == other
    assert chosen(model, said, [words[-1], other], replace(wanted, dry_multiplier=0.0)) == words[-1]
