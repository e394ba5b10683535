"""A plan and its story, small enough to read."""

from __future__ import annotations

from writer_gui.domain.plan import Plan, Step, StepKind
from writer_gui.domain.story import Section, Story

INTENT = Step("i", StepKind.INTENT, "立意", "孤独与光")
OPENING = Step("a", StepKind.DEVELOPMENT, "开端", "一封信到了岛上")
TURN = Step("b", StepKind.DEVELOPMENT, "转折", "灯灭了")
ENDING = Step("c", StepKind.DEVELOPMENT, "结局", "他把灯重新点亮")

PLAN = Plan((INTENT, OPENING, TURN, ENDING))
STORY = Story(
    (
        Section("a", "信封是湿的。\n他没有拆。"),
        Section("b", "那一夜灯灭了。"),
        Section("c", "天亮以前，光又回来了。"),
    )
)
SKELETON = Plan(tuple(Step(s.id, s.kind, s.title, "") for s in PLAN.steps))
BLANK_STORY = Story(tuple(Section(s.step_id, "") for s in STORY.sections))
