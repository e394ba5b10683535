"""A manuscript as a PDF that carries its fonts."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from fpdf import FPDF

from writer_gui.domain.language import Language
from writer_gui.exchange.blocks import Block, BlockKind, Run, blocks
from writer_gui.exchange.fonts import typeface_for
from writer_gui.exchange.line_layout import Line, Measure, lines
from writer_gui.text.render import printable

if TYPE_CHECKING:
    from writer_gui.exchange.manuscript import Manuscript

_MARGIN = 80.0  # in points, as every length here
_SIZE, _LEADING = 12.0, 20.0
_HEADING_SIZES = {1: 20.0, 2: 15.0, 3: 12.5}
_SCENE_BREAK = "* * *"
_UNKNOWN = "\u25a1"  # in the place of a character that no font here has
_FAMILY = "body"

logging.getLogger("fontTools").setLevel(logging.ERROR)  # tells of every table it leaves out
logging.getLogger("fpdf").setLevel(logging.ERROR)


def as_pdf(manuscript: Manuscript) -> bytes:
    """Return the document. Raises UserError where no font can show the text."""
    page = _Pages(manuscript)
    for part in manuscript.parts:
        if part.heading:
            page.write(Block(BlockKind.HEADING, (Run(part.heading),), part.level))
        for block in blocks(part.text):
            page.write(block)
    return page.finished()


class _Pages:
    """Fills pages from top to bottom."""

    def __init__(self, manuscript: Manuscript) -> None:
        text = "".join(part.heading + part.text for part in manuscript.parts)
        typeface = typeface_for(text)
        unknown = typeface.lacks(text + _UNKNOWN)
        stand_in = "?" if _UNKNOWN in unknown else _UNKNOWN
        self._shown = str.maketrans({c: stand_in for c in unknown if c.isprintable()})
        self._is_chinese = manuscript.language is Language.ZH
        self._widths: dict[tuple[Run, float], float] = {}
        self._styles = {""}
        self._pdf = _paper()
        self._pdf.set_title(printable(manuscript.title))
        self._pdf.set_lang(manuscript.language.value)
        faces = {"": typeface.regular, "B": typeface.bold, "I": typeface.italic}
        for style, face in faces.items():
            if face is not None:
                self._pdf.add_font(
                    _FAMILY, style, fname=face.file, collection_font_number=face.index
                )
                self._styles.add(style)
        self._pdf.add_page()

    def write(self, block: Block) -> None:
        """Add a paragraph."""
        if block.kind is BlockKind.RULE:
            self._write_centred(_SCENE_BREAK)
            return
        is_heading = block.kind is BlockKind.HEADING
        size = _HEADING_SIZES[min(3, block.level)] if is_heading else _SIZE
        if is_heading:
            self._keep_together(3 * _LEADING)
            self._pdf.ln(_LEADING / 2 if block.level > 1 else 0)
        left = self._left(block)
        runs = [self._showable(run) for run in block.runs]
        if is_heading:
            runs = [replace(run, bold=True) for run in runs]
        elif block.mark:
            runs.insert(0, Run(f"{block.mark} "))
        indent = 2 * _SIZE if self._is_chinese and block.kind is BlockKind.PARAGRAPH else 0
        width = self._pdf.epw - left
        for number, line in enumerate(lines(runs, self._measure(size), width, indent)):
            start = left + (0 if number else indent)
            self._write_line(line, size, start, self._pdf.epw - start)
        self._pdf.ln(self._gap(block))

    def finished(self) -> bytes:
        """Return the whole file."""
        return bytes(self._pdf.output())

    def _write_line(self, line: Line, size: float, left: float, room: float) -> None:
        leading = _LEADING * max(1.0, size / _SIZE * 0.85)
        self._keep_together(leading)
        pdf = self._pdf
        x, y = pdf.l_margin + left, pdf.get_y() + size
        spacing = self._stretch(line, size, room)
        for run in line.runs:
            self._set_font(run, size)
            pdf.set_char_spacing(spacing)
            pdf.text(x, y, run.text)
            x += self._measure(size)(run) + spacing * len(run.text)
        pdf.set_char_spacing(0)
        pdf.ln(leading)

    def _write_centred(self, text: str) -> None:
        run = Run(text)
        width = self._measure(_SIZE)(run)
        self._pdf.ln(_LEADING / 2)
        line = Line((run,), width, is_last=True)
        self._write_line(line, _SIZE, (self._pdf.epw - width) / 2, width)
        self._pdf.ln(_LEADING / 2)

    def _stretch(self, line: Line, size: float, room: float) -> float:
        """Return what to add to each character so that a Chinese line reaches the margin."""
        gaps = len(line.text) - 1
        gap = room - line.width
        if line.is_last or not self._is_chinese or gaps < 1 or not 0 < gap < 3 * size:
            return 0.0
        return gap / gaps

    def _measure(self, size: float) -> Measure:
        return lambda run: self._width(run, size)

    def _width(self, run: Run, size: float) -> float:
        known = self._widths.get((run, size))
        if known is None:
            self._set_font(run, size)
            known = self._widths[run, size] = self._pdf.get_string_width(run.text)
        return known

    def _set_font(self, run: Run, size: float) -> None:
        style = "B" if run.bold else "I" if run.italic else ""
        self._pdf.set_font(_FAMILY, style if style in self._styles else "", size)

    def _showable(self, run: Run) -> Run:
        text = printable(run.text).replace("\t", "    ")
        return replace(run, text=text.translate(self._shown))

    def _keep_together(self, height: float) -> None:
        if self._pdf.will_page_break(height):
            self._pdf.add_page()

    def _left(self, block: Block) -> float:
        if block.kind is BlockKind.QUOTE:
            return 2 * _SIZE
        return 1.5 * _SIZE * max(1, block.level) if block.kind is BlockKind.ITEM else 0.0

    def _gap(self, block: Block) -> float:
        if block.kind is BlockKind.HEADING:
            return _LEADING / 2
        return 0.0 if self._is_chinese else _LEADING / 3


class _Numbered(FPDF):
    """Pages with their number at the foot."""

    def footer(self) -> None:
        """Write the number; called by FPDF at the end of each page."""
        self.set_y(-_MARGIN / 2)
        self.set_font(_FAMILY, "", 9)
        self.cell(0, 10, str(self.page_no()), align="C")


def _paper() -> FPDF:
    pdf = _Numbered(unit="pt", format="A4")
    pdf.set_margin(_MARGIN)
    pdf.set_auto_page_break(auto=True, margin=_MARGIN)
    pdf.c_margin = 0
    return pdf
