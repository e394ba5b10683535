"""What the writer wrote comes out of an editor as it went in, whichever way it went in."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QTextCursor

from tests.ui.test_story_document import texts
from writer_gui.ui.widgets import PlainEdit, clean_text

spaced = st.lists(
    texts | st.sampled_from(("\u00a0", "\u202f", "\u3000", "\u2003", "\t")), max_size=6
).map("".join)


@pytest.fixture(scope="module")
def edit(qapp: object) -> PlainEdit:
    return PlainEdit()


def paste(edit: PlainEdit, text: str) -> None:
    mime = QMimeData()
    mime.setText(text)
    edit.insertFromMimeData(mime)


@given(spaced)
def test_a_text_that_is_set_comes_out_to_the_character(edit: PlainEdit, text: str) -> None:
    edit.setPlainText(text)
    assert edit.written_text() == edit.shown_text() == text


@given(spaced, spaced)
def test_what_is_copied_is_pasted_to_the_character(edit: PlainEdit, text: str, before: str) -> None:
    edit.setPlainText(text)
    edit.selectAll()
    copied = edit.createMimeDataFromSelection().text()
    edit.setPlainText(before)
    edit.moveCursor(QTextCursor.MoveOperation.End)
    paste(edit, copied)
    assert edit.written_text() == before + text


def test_only_plain_text_is_copied(edit: PlainEdit) -> None:
    edit.setPlainText("12\u00a0h")
    edit.selectAll()
    copied = edit.createMimeDataFromSelection()
    assert copied.text() == "12\u00a0h"
    assert not copied.hasHtml()


@given(st.text(st.characters(exclude_categories=("Cs", "Cn"))))
def test_clean_text_keeps_letters_and_is_clean(text: str) -> None:
    clean = clean_text(text)
    assert clean_text(clean) == clean
    assert [c for c in clean if c.isalpha()] == [c for c in text if c.isalpha()]
    assert not set(clean) & set("\0\r\u2028\u2029\ufffc\ufffe")


def test_a_program_ends_well_with_its_text_in_the_clipboard() -> None:
    code = (
        "from PySide6.QtWidgets import QApplication\n"
        "from writer_gui.ui.widgets import PlainEdit\n"
        "application = QApplication([])\n"
        "edit = PlainEdit()\n"
        "edit.setPlainText('灯')\n"
        "edit.selectAll()\n"
        "edit.copy()\n"
        "print(application.clipboard().text())\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (ended.returncode, ended.stdout.decode()) == (0, "灯\n")
