from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from writer_gui import paths
from writer_gui.settings import InterfaceLanguage
from writer_gui.ui.i18n import install_language

CHINESE = paths.assets_dir() / "translations" / "writer_gui_zh_CN.ts"
SOURCES = Path(__file__).parents[2] / "writer_gui"
Message = tuple[str, str]
PLACES = re.compile(r"\{\d[^}]*\}|%[n\d]")


def messages(file: Path) -> dict[Message, ElementTree.Element]:
    """Return the translation of each string by its context and source."""
    found = {}
    for context in ElementTree.parse(file).iter("context"):
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            found[(name, message.findtext("source") or "")] = translation
    return found


def test_every_string_is_translated() -> None:
    found = messages(CHINESE)
    untranslated = [
        key for key, translation in found.items() if translation.get("type") or not translation.text
    ]
    assert found
    assert untranslated == []


def test_placeholders_survive_translation() -> None:
    for (_, source), translation in messages(CHINESE).items():
        there = sorted(PLACES.findall(source))
        assert there == sorted(PLACES.findall(translation.text or "")), source


def test_what_goes_on_is_one_sign_in_both_languages() -> None:
    """One …, no blank before it, and in the Chinese where it is in the English."""
    for (_, source), translation in messages(CHINESE).items():
        text = translation.text or ""
        for told in (source, text):
            assert not any(wrong in told for wrong in ("……", "...", " …")), told
        assert source.endswith("…") == text.endswith("…"), text


def test_no_visible_string_is_missing_from_the_file(tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.ts"
    lupdate = Path(sys.executable).with_name("pyside6-lupdate")
    folders = [str(SOURCES / "ui"), str(SOURCES / "state")]
    subprocess.run(
        [lupdate, "-silent", "-extensions", "py", *folders, "-ts", fresh], check=True, timeout=60
    )
    assert messages(fresh).keys() == messages(CHINESE).keys()


@pytest.mark.usefixtures("qapp")
def test_the_compiled_file_holds_the_same_strings() -> None:
    translator = QTranslator()
    assert translator.load(str(CHINESE.with_suffix(".qm")))
    for (context, source), translation in messages(CHINESE).items():
        assert translator.translate(context, source) == translation.text


@pytest.mark.usefixtures("qapp")
def test_the_interface_speaks_chinese_when_told_to(monkeypatch: pytest.MonkeyPatch) -> None:
    application = QCoreApplication.instance()
    assert application is not None
    installed: list[QTranslator] = []
    monkeypatch.setattr(application, "installTranslator", installed.append)
    before = QLocale()
    try:
        install_language(application, InterfaceLanguage.CHINESE)
        assert QLocale().language() is QLocale.Language.Chinese
    finally:
        QLocale.setDefault(before)
    assert any(t.translate("StoryPane", "Save triplet") == "存为三元组" for t in installed)
