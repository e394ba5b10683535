from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QListView,
    QMenuBar,
    QProgressBar,
    QPushButton,
    QSlider,
    QTextEdit,
    QToolButton,
    QWidget,
)

from tests.state.samples import PLAN, STORY
from writer_gui.domain.run import Stage
from writer_gui.settings import Theme as Choice
from writer_gui.state.draft_types import DraftPhase, PhaseKind
from writer_gui.state.notice import Notice
from writer_gui.store.triplets import list_triplets

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import House

NAMES = [
    "sessionSearch",
    "sessionList",
    "promptEdit",
    "genreCombo",
    "languageCombo",
    "planButton",
    "writeButton",
    "stopButton",
    "planPane",
    "planStep1",
    "planStep1Text",
    "planStep4Text",
    "storyEdit",
    "planVersions",
    "storyVersions",
    "staleLabel",
    "saveTripletButton",
    "modelLabel",
    "rateLabel",
    "contextLabel",
    "countLabel",
    "saveLabel",
    "messageBar",
]


def drafted(house: House) -> int:
    session_id = house.open()
    house.workspace.commands.generate()
    house.drafting.shape(PLAN)
    house.drafting.end()
    house.settle()
    house.workspace.commands.generate()
    house.drafting.shape(STORY)
    house.drafting.end()
    house.settle()
    return session_id


@pytest.mark.parametrize("name", NAMES)
def test_object_names_of_the_contract(house: House, name: str) -> None:
    drafted(house)
    assert house.window.objectName() == "mainWindow"
    assert house.find(QWidget, name).accessibleName()


def is_part_of_another(widget: QWidget) -> bool:
    """Whether Qt made the widget as a part of one of ours, which has the name."""
    if widget.objectName().startswith("qt_"):
        return True
    wholes = (QComboBox, QAbstractSpinBox, QLineEdit, QMenuBar)
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, wholes):
            return True
        above = above.parentWidget()
    return False


def test_every_control_has_an_accessible_name(house: House) -> None:
    drafted(house)
    kinds = (QAbstractButton, QLineEdit, QTextEdit, QComboBox, QAbstractSpinBox, QSlider, QListView)
    nameless = [
        f"{type(widget).__name__} {widget.objectName()}"
        for kind in kinds
        for widget in house.window.findChildren(kind)
        if not (widget.accessibleName() or getattr(widget, "text", str)())
        and not is_part_of_another(widget)
    ]
    assert nameless == []


def press(house: House, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    target = house.window.focusWidget() or house.window
    qtbot.keyClick(target, key, modifier)
    house.settle()


def test_the_main_job_by_keyboard(house: House, qtbot: QtBot) -> None:
    house.library.open_requested.connect(lambda _: None)
    house.library.new()
    house.settle()
    house.window.activateWindow()
    prompt = house.find(QTextEdit, "promptEdit")
    assert house.window.focusWidget() is prompt
    qtbot.keyClicks(prompt, "A keeper opens a letter.")
    language = house.find(QComboBox, "languageCombo")
    assert language.currentData() == "en"
    ctrl = Qt.KeyboardModifier.ControlModifier
    press(house, qtbot, Qt.Key.Key_Return, ctrl)
    assert prompt.toPlainText() == "A keeper opens a letter."
    assert house.drafting.last.prompt.text == "A keeper opens a letter."
    press(house, qtbot, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    assert house.drafting.calls.stopped == 1
    house.drafting.shape(PLAN)
    house.drafting.end()
    house.settle()
    press(house, qtbot, Qt.Key.Key_Enter, ctrl)
    assert [asked.stage for asked in house.drafting.calls.asked] == [Stage.PLAN, Stage.STORY]
    house.drafting.shape(STORY)
    house.drafting.end()
    house.settle()
    assert house.find(QTextEdit, "storyEdit").toPlainText() == STORY.text


def test_enter_in_a_composition_generates_nothing(house: House, qtbot: QtBot) -> None:
    house.open("x")
    prompt = house.find(QTextEdit, "promptEdit")
    prompt.setFocus()
    QCoreApplication.sendEvent(prompt, QInputMethodEvent("ni", []))
    qtbot.keyClick(prompt, Qt.Key.Key_Return)
    assert house.drafting.calls.asked == []


def test_buttons_say_what_can_be_done_now(house: House) -> None:
    session_id = house.open()
    plan, write, stop = (
        house.find(QPushButton, name) for name in ("planButton", "writeButton", "stopButton")
    )
    assert (plan.isEnabled(), write.isEnabled(), stop.isEnabled()) == (True, True, False)
    assert plan.property("primary") == "true"
    house.workspace.commands.write_plan()
    assert (plan.isEnabled(), write.isEnabled(), stop.isEnabled()) == (False, False, True)
    house.drafting.shape(PLAN)
    house.drafting.end()
    house.settle()
    assert write.property("primary") == "true"
    assert house.stored(session_id).plans


def test_keep_and_name_a_version(house: House, qtbot: QtBot) -> None:
    session_id = drafted(house)
    house.workspace.steps.edit("a", "改过的开端")
    press(house, qtbot, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert [plan.number for plan in house.stored(session_id).plans] == [1, 2]
    messages = house.window._messages
    assert messages._text.text() == "Kept: plan v2, story v1."
    qtbot.mouseClick(messages._action, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(messages._field, "before the storm")
    qtbot.keyClick(messages._field, Qt.Key.Key_Return)
    house.settle()
    assert house.stored(session_id).plans[1].name == "before the storm"


def test_a_triplet_is_saved_once(house: House, qtbot: QtBot) -> None:
    drafted(house)
    save = house.find(QAbstractButton, "saveTripletButton")
    qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
    house.settle()
    with house.database.reading() as tx:
        saved = list_triplets(tx)
    assert [(t.query, t.answer) for t in saved] == [("写一个灯塔看守人的故事", STORY.text)]
    assert saved[0].provenance["model_share"] == 1.0
    qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
    house.settle()
    assert "already" in house.window._messages._text.text()


def test_text_size_goes_for_plan_and_story_alike(house: House, qtbot: QtBot) -> None:
    drafted(house)
    story = house.find(QTextEdit, "storyEdit")
    step = house.find(QTextEdit, "planStep1Text")
    ctrl = Qt.KeyboardModifier.ControlModifier
    before = story.font().pointSizeF()
    press(house, qtbot, Qt.Key.Key_Plus, ctrl)
    assert story.font().pointSizeF() == step.font().pointSizeF() == before + 1
    press(house, qtbot, Qt.Key.Key_0, ctrl)
    assert story.font().pointSizeF() == before


def test_light_and_dark(house: House) -> None:
    drafted(house)
    for choice, is_dark in ((Choice.DARK, True), (Choice.LIGHT, False)):
        house.preferences.change(theme=choice)
        assert house.window._theme.colours.is_dark is is_dark
        assert (house.window.palette().window().color().lightness() < 100) is is_dark


def test_without_a_model_one_button_leads_to_installing_one(house: House, qtbot: QtBot) -> None:
    house.collection.installed.clear()
    house.window.start()
    house.settle()
    messages = house.window._messages
    assert messages._action.text() == "Install a model"
    qtbot.mouseClick(messages._action, Qt.MouseButton.LeftButton)
    assert house.find(QWidget, "modelsView").isVisible()
    button = house.find(QPushButton, "modelButton_small")
    assert button.text() == "Install"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert house.installer.wanted == "small"
    house.installer.progress.emit(3_000_000_000, 6_000_000_000)
    assert house.find(QProgressBar, "modelProgress_small").value() == 500
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert house.installer.cancelled
    house.installer.finish()
    assert not button.isVisible()
    assert house.models.has_model
    assert "is ready" in messages._text.text()


def test_a_failed_installation_can_be_tried_again(house: House) -> None:
    house.models.install("large")
    house.installer.failed.emit("The disk is full; make room and install again.")
    assert "disk is full" in house.window._messages._text.text()
    assert house.find(QPushButton, "modelButton_large").isEnabled()


def test_a_failure_is_a_sentence_in_the_message_bar(house: House) -> None:
    drafted(house)
    house.workspace.commands.write_story()
    house.settle()
    house.drafting.fail("The model needs more memory; choose a smaller one.")
    assert house.window._messages._text.text().startswith("The model needs more memory")
    assert house.find(QTextEdit, "storyEdit").toPlainText() == STORY.text


def test_the_list_of_keys(house: House, qtbot: QtBot) -> None:
    house.open()
    press(house, qtbot, Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier)
    dialog = house.find(QDialog, "shortcutsDialog")
    assert not dialog.isModal()
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert "Ctrl+S" in texts
    assert "Ctrl+Shift+W" in texts  # a pane has it, not the menus
    dialog.close()


def test_renaming_and_opening_sessions_in_the_list(house: House, qtbot: QtBot) -> None:
    first = house.open("第一")
    house.open("第二")
    panel = house.window._desk_view.sessions
    view = house.find(QListView, "sessionList")
    index = panel._model.index(panel._model.row_of(first))
    qtbot.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center()
    )
    house.settle()
    assert house.workspace.desk.session_id == first
    panel._rename(index.data(Qt.ItemDataRole.UserRole))
    field = house.find(QLineEdit, "renameEdit")
    field.setText("灯塔")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    house.settle()
    assert house.stored(first).summary.title == "灯塔"


def test_the_session_list_model_is_sound(house: House, qtmodeltester: ModelTester) -> None:
    house.open("第一")
    qtmodeltester.check(house.window._desk_view.sessions._model)


def test_a_passing_notice_passes(
    house: House, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    messages = house.window._messages
    messages._passing.setInterval(10)
    messages.show_notice(Notice("Kept.", passing=True))
    qtbot.waitUntil(lambda: not messages.isVisible())
    messages.show_notice(Notice("It stays."))
    assert not messages._passing.isActive()


def test_the_status_line(house: House) -> None:
    drafted(house)
    house.engine.set_ready()
    house.drafting.rate_changed.emit(23.44)
    house.drafting.stream.context_changed.emit(1240)
    house.drafting.phase_changed.emit(DraftPhase(PhaseKind.PLANNING, 3, 8))
    assert house.find(QToolButton, "modelLabel").text() == "Small 1.5B"
    assert house.find(QLabel, "rateLabel").text() == "23.4 tokens/s"
    assert house.find(QLabel, "phaseLabel").text() == "planning step 3 of 8"
    house.drafting.phase_changed.emit(DraftPhase(PhaseKind.WRITING, 2, 5, "loop", 120))
    told = "section 2 went in circles; writing it again · 120"
    assert house.find(QLabel, "phaseLabel").text() == told
    house.drafting.phase_changed.emit(DraftPhase(PhaseKind.THINKING, 2, 5, characters=1200))
    assert house.find(QLabel, "phaseLabel").text() == "thinking… 1200 characters"
    assert house.find(QLabel, "contextLabel").text() == "1240/4096 tokens"
    assert house.find(QLabel, "saveLabel").text().startswith("Sav")


def test_closing_saves_what_was_typed(house: House, qtbot: QtBot) -> None:
    session_id = drafted(house)
    story = house.find(QTextEdit, "storyEdit")
    story.setFocus()
    qtbot.keyClicks(story, "Z")
    house.window.close()
    house.settle()
    assert "Z" in house.stored(session_id).draft.story.text
