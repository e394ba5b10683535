"""What genres, languages and sizes are called on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale

from writer_gui.domain.language import Language

if TYPE_CHECKING:
    from writer_gui.domain.genre import Genre

GIGABYTE = 10**9


def genre_name(genre: Genre) -> str:
    """Return a genre in the language of the interface, which its two names are data for."""
    return genre.tag if interface_is_chinese() else genre.english_name


def language_name(language: Language) -> str:
    """Return a language in the language of the interface."""
    names = {
        Language.ZH: QCoreApplication.translate("Language", "Chinese"),
        Language.EN: QCoreApplication.translate("Language", "English"),
    }
    return names[language]


def interface_is_chinese() -> bool:
    """Whether the interface speaks Chinese."""
    return QLocale().language() is QLocale.Language.Chinese


def size_text(count: int) -> str:
    """Return a number of bytes as people say it, in powers of ten as publishers of models count."""
    digits = 1 if count >= GIGABYTE else 0
    return QLocale().formattedDataSize(count, digits, QLocale.DataSizeFormat.DataSizeSIFormat)
