"""The story rendered, and by who wrote what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QTextCursor
from PySide6.QtWidgets import QLabel, QTextBrowser

from tests.state.samples import STORY
from tests.ui.test_main_window import drafted
from tests.ui.test_story_pane import editor
from writer_gui.domain.story import Section, Story
from writer_gui.ui.story.views import StoryViews

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import House

HOSTILE = """# Head

<script>alert(1)</script> <img src="{0}"> **bold**

![picture]({0}) [far](http://example.org/x) [near]({0}) [bad](javascript:alert(1))
"""


def show(house: House, story: Story) -> QTextBrowser:
    house.workspace.desk.set_story(story)
    house.find(StoryViews, "storyViewsButton").rendered.trigger()
    return house.find(QTextBrowser, "storyPreview")


def test_the_story_is_rendered_in_the_place_of_the_editor(house: House) -> None:
    drafted(house)
    preview = show(house, Story((Section("a", "# Head\n\n**bold** words"),)))
    assert preview.isVisible()
    assert not editor(house).isVisible()
    assert preview.toPlainText().split() == ["Head", "bold", "words"]
    house.find(StoryViews, "storyViewsButton").rendered.trigger()
    assert editor(house).isVisible()
    assert editor(house).toPlainText().startswith("# Head")


def test_what_is_read_follows_what_is_written(house: House, qtbot: QtBot) -> None:
    drafted(house)
    preview = show(house, STORY)
    house.workspace.desk.set_story(Story((Section("a", "*new*"),)))
    qtbot.waitUntil(lambda: preview.toPlainText() == "new")


def test_nothing_is_loaded_run_or_followed_unasked(
    house: House, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"no picture")
    drafted(house)
    preview = show(house, Story((Section("a", HOSTILE.format(picture.as_uri())),)))
    assert "<img" not in preview.toHtml()
    assert "alert(1)</script>" in preview.toPlainText()
    for link in (picture.as_uri(), "javascript:alert(1)", "http://example.org/x"):
        preview.anchorClicked.emit(QUrl(link))
    assert preview.source().isEmpty()
    assert opened == []
    house.window._messages._action.click()
    assert opened == ["http://example.org/x"]


def test_what_the_writer_wrote_is_set_off_and_counted(house: House, qtbot: QtBot) -> None:
    drafted(house)
    edit = editor(house)
    edit.moveCursor(QTextCursor.MoveOperation.Start)
    edit.setFocus()
    qtbot.keyClicks(edit, "abcde")
    views = house.find(StoryViews, "storyViewsButton")
    views.provenance.trigger()
    told = house.find(QLabel, "provenanceShares")
    whole = sum(len(section.text) for section in STORY.sections) + 5
    assert f"{(whole - 5) / whole:.0%}" in told.text()
    assert f"{5 / whole:.0%}" in told.text()
    (own,) = edit.extraSelections()
    assert own.cursor.selectedText() == "abcde"
    views.provenance.trigger()
    assert edit.extraSelections() == []


@pytest.mark.parametrize("text", ["", "👩‍👩‍👧 a\u0301 مرحبا"])
def test_shares_of_any_text(house: House, qtbot: QtBot, text: str) -> None:
    house.open()
    house.find(StoryViews, "storyViewsButton").provenance.trigger()
    edit = editor(house)
    edit.insertPlainText(text)
    edit.tell()
    qtbot.waitUntil(lambda: len(edit.extraSelections()) == bool(text))
    assert "".join(found.cursor.selectedText() for found in edit.extraSelections()) == text
