from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from writer_gui.background.engine import Engine, EnginePhase, engine_command
from writer_gui.background.job import Job, JobEnd
from writer_gui.background.thinking import LONGEST_THOUGHT
from writer_gui.domain.generation import ChatMessage, Passage, PassageEnd, Role
from writer_gui.domain.language import Language
from writer_gui.domain.run import Ended
from writer_gui.domain.story import Section, Story
from writer_gui.errors import UserError
from writer_gui.writing.asking import Ask, Attempt, Cut, Written

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from writer_gui.writing.asking import Watch, Writing


def passage() -> Passage:
    return Passage("run", (ChatMessage(Role.USER, "hello"),))


def writing(count: int = 2, watch: Watch = lambda _text: None) -> Writing[Story]:
    """Write `count` sections, one passage each."""
    story = Story(tuple(Section(None, "") for _ in range(count)))
    for place in range(count):
        result = yield Ask(passage(), place, story, watch)
        sections = list(story.sections)
        sections[place] = Section(None, result.text)
        story = Story(tuple(sections))
    return Written(story, Ended.COMPLETE, "done")


def run(qtbot: QtBot, job: Job) -> JobEnd:
    with qtbot.waitSignal(job.ended) as ended:
        job.start()
    end = ended.args[0]
    assert isinstance(end, JobEnd)
    return end


def text_of(end: JobEnd) -> str:
    assert isinstance(end.content, Story)
    return end.content.text


def test_a_job_writes_every_place_and_counts(
    make_engine: Callable[[list[dict[str, object]]], Engine], qtbot: QtBot
) -> None:
    engine = make_engine([{"text": "one"}, {"text": "three"}])
    end = run(qtbot, Job(engine, writing()))
    assert isinstance(end.content, Story)
    assert [s.text for s in end.content.sections] == ["one", "three"]
    assert end.ended is Ended.COMPLETE
    assert end.note == "done"
    assert end.figures.tokens == len("onethree")


def test_a_watch_cuts_a_passage_in_the_making(
    make_engine: Callable[[list[dict[str, object]]], Engine], qtbot: QtBot
) -> None:
    engine = make_engine([{"text": "abc. " * 400, "chunk": 5, "delay_ms": 5}, {"text": "end"}])
    job = Job(
        engine, writing(watch=lambda text: Cut(4, is_loop=False) if len(text) >= 10 else None)
    )
    grown: list[str] = []
    job.grew.connect(lambda place, text: grown.append(text) if place == 0 else None)
    end = run(qtbot, job)
    assert isinstance(end.content, Story)
    assert [s.text for s in end.content.sections] == ["abc.", "end"]


def stoppable() -> Writing[Story]:
    """Write sections until the writer stops."""
    story = Story((Section(None, ""),))
    while True:
        result = yield Ask(passage(), 0, story, lambda _text: None)
        story = Story((Section(None, story.text + result.text),))
        if result.end is PassageEnd.STOPPED:
            return Written(story, Ended.STOPPED)


def twice() -> Writing[Story]:
    """Write one section, and again."""
    blank = Story((Section(None, ""),))
    first = yield Ask(passage(), 0, blank, lambda _text: None)
    attempt = Attempt(first.text, first, ("dull",))
    again = yield Ask(passage(), 0, blank, lambda _text: None, before=attempt)
    return Written(Story((Section(None, again.text),)), Ended.COMPLETE)


def test_what_is_written_again_is_counted_and_not_shown(
    make_engine: Callable[[list[dict[str, object]]], Engine], qtbot: QtBot
) -> None:
    job = Job(make_engine([{"text": "first"}, {"text": "second", "chunk": 2}]), twice())
    shown: list[str] = []
    counted: list[tuple[int, str, object]] = []
    job.shaped.connect(lambda content, _place: shown.append(content.text))
    job.grew.connect(lambda _place, text: shown.append(text))
    job.retried.connect(lambda _place, count: counted.append((count, job.again, job.content)))
    end = run(qtbot, job)
    assert "".join(shown) == "first" + "first"  # as it came, and as it stands
    assert counted[-1] == (len("second"), "dull", Story((Section(None, "first"),)))
    assert isinstance(end.content, Story)
    assert end.content.text == "second"


CHINESE = Passage("run", (ChatMessage(Role.USER, "灯"),), ("他说：“",), script=Language.ZH)


def in_chinese(watched: list[str], cut: Cut | None = None) -> Writing[Story]:
    """Write one Chinese section after an open quote; the watch cuts once the place is there."""

    def watch(text: str) -> Cut | None:
        watched.append(text)
        return cut if cut is not None and len(text) > cut.position else None

    blank = Story((Section(None, ""),))
    result = yield Ask(CHINESE, 0, blank, watch)
    return Written(Story((Section(None, result.text),)), Ended.COMPLETE)


RAW = '走 吧."张 三, 没动;15:47的车...\nTom,他--等'
RIGHT = "走吧。”张三，没动；15:47的车……\nTom，他——等"


@pytest.mark.parametrize("chunk", [1, 2, 7, 99])
def test_chinese_is_put_right_as_it_comes(
    make_engine: Callable[[list[dict[str, object]]], Engine], qtbot: QtBot, chunk: int
) -> None:
    watched: list[str] = []
    job = Job(make_engine([{"text": RAW + ",", "chunk": chunk}]), in_chinese(watched))
    grown: list[str] = []
    job.grew.connect(lambda _place, text: grown.append(text))
    end = run(qtbot, job)
    assert text_of(end) == "".join(grown) == watched[-1] == RIGHT + "，"
    assert all(watched[-1].startswith(text) for text in watched)


@pytest.mark.parametrize("chunk", [1, 3])
def test_a_cut_in_chinese_is_a_place_in_what_is_shown(
    make_engine: Callable[[list[dict[str, object]]], Engine], qtbot: QtBot, chunk: int
) -> None:
    place = RIGHT.index("没动") + 2
    script: list[dict[str, object]] = [{"text": RAW + "。灯" * 99, "chunk": chunk, "delay_ms": 2}]
    job = Job(make_engine(script), in_chinese([], Cut(place, is_loop=False)))
    grown: list[str] = []
    job.grew.connect(lambda _place, text: grown.append(text))
    end = run(qtbot, job)
    assert text_of(end) == "".join(grown) == RIGHT[:place]


def test_english_is_left_as_it_comes(
    make_engine: Callable[[list[dict[str, object]]], Engine], qtbot: QtBot
) -> None:
    end = run(qtbot, Job(make_engine([{"text": RAW}]), writing(1)))
    assert text_of(end) == RAW


def test_a_mark_held_back_outlives_the_engine(
    make_engine: Callable[[list[dict[str, object]]], Engine],
    qtbot: QtBot,
    caplog: pytest.LogCaptureFixture,
) -> None:
    end = run(qtbot, Job(make_engine([{"text": "灯灭了.", "crash": 11}]), in_chinese([])))
    assert end.ended is Ended.INTERRUPTED
    assert text_of(end) == "灯灭了。"
    caplog.clear()


def test_stop_counts_also_when_the_passage_has_just_ended(
    make_engine: Callable[[list[dict[str, object]]], Engine], qtbot: QtBot
) -> None:
    engine = make_engine([{"text": "one"}, {"text": "two"}])
    job = Job(engine, stoppable())
    engine.finished.connect(job.stop)  # before the job hears of it
    end = run(qtbot, job)
    assert end.ended is Ended.STOPPED
    assert isinstance(end.content, Story)
    assert end.content.text == "one"


def test_events_of_another_job_are_not_heard(
    make_engine: Callable[[list[dict[str, object]]], Engine], qtbot: QtBot
) -> None:
    engine = make_engine([{"text": "aaaa"}, {"text": "bbbb"}])
    jobs = [Job(engine, writing(1)), Job(engine, writing(1))]
    ends: list[JobEnd] = []
    for job in jobs:
        job.ended.connect(ends.append)
        job.start()
    qtbot.waitUntil(lambda: len(ends) == 2)
    texts = {end.content.text for end in ends if isinstance(end.content, Story)}
    assert texts == {"aaaa", "bbbb"}


def test_a_death_in_mid_passage_keeps_the_text(
    make_engine: Callable[[list[dict[str, object]]], Engine],
    qtbot: QtBot,
    caplog: pytest.LogCaptureFixture,
) -> None:
    engine = make_engine([{"text": "so far", "crash": 11}])
    end = run(qtbot, Job(engine, writing()))
    assert end.ended is Ended.INTERRUPTED
    assert isinstance(end.content, Story)
    assert end.content.sections[0].text == "so far"
    assert end.failure is not None
    assert end.failure.kind == "segfault"
    assert engine.state.phase is EnginePhase.OFF
    caplog.clear()


THOUGHT = "好，先想想海。"


def shown(job: Job) -> list[str]:
    """Return what is to be seen of a story, after each change of it."""
    seen = [""]

    def shape(content: Story, _place: int) -> None:
        seen.append(content.text)

    job.shaped.connect(shape)
    job.grew.connect(lambda _place, text: seen.append(seen[-1] + text))
    return seen


def judged(text: str, seen: list[str]) -> Cut | None:
    """Note what a watch is shown."""
    seen.append(text)
    return None


@pytest.mark.parametrize("chunk", [1, 3, 100])
def test_a_thought_is_no_text_and_no_watch_sees_it(
    make_engine: Callable[[list[dict[str, object]]], Engine], qtbot: QtBot, chunk: int
) -> None:
    said = f"<think>\n{THOUGHT}\n</think>\n\n雾来了。"
    job = Job(make_engine([{"text": said, "chunk": chunk}]), writing(1, lambda t: judged(t, seen)))
    seen: list[str] = []
    told = shown(job)
    thinking: list[int] = []
    job.thinking.connect(lambda _place, count: thinking.append(count))
    end = run(qtbot, job)
    assert isinstance(end.content, Story)
    assert end.content.text == "雾来了。"
    assert {text for text in (*told, *seen) if "想" in text or "<" in text} == set()
    assert thinking == sorted(thinking)
    assert chunk > 3 or thinking[-1] == len(THOUGHT)
    assert end.trace.reasoning == f"[1] {THOUGHT}"
    assert end.figures.tokens == len(said)


def test_what_ends_a_thought_that_was_not_opened_takes_it_back_and_later_ones_are_not_shown(
    make_engine: Callable[[list[dict[str, object]]], Engine], qtbot: QtBot
) -> None:
    script = [{"text": f"{THOUGHT}\n</think>\n\n{text}", "chunk": 2} for text in ("雾。", "海。")]
    seen: list[str] = []
    job = Job(make_engine(script), writing(2, lambda text: judged(text, seen)))
    told = shown(job)
    end = run(qtbot, job)
    assert isinstance(end.content, Story)
    assert [section.text for section in end.content.sections] == ["雾。", "海。"]
    assert any("想" in text for text in told)  # nobody could know
    assert not any("想" in text for text in told[told.index("雾。") :])
    assert "" in seen  # the watch was told to begin anew
    assert end.trace.reasoning == f"[1] {THOUGHT}\n\n[2] {THOUGHT}"


def test_a_text_without_a_thought_is_text_also_behind_one_that_was_not_opened(
    make_engine: Callable[[list[dict[str, object]]], Engine], qtbot: QtBot
) -> None:
    script: list[dict[str, object]] = [{"text": f"{THOUGHT}</think>雾。"}, {"text": "海。"}]
    end = run(qtbot, Job(make_engine(script), writing(2)))
    assert isinstance(end.content, Story)
    assert [section.text for section in end.content.sections] == ["雾。", "海。"]


def test_a_mark_within_a_text_is_text(
    make_engine: Callable[[list[dict[str, object]]], Engine], qtbot: QtBot
) -> None:
    said = "他写下<think>两个字</think>，又划掉。"
    end = run(qtbot, Job(make_engine([{"text": said, "chunk": 1}]), writing(1)))
    assert isinstance(end.content, Story)
    assert end.content.text == said
    assert not end.trace.reasoning


def test_nothing_but_a_thought_is_no_success(
    make_engine: Callable[[list[dict[str, object]]], Engine], qtbot: QtBot
) -> None:
    script: list[dict[str, object]] = [{"text": "雾。"}, {"text": f"<think>{THOUGHT}"}]
    end = run(qtbot, Job(make_engine(script), writing(2)))
    assert (end.ended, end.failure and end.failure.kind) == (Ended.FAILED, "only_thought")
    assert end.note.endswith("turn off its thinking or choose another model.")
    assert isinstance(end.content, Story)
    assert [section.text for section in end.content.sections] == ["雾。", ""]
    assert end.trace.reasoning == f"[2] {THOUGHT}"


def test_a_thought_without_an_end_is_ended(
    make_engine: Callable[[list[dict[str, object]]], Engine], qtbot: QtBot
) -> None:
    endless = "<think>" + "想" * 50 * LONGEST_THOUGHT
    engine = make_engine([{"text": endless, "chunk": 100, "delay_ms": 1}])
    end = run(qtbot, Job(engine, writing(1)))
    assert end.ended is Ended.FAILED
    assert "more than 2,000 characters" in end.note
    assert end.figures.tokens < len(endless) / 2


def test_stop_ends_a_thought(
    make_engine: Callable[[list[dict[str, object]]], Engine], qtbot: QtBot
) -> None:
    engine = make_engine([{"text": "<think>" + "想" * 500, "chunk": 1, "delay_ms": 20}])
    job = Job(engine, stoppable())
    job.thinking.connect(job.stop)
    end = run(qtbot, job)
    assert (end.ended, end.failure) == (Ended.STOPPED, None)
    assert isinstance(end.content, Story)
    assert end.content.text == ""
    assert end.trace.reasoning.startswith("[1] 想")


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(UserError, match="scripted:FILE"):
        engine_command({"WRITER_ENGINE": "magic"})
