from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QSpinBox,
    QTextEdit,
    QWidget,
)

from tests.ui.test_main_window import drafted
from writer_gui.domain.genre import GENRES
from writer_gui.domain.language import Language
from writer_gui.domain.triplet import Scores, Triplet, TripletStatus
from writer_gui.errors import UserError
from writer_gui.exchange.triplets import write_triplets
from writer_gui.state.collection import FIRST_PAGE
from writer_gui.store import triplets as store
from writer_gui.store.indexing import BATCH
from writer_gui.store.triplet_search import TRIPLETS, count_unindexed
from writer_gui.ui.main_window import COMPARE_VIEW, TRIPLETS_VIEW
from writer_gui.ui.triplets.statistics import StatisticsPage
from writer_gui.ui.triplets.table import LENGTH, TripletTable

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import House
    from writer_gui.ui.import_panel import ImportPanel

ANSWER = "灯塔的光每晚扫过海面。老人把收音机调到最低，听见远处有船鸣笛。他想起那封没有寄出的信。"
GOOD = Scores(9, 8, 8, 9, 9, 8)


def triplet(uid: str, answer: str = ANSWER, **changes: object) -> Triplet:
    made = Triplet(uid, f"写一个故事，第{uid}号", "立意：孤独", answer, "诗歌", Language.ZH)
    return replace(made, **changes)  # type: ignore[arg-type]  # fields by name


def filled(house: House, *triplets: Triplet) -> TripletTable:
    with house.database.transaction() as tx:
        for one in triplets:
            store.add_triplet(tx, one)
    house.window.show_view(TRIPLETS_VIEW)
    house.settle()
    return house.find(TripletTable, "tripletTable")


def stored(house: House, uid: str) -> Triplet:
    with house.database.reading() as tx:
        return store.get_triplet(tx, uid)


def test_the_table_pages_filters_searches_and_sorts(
    house: House, qtbot: QtBot, qtmodeltester: ModelTester
) -> None:
    many = [triplet(str(n), f"{ANSWER}{n}", query=f"题目{n}") for n in range(230)]
    many.append(triplet("en", "The lamp went out. " * 30, language=Language.EN, genre="散文"))
    table = filled(house, *many)
    model = table.model()
    assert model.rowCount() == FIRST_PAGE
    qtmodeltester.check(model)
    model.fetchMore(table.rootIndex())
    house.settle()
    assert model.rowCount() == 231
    status = house.find(QComboBox, "tripletLanguage")
    status.setCurrentIndex(status.findData(Language.EN))
    house.settle()
    assert [line.uid for line in house.workspace.collection.lines] == ["en"]
    status.setCurrentIndex(0)
    house.find(QLineEdit, "tripletSearch").setText("题目229")
    qtbot.waitUntil(lambda: model.rowCount() == 1)
    house.find(QLineEdit, "tripletSearch").clear()
    qtbot.waitUntil(lambda: model.rowCount() > 1)
    table.horizontalHeader().sectionClicked.emit(LENGTH)
    house.settle()
    assert house.workspace.collection.lines[0].uid == "en"


def test_a_triplet_is_edited_scored_and_accepted_by_the_rule(house: House, qtbot: QtBot) -> None:
    table = filled(house, triplet("a"))
    table.selectRow(0)
    house.settle()
    answer = house.find(QTextEdit, "triplet_answer")
    assert answer.toPlainText() == ANSWER
    answer.moveCursor(answer.textCursor().MoveOperation.End)
    qtbot.keyClicks(answer, "end")
    status = house.find(QComboBox, "reviewStatus")
    accepted = status.findData(TripletStatus.ACCEPTED)
    status.setCurrentIndex(accepted)
    status.activated.emit(accepted)
    assert status.currentData() == TripletStatus.DRAFT  # not with these scores
    assert house.find(QLabel, "messageText").text().startswith("To be accepted")
    for part in ("query", "thought", "answer"):
        for kind in ("quality", "creativity"):
            house.find(QSpinBox, f"score_{part}_{kind}").setValue(9)
    status.setCurrentIndex(accepted)
    status.activated.emit(accepted)
    qtbot.keyClicks(house.find(QLineEdit, "reviewReviewer"), "Lin\r")
    house.find(QComboBox, "reviewLicence").setCurrentText("CC-BY-4.0")
    house.find(QCheckBox, "reviewConsent").click()
    house.workspace.review.save_now()
    house.settle()
    found = stored(house, "a")
    assert found.answer == ANSWER + "end"
    assert found.status is TripletStatus.ACCEPTED
    assert found.scores == Scores(9, 9, 9, 9, 9, 9)
    assert (found.reviewer, found.licence, found.consent) == ("Lin", "CC-BY-4.0", True)
    assert house.workspace.collection.lines[0].status is TripletStatus.ACCEPTED


def test_lowering_a_score_takes_acceptance_back(house: House) -> None:
    table = filled(house, triplet("a", scores=GOOD, status=TripletStatus.ACCEPTED))
    table.selectRow(0)
    house.settle()
    house.find(QSpinBox, "score_query_quality").setValue(3)
    house.workspace.review.save_now()
    house.settle()
    assert stored(house, "a").status is TripletStatus.REVIEWED


def test_what_stands_out_is_said_and_a_reworded_copy_is_found(house: House) -> None:
    copy = ANSWER.replace("老人把收音机调到最低", "老人关小了收音机")
    table = filled(house, triplet("a"), triplet("b", copy))
    table.selectRow(0)
    house.settle()
    house.settle()
    twins = [b for b in house.window.findChildren(QPushButton, "twinButton") if b.isVisible()]
    assert [b.text() for b in twins if b.text().startswith("Answer")] != []
    told = " ".join(label.text() for label in house.window.findChildren(QLabel))
    assert "The thought says nothing of revision." in told
    assert "Thought: 5 characters; COIG-Writer has 252 to " in told


def test_many_are_changed_at_once_and_the_trash_can_be_undone(house: House) -> None:
    table = filled(house, triplet("a", scores=GOOD), triplet("b", "另一个结尾，灯灭了。"))
    table.selectAll()
    house.settle()
    assert house.find(QPushButton, "bulkGenre").isVisible()
    house.find(QPushButton, "bulkGenre").menu().actions()[0].trigger()
    house.settle()
    assert {stored(house, uid).genre for uid in "ab"} == {"学术论文摘要"}
    table.selectAll()
    house.workspace.collection.set_status(table.uids(), TripletStatus.ACCEPTED)
    house.settle()
    assert stored(house, "a").status is TripletStatus.ACCEPTED
    assert stored(house, "b").status is TripletStatus.DRAFT
    table.selectAll()
    house.find(QPushButton, "bulkTrash").click()
    house.settle()
    assert house.workspace.collection.total == 0
    house.find(QPushButton, "messageAction").click()
    house.settle()
    assert house.workspace.collection.total == 2


def test_all_that_are_found_are_changed_also_those_not_read_yet(house: House, qtbot: QtBot) -> None:
    many = [triplet(str(n), f"{ANSWER}{n}", query=f"题目{n}") for n in range(FIRST_PAGE + 20)]
    table = filled(house, *many, triplet("en", "The lamp. " * 30, language=Language.EN))
    language = house.find(QComboBox, "tripletLanguage")
    language.setCurrentIndex(language.findData(Language.ZH))
    house.settle()
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert "80 selected" in [shown.text() for shown in house.window.findChildren(QLabel)]
    table.model().fetchMore(table.rootIndex())
    house.settle()
    assert len(table.selectionModel().selectedRows()) == FIRST_PAGE + 20
    house.find(QPushButton, "bulkGenre").menu().actions()[0].trigger()
    house.settle()
    wanted = store.TripletQuery(genre=GENRES[0].tag)
    with house.database.reading() as tx:
        assert store.count_triplets(tx, wanted) == FIRST_PAGE + 20
    table.selectAll()
    house.find(QPushButton, "bulkTrash").click()
    house.settle()
    assert house.workspace.collection.total == 1
    house.find(QPushButton, "messageAction").click()
    house.settle()
    assert house.workspace.collection.total == FIRST_PAGE + 21
    table.selectAll()
    table.clearSelection()
    assert table.uids() == []
    table.selectAll()
    language.setCurrentIndex(0)  # another list, of which all are not meant
    house.settle()
    chosen = table.uids()
    assert chosen is not None
    assert len(chosen) <= 1  # the one that is looked at


def test_the_review_queue_goes_on_with_the_oldest_draft(house: House) -> None:
    table = filled(house, triplet("a"), triplet("b", "灯灭了。", status=TripletStatus.REVIEWED))
    table.selectionModel().setCurrentIndex(
        table.model().index(0, 0), QItemSelectionModel.SelectionFlag.SelectCurrent
    )
    house.settle()
    house.find(QPushButton, "reviewNext").click()
    house.settle()
    assert house.workspace.review.triplet is not None
    assert house.workspace.review.triplet.uid == "a"
    house.find(QPushButton, "reviewNext").click()
    house.settle()
    assert house.find(QLabel, "messageText").text() == "Nothing waits for review."


def test_the_line_that_is_looked_at_stays_selected(house: House) -> None:
    table = filled(house, triplet("a"), triplet("b", "灯灭了。"))
    table.selectRow(1)
    house.settle()
    house.window.show_view(COMPARE_VIEW)
    house.window.show_view(TRIPLETS_VIEW)
    house.settle()
    assert table.uids() == ["a"]
    assert house.workspace.review.triplet is not None
    assert house.workspace.review.triplet.uid == "a"


def test_an_import_shows_what_it_would_do_before_it_does_it(house: House, tmp_path: Path) -> None:
    filled(house)
    file = tmp_path / "in.jsonl"
    file.write_text(
        '{"query": "写诗", "thought": "想", "answer": "光"}\n{"query": "broken"\n{"query": "x"}\n',
        "utf-8",
    )
    house.window._triplets_view._import.look_through(file)
    house.workspace.triplet_files.drain()
    house.settle()
    take = house.find(QPushButton, "tripletTakeIn")
    assert take.text() == "Import 1"
    assert house.workspace.collection.total == 0
    take.click()
    house.settle()
    house.settle()
    assert house.workspace.collection.total == 1
    assert not house.window._triplets_view._import.isVisible()


def test_an_import_tells_what_is_there_and_every_reason(house: House, tmp_path: Path) -> None:
    filled(house, triplet("a", "光", query="写诗"))
    file = tmp_path / "in.jsonl"
    write_triplets(file, [triplet(uid, text, query="写诗") for uid, text in ("b光", "c雾", "d雾")])
    with file.open("a", encoding="utf-8") as out:
        out.writelines("{broken\n" for _ in range(2_500))
    panel = house.window._triplets_view._import
    panel.look_through(file)
    house.workspace.triplet_files.drain()
    house.settle()
    told = panel._title.text()
    assert "Records: 2503. New: 1. Already here: 2. Cannot be imported: 2500." in told
    reasons = house.find(QListView, "tripletRejected").model()
    assert reasons.rowCount() == 2_500
    assert reasons.index(2_499, 0).data().startswith("Record 2503: ")
    assert house.find(QPushButton, "tripletTakeIn").text() == "Import 1"


def unindexed(house: House) -> int:
    with house.database.reading() as tx:
        return count_unindexed(tx)


def many_in(house: House, file: Path, count: int) -> ImportPanel:
    """Look through a file of so many triplets."""
    filled(house)
    write_triplets(file, [triplet(str(n), f"{ANSWER}{n}") for n in range(count)])
    panel = house.window._triplets_view._import
    panel.look_through(file)
    house.workspace.triplet_files.drain()
    house.settle()
    return panel


def test_an_import_is_over_when_it_can_be_searched_at_once(house: House, tmp_path: Path) -> None:
    panel = many_in(house, tmp_path / "in.jsonl", 2 * BATCH + 7)
    told: list[str] = []
    left: list[int] = []
    may_import: list[bool] = []
    another = house.find(QPushButton, "importTriplets")
    house.workspace.triplet_files.indexing.connect(left.append)
    house.workspace.triplet_files.indexing.connect(lambda _: may_import.append(another.isEnabled()))
    house.workspace.triplet_files.indexing.connect(lambda _: told.append(panel._state.text()))
    house.find(QPushButton, "tripletTakeIn").click()
    for _ in range(6):
        house.settle()
    assert left == [BATCH + 7, 7]
    assert may_import == [False, False]
    assert house.find(QPushButton, "importTriplets").isEnabled()
    assert told[-1] == "Saved. To be made ready for searching: 7"
    assert not panel.isVisible()
    assert unindexed(house) == 0


def test_what_is_saved_may_be_made_searchable_in_the_background(
    house: House, tmp_path: Path
) -> None:
    panel = many_in(house, tmp_path / "in.jsonl", 4 * BATCH)
    stop = house.find(QPushButton, "tripletStopImport")
    house.workspace.triplet_files.indexing.connect(lambda _: stop.click())
    house.find(QPushButton, "tripletTakeIn").click()
    for _ in range(6):
        house.settle()
    assert unindexed(house) > 0
    assert stop.text() == "Go on in the background"
    assert not panel.isVisible()
    assert house.workspace.collection.total == 4 * BATCH


def test_an_index_that_cannot_be_written_does_not_undo_an_import(
    house: House, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    panel = many_in(house, tmp_path / "in.jsonl", 3)
    with house.database.reading() as tx:
        index = TRIPLETS.index_of(tx)
    index.close()
    index.path.unlink(missing_ok=True)
    index.path.mkdir()
    house.find(QPushButton, "tripletTakeIn").click()
    for _ in range(3):
        house.settle()
    assert not panel.isVisible()
    assert "left to the keeper of the index" in caplog.text
    assert house.workspace.collection.total == 3


def test_an_import_of_nothing_new_has_nothing_to_take(house: House, tmp_path: Path) -> None:
    filled(house, triplet("a"))
    write_triplets(tmp_path / "in.jsonl", [triplet("a")])
    panel = house.window._triplets_view._import
    panel.look_through(tmp_path / "in.jsonl")
    house.workspace.triplet_files.drain()
    house.settle()
    assert panel.isVisible()
    assert not house.find(QPushButton, "tripletTakeIn").isVisible()


def test_a_saved_session_is_in_the_table(house: House, qtbot: QtBot) -> None:
    drafted(house)
    qtbot.keyClick(house.window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    house.settle()
    house.settle()
    assert house.workspace.collection.total == 1


def test_statistics_show_shares_and_what_is_lacking_and_become_pictures(
    house: House, tmp_path: Path
) -> None:
    many = [triplet(str(n), f"{ANSWER}{n}", query=f"题目{n}", genre="诗歌") for n in range(20)]
    filled(house, *many, triplet("en", "The lamp went out. " * 60, language=Language.EN))
    house.find(QPushButton, "showStatistics").click()
    house.settle()
    page = house.find(StatisticsPage, "tripletStatistics")
    assert page.isVisible()
    summary = house.find(QLabel, "statisticsSummary").text()
    assert summary.startswith(
        "Triplets: 21. Compared with the shares of COIG-Writer, it lacks most: "
    )
    assert "Without a licence: 21; without consent: 21." in summary
    told = page.sheet.accessibleDescription()
    assert "Poem 21" in told
    assert "Distinct 4-grams" in told
    for name in ("charts.png", "charts.svg"):
        page.sheet.save_picture(tmp_path / name)
        assert QImage(str(tmp_path / name)).height() > 800
    with pytest.raises(UserError):
        page.sheet.save_picture(tmp_path / "nowhere" / "charts.png")
    house.find(QPushButton, "statisticsBack").click()
    assert not page.isVisible()


def test_the_panel_has_the_width_its_words_take(house: House) -> None:
    filled(house, triplet("a", "光", query="写诗"))
    house.window.resize(1280, 800)
    house.settle()
    panel = house.window._triplets_view._panel
    body = house.find(QWidget, "tripletPanelBody")
    assert body.minimumSizeHint().width() <= panel.viewport().width()
