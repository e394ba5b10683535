"""A model whose state cannot be cut: everything works, and costs what is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.inference.driving import Worker, ask
from tests.inference.tiny_recurrent import write_recurrent_model
from writer_gui.domain.language import Language
from writer_gui.inference.protocol import AskPrice, EngineOptions, Priced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from writer_gui.domain.generation import PassageResult

SEA = "The keeper counts the ships that never come. " * 8


@pytest.fixture(scope="module")
def recurrent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    path = write_recurrent_model(tmp_path_factory.mktemp("models") / "tiny.gguf")
    with Worker() as started:
        loaded = started.load(path, EngineOptions(context=1024, threads=1))
        assert loaded.architecture == "mamba"
        assert not loaded.can_cut
        yield started


def english(worker: Worker, text: str, run: str, *opening: str) -> PassageResult:
    return worker.write(ask(text, run=run, seed=1, opening=opening, script=Language.EN))


def test_a_seed_repeats_its_text_and_texts_differ(recurrent: Worker) -> None:
    first = english(recurrent, SEA, "one")
    english(recurrent, SEA + "It is noon.", "other")
    assert english(recurrent, SEA, "two").text == first.text != ""


def test_a_text_that_only_grows_is_not_read_again(recurrent: Worker) -> None:
    first = english(recurrent, SEA + "It grows.", "grows")
    second = english(recurrent, SEA + "It grows.", "grows", first.text, "\n\n2. The storm: ")
    assert second.reused_tokens == first.prompt_tokens + first.tokens - 1


def test_an_edit_costs_the_whole_prompt_and_the_price_says_so(recurrent: Worker) -> None:
    english(recurrent, SEA + "It is night.", "night")
    edited = ask(SEA + "It is dawn.", run="dawn", script=Language.EN)
    recurrent.send(AskPrice("price", edited))
    price = recurrent.wait_for(Priced, passage_id="price").price
    paid = recurrent.write(edited)
    assert price.reused_tokens == paid.reused_tokens == 0
    assert price.prompt_tokens == paid.prompt_tokens
