from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.inference.driving import ask
from writer_gui.domain.language import Language
from writer_gui.inference.worker.guard import Guard

if TYPE_CHECKING:
    from writer_gui.inference.worker.model import Model
    from writer_gui.inference.worker.sampling import Numbers

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def guard(model: Model) -> Guard:
    return Guard(model)


def allowed(model: Model, vector: Numbers, text: str) -> bool:
    """Whether every token of a text may be used."""
    return bool(np.all(vector[model.tokenize(text)] == 0))


def texts(model: Model, vector: Numbers) -> str:
    """Return the whole characters of all tokens that may be used."""
    return "".join(model.pieces[t].decode("utf-8", "ignore") for t in np.flatnonzero(vector == 0))


def test_without_wishes_everything_is_allowed(model: Model, guard: Guard) -> None:
    early, later = guard.vectors(ask())
    assert early is later
    assert not early.any()


def test_a_chinese_text_gets_no_letters_of_other_scripts(model: Model, guard: Guard) -> None:
    _, later = guard.vectors(ask(script=Language.ZH))
    for text in ("灯塔下的海", "……", "——", "，。！", "15:47", "3.5", "【", "🙂", "\n\n", " \n"):
        assert allowed(model, later, text), text
    for text in (" love", "é", "море"):
        assert not allowed(model, later, text), text
    assert not any(c.isalpha() and c < "\u2e80" for c in texts(model, later))


def test_a_chinese_text_gets_no_half_width_marks_and_no_blanks(model: Model, guard: Guard) -> None:
    _, later = guard.vectors(ask(script=Language.ZH))
    free = [model.pieces[t] for t in np.flatnonzero(later == 0)]
    assert not [piece for piece in free if piece and not piece.strip(b" \t,;!?")]
    assert " 的"[1] in texts(model, later)
    for text in (",", " ,", "!", "?!", ";", " ", "    ", "\t"):
        assert not allowed(model, later, text), text


def test_no_token_puts_a_blank_before_a_chinese_character(model: Model, guard: Guard) -> None:
    _, later = guard.vectors(ask(script=Language.ZH))
    free = {model.pieces[t] for t in np.flatnonzero(later == 0)}
    begun = {b" " + bytes([lead]) for lead in range(0xE4, 0xEA)}  # of a Han character
    assert begun & set(model.pieces)
    assert not begun & free
    assert " “".encode() in free


def test_english_keeps_its_marks_and_blanks(model: Model, guard: Guard) -> None:
    _, later = guard.vectors(ask(script=Language.EN))
    for text in (",", " ,", "!", ";", " ", "    ", "\t"):
        assert allowed(model, later, text), text


def test_an_english_text_gets_latin_letters_only(model: Model, guard: Guard) -> None:
    _, later = guard.vectors(ask(script=Language.EN))
    for text in (" naïve café", "— “quoted” …", "2026!", "🙂"):
        assert allowed(model, later, text), text
    for text in ("灯塔", "海", "。", "，", "море"):
        assert not allowed(model, later, text), text


def test_words_the_writer_used_are_allowed(model: Model, guard: Guard) -> None:
    _, later = guard.vectors(ask(script=Language.ZH, allowed="写一个关于Tokyo的故事"))
    assert allowed(model, later, "Tokyo")
    assert allowed(model, later, " Tokyo")
    assert not allowed(model, later, " London")
    assert not allowed(model, later, " ")  # which the words in Chinese begin with, too
    _, again = guard.vectors(ask(script=Language.ZH))
    assert not allowed(model, again, "Tokyo")


def test_a_text_does_not_end_before_it_is_long_enough(model: Model, guard: Guard) -> None:
    early, later = guard.vectors(ask(min_chars=20, stop=("\n#", "END")))
    ends = sorted(model.end_tokens)
    assert np.all(early[ends] == -np.inf)
    assert np.all(later[ends] == 0)
    assert not allowed(model, early, "#")
    assert not allowed(model, early, "END")
    assert allowed(model, later, "# END")
    assert allowed(model, early, "a line\nand one more")


def test_wishes_do_not_spoil_each_other(model: Model, guard: Guard) -> None:
    guard.vectors(ask(min_chars=20, script=Language.ZH))
    assert not guard.vectors(ask())[0].any()
    assert np.all(guard.vectors(ask(script=Language.ZH))[0][sorted(model.end_tokens)] == 0)
