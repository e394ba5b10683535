"""A session in every format, read back with what reads that format."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.samples import LETTER, LIGHTHOUSE, plan
from tests.text.strategies import hostile
from writer_gui import paths
from writer_gui.domain.language import Language
from writer_gui.domain.plan import Plan, PlanVersion
from writer_gui.domain.session import Draft, Prompt, Session, SessionSummary
from writer_gui.domain.story import Section, Story, StoryVersion
from writer_gui.errors import UserError
from writer_gui.exchange.blocks import BlockKind, Run, blocks
from writer_gui.exchange.line_layout import lines
from writer_gui.exchange.manuscript import Manuscript, Part, manuscript
from writer_gui.exchange.session_files import FORMATS, export_session

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
FIRST, SECOND = "雾散的那天，信到了。", "他把信放在灯下，没有拆。"
STORY = Story((Section("step2", FIRST), Section("step3", SECOND)))


def session(
    prompt: Prompt = LIGHTHOUSE, story: Story = STORY, steps: Plan | None = None
) -> Session:
    summary = SessionSummary(1, "灯塔 <与> 信", "", prompt.language, NOON, NOON, 20)
    planned = plan("迟到", "信到了") if steps is None else steps
    return Session(summary, Draft(prompt, planned, story))


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def _html_text(data: bytes) -> str:
    page = data.decode().replace("<!DOCTYPE html>", "")
    return "".join(ET.fromstring(page).itertext())


def _docx_text(data: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs)


def _epub_text(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert book.testzip() is None
        return _html_text(book.read("book/text.xhtml"))


def _pdf_characters(data: bytes) -> str:
    """Return the characters its fonts can show, which are those that are in it."""
    maps = re.findall(rb"beginbfchar(.*?)endbfchar", data, re.DOTALL)
    codes = {int(code, 16) for found in maps for code in re.findall(rb"> <([0-9A-F]+)>", found)}
    return "".join(map(chr, codes))


READERS: dict[str, Callable[[bytes], str]] = {
    ".md": lambda data: data.decode(),
    ".txt": lambda data: data.decode(),
    ".html": _html_text,
    ".docx": _docx_text,
    ".epub": _epub_text,
}


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_story_is_in_the_file_whatever_its_format(suffix: str, tmp_path: Path) -> None:
    file = tmp_path / f"信{suffix}"
    size = export_session(session(), file)
    data = file.read_bytes()
    assert size == len(data)
    if suffix == ".pdf":
        assert set(_letters(STORY.text)) <= set(_pdf_characters(data))
        assert b"/FontFile" in data
        return
    text = READERS[suffix](data)
    assert "灯塔 <与> 信" in text
    for section in STORY.sections:
        assert section.text in text
    assert LIGHTHOUSE.text not in text


@pytest.mark.parametrize("suffix", READERS)
def test_prompt_and_plan_come_along_where_wanted(suffix: str, tmp_path: Path) -> None:
    file = tmp_path / f"信{suffix}"
    export_session(session(), file, with_plan=True)
    text = READERS[suffix](file.read_bytes())
    wanted = ("没有拆", LIGHTHOUSE.text, "1. 第1步", "2. 第2步")
    places = [text.index(part) for part in wanted]
    assert places == sorted(places)


def test_a_session_without_a_story_gives_its_plan(tmp_path: Path) -> None:
    export_session(session(LETTER, Story()), tmp_path / "plan.md")
    text = (tmp_path / "plan.md").read_text("utf-8")
    assert "## Plan\n\n### 1. 第1步\n\n迟到" in text


def test_an_empty_desk_gives_way_to_the_newest_story() -> None:
    empty = session(story=Story(), steps=Plan())
    kept = PlanVersion(3, 1, 1, None, plan("迟到"), None, NOON)
    told = StoryVersion(7, 1, 1, None, 3, STORY, None, NOON)
    of_versions = Session(empty.summary, empty.draft, (kept,), (told,))
    parts = manuscript(of_versions, with_plan=True).parts
    assert parts[0].text == STORY.text
    assert parts[-1].text == "迟到"


def test_what_cannot_be_exported_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"no known format; end it in one of \.md"):
        export_session(session(), tmp_path / "story.odt")
    with pytest.raises(UserError, match="holds no plan or story yet"):
        export_session(session(story=Story(), steps=Plan()), tmp_path / "story.md")
    with pytest.raises(UserError, match="choose another place"):
        export_session(session(), tmp_path / "nowhere" / "story.md")
    assert list(tmp_path.iterdir()) == []


def test_a_pdf_says_which_font_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "font_dirs", lambda: [tmp_path])
    with pytest.raises(UserError, match=r"No font for Chinese .* install one"):
        export_session(session(), tmp_path / "story.pdf")


@settings(deadline=None, max_examples=25)
@given(hostile, st.sampled_from(Language))
def test_any_text_makes_a_sound_file_in_every_format(text: str, language: Language) -> None:
    written = Manuscript(text[:40], language, NOON, (Part(1, text[:40], text), Part(2, text, "")))
    for suffix, write in FORMATS.items():
        data = write(written)
        if suffix in READERS:
            READERS[suffix](data)
        else:
            assert data[:4] + data.rstrip()[-5:] == b"%PDF%%EOF"


def test_markdown_becomes_paragraphs_quotes_items_and_breaks() -> None:
    found = blocks("甲*乙***丙**\n丁\n\n> 引\n\n- 一\n- 二\n\n3. 三\n4. 四\n\n***\n\n## 末")
    assert [(b.kind, b.text, b.mark, b.level) for b in found] == [
        (BlockKind.PARAGRAPH, "甲乙丙\n丁", "", 0),
        (BlockKind.QUOTE, "引", "", 0),
        (BlockKind.ITEM, "一", "•", 1),
        (BlockKind.ITEM, "二", "•", 1),
        (BlockKind.ITEM, "三", "3.", 1),
        (BlockKind.ITEM, "四", "4.", 1),
        (BlockKind.RULE, "", "", 0),
        (BlockKind.HEADING, "末", "", 2),
    ]
    assert found[0].runs[:3] == (Run("甲"), Run("乙", italic=True), Run("丙", bold=True))


def test_an_indented_paragraph_stays_a_paragraph() -> None:
    (block,) = blocks("    He *left*.")
    assert (block.kind, block.text) == (BlockKind.PARAGRAPH, "He left.")


def _width(run: Run) -> float:
    return sum(1 if ord(char) < 0x2000 else 2 for char in run.text)


def test_no_line_begins_with_a_closing_mark_or_parts_an_english_word() -> None:
    text = "他说：“你好，keeper’s lamp。”（灯）灭了……然后，海。" * 9
    cut = lines([Run(text)], _width, 14, indent=4)
    assert "".join(line.text.replace(" ", "") for line in cut) == text.replace(" ", "")
    assert all(line.width <= 14 for line in cut)
    assert not [line.text for line in cut if line.text[0] in "，。：”）…"]
    assert not [line.text for line in cut if line.text[-1] in "“（"]
    assert all("keeper" not in line.text or "keeper’s" in line.text for line in cut)


@settings(deadline=None)
@given(hostile.filter(str.strip), st.integers(2, 30))
def test_cutting_into_lines_loses_no_letter_and_fits(text: str, width: int) -> None:
    cut = lines([Run(text)], _width, width)
    shown = "".join(line.text for line in cut)
    assert [c for c in shown if not c.isspace()] == [c for c in text if not c.isspace()]
    assert all(line.width <= width for line in cut)
