"""Fonts of this computer that a PDF can carry."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fontTools.ttLib import TTCollection, TTFont

from writer_gui import paths
from writer_gui.errors import UserError
from writer_gui.text.language import HAN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_CHINESE = (
    "NotoSerifCJK-Regular.ttc",
    "NotoSerifCJKsc-Regular.otf",
    "NotoSerifSC-Regular.[ot]tf",
    "SourceHanSerif*-Regular.*",
    "Songti.ttc",
    "simsun.ttc",
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "NotoSansSC-Regular.[ot]tf",
    "SourceHanSans*-Regular.*",
    "msyh.ttc",
    "uming.ttc",
    "wqy-*.ttc",
    "DroidSansFallback*.ttf",
    "Arial Unicode.ttf",
)
_LATIN = (
    "LiberationSerif-Regular.ttf",
    "NotoSerif-Regular.ttf",
    "DejaVuSerif.ttf",
    "Georgia.ttf",
    "georgia.ttf",
    "times.ttf",
    "Times New Roman.ttf",
    "DejaVuSans.ttf",
)
_BOLD = ("-Bold", "Bold", " Bold", "b", "bd")  # how families name their other faces
_ITALIC = ("-Italic", "-Oblique", " Italic", "i")


@dataclass(frozen=True, slots=True)
class Face:
    """One font in a file that may hold several."""

    file: Path
    index: int = 0


@dataclass(frozen=True, slots=True)
class Typeface:
    """A font and, where the family has them, its bold and its italic."""

    regular: Face
    bold: Face | None = None
    italic: Face | None = None

    def lacks(self, text: str) -> set[str]:
        """Return the characters it cannot show."""
        with _opened(self.regular) as font:
            known = font.getBestCmap()
        return {char for char in set(text) if ord(char) not in known}


def typeface_for(text: str) -> Typeface:
    """Return a typeface for a text. Raises UserError where this computer has none."""
    needs_chinese = HAN.search(text) is not None
    wanted = _CHINESE if needs_chinese else _LATIN + _CHINESE
    file = next(_found(wanted), None)
    if file is None:
        script = "Chinese" if needs_chinese else "this text"
        raise UserError(
            f"No font for {script} was found to put into the PDF; install one, such as Noto Serif "
            "CJK (package fonts-noto-cjk), or export as DOCX or HTML."
        )
    return Typeface(_face(file), _styled(file, _BOLD), _styled(file, _ITALIC))


def _found(patterns: Iterable[str]) -> Iterator[Path]:
    folders = [folder for folder in paths.font_dirs() if folder.is_dir()]
    for pattern, folder in itertools.product(patterns, folders):
        yield from sorted(folder.rglob(pattern))


def _styled(file: Path, endings: Iterable[str]) -> Face | None:
    stem = file.stem.removesuffix("-Regular")
    others = (file.with_name(f"{stem}{ending}{file.suffix}") for ending in endings)
    return next((_face(other) for other in others if other.is_file()), None)


def _face(file: Path) -> Face:
    """Return the face of a collection for simplified Chinese, else the first."""
    if file.suffix.lower() != ".ttc":
        return Face(file)
    with TTCollection(file, lazy=True) as collection:
        names = [str(font["name"].getBestFullName()) for font in collection.fonts]
    wanted = (i for i, name in enumerate(names) if "SC" in name.split() and "Mono" not in name)
    return Face(file, next(wanted, 0))


def _opened(face: Face) -> TTFont:
    return TTFont(face.file, fontNumber=face.index, lazy=True)
