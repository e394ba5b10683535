"""A round of blind choices through the real window, driven by keys."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QTextEdit,
    QWidget,
)

from tests.ui.test_compare_view import compared, text
from writer_gui.domain.judging import BLIND, TaskState
from writer_gui.domain.language import Language
from writer_gui.domain.pair import Pair, PairLevel, PairSide, Verdict
from writer_gui.errors import UserError
from writer_gui.exchange import judging
from writer_gui.exchange.judging import load_round
from writer_gui.exchange.pair_fields import IMPORTED
from writer_gui.exchange.pairs import PairFormat
from writer_gui.state.caretaker import Estate
from writer_gui.state.judging import Answer, JudgingState
from writer_gui.state.judging_sources import BLIND_PAIRS
from writer_gui.state.library_files import LibraryFilesState
from writer_gui.store.pairs import PairQuery, add_pair, list_pairs
from writer_gui.ui.furnishing import Furnished
from writer_gui.ui.main_window import COMPARE_VIEW
from writer_gui.ui.window_group import WindowGroup

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import House
    from writer_gui.domain.judging import Task

GOOD, BAD = "secret-model-alpha", "secret-model-omega"
NAMES = (GOOD, BAD, "alpha", "omega", "secret")
COUNT = 20


def benchmark_pairs() -> list[Pair]:
    """Pairs in the shape of the benchmark; the first side is the one people chose."""
    return [
        Pair(
            uid=f"pair-{n}",
            prompt=f"写第{n}个关于灯塔的故事",
            genre="小说-故事",
            language=Language.ZH,
            level=PairLevel.STORY,
            first=PairSide(f"第{n}夜，雾里的光一明一暗，像有人在远处呼吸。", 3, GOOD),
            second=PairSide(f"从前有一座灯塔，编号{n}，它很高很高很高。" * (1 + n % 3), 1, BAD),
            verdict=Verdict.FIRST,
            origin=IMPORTED,
            prompt_id=f"prompt-{n}",
        )
        for n in range(COUNT)
    ]


@pytest.fixture
def ready(house: House) -> House:
    with house.database.transaction() as tx:
        for pair in benchmark_pairs():
            add_pair(tx, pair)
    house.window.show_view(COMPARE_VIEW)
    house.settle()
    return house


def start(house: House) -> None:
    house.workspace.judging_sources.start_with_pairs()
    house.settle()


def task_of(house: House) -> Task:
    task = house.workspace.judging.task
    assert task is not None
    return task


def press(house: House, qtbot: QtBot, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(text(house, 1), key)


def answer(house: House, qtbot: QtBot) -> None:
    """Find the better text by reading it, and answer with keys alone."""
    is_left = text(house, 1).toPlainText().startswith("第")
    if is_left:
        press(house, qtbot, Qt.Key.Key_Left, Qt.Key.Key_3, Qt.Key.Key_1, Qt.Key.Key_Return)
    else:
        press(house, qtbot, Qt.Key.Key_Right, Qt.Key.Key_1, Qt.Key.Key_3, Qt.Key.Key_Return)
    house.settle()


def told_strings(house: House) -> list[str]:
    """Every string a person or a screen reader could come across, hidden widgets included."""
    found = [house.window.windowTitle(), QGuiApplication.applicationDisplayName()]
    for widget in house.window.findChildren(QWidget):
        found += [
            widget.objectName(),
            widget.accessibleName(),
            widget.accessibleDescription(),
            widget.toolTip(),
            widget.statusTip(),
            widget.whatsThis(),
            widget.windowTitle(),
        ]
        if isinstance(widget, QLabel | QLineEdit | QAbstractButton):
            found.append(widget.text())
        if isinstance(widget, QTextEdit):
            found += [widget.toPlainText(), widget.toHtml(), widget.placeholderText()]
        if isinstance(widget, QComboBox):
            found += [widget.itemText(place) for place in range(widget.count())]
        found += [action.text() for action in widget.actions()]
    return found


def leaks(house: House, strings: list[str]) -> list[str]:
    return [one for one in strings if any(name in one.casefold() for name in NAMES)]


def test_twenty_pairs_by_keys_come_out_as_they_were_chosen(ready: House, qtbot: QtBot) -> None:
    start(ready)
    judged = ready.workspace.judging.round
    assert judged is not None
    order = {task.key: task.swapped for task in judged.tasks}
    assert len(judged.tasks) == COUNT + COUNT // 5
    asked = 0
    while ready.workspace.judging.task is not None:
        answer(ready, qtbot)
        asked += 1
        assert asked <= len(order)
    with ready.database.reading() as tx:
        pairs = list_pairs(tx, BLIND_PAIRS)
        imported = list_pairs(tx, PairQuery(origin=IMPORTED))
    assert len(pairs) == len(imported) == COUNT
    assert {p.prompt_id for p in pairs} == {p.prompt_id for p in imported}
    for pair in pairs:
        assert pair.verdict is Verdict.FIRST
        assert (pair.first.score, pair.second.score) == (3, 1)
        assert (pair.first.model, pair.second.model) == (GOOD, BAD)
        assert pair.shown_swapped is order[pair.uid]
        assert pair.seconds is not None
        assert pair.seconds >= 0
    assert len(set(order.values())) == 2
    report = ready.window._compare_view._empty.text()
    assert "Every question is answered (20)." in report
    assert "4 of 4 answered alike" in report


def test_no_name_is_seen_before_the_round_is_over(
    ready: House, qtbot: QtBot, tmp_path: Path
) -> None:
    ready.engine.set_ready(GOOD)
    start(ready)
    for _ in range(3):
        assert leaks(ready, told_strings(ready)) == []
        text(ready, 1).selectAll()
        text(ready, 1).copy()
        clip = QGuiApplication.clipboard().mimeData()
        assert leaks(ready, [clip.text(), clip.html()]) == []
        answer(ready, qtbot)
    out = tmp_path / "half.jsonl"
    done = 3 - repeats_done(ready)
    ready.find(QPushButton, "judgeLeave").click()  # only then pairs can be exported
    ready.workspace.pair_files.export_pairs(out, PairFormat.WPB, PairQuery())
    ready.workspace.pair_files.drain()
    ready.settle()
    assert out.read_text("utf-8").count("\n") == done + COUNT  # the answers and what was asked
    assert leaks(ready, [out.read_text("utf-8"), out.name]) == []
    assert "Without names" in ready.find(QLabel, "messageText").text()
    ready.workspace.judging_sources.resume()
    ready.settle()
    while ready.workspace.judging.task is not None:
        answer(ready, qtbot)
    ready.workspace.pair_files.export_pairs(out, PairFormat.WPB, BLIND_PAIRS)
    ready.workspace.pair_files.drain()
    ready.settle()
    records = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert {r["chosen"]["model"] for r in records} == {GOOD}


def repeats_done(house: House) -> int:
    judged = house.workspace.judging.round
    assert judged is not None
    return sum(bool(t.repeat_of) and t.state is TaskState.DONE for t in judged.tasks)


def test_the_model_button_is_not_shown_during_a_round(ready: House) -> None:
    ready.engine.set_ready(GOOD)
    button = ready.window._status.model
    assert button.isVisible()
    start(ready)
    assert not button.isVisible()
    ready.find(QPushButton, "judgeLeave").click()
    assert button.isVisible()


def test_the_window_is_not_named_by_its_session_during_a_round(ready: House) -> None:
    estate = Estate(ready.database, ready.lane, lambda: ready.database.path.parent)
    files = LibraryFilesState(estate, ready.news, ready.window)
    furnished = Furnished(ready.window, ready.library, ready.workspace, files)
    group = WindowGroup(furnished, lambda: furnished, ready.news, ready.window)
    ready.open(f"a session about {GOOD}")
    assert leaks(ready, [ready.window.windowTitle()]) != []
    start(ready)
    assert ready.window.windowTitle() == "Writer GUI"
    ready.workspace.judging.leave()
    assert leaks(ready, [ready.window.windowTitle()]) != []
    group.deleteLater()


def test_skipped_ones_come_back_and_a_round_goes_on_after_a_restart(
    ready: House, qtbot: QtBot
) -> None:
    start(ready)
    first = task_of(ready)
    press(ready, qtbot, Qt.Key.Key_S)
    ready.settle()
    answer(ready, qtbot)
    ready.find(QPushButton, "judgeLeave").click()
    assert ready.workspace.judging.task is None
    ready.workspace.judging_sources.resume()
    ready.settle()
    judged = ready.workspace.judging.round
    assert judged is not None
    assert (judged.done, judged.tasks[-1].key) == (1, first.key)
    assert ready.find(QLabel, "judgeProgress").text() == "1 of 24 answered"
    while task_of(ready).key != first.key:
        answer(ready, qtbot)
    assert task_of(ready).swapped is first.swapped


def test_a_new_round_does_not_take_the_place_of_one_left_unasked(
    ready: House, qtbot: QtBot
) -> None:
    judging = ready.workspace.judging
    start(ready)
    answer(ready, qtbot)
    kept = keys_of(ready)
    judging.leave()
    start(ready)
    assert not judging.is_active
    action = ready.find(QPushButton, "messageAction")
    assert action.text() == "Begin anew"
    assert "(23)" in ready.find(QLabel, "messageText").text()
    ready.workspace.judging_sources.resume()
    ready.settle()
    assert keys_of(ready) == kept
    judging.leave()
    start(ready)
    ready.workspace.judging_sources.resume()
    ready.settle()
    action.click()  # too late: the old one goes on
    ready.settle()
    assert keys_of(ready) == kept
    judging.leave()
    start(ready)
    action.click()
    ready.settle()
    assert ready.workspace.judging.is_active
    assert keys_of(ready) != kept


def keys_of(house: House) -> list[str]:
    judged = house.workspace.judging.round
    assert judged is not None
    return [task.key for task in judged.tasks]


def test_an_answer_begun_is_there_again_when_the_question_is(ready: House, qtbot: QtBot) -> None:
    start(ready)
    key = task_of(ready).key
    press(ready, qtbot, Qt.Key.Key_Left, Qt.Key.Key_3, Qt.Key.Key_Q)
    ready.workspace.judging.explain(note="半句")
    begun = ready.workspace.judging.answer
    assert begun.left == 3
    ready.window._leaving.may_close()  # the program ends
    ready.workspace.judging.show(None)
    ready.workspace.judging_sources.resume()
    ready.settle()
    assert task_of(ready).key == key
    assert ready.workspace.judging.answer == begun
    press(ready, qtbot, Qt.Key.Key_1)
    begun = ready.workspace.judging.answer
    ready.workspace.judging.leave()
    ready.workspace.judging_sources.resume()
    ready.settle()
    assert ready.workspace.judging.answer == begun
    press(ready, qtbot, Qt.Key.Key_S)  # and when it is put off
    while task_of(ready).key != key:
        answer(ready, qtbot)
    assert ready.workspace.judging.answer == begun


def test_no_name_of_a_text_asked_about_is_told_by_what_was_chosen_before(
    ready: House, qtbot: QtBot, tmp_path: Path
) -> None:
    start(ready)
    while ready.workspace.judging.task is not None:
        answer(ready, qtbot)
    ready.workspace.judging.leave()
    start(ready)  # again over the same texts
    ready.workspace.judging.leave()
    out = tmp_path / "out.jsonl"
    ready.workspace.pair_files.export_pairs(out, PairFormat.OWN, PairQuery())
    ready.workspace.pair_files.drain()
    ready.settle()
    assert out.read_text("utf-8").count("\n") == 2 * COUNT
    assert leaks(ready, [out.read_text("utf-8")]) == []


def test_a_window_that_lags_behind_undoes_no_answers(ready: House, qtbot: QtBot) -> None:
    start(ready)
    lagging = ready.workspace.judging.round
    assert lagging is not None
    for _ in range(3):
        answer(ready, qtbot)
    ready.workspace.judging.leave()
    ready.settle()
    other = JudgingState(ready.lane)
    other.show(lagging)
    other.vote(Verdict.TIE)
    other.set_scores(1, 1)
    other.confirm()  # what the first window has answered
    other.keep()
    ready.settle()
    with ready.database.reading() as tx:
        stored = load_round(tx)
        pairs = list_pairs(tx, BLIND_PAIRS)
    assert stored is not None
    assert stored.done == 3
    assert not [pair for pair in pairs if pair.verdict is Verdict.TIE]
    assert len(pairs) == 3 - sum(bool(t.repeat_of) for t in stored.tasks[:3])
    ready.workspace.judging_sources.resume()
    ready.settle()
    while ready.workspace.judging.task is not None:
        answer(ready, qtbot)
    ready.workspace.judging.leave()
    other.leave()  # brings nothing back
    ready.settle()
    with ready.database.reading() as tx:
        assert load_round(tx) is None


def test_a_window_that_lags_behind_is_told_and_goes_on_where_the_other_is(
    ready: House, qtbot: QtBot
) -> None:
    start(ready)
    judged = ready.workspace.judging.round
    assert judged is not None
    other, told = JudgingState(ready.lane), list[str]()
    other.notice.connect(lambda notice: told.append(notice.text))
    other.show(judged)
    for _ in range(3):
        answer(ready, qtbot)
    tie(other)
    ready.settle()
    assert told == ["Another window had answered this question before; its answer stands."]
    assert other.task is not None
    assert other.task.key == judged.tasks[3].key
    tie(other)
    ready.settle()
    assert len(told) == 1
    answer(ready, qtbot)  # the same question here; the answer given there stands
    while ready.workspace.judging.task is not None:
        answer(ready, qtbot)
    ready.workspace.judging.leave()
    tie(other)
    ready.settle()
    assert not other.is_active
    assert "ended in another window" in told[-1]
    with ready.database.reading() as tx:
        found = [pair.verdict for pair in list_pairs(tx, BLIND_PAIRS)]
        assert load_round(tx) is None
    assert len(found) == COUNT
    assert found.count(Verdict.TIE) == (0 if judged.tasks[3].repeat_of else 1)


def tie(judging: JudgingState) -> None:
    judging.vote(Verdict.TIE)
    judging.set_scores(1, 1)
    judging.confirm()


def test_an_answer_that_could_not_be_saved_is_saved_with_the_next(
    ready: House, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(ready)

    def fail(*_: object) -> None:
        raise UserError("There is no room on the disk.")

    with monkeypatch.context() as patched:
        patched.setattr(judging, "keep_round", fail)
        answer(ready, qtbot)
    assert ready.find(QLabel, "messageText").text() == "There is no room on the disk."
    while ready.workspace.judging.task is not None:
        answer(ready, qtbot)
    with ready.database.reading() as tx:
        assert len(list_pairs(tx, BLIND_PAIRS)) == COUNT


def test_pairs_are_imported_one_file_after_the_other(
    ready: House, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "more.jsonl"
    ready.workspace.pair_files.export_pairs(file, PairFormat.OWN, PairQuery())
    ready.workspace.pair_files.drain()
    ready.settle()
    head, panel = ready.window._compare_view._head, ready.window._compare_view._import
    assert head.take_in.isEnabled()
    with qtbot.waitSignal(ready.workspace.pair_files.surveyed):
        panel.look_through(file)
        assert not head.take_in.isEnabled()
    assert not head.take_in.isEnabled()
    ready.find(QPushButton, "pairStopImport").click()
    assert head.take_in.isEnabled()


def test_a_whole_round_is_over_when_the_window_closes(ready: House, qtbot: QtBot) -> None:
    start(ready)
    while ready.workspace.judging.task is not None:
        answer(ready, qtbot)
    ready.window._leaving.may_close()
    with ready.database.reading() as tx:
        assert load_round(tx) is None


def test_keys_reach_the_round_wherever_the_focus_was(ready: House, qtbot: QtBot) -> None:
    start(ready)
    bar = ready.window._compare_view.bar
    press(ready, qtbot, Qt.Key.Key_Left, Qt.Key.Key_3, Qt.Key.Key_1, Qt.Key.Key_N)
    assert bar.note.hasFocus()
    qtbot.keyClick(bar.note, Qt.Key.Key_Escape)
    assert text(ready, 1).hasFocus()
    bar.go_on.setFocus()
    qtbot.keyClick(bar.go_on, Qt.Key.Key_Backspace)
    assert not bar.go_on.isEnabled()
    assert text(ready, 1).hasFocus()
    bar._reasons[next(iter(bar._reasons))].setFocus()
    for _ in range(2):  # the other score and the choice
        bar.back.click()
    assert ready.workspace.judging.answer.verdict is None
    assert text(ready, 1).hasFocus()
    ready.window._rail.setFocus()
    ready.window.show_view(COMPARE_VIEW)
    assert text(ready, 1).hasFocus()


def test_after_the_last_answer_return_leaves(ready: House, qtbot: QtBot) -> None:
    start(ready)
    while ready.workspace.judging.task is not None:
        answer(ready, qtbot)
    leave = ready.find(QPushButton, "judgeLeave")
    assert leave.hasFocus()
    qtbot.keyClick(leave, Qt.Key.Key_Return)
    assert not ready.workspace.judging.is_active
    assert ready.find(QPushButton, "judgeStart").hasFocus()


def test_a_round_that_was_left_is_told_of(ready: House) -> None:
    told = ready.find(QLabel, "judgeWaiting")
    assert not told.isVisible()
    start(ready)
    ready.workspace.judging.leave()
    ready.settle()
    assert told.text() == "A round was left with questions to answer: 24"
    assert told.isVisible()


@pytest.mark.parametrize(
    ("keys", "is_doubtful"), [("L32", False), ("L22", True), ("=12", True), ("B10", False)]
)
def test_scores_that_say_something_else_than_the_choice_are_pointed_out(
    ready: House, qtbot: QtBot, keys: str, is_doubtful: bool
) -> None:
    start(ready)
    known = {"L": Qt.Key.Key_Left, "=": Qt.Key.Key_Equal, "B": Qt.Key.Key_B}
    digits = [Qt.Key(Qt.Key.Key_0 + int(digit)) for digit in keys[1:]]
    press(ready, qtbot, known[keys[0]], *digits)
    assert ready.find(QLabel, "judgeDoubt").isVisible() is is_doubtful


def test_an_answer_is_taken_back_step_by_step(ready: House, qtbot: QtBot) -> None:
    start(ready)
    judging = ready.workspace.judging
    press(ready, qtbot, Qt.Key.Key_2)
    assert judging.answer == Answer()  # a verdict comes first
    press(ready, qtbot, Qt.Key.Key_Left, Qt.Key.Key_3, Qt.Key.Key_0, Qt.Key.Key_Backspace)
    assert (judging.answer.left, judging.answer.right) == (3, None)
    before = task_of(ready).key
    press(ready, qtbot, Qt.Key.Key_Return)
    assert task_of(ready).key == before  # the right one has no score
    press(ready, qtbot, Qt.Key.Key_Backspace, Qt.Key.Key_Backspace)
    assert judging.answer.verdict is None


def test_reasons_and_a_note_are_kept_and_digits_in_the_note_are_text(
    ready: House, qtbot: QtBot
) -> None:
    start(ready)
    key = task_of(ready).key
    press(ready, qtbot, Qt.Key.Key_W)  # reasons come after a verdict
    press(ready, qtbot, Qt.Key.Key_Equal, Qt.Key.Key_2, Qt.Key.Key_2)
    press(ready, qtbot, Qt.Key.Key_Q, Qt.Key.Key_W, Qt.Key.Key_Q, Qt.Key.Key_N)
    assert ready.find(QAbstractButton, "reason_style").isChecked()
    note = ready.find(QLineEdit, "judgeNote")
    assert note.hasFocus()
    qtbot.keyClicks(note, "b=3s")
    assert ready.workspace.judging.answer.verdict is Verdict.TIE
    qtbot.keyClick(note, Qt.Key.Key_Return)
    ready.settle()
    with ready.database.reading() as tx:
        (pair,) = list_pairs(tx, BLIND_PAIRS)
    assert (pair.uid, pair.verdict, pair.origin) == (key, Verdict.TIE, BLIND)
    assert (pair.reasons, pair.note) == (("style",), "b=3s")


def test_a_length_gap_is_said(ready: House, qtbot: QtBot) -> None:
    start(ready)
    seen = set()
    while (task := ready.workspace.judging.task) is not None:
        long, short = sorted((len(task.first.text), len(task.second.text)), reverse=True)
        gap = ready.find(QLabel, "lengthGap")
        assert gap.isVisible() is (long / short > 1.25)
        seen.add(gap.isVisible())
        answer(ready, qtbot)
    assert seen == {True, False}


def test_the_stories_and_the_plans_of_a_session_can_be_chosen_between(
    house: House, qtbot: QtBot
) -> None:
    compared(house)
    for level in PairLevel:
        house.workspace.judging_sources.start_with_session(level)
        house.settle()
        shown = {text(house, place).toPlainText() for place in (1, 2)}
        assert len(shown) == 2
        press(house, qtbot, Qt.Key.Key_Right, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_Return)
        house.settle()
        house.find(QPushButton, "judgeLeave").click()
    with house.database.reading() as tx:
        pairs = list_pairs(tx, BLIND_PAIRS)
    assert [pair.level for pair in pairs] == list(PairLevel)
    assert text(house, 1).toPlainText()  # the comparison is back
