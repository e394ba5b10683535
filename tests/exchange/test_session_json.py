from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from tests.store.samples import LIGHTHOUSE, draft, plan, story
from writer_gui.domain.language import Language
from writer_gui.domain.plan import PlanVersion
from writer_gui.domain.run import Ended, Run, RunFigures, Stage
from writer_gui.domain.session import Session, SessionSummary
from writer_gui.domain.story import Section, Story, StoryVersion
from writer_gui.exchange.session_json import draft_json, show_json, summary_json

NOON = datetime(2025, 6, 15, 12, tzinfo=UTC)
SUMMARY = SessionSummary(7, "灯塔", "小说-故事", Language.ZH, NOON, NOON, 12)
RUN = Run(
    41,
    7,
    Stage.STORY,
    "Tiny",
    "ab",
    3,
    {"top_k": 60},
    RunFigures(9, 5, 4, 0.1, 1.5),
    Ended.CUT,
    NOON,
)
FIRST = PlanVersion(50, 7, 1, None, plan("一", "二"), None, NOON)
SECOND = PlanVersion(51, 7, 2, 50, plan("一", "二", "三"), None, NOON, name="long", starred=True)
WRITTEN = StoryVersion(60, 7, 1, None, 51, story("", "雾。", "信。"), 41, NOON)
SESSION = Session(SUMMARY, draft(), (FIRST, SECOND), (WRITTEN,), (RUN,))


def test_a_draft_has_exactly_what_was_agreed() -> None:
    assert draft_json(SESSION, SECOND, [WRITTEN], [RUN]) == {
        "session": 7,
        "prompt": LIGHTHOUSE.text,
        "genre": "小说-故事",
        "language": "zh",
        "plan": {
            "version": 2,
            "steps": [
                {"kind": "intent", "title": "第1步", "text": "一"},
                {"kind": "development", "title": "第2步", "text": "二"},
                {"kind": "development", "title": "第3步", "text": "三"},
            ],
        },
        "story": {
            "version": 1,
            "plan_version": 2,
            "text": "雾。\n\n信。",
            "sections": [
                {"step": 1, "text": ""},
                {"step": 2, "text": "雾。"},
                {"step": 3, "text": "信。"},
            ],
        },
        "runs": [
            {
                "stage": "story",
                "model": "Tiny",
                "model_sha256": "ab",
                "seed": 3,
                "settings": {"top_k": 60},
                "prompt_tokens": 9,
                "reused_tokens": 5,
                "tokens": 4,
                "first_token_s": 0.1,
                "seconds": 1.5,
                "ended": "cut",
            }
        ],
    }


def test_variants_are_listed_beside_the_first() -> None:
    other = replace(WRITTEN, id=61, number=2)
    shown = draft_json(SESSION, SECOND, [WRITTEN, other], [])
    stories = shown["stories"]
    assert isinstance(stories, list)
    assert [s["version"] for s in stories] == [1, 2]
    assert shown["story"] == stories[0]


def test_without_a_story_there_is_none() -> None:
    assert draft_json(SESSION, SECOND, [], [])["story"] is None


def test_lineage_is_told_by_numbers() -> None:
    shown = show_json(SESSION)
    plans, stories, runs = shown["plans"], shown["stories"], shown["runs"]
    assert isinstance(plans, list)
    assert isinstance(stories, list)
    assert isinstance(runs, list)
    assert [(p["version"], p["parent"], p["name"], p["starred"]) for p in plans] == [
        (1, None, "", False),
        (2, 1, "long", True),
    ]
    assert (stories[0]["plan_version"], stories[0]["run"], runs[0]["number"]) == (2, 1, 1)
    assert shown["draft"] == {
        "plan": {"base": None, "steps": _steps(shown)},
        "story": {
            "base": None,
            "text": draft().story.text,
            "sections": [
                {"step": 1, "text": "雾散的那天，信到了。"},
                {"step": 2, "text": "他把信放在灯下，没有拆。"},
            ],
        },
        "caret": 7,
    }


def _steps(shown: dict[str, object]) -> object:
    desk = shown["draft"]
    assert isinstance(desk, dict)
    steps = desk["plan"]["steps"]
    assert [step["author"] for step in steps] == ["model"] * 3
    return steps


def test_what_points_nowhere_is_null() -> None:
    loose = replace(
        WRITTEN,
        plan_version_id=99,
        run_id=99,
        story=Story((Section("gone", "x"), Section(None, "y"))),
    )
    shown = show_json(replace(SESSION, stories=(loose,)))
    assert isinstance(shown["stories"], list)
    (found,) = shown["stories"]
    assert (found["plan_version"], found["run"]) == (None, None)
    assert [section["step"] for section in found["sections"]] == [None, None]


def test_times_are_utc_to_the_second() -> None:
    assert summary_json(SUMMARY)["created"] == "2025-06-15T12:00:00+00:00"
