"""What is kept in memory, what is read again, and what that costs: driven step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.inference.driving import ask
from writer_gui.domain.generation import FailureKind, Passage, PassageEnd, PassageResult
from writer_gui.domain.run import Sampling
from writer_gui.inference.protocol import MAX_SEED, READ_BLOCK, Failed, Finished, Reading
from writer_gui.inference.worker.passages import Passages, next_chunk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from writer_gui.inference.protocol import Event
    from writer_gui.inference.worker.model import Model

pytestmark = pytest.mark.model

SEA = "The keeper counts the ships that never come. " * 12
LONG = "word " * 1000


class Desk:
    """Passages of the small model and what they told."""

    def __init__(self, model: Model) -> None:
        self.events: list[Event] = []
        self.passages = Passages(model, self.events.append)

    def write(self, passage: Passage) -> PassageResult:
        [result] = self.write_together(passage)
        return result

    def write_together(self, *passages: Passage) -> list[PassageResult]:
        del self.events[:]
        for number, passage in enumerate(passages):
            self.passages.submit(str(number), passage)
        while self.passages.busy:
            self.passages.step()
        results = {e.id: e.result for e in self.events if isinstance(e, Finished)}
        return [results[str(number)] for number in range(len(passages))]

    def failure(self, passage: Passage) -> FailureKind:
        del self.events[:]
        self.passages.submit("1", passage)
        self.passages.step()
        assert not self.passages.busy
        [failed] = self.events
        assert isinstance(failed, Failed)
        assert failed.failure.message.endswith(".")
        return failed.failure.kind


@pytest.fixture
def desk(model: Model) -> Iterator[Desk]:
    made = Desk(model)
    yield made
    made.passages.close()


def test_an_edit_re_reads_only_what_follows_it(desk: Desk) -> None:
    first = desk.write(ask(SEA + "It is night."))
    edited = desk.write(ask(SEA + "It is noon.", run="another"))
    assert first.reused_tokens == 0
    assert edited.reused_tokens >= first.prompt_tokens - 2 * READ_BLOCK
    read = [event for event in desk.events if isinstance(event, Reading)]
    assert read[-1].done == read[-1].total == edited.prompt_tokens - edited.reused_tokens


def test_back_at_an_earlier_text_nothing_is_read_and_the_same_is_written(desk: Desk) -> None:
    first = desk.write(ask(SEA, seed=5))
    desk.write(ask("Something else entirely.", run="b"))
    again = desk.write(ask(SEA, run="c", seed=5))
    assert again.reused_tokens == again.prompt_tokens
    assert again.text == first.text
    assert not any(isinstance(event, Reading) for event in desk.events)


def test_a_growing_text_is_never_read_twice(desk: Desk) -> None:
    first = desk.write(ask(SEA))
    heading = "\n\n2. The storm: "
    second = desk.write(ask(SEA, opening=(first.text, heading)))
    kept = first.prompt_tokens + first.tokens - 1
    assert second.reused_tokens == kept


def test_a_growing_text_is_repeated_whatever_lies_in_memory(desk: Desk) -> None:
    def grown(run: str) -> tuple[str, str, int]:
        first = desk.write(ask(SEA, run=run, seed=3, max_tokens=12))
        opening = (first.text, "\n\n2. The storm: ")
        second = desk.write(ask(SEA, run=run, seed=4, max_tokens=12, opening=opening))
        return first.text, second.text, second.prompt_tokens - second.reused_tokens

    alone = grown("one")
    assert grown("two") == alone


def test_it_does_not_matter_how_much_was_written_beyond_a_cut(desk: Desk) -> None:
    kept = desk.write(ask(SEA, run="kept", seed=3, max_tokens=12)).text
    longer = desk.write(ask(SEA, run="longer", seed=3, max_tokens=13)).text

    def after_cut(run: str, written: int) -> tuple[str, int]:
        desk.write(ask(SEA, run=run, seed=3, max_tokens=written))
        opening = (kept, longer[len(kept) :])  # the heading begins as the model went on
        second = desk.write(ask(SEA, run=run, seed=4, max_tokens=12, opening=opening))
        return second.text, second.prompt_tokens - second.reused_tokens

    assert after_cut("late", 40) == after_cut("early", 12)


def test_the_price_is_what_is_then_paid(desk: Desk) -> None:
    desk.write(ask(SEA + "It is night."))
    for text in (SEA + "It is noon.", SEA + "It is night.", "Something else."):
        passage = ask(text, run=text)
        price = desk.passages.price(passage)
        paid = desk.write(passage)
        assert (price.prompt_tokens, price.reused_tokens) == (
            paid.prompt_tokens,
            paid.reused_tokens,
        )
        assert price.seconds >= 0


def test_the_first_price_rests_on_a_trial_that_is_not_wasted(desk: Desk) -> None:
    passage = ask(SEA)
    price = desk.passages.price(passage)
    assert price.reused_tokens == READ_BLOCK
    assert desk.passages.price(passage) == price
    assert desk.write(passage).reused_tokens == READ_BLOCK


def test_a_price_changes_nothing(desk: Desk) -> None:
    desk.write(ask(SEA))
    before = desk.passages.price(ask(SEA, run="b"))
    desk.passages.price(ask("Something else.", run="c"))
    assert desk.passages.price(ask(SEA, run="b")) == before


def test_the_same_seed_gives_the_same_text_cold_warm_and_beside_others(
    model: Model, desk: Desk
) -> None:
    wild = Sampling(temperature=1.5)  # so that another seed gives another text

    def asked(run: str, seed: int) -> Passage:
        return ask(SEA, run=run, max_tokens=10, seed=seed, sampling=wild)

    cold = desk.write(asked("a", 7)).text
    desk.write(ask(SEA + "It is noon.", run="b", seed=9))
    warm = desk.write(asked("c", 7)).text
    others = (asked(f"beside {seed}", seed) for seed in (8, 9))
    beside, *rest = desk.write_together(asked("d", 7), *others)
    assert cold == warm == beside.text
    assert all(other.text != cold for other in rest)


def test_texts_side_by_side_share_what_is_read(desk: Desk) -> None:
    results = desk.write_together(*(ask(SEA, run=f"r{n}", seed=n) for n in range(3)))
    assert sorted(result.reused_tokens for result in results)[1:] == [results[0].prompt_tokens] * 2


def test_more_texts_than_there_is_room_for_wait_for_each_other(model: Model, desk: Desk) -> None:
    count = model.sequences + 2
    results = desk.write_together(*(ask(run=f"r{n}", max_tokens=2) for n in range(count)))
    assert [result.tokens for result in results] == [2] * count


def test_a_text_stopped_while_it_waits_has_ended(model: Model, desk: Desk) -> None:
    for number in range(model.sequences + 1):
        desk.passages.submit(str(number), ask(run=f"r{number}"))
    desk.passages.step()
    for number in range(model.sequences + 1):
        desk.passages.cancel(str(number))
    ended = [event for event in desk.events if isinstance(event, Finished)]
    assert len(ended) == model.sequences + 1
    assert all(event.result.end is PassageEnd.STOPPED for event in ended)
    assert not desk.passages.busy


def test_the_end_may_not_come_before_the_text_is_long_enough(desk: Desk) -> None:
    cold = Sampling(temperature=0.0)
    first = desk.write(ask(max_tokens=6, sampling=cold)).text
    mark = first.split()[2]
    short = desk.write(ask(run="b", max_tokens=20, stop=(mark,), sampling=cold))
    long = desk.write(ask(run="c", max_tokens=20, stop=(mark,), min_chars=40, sampling=cold))
    assert (short.end, short.text) == (PassageEnd.STOP_STRING, first[: first.index(mark)])
    assert len(long.text) >= 40
    assert mark not in long.text


def test_a_full_context_ends_a_text(model: Model, desk: Desk) -> None:
    filler = "word " * (model.context_tokens - 50)
    sampling = Sampling(temperature=0.0)
    result = desk.write(ask(filler, max_tokens=500, min_chars=5000, sampling=sampling))
    assert result.end is PassageEnd.LENGTH
    assert result.prompt_tokens + result.tokens == model.context_tokens


@pytest.mark.parametrize(
    ("passage", "kind"),
    [
        (ask(LONG), FailureKind.PROMPT_TOO_LONG),
        (ask(seed=MAX_SEED + 1), FailureKind.BAD_REQUEST),
        (ask(seed=-1), FailureKind.BAD_REQUEST),
        (ask(max_tokens=0), FailureKind.BAD_REQUEST),
        (Passage("run", ()), FailureKind.BAD_REQUEST),
        (ask(sampling=Sampling(temperature=float("nan"))), FailureKind.BAD_REQUEST),
        (ask(sampling=Sampling(top_k=2**31)), FailureKind.BAD_REQUEST),
        (ask(sampling=Sampling(dry_allowed_length=-5)), FailureKind.BAD_REQUEST),
        (ask(sampling=Sampling(repeat_penalty=0.0)), FailureKind.BAD_REQUEST),
    ],
)
def test_what_cannot_be_written_is_refused_and_harms_nothing(
    desk: Desk, passage: Passage, kind: FailureKind
) -> None:
    assert desk.failure(passage) is kind
    assert desk.write(ask(max_tokens=1)).tokens == 1


@pytest.mark.parametrize(
    "sampling",
    [
        Sampling(temperature=0.0),
        Sampling(top_k=0, top_p=1.0, min_p=0.0),
        Sampling(dry_multiplier=0.0, repeat_penalty=1.0),
        Sampling(xtc_probability=1.0, xtc_threshold=0.0),
        Sampling(dry_window=-1, repeat_window=0),
    ],
)
def test_every_sampler_can_be_switched_off(desk: Desk, sampling: Sampling) -> None:
    assert desk.write(ask(sampling=sampling, max_tokens=4)).tokens > 0


def test_prompts_are_read_in_whole_blocks_and_a_rest() -> None:
    assert [next_chunk(0, left, 128) for left in (500, 128, 127, 64, 63)] == [128, 128, 64, 64, 63]
    assert [next_chunk(192, left, 128) for left in (500, 64, 10)] == [64, 64, 10]


def test_words_of_the_prompt_are_free_and_those_of_the_text_are_not(desk: Desk) -> None:
    """A penalty that saw the prompt would drive the model off the names it asks for."""
    plain = Sampling(temperature=0.0, repeat_penalty=1.0, dry_multiplier=0.0)
    strict = Sampling(temperature=0.0, repeat_penalty=3.0, dry_multiplier=0.0)
    prompt = "Repeat after me: the lighthouse keeper waited for the ship"
    told = ask(prompt, run="a", max_tokens=6, sampling=plain)
    said = desk.write(told).text
    assert "lighthouse keeper" in said
    assert desk.write(ask(prompt, run="b", max_tokens=6, sampling=strict)).text == said
    again = {"opening": (f"{said} ship. The",), "max_tokens": 6}
    free = desk.write(ask(prompt, run="c", sampling=plain, **again)).text
    held = desk.write(ask(prompt, run="d", sampling=strict, **again)).text
    assert "lighthouse" in free
    assert "lighthouse" not in held
