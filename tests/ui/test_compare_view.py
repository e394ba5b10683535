from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QCheckBox, QLabel, QMenu, QPushButton, QToolButton

from tests.state.samples import PLAN, STORY
from tests.ui.test_main_window import drafted
from writer_gui.domain.language import Language
from writer_gui.domain.story import Section, Story
from writer_gui.state.desk import DeskState
from writer_gui.store import versions
from writer_gui.text.comparing import Exhibit, ExhibitKind
from writer_gui.ui.compare.column import ReadOnlyText
from writer_gui.ui.compare.view import CompareView
from writer_gui.ui.main_window import COMPARE_VIEW, DRAFT_VIEW, TRIPLETS_VIEW

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import House

OTHER = Story((Section("a", "信封是干的。\n他没有拆。"), *STORY.sections[1:]))


def compared(house: House) -> CompareView:
    """A session with two plans and two stories, laid side by side."""
    session_id = drafted(house)
    with house.database.transaction() as tx:
        step = replace(PLAN.steps[1], text="一只瓶子到了岛上")
        plan = versions.add_plan(tx, session_id, PLAN.replaced(step))
        versions.add_story(tx, session_id, OTHER, plan_version_id=plan.id)
    house.workspace.desk.open(session_id)
    house.settle()
    house.window.show_view(COMPARE_VIEW)
    house.settle()
    settle(house)
    return house.find(CompareView, "compareView")


def settle(house: House) -> None:
    house.workspace.comparison.drain()
    house.settle()


def text(house: House, place: int) -> ReadOnlyText:
    return house.find(ReadOnlyText, f"compareText{place}")


def marked(house: House, place: int) -> str:
    """The characters of one text that are marked as changed."""
    found = ""
    block = text(house, place).document().begin()
    while block.isValid():
        for part in block.layout().formats():
            found += block.text()[part.start : part.start + part.length]
        block = block.next()
    return found


def test_two_stories_side_by_side_with_what_changed_and_figures(house: House) -> None:
    compared(house)
    assert text(house, 1).toPlainText() == STORY.text
    assert text(house, 2).toPlainText() == OTHER.text
    assert (marked(house, 1), marked(house, 2)) == ("湿", "干")
    assert text(house, 1).font() == text(house, 2).font()
    figures = house.find(QLabel, "compareFigures1").text()
    assert "steps realised 3 of 3" in figures
    assert "distinct 2-grams" in figures
    house.find(QCheckBox, "compareDiff").click()
    assert (marked(house, 1), marked(house, 2)) == ("", "")


def test_changes_can_be_told_by_clause_and_the_sides_swapped(house: House) -> None:
    compared(house)
    house.find(QCheckBox, "compareClauses").click()
    settle(house)
    assert marked(house, 1) == "信封是湿的。"
    house.find(QPushButton, "compareSwap").click()
    settle(house)
    assert text(house, 1).toPlainText() == OTHER.text
    assert marked(house, 1) == "信封是干的。"


def test_using_one_puts_it_on_the_desk(house: House) -> None:
    compared(house)
    assert house.workspace.desk.draft.story == STORY
    house.find(QPushButton, "useButton2").click()
    house.settle()
    assert house.workspace.desk.draft.story == OTHER


def test_using_a_version_of_another_session_leaves_its_prompt(house: House) -> None:
    compared(house)
    first = house.workspace.desk.session_id
    assert first is not None
    prompt = house.workspace.desk.draft.prompt
    exhibits = house.workspace.comparison.exhibits
    house.open("quite another prompt")
    house.workspace.comparison.show(exhibits)
    house.find(QPushButton, "useButton2").click()
    house.settle()
    assert house.workspace.desk.session_id == first
    house.workspace.desk.save_now()
    house.settle()
    assert house.stored(first).draft.prompt == prompt


def test_what_was_not_put_on_the_desk_is_not_put_there_later(house: House) -> None:
    compared(house)
    exhibits = house.workspace.comparison.exhibits
    desk = house.workspace.desk
    session_id = desk.session_id
    assert session_id is not None
    house.open("another")
    other = DeskState(house.lane, house.desks, desk)  # of another window
    other.open(session_id)
    house.workspace.comparison.show(exhibits)
    house.workspace.comparison.use(1)
    other.clear()
    desk.open(session_id)
    house.settle()
    assert desk.draft.story == STORY


def test_what_belongs_together_scrolls_together(house: House, qtbot: QtBot) -> None:
    compared(house)
    same = [f"第{n}段，灯塔的光扫过海面。" * 6 for n in range(60)]
    longer = ["一个新的开头，" * 400, *same]
    exhibits = [
        Exhibit(ExhibitKind.TEXT, "t", Language.ZH, text="\n".join(lines))
        for lines in (same, longer)
    ]
    house.workspace.comparison.show(exhibits)
    settle(house)
    left, right = text(house, 1), text(house, 2)
    left.scroll_to(left.toPlainText().index("第30段"))
    shown = right.toPlainText()[right.place_at_top() :][:200]
    assert "第30段" in shown or "第29段" in shown
    right.scroll_to(right.toPlainText().index("第50段"))
    assert "第50段" in left.toPlainText()[max(0, left.place_at_top() - 120) :][:240]


def test_three_texts_stand_in_a_row_and_the_picker_lists_all_versions(house: House) -> None:
    view = compared(house)
    menu = view._picker.build(2)
    house.settle()
    names = [action.text() for action in menu.actions() if action.text()]
    assert names[:4] == ["Story v2", "Story v1", "Plan v2", "Plan v1"]
    assert "Plan and story v2" in names
    others = menu.findChild(QMenu)
    assert others is not None
    assert not others.isEmpty()
    menu.actions()[2].trigger()
    settle(house)
    assert "一只瓶子" in text(house, 3).toPlainText()
    assert marked(house, 3)
    menu.deleteLater()
    third = text(house, 3).toPlainText()
    house.find(QToolButton, "closeButton2").click()
    settle(house)
    assert text(house, 2).toPlainText() == third
    assert len(house.workspace.comparison.exhibits) == 2
    assert house.find(QToolButton, "closeButton2").isHidden()


def test_near_duplicates_of_the_triplets_come_here(house: House) -> None:
    from tests.ui.test_triplets_view import ANSWER, filled, triplet

    table = filled(house, triplet("a"), triplet("b", ANSWER.replace("最低", "最小")))
    table.selectRow(0)
    house.settle()
    house.settle()
    twin = next(b for b in house.window.findChildren(QPushButton, "twinButton") if b.isVisible())
    twin.click()
    house.settle()
    settle(house)
    assert house.window._views.currentIndex() == COMPARE_VIEW
    assert {marked(house, 1), marked(house, 2)} == {"低", "小"}


def test_views_keep_their_place(house: House) -> None:
    compared(house)
    for view in (DRAFT_VIEW, TRIPLETS_VIEW, COMPARE_VIEW):
        house.window.show_view(view)
    assert text(house, 1).toPlainText() == STORY.text


def _rows(house: House, count: int) -> list[int]:
    """Return how far from the top each text begins, with so many laid out."""
    state = house.workspace.comparison
    state.show([exhibit(str(n), "灯" * 400) for n in range(count)])
    settle(house)
    return [text(house, n + 1).mapTo(house.window, QPoint(0, 0)).y() for n in range(count)]


def exhibit(title: str, words: str) -> Exhibit:
    return Exhibit(ExhibitKind.TEXT, title, Language.ZH, text=words)


def _line(house: House, place: int) -> int:
    """Return how many characters of Chinese stand in the first line."""
    return int(text(house, place).document().begin().layout().lineAt(0).textLength())


def test_columns_that_would_be_too_narrow_stand_in_two_rows(house: House) -> None:
    house.window.show_view(COMPARE_VIEW)
    house.window.resize(1280, 800)
    two, three = _rows(house, 2), _rows(house, 3)
    widths = [text(house, place).width() for place in (1, 2, 3)]
    four = _rows(house, 4)
    assert two[0] == two[1]
    assert three[0] == three[1] < three[2]
    assert max(widths) - min(widths) <= 1
    assert four[0] == four[1] < four[2] == four[3]
    assert all(_line(house, place) >= 30 for place in range(1, 5))
    house.window.resize(2400, 1080)
    house.settle()
    assert len(set(_rows(house, 4))) == 1
    house.window.resize(1280, 800)
    house.settle()
    assert len(set(_rows(house, 4))) == 2


def test_a_line_is_no_longer_than_can_be_read(house: House) -> None:
    house.window.show_view(COMPARE_VIEW)
    house.window.resize(1920, 1080)
    _rows(house, 2)
    assert [_line(house, place) for place in (1, 2)] == [38, 38]
    house.window._theme.resize_text(4)
    house.settle()
    assert [_line(house, place) for place in (1, 2)] == [38, 38]
