"""The real window, killed and closed at random moments of typing and generating."""

from __future__ import annotations

import json
import os
import time
from itertools import count, takewhile
from typing import TYPE_CHECKING, Any

import pytest

from tests.end_to_end.processes import reopened, words_of
from writer_gui import paths
from writer_gui.domain.run import Ended
from writer_gui.domain.session import Prompt, Standing
from writer_gui.store import recovery, sessions

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator

    from tests.end_to_end.processes import Starter
    from writer_gui.domain.run import Run
    from writer_gui.domain.session import Session

LOST_AT_MOST_S = 2.0
SOAK_S = float(os.environ.get("SOAK_SECONDS", "0"))


def rounds(few: int, *, of_a_soak: int = 0) -> Iterator[int]:
    """Count rounds: a few, or in a soak so many at least, until its time is over."""
    end = time.monotonic() + SOAK_S
    least = max(few, of_a_soak) if SOAK_S else few
    yield from takewhile(lambda n: n < least or time.monotonic() < end, count())


@pytest.mark.slow
@pytest.mark.timeout(7200)
@pytest.mark.usefixtures("script")
def test_a_kill_costs_two_seconds_at_most(
    started: Starter,
    chance: random.Random,
    record_property: Callable[[str, object], None],
) -> None:
    """What the window said to be saved is there; the seconds are judged in a soak alone."""
    lost = []
    for _ in rounds(2, of_a_soak=100):
        lay_a_new_session_on_the_desk()  # words are numbered anew each time
        said, killed = started().said_until_killed(chance.uniform(0.1, 8))
        session = reopened()
        saved = max((line[1] for line in said if line[0] == "saved"), default=0)
        assert words_of(session) >= set(range(1, saved + 1))
        if saved:  # the program opens where the writer was
            assert session.draft.standing == Standing(None, len(session.draft.prompt.text))
        at = [*_typed_and_lost(session, said), *_grown_and_lost(session, said), killed]
        lost.append(killed - min(at))
    record_property("lost_s", lost)
    print(f"{len(lost)} kills, lost at most {max(lost):.2f} s: {sorted(lost)}")  # noqa: T201
    if SOAK_S:
        assert max(lost) <= LOST_AT_MOST_S


def lay_a_new_session_on_the_desk() -> None:
    opened = recovery.start_up(paths.database_path(), paths.backups_dir())
    with opened.database.transaction() as tx:
        sessions.set_last_session(tx, sessions.create_session(tx, Prompt("")))
    opened.database.close()


def _typed_and_lost(session: Session, said: list[Any]) -> list[float]:
    """Return when each word was typed that is not there."""
    there = words_of(session)
    return [line[2] for line in said if line[0] == "typed" and line[1] not in there]


def _grown_and_lost(session: Session, said: list[Any]) -> list[float]:
    """Return when what is not there of the run under way came from the model."""
    if not session.runs or session.runs[-1].ended is not Ended.INTERRUPTED:
        return []
    kept = len(_text_of_run(session, session.runs[-1]))
    grown = [line[2:] for line in said if line[0] == "grew"]
    last = len(session.runs) - 1
    return [at for run, characters, at in grown if run == last and characters > kept]


def _text_of_run(session: Session, run: Run) -> str:
    """Return what is kept of a run; of one that was killed before it had a text there is none."""
    plans = [v.plan for v in session.plans if v.run_id == run.id]
    stories = [v.story.text for v in session.stories if v.run_id == run.id]
    return "".join([*(step.text for plan in plans for step in plan.steps), *stories])


@pytest.mark.slow
@pytest.mark.timeout(7200)
@pytest.mark.usefixtures("script")
def test_closing_in_the_middle_ends_without_a_fault_and_with_everything(
    started: Starter,
    chance: random.Random,
) -> None:
    for _ in rounds(2):
        window = started(str(chance.uniform(0.3, 6)))
        out, err = window.process.communicate(timeout=60)
        said = [json.loads(line) for line in out.splitlines()]
        assert window.process.returncode == 0
        assert "Traceback" not in err
        assert "a bug" not in paths.log_path().read_text("utf-8")
        words = [n for what, n, *_ in said if what == "typed"]
        session = reopened()
        assert f"w{words[-1]} " in session.draft.prompt.text + " "


@pytest.mark.usefixtures("script")
def test_a_window_that_is_asked_to_end_saves_what_was_typed_last(
    started: Starter,
) -> None:
    window = started()
    assert window.process.stdout is not None
    while json.loads(window.process.stdout.readline())[:2] != ["typed", 20]:
        pass
    window.process.terminate()
    out, err = window.process.communicate(timeout=60)
    assert "Traceback" not in err
    assert window.process.returncode == 0
    said = map(json.loads, out.splitlines())
    last = max((line[1] for line in said if line[0] == "typed"), default=20)
    assert f"w{last} " in reopened().draft.prompt.text + " "


@pytest.mark.usefixtures("script")
def test_a_window_in_which_nothing_happens_ends_when_asked(
    started: Starter,
) -> None:
    window = started("idle")
    assert window.process.stdout is not None
    assert json.loads(window.process.stdout.readline()) == ["idle"]
    window.process.terminate()
    _, err = window.process.communicate(timeout=60)
    assert "Traceback" not in err
    assert window.process.returncode == 0


@pytest.mark.slow
@pytest.mark.usefixtures("script")
def test_a_disk_that_is_full_for_a_while_costs_nothing(started: Starter) -> None:
    """Words are typed while the file cannot grow; then there is room again."""
    window = started("600", "40")
    out, err = window.process.communicate(timeout=200)
    said = [json.loads(line) for line in out.splitlines()]
    assert "Traceback" not in err
    assert any(line[0] == "unsaved" and "no room left" in line[1] for line in said)
    words = [n for what, n, *_ in said if what == "typed"]
    assert words[-1] > 60
    text = reopened().draft.prompt.text + " "
    assert all(f"w{n} " in text for n in words)
