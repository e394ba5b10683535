"""A manuscript as a Word document."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from writer_gui.domain.language import Language
from writer_gui.exchange.blocks import Block, BlockKind, blocks
from writer_gui.text.render import printable

if TYPE_CHECKING:
    from docx.document import Document as Docx
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph

    from writer_gui.exchange.manuscript import Manuscript

_LATIN, _CHINESE = "Georgia", "宋体"
_LOCALES = {Language.ZH: "zh-CN", Language.EN: "en-US"}
_SCENE_BREAK = "* * *"


def as_docx(manuscript: Manuscript) -> bytes:
    """Return the document."""
    document = Document()
    document.core_properties.title = printable(manuscript.title)[:255]
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.core_properties.created = manuscript.created.replace(tzinfo=None)
    _set_styles(document, manuscript.language)
    for part in manuscript.parts:
        if part.heading:
            document.add_heading(printable(part.heading), part.level)
        for block in blocks(part.text):
            _add(document, block, manuscript.language)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _set_styles(document: Docx, language: Language) -> None:
    normal = document.styles["Normal"]
    normal.font.size = Pt(12)
    normal.paragraph_format.line_spacing = 1.5
    normal.paragraph_format.space_after = Pt(0 if language is Language.ZH else 6)
    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3"):
        _set_fonts(document.styles[name])
    locale = normal.element.rPr.makeelement(
        qn("w:lang"), {qn("w:val"): "en-US", qn("w:eastAsia"): _LOCALES[language]}
    )
    normal.element.rPr.append(locale)


def _set_fonts(style: ParagraphStyle) -> None:
    """Name both fonts: without one for East Asia, Word takes any that has the characters."""
    style.font.name = _LATIN
    fonts = style.element.rPr.rFonts
    fonts.set(qn("w:eastAsia"), _CHINESE)
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)


def _add(document: Docx, block: Block, language: Language) -> None:
    if block.kind is BlockKind.RULE:
        document.add_paragraph(_SCENE_BREAK).alignment = WD_ALIGN_PARAGRAPH.CENTER
        return
    paragraph = document.add_paragraph(style=_style(block))
    if block.kind is BlockKind.QUOTE:
        paragraph.paragraph_format.left_indent = Cm(1)
    elif block.kind is BlockKind.ITEM:
        paragraph.paragraph_format.left_indent = Cm(0.75 * max(1, block.level))
        paragraph.add_run(f"{block.mark} " if block.mark else "")
    elif block.kind is BlockKind.PARAGRAPH and language is Language.ZH:
        _indent_first_line(paragraph)
    for run in block.runs:
        written = paragraph.add_run(printable(run.text))
        written.bold, written.italic = run.bold or None, run.italic or None


def _style(block: Block) -> str:
    return f"Heading {min(3, block.level)}" if block.kind is BlockKind.HEADING else "Normal"


def _indent_first_line(paragraph: Paragraph) -> None:
    """Indent by two characters of whatever size, which no length in points could say."""
    paragraph.paragraph_format.first_line_indent = Pt(24)
    paragraph._p.pPr.ind.set(qn("w:firstLineChars"), "200")  # noqa: SLF001 - python-docx has no name for it
