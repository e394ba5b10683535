"""The language of the interface: English in the source, Chinese from `assets/translations`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator

from writer_gui import paths
from writer_gui.settings import InterfaceLanguage

if TYPE_CHECKING:
    from PySide6.QtCore import QCoreApplication

LOCALES = {InterfaceLanguage.CHINESE: "zh_CN", InterfaceLanguage.ENGLISH: "en_GB"}


def install_language(application: QCoreApplication, wanted: InterfaceLanguage) -> None:
    """Have the application speak a language. To be called before the window is built."""
    if wanted in LOCALES:
        QLocale.setDefault(QLocale(LOCALES[wanted]))
    if QLocale().language() is not QLocale.Language.Chinese:
        return
    own = str(paths.assets_dir() / "translations")
    qts = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, directory in (("qtbase_zh_CN", qts), ("writer_gui_zh_CN", own)):
        translator = QTranslator(application)
        if translator.load(name, directory):
            application.installTranslator(translator)
