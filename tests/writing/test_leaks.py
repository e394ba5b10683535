from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.writing.leak_examples import LEAKS_EN, LEAKS_ZH, STORIES_EN, STORIES_ZH
from writer_gui.domain.language import Language
from writer_gui.writing.leaks import leaks, without_leaks

ZH, EN = Language.ZH, Language.EN
TOLD = {
    ZH: "清晨的码头没有人，只有缆绳碰着石阶。\n\n“谁？”老人问，雾里没有人回答。",
    EN: "Nobody was on the pier that morning, only the ropes that knocked on the stone.\n\n"
    "“Who is it?” the old man asked, and nobody in the fog had an answer.",
}
LEAKS = [(ZH, *leak) for leak in LEAKS_ZH] + [(EN, *leak) for leak in LEAKS_EN]
STORIES = [(ZH, text) for text in STORIES_ZH] + [(EN, text) for text in STORIES_EN]


@pytest.mark.parametrize(("language", "kind", "before", "after"), LEAKS)
def test_what_leaks_from_the_frame_goes(
    language: Language, kind: str, before: str, after: str
) -> None:
    text = before + TOLD[language] + after
    assert kind in leaks(text, language)
    assert without_leaks(text, language).strip("\n") == TOLD[language]


@pytest.mark.parametrize(("language", "text"), STORIES)
def test_what_may_be_story_stays(language: Language, text: str) -> None:
    assert leaks(text, language) == ()
    assert without_leaks(text, language) == text
    within = f"{TOLD[language]}\n\n{text}\n\n{TOLD[language]}"
    assert without_leaks(within, language) == within


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ('["最后，灯亮了。"]', "最后，灯亮了。"),
        ("[“最后，灯亮了。”]", "最后，灯亮了。"),
        ('["灯亮了。", "雾散了。"]', "灯亮了。\n雾散了。"),
        ("[“走，”他说，“现在。”]", "“走，”他说，“现在。”"),
        ('{"text": "灯亮了。"}', "灯亮了。"),
        (
            "第一部分：清晨的码头没有人，只有缆绳碰着石阶，雾很大。",
            "清晨的码头没有人，只有缆绳碰着石阶，雾很大。",
        ),
    ],
)
def test_what_is_wrapped_stays(text: str, right: str) -> None:
    assert without_leaks(text, ZH) == right


@pytest.mark.parametrize("line", ["（全场鼓掌）", "[灯光渐暗]", "**第一幕**", "**张三：**"])
def test_a_script_keeps_its_directions(line: str) -> None:
    text = f"{line}\n\n{TOLD[ZH]}"
    assert without_leaks(text, ZH, is_script=True) == text
    assert without_leaks(text, ZH) == TOLD[ZH]


@pytest.mark.parametrize("line", ["## 二、配置", "**配置**", "标题：配置"])
def test_a_kind_of_writing_with_headings_keeps_them(line: str) -> None:
    text = f"{TOLD[ZH]}\n\n{line}\n{TOLD[ZH]}"
    assert without_leaks(text, ZH, has_headings=True) == text
    assert without_leaks(f"### 开端\n{text}", ZH, has_headings=True) == text


def parts(language: Language) -> st.SearchStrategy[str]:
    wrapped = LEAKS_ZH if language is ZH else LEAKS_EN
    stories = STORIES_ZH if language is ZH else STORIES_EN
    pieces = [TOLD[language], *stories, *(b + a for _, b, a in wrapped), "\n", "\n\n", '["', '"]']
    return st.lists(st.sampled_from(pieces), max_size=8).map("".join)


@given(st.sampled_from(Language).flatmap(lambda one: st.tuples(parts(one), st.just(one))))
def test_once_is_enough_and_nothing_is_added(told: tuple[str, Language]) -> None:
    text, language = told
    for has_headings in (True, False):
        clean = without_leaks(text, language, has_headings=has_headings)
        assert leaks(clean, language, has_headings=has_headings) == ()
    rest = iter(text)
    assert all(char in rest for char in clean if not char.isspace())


@given(st.text(alphabet="他走了船灯，。！？“”：…—、\n", max_size=80))
def test_plain_prose_is_never_touched(text: str) -> None:
    assert without_leaks(text, ZH) == text
