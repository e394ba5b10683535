from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from writer_gui.domain.language import Language
from writer_gui.domain.plan import StepKind
from writer_gui.paths import assets_dir
from writer_gui.writing.plan_size import MOST_BEATS, beat_count
from writer_gui.writing.templates import Templates

ZH = Language.ZH
TEMPLATE = Templates([assets_dir() / "templates"]).for_genre("小说-故事")


def titles(length: int) -> list[str]:
    return [step.title for step in TEMPLATE.skeleton(ZH, length).steps]


def test_a_usual_length_has_every_step_of_the_template() -> None:
    assert titles(800) == [step.title for step in TEMPLATE.skeleton(ZH).steps]


def test_a_short_text_has_few_steps() -> None:
    assert titles(500) == ["立意", "人物与视角", "开端", "转折", "结局"]
    assert titles(60) == ["立意", "开端", "结局"]


def test_a_long_text_repeats_the_middle_and_opens_it_as_the_template_does() -> None:
    plan = TEMPLATE.skeleton(ZH, 2000)
    middle = [step for step in plan.steps if step.title.startswith("发展")]
    assert [step.title for step in middle] == ["发展·1", "发展·2", "发展·3"]
    assert {TEMPLATE.opening(step, ZH) for step in middle} == {"接着，"}
    assert plan.beats[-1].title == "结局"


@given(st.integers(1, 100_000))
def test_longer_texts_never_have_fewer_steps(length: int) -> None:
    assert 2 <= beat_count(length, ZH) <= beat_count(length + 1, ZH) <= MOST_BEATS
    kinds = [step.kind for step in TEMPLATE.skeleton(ZH, length).steps]
    assert kinds.count(StepKind.DEVELOPMENT) == beat_count(length, ZH)
