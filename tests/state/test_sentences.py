from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from tests.state.said import said
from writer_gui import paths
from writer_gui.background.deaths import explain_death, explain_loading_death
from writer_gui.state.sentences import Sentences, in_a_row, localized

FILE = paths.assets_dir() / "translations" / "sentences_zh.json"
CHINESE: dict[str, str] = json.loads(FILE.read_text("utf-8"))
SAID = said()
WITH_PLACES = sorted(text for text in SAID if "{0}" in text)
PLACE = re.compile(r"\{\d\}")
SENTENCES = Sentences(CHINESE)
NAMES = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=9)


def test_the_search_finds_what_is_raised_returned_and_kept_in_tables() -> None:
    assert len(SAID) > 200
    for known in (
        "There is no session {0}; 'writer-gui sessions' lists them.",
        "{0} is on a network drive; open it on one computer at a time.",
        "Another program is using {0}; close it and try again.",
        "the field '{0}' is missing",
        "exit code {0}",
    ):
        assert known in SAID


def test_every_sentence_has_its_chinese() -> None:
    assert {text: where for text, where in SAID.items() if text not in CHINESE} == {}


def test_the_chinese_has_the_same_places() -> None:
    for text, told in CHINESE.items():
        assert sorted(PLACE.findall(text)) == sorted(PLACE.findall(told)), text
        assert re.search(r"[\u4e00-\u9fff]", told), text


@given(st.data())
def test_whatever_varies_comes_through(data: st.DataObject) -> None:
    template = data.draw(st.sampled_from(WITH_PLACES))
    places = len(PLACE.findall(template))
    names = data.draw(st.lists(NAMES, min_size=places, max_size=places))
    assert SENTENCES.chinese(template.format(*names)) == CHINESE[template].format(*names)


@given(st.text())
def test_any_text_at_all_is_answered(text: str) -> None:
    assert SENTENCES.chinese(text) or not text


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "/a b/c.txt could not be read (Permission denied); choose another file.",
            "无法读取 /a b/c.txt（没有权限）；请换一个文件。",
        ),
        ("the field 'text' is text, not a list", "字段“text”是文字，应为列表"),
        (
            "in 'chosen', the field 'score' is null, not text",
            "“chosen”中：字段“score”是null，应为文字",
        ),
        (
            "Qwen could not be downloaded (a.org: it does not answer; pip: it answers 404). "
            "Check the connection and install again; what has arrived is kept.",
            "无法下载 Qwen（a.org：它没有回应；pip：它回应 404）。"
            "请检查网络，然后重新安装；已下载的部分都留着。",
        ),
        ("Something nobody has a template for.", "Something nobody has a template for."),
    ],
)
def test_reasons_are_told_too_and_names_stay(sentence: str, told: str) -> None:
    assert SENTENCES.chinese(sentence) == told


def test_a_sentence_within_a_sentence_is_told_in_chinese() -> None:
    death = explain_loading_death(explain_death(crashed=False, code=3))
    assert SENTENCES.chinese(death.message) == (
        "模型进程意外结束（退出码 3）；文字都留着，请再试一次。"
        "这是在加载模型时发生的，因此不会自动重新加载。"
    )


def test_only_a_chinese_interface_is_told_in_chinese() -> None:
    sentence, before = "No model is loaded; choose a model first.", QLocale()
    try:
        QLocale.setDefault(QLocale("en_GB"))
        assert localized(sentence) == sentence
        assert in_a_row(["One.", "Two."]) == "One. Two."
        QLocale.setDefault(QLocale("zh_CN"))
        assert localized(sentence) == "没有加载模型；请先选择一个模型。"
        assert in_a_row(["其一。", "其二。"]) == "其一。其二。"
    finally:
        QLocale.setDefault(before)
