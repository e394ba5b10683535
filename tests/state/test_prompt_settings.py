"""What a prompt says is set, unless the writer has set it, and taken back when asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.state.samples import PLAN
from writer_gui.domain.language import Language
from writer_gui.domain.session import MOST_LENGTH, Prompt
from writer_gui.state.prompt_notes import notes_from
from writer_gui.state.prompt_settings import READING_MS
from writer_gui.store.prompt_notes import forget_prompt_notes, read_prompt_notes
from writer_gui.store.sessions import (
    create_session,
    empty_trash,
    load_draft,
    save_draft,
    trash_session,
)
from writer_gui.writing.findings import FindingKind
from writer_gui.writing.style import Viewpoint

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.state.conftest import Room
    from writer_gui.state.prompt_settings import PromptSettings

ASKED = "用第一人称写一篇悬疑小说，约一千五百字。"
K = FindingKind


def typed(room: Room, text: str) -> PromptSettings:
    settings = room.workspace.prompt_settings
    settings.type_text(text)
    settings.read_now()
    return settings


def new(room: Room, text: str = "") -> int:
    with room.database.transaction() as tx:
        session_id = create_session(tx, Prompt(text))
    return room.open(session_id)


def now(room: Room) -> tuple[str, Language, int, Viewpoint]:
    prompt = room.workspace.desk.draft.prompt
    return prompt.genre, prompt.language, prompt.length, room.workspace.style.style.viewpoint


def kinds(settings: PromptSettings) -> list[FindingKind]:
    return [taken.kind for taken in settings.taken]


USUAL = ("小说-故事", Language.ZH, 800, Viewpoint.OPEN)


def test_what_is_typed_is_set_after_a_pause_and_shown_with_its_words(
    room: Room, qtbot: QtBot
) -> None:
    new(room)
    settings = room.workspace.prompt_settings
    settings.type_text(ASKED)
    assert now(room) == USUAL
    assert settings._timer.interval() == READING_MS
    qtbot.waitUntil(lambda: len(settings.taken) == 3)
    assert now(room) == ("悬疑-推理故事", Language.ZH, 1500, Viewpoint.FIRST)
    assert [(taken.kind, taken.words) for taken in settings.taken] == [
        (K.LENGTH, "约一千五百字"),
        (K.PERSON, "第一人称"),
        (K.GENRE, "悬疑小说"),
    ]


def test_taking_back_sets_what_was_there_and_holds_for_the_same_words(room: Room) -> None:
    new(room)
    settings = typed(room, ASKED)
    for kind in (K.LENGTH, K.GENRE, K.PERSON):
        settings.take_back(kind)
    assert now(room) == USUAL
    typed(room, ASKED + "结尾要有雨。")
    assert now(room) == USUAL
    assert settings.taken == ()
    typed(room, ASKED.replace("一千五百", "六百"))
    assert now(room)[2] == 600


def test_what_was_taken_back_stays_so_when_the_session_is_opened_again(room: Room) -> None:
    session_id = new(room)
    settings = typed(room, ASKED)
    settings.take_back(K.GENRE)
    new(room)
    assert now(room) == USUAL
    room.open(session_id)
    assert now(room) == ("小说-故事", Language.ZH, 1500, Viewpoint.FIRST)
    assert kinds(settings) == [K.LENGTH, K.PERSON]
    settings.take_back(K.LENGTH)
    assert now(room)[2] == 800


def test_what_is_set_by_hand_is_never_changed(room: Room) -> None:
    new(room)
    settings = room.workspace.prompt_settings
    settings.choose(K.GENRE, "散文")
    settings.choose(K.LENGTH, 900)
    room.workspace.style.set_style(replace(room.workspace.style.style, viewpoint=Viewpoint.THIRD))
    typed(room, ASKED)
    assert now(room) == ("散文", Language.ZH, 900, Viewpoint.THIRD)
    assert settings.taken == ()


def test_a_hand_on_what_was_found_makes_it_the_writers_own(room: Room) -> None:
    session_id = new(room)
    settings = typed(room, ASKED)
    settings.choose(K.LENGTH, 700)
    typed(room, ASKED + "写雨。")
    assert now(room)[2] == 700
    assert kinds(settings) == [K.PERSON, K.GENRE]
    new(room)
    room.open(session_id)
    assert now(room)[2] == 700


def test_words_that_are_deleted_set_nothing_any_more(room: Room) -> None:
    new(room)
    settings = typed(room, ASKED)
    typed(room, "下雨的车站")
    assert now(room) == USUAL
    assert settings.taken == ()


def test_a_length_taken_back_is_the_usual_one_of_the_genre_there_is_then(room: Room) -> None:
    new(room)
    settings = typed(room, "写一首六百字的现代诗")
    assert now(room)[2] == 600
    settings.take_back(K.LENGTH)
    assert now(room)[2] == 240


def test_a_length_beyond_the_most_is_held_to_it_and_a_tiny_one_is_left(room: Room) -> None:
    new(room)
    settings = typed(room, "写一篇小说，五万字")
    assert now(room)[2] == MOST_LENGTH
    [length] = [taken for taken in settings.taken if taken.kind is K.LENGTH]
    assert (length.value, length.asked) == (MOST_LENGTH, 50_000)
    typed(room, "写一个故事，10字以内")
    assert now(room)[2] == 800


def test_a_language_asked_for_by_name_and_that_of_the_prompt(room: Room) -> None:
    new(room)
    settings = typed(room, "Write a poem")
    assert now(room)[1:3] == (Language.EN, 120)
    typed(room, "写一首诗，用英文写")
    assert now(room)[1] is Language.EN
    assert K.LANGUAGE in kinds(settings)
    settings.take_back(K.LANGUAGE)
    assert now(room)[1] is Language.ZH


def test_an_older_session_keeps_what_was_set_in_it(room: Room) -> None:
    with room.database.transaction() as tx:
        session_id = create_session(tx, Prompt(ASKED, "散文", Language.ZH, 900))
    room.open(session_id)
    assert now(room)[:3] == ("散文", Language.ZH, 900)
    with room.database.transaction() as tx:
        other = create_session(tx, Prompt(ASKED))
    room.open(other)
    assert now(room)[:3] == ("悬疑-推理故事", Language.ZH, 1500)


def test_what_was_written_with_is_not_changed_by_opening(room: Room) -> None:
    session_id = room.create(ASKED)
    room.open(session_id)
    room.workspace.commands.generate()
    room.drafting.shape(PLAN)
    room.drafting.end()
    room.settle()
    with room.database.transaction() as tx:
        forget_prompt_notes(tx, (session_id,))
    new(room)
    with room.database.transaction() as tx:
        draft = load_draft(tx, session_id)
        save_draft(tx, session_id, replace(draft, prompt=Prompt(ASKED)))
    room.open(session_id)
    assert now(room)[:3] == USUAL[:3]


def test_a_copy_of_a_session_can_have_its_findings_taken_back(room: Room) -> None:
    with room.database.transaction() as tx:
        session_id = create_session(tx, Prompt(ASKED, "悬疑-推理故事", Language.ZH, 1500))
    room.open(session_id)
    settings = room.workspace.prompt_settings
    assert kinds(settings) == [K.LENGTH, K.PERSON, K.GENRE]
    settings.take_back(K.LENGTH)
    settings.take_back(K.GENRE)
    assert now(room)[:3] == USUAL[:3]


def test_a_session_that_is_gone_leaves_no_notes(room: Room) -> None:
    session_id = new(room)
    typed(room, ASKED)
    new(room)
    room.settle()
    with room.database.transaction() as tx:
        assert read_prompt_notes(tx, session_id) is not None
        trash_session(tx, session_id)
        empty_trash(tx, datetime(9000, 1, 1, tzinfo=UTC))
        assert read_prompt_notes(tx, session_id) is None


def test_writing_at_once_takes_what_was_just_typed(room: Room) -> None:
    new(room)
    room.workspace.prompt_settings.type_text(ASKED)
    room.workspace.commands.generate()
    room.settle()
    asked = room.drafting.last.prompt
    assert (asked.genre, asked.length) == ("悬疑-推理故事", 1500)


def test_notes_that_cannot_be_read_are_as_none(room: Room) -> None:
    session_id = new(room)
    typed(room, ASKED)
    room.settle()
    with room.database.reading() as tx:
        plain = read_prompt_notes(tx, session_id)
    notes = notes_from(plain)
    assert notes is not None
    assert notes.plain() == plain
    assert notes_from({"by_hand": ["colour"], "refused": [], "held": {}}) is None
    assert notes_from({}) is None


@pytest.mark.parametrize("text", ["", "灯塔", "海の物語を書いてください"])
def test_a_prompt_that_says_nothing_changes_nothing(room: Room, text: str) -> None:
    new(room)
    settings = typed(room, text)
    assert settings.taken == ()
    assert now(room)[0] == "小说-故事"
