"""Templates of the writer's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from writer_gui import paths
from writer_gui.domain.genre import Domain
from writer_gui.domain.language import Language
from writer_gui.domain.plan import Plan, Step, StepKind
from writer_gui.domain.session import Prompt
from writer_gui.writing.templates import Templates

if TYPE_CHECKING:
    from tests.state.conftest import Room

BUILT_IN = Templates((paths.assets_dir() / "templates",))


def used(domain: Domain = Domain.FICTION) -> list[tuple[str, str, str]]:
    """Return titles and openings of the template that drafts are written with."""
    found = Templates.open()
    zh, en = Language.ZH, Language.EN
    return [(s.title[zh], s.opening[zh], s.title[en]) for s in found.for_domain(domain).steps]


def test_a_plan_becomes_the_template_of_its_genres_and_goes_again(room: Room) -> None:
    room.open()
    room.workspace.templates.lay_out()
    room.settle()
    plan = room.workspace.desk.draft.plan
    assert [step.title for step in plan.steps] == [title for title, _, _ in used()]
    own = Step("x", StepKind.DEVELOPMENT, "伏笔", "一封信")
    room.workspace.desk.set_plan(Plan((plan.steps[1], plan.steps[0], own)))
    before = used()
    room.workspace.templates.save()
    assert used() == [before[1], before[0], ("伏笔", "一封信", "伏笔")]
    room.workspace.templates.drop()
    assert used() == before


def test_an_opening_is_kept_under_a_text_decided_once(room: Room) -> None:
    room.open()
    room.workspace.templates.lay_out()
    room.settle()
    before = used()
    for step in room.workspace.desk.draft.plan.steps:
        room.workspace.steps.edit(step.id, "很长的一段话" * 12)
    room.workspace.templates.save()
    assert used() == before


def test_a_slogan_does_not_shorten_its_whole_domain(room: Room) -> None:
    room.open()
    room.workspace.desk.edit_prompt(Prompt("写一句宣传语", "宣传语-标语"))
    room.workspace.templates.lay_out()
    room.settle()
    room.workspace.templates.save()
    for genre in ("宣传语-标语", "小说-故事"):
        templates = Templates.open()
        assert templates.for_genre(genre).short == BUILT_IN.for_genre(genre).short
    domain = BUILT_IN.for_genre("宣传语-标语").domain
    assert templates.for_domain(domain).short == BUILT_IN.for_domain(domain).short


def test_steps_without_a_title_are_no_template(room: Room) -> None:
    room.open()
    before = used()
    room.workspace.steps.add()
    room.workspace.templates.save()
    assert used() == before


def test_a_short_decision_does_not_take_the_place_of_an_opening(room: Room) -> None:
    room.open()
    room.workspace.templates.lay_out()
    room.settle()
    before = used()
    for step in room.workspace.desk.draft.plan.steps:
        room.workspace.steps.edit(step.id, "第三人称。")
    room.workspace.templates.save()
    assert used() == before


def test_titles_and_openings_are_written_in_the_language_of_the_session(room: Room) -> None:
    room.open()
    templates = room.workspace.templates
    template = templates.current()
    assert template is not None
    before = used()
    words = [(f"第{n}题", f" 开口{n}") for n, _ in enumerate(template.steps)]
    words[1] = ("", "")
    assert templates.write(template, words)
    after = used()
    assert after[0] == ("第0题", "开口0", before[0][2])
    assert after[1] == (before[1][0], "", before[1][2])
