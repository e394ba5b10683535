"""What prompts say about length, genre, language, person and form, and what they do not say."""

from __future__ import annotations

import pytest

from writer_gui.domain.genre import find_genre
from writer_gui.domain.language import Language
from writer_gui.writing.findings import FindingKind
from writer_gui.writing.prompt_reading import language_of, read_prompt
from writer_gui.writing.wanted_length import Bound

ZH, EN = Language.ZH, Language.EN

# The prompt; then length, genre, language by name and person, None where it says nothing.
PROMPTS: list[tuple[str, int | None, str | None, Language | None, str | None]] = [
    ("写一篇约六百字的散文，写外婆的院子。", 600, "散文", None, None),
    ("写一个守夜人的故事，600字左右", 600, "小说-故事", None, None),
    ("写一篇科幻小说，不少于2000字", 2000, "科幻故事", None, None),
    ("写一则寓言，八百字以内。", 800, "童话-寓言", None, None),
    ("请写一篇两千字的武侠小说", 2000, "武侠小说", None, None),
    ("写一篇悬疑小说：雨夜的车站。5000 字", 5000, "悬疑-推理故事", None, None),
    ("写一千五百字的演讲稿，送给毕业生", 1500, "演讲稿", None, None),
    ("写一篇千字左右的影评", 1000, "书评-影评-乐评", None, None),
    ("写一篇1.5万字的玄幻小说", 15000, "玄幻小说", None, None),
    ("写一篇６００字的悼词", 600, "悼词-纪念文", None, None),
    ("字数：1200字，写一篇公开信", 1200, "公开信", None, None),
    ("写一篇游记，800到1000字。", 900, "旅行游记", None, None),
    ("写一篇议论文，不少于800字，不超过1000字", 900, "议论文", None, None),
    ("写一首现代诗，不少于十二行，题目《晚潮》", None, "诗歌", None, None),
    ("写一首诗给母亲", None, "诗歌", None, None),
    ("写一个短剧剧本，三个人物", None, "剧本-脚本", None, None),
    ("帮我写一条小红书笔记，推荐一家面馆，三百字上下", 300, "社交媒体创作", None, None),
    ("用第一人称写一个童话，从一袋面粉的视角", None, "童话-寓言", None, "first"),
    ("以“我”的口吻写一篇散文", None, "散文", None, "first"),
    ("从一袋面粉的视角写一个故事", None, "小说-故事", None, None),
    ("写一篇第三人称的推理小说", None, "悬疑-推理故事", None, "third"),
    ("用第二人称写一封信给十年后的自己", None, None, None, "second"),
    ("不要用第一人称，写一个故事", None, "小说-故事", None, None),
    ("第一人称和第三人称交替，写一个故事", None, "小说-故事", None, None),
    ("用英文写一篇300字的演讲稿", 300, "演讲稿", EN, None),
    ("写一篇英文演讲稿", None, "演讲稿", EN, None),
    ("写一个故事，全文用英语。", None, "小说-故事", EN, None),
    ("写一个故事：主角用英文写信给父亲", None, "小说-故事", None, None),
    ("写一个诗人的故事", None, "小说-故事", None, None),
    ("写一篇小说家改写剧本的散文", None, "散文", None, None),
    ("写一篇散文式的小说", None, "小说-故事", None, None),
    ("写一篇散文或者一首诗", None, None, None, None),
    ("写点什么", None, None, None, None),
    ("灯塔", None, None, None, None),
    ("诗", None, "诗歌", None, None),
    ("写得像一篇800字的新闻那样长", 800, None, None, None),
    ("他写了一封八百字的检讨书，没有人看。写成小说", None, "小说-故事", None, None),
    ("写一个故事，主角收到一封三千字的信", None, "小说-故事", None, None),
    ("写三段，每段100字", None, None, None, None),
    ("写一个故事，标题不超过20字", None, "小说-故事", None, None),
    ("写一篇故事，大概几百字", None, "小说-故事", None, None),
    ("写一个三五百字的故事", None, "小说-故事", None, None),
    ("用四字成语写一个故事", None, "小说-故事", None, None),
    ("写一篇600字的散文，约八百字，结尾要有雨", 800, "散文", None, None),
    ("写一篇600字的散文。写1000字", 1000, "散文", None, None),
    ("写一篇历史片段里的历史小说", None, "历史故事", None, None),
    ("写一篇带有奇幻色彩的小说", None, "小说-故事", None, None),
    ("体裁：散文。题材是秋天", None, "散文", None, None),
    ("写一个故事。参考资料：用第一人称写一篇2000字的散文", None, "小说-故事", None, None),
    ("Write a mystery of about 300 words.", 300, "悬疑-推理故事", None, None),
    ("Write a 1,500-word science fiction story", 1500, "科幻故事", None, None),
    ("Write a poem of at least 12 lines about salt", None, "诗歌", None, None),
    ("Write an essay in three hundred words", 300, "散文", None, None),
    ("Compose an open letter to the city. Between 500 and 700 words.", 600, "公开信", None, None),
    ("Write a speech, no more than 400 words", 400, "演讲稿", None, None),
    ("Write a fable. 250 words max", 250, "童话-寓言", None, None),
    ("Write a story told by a mirror", None, "小说-故事", None, "first"),
    ("Write a story in the third person about a poet", None, "小说-故事", None, "third"),
    ("Write a first-person story about the first person on Mars", None, "小说-故事", None, "first"),
    ("Write about the first person to arrive", None, None, None, None),
    ("Write a story in Chinese about a lighthouse", None, "小说-故事", ZH, None),
    ("Write a story about a girl who sings in Chinese", None, "小说-故事", None, None),
    ("She knew fifty words of English. Write a story about her.", None, "小说-故事", None, None),
    ("Write a two-word title and a story", None, "小说-故事", None, None),
    ("Write a poem about a mystery novel", None, "诗歌", None, None),
    ("Write a story or a poem", None, None, None, None),
    ("Write five paragraphs, 100 words each", None, None, None, None),
    ("A fairy tale about a key", None, "童话-寓言", None, None),
    ("Écrivez une histoire de 300 mots sur la mer", None, None, None, None),
    ("海の物語を書いてください", None, None, None, None),
    ("Word count: 800. Write a eulogy for a dog.", 800, "悼词-纪念文", None, None),
    ("Write 2k words of wuxia", 2000, "武侠小说", None, None),
]


@pytest.mark.parametrize(("text", "length", "genre", "language", "person"), PROMPTS)
def test_what_is_said_is_found_and_no_more(
    text: str, length: int | None, genre: str | None, language: Language | None, person: str | None
) -> None:
    reading = read_prompt(text)
    found = (
        reading.length and reading.length.value.count,
        reading.genre and reading.genre.value,
        reading.language and reading.language.value,
        reading.person and reading.person.value.value,
    )
    assert found == (length, genre, language, person)


def test_places_are_those_of_the_words_in_the_prompt() -> None:
    text = "请用第一人称写一篇悬疑小说，不少于２０００字，用英文写。"
    reading = read_prompt(text)
    told = [
        text[found.start : found.end]
        for found in (reading.person, reading.genre, reading.length, reading.language)
        if found is not None
    ]
    assert told == ["第一人称", "悬疑小说", "不少于２０００字", "用英文"]


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("写一篇不少于500字的散文", Bound.LEAST),
        ("写一篇散文，五百字以上", Bound.LEAST),
        ("写一篇散文，500字以内", Bound.MOST),
        ("Write an essay of at most 300 words", Bound.MOST),
        ("Write an essay of at least 300 words", Bound.LEAST),
        ("Write a 300-word essay", Bound.ABOUT),
    ],
)
def test_a_length_says_which_side_is_open(text: str, bound: Bound) -> None:
    length = read_prompt(text).length
    assert length is not None
    assert length.value.bound is bound


def test_the_form_is_found() -> None:
    text = "写一封信，有称呼和落款，题为《致远方》，结尾要留白。附一首不少于十二行的诗"
    form = {found.kind: found.value for found in read_prompt(text).form}
    assert form[FindingKind.TITLE] == "致远方"
    assert form[FindingKind.LINES] == 12
    assert form[FindingKind.ENDING] == "结尾要留白"
    assert {FindingKind.SALUTATION, FindingKind.SIGNATURE, FindingKind.LETTER} <= form.keys()
    english = read_prompt('Write a poem titled "Salt", at least twelve lines. End with a door.')
    found = {f.kind: f.value for f in english.form}
    assert found[FindingKind.TITLE] == "Salt"
    assert found[FindingKind.LINES] == 12
    assert FindingKind.ENDING in found


def test_a_long_prompt_with_twenty_requirements_is_read_by_its_request() -> None:
    wishes = "".join(f"第{n}，要写到第{n}扇窗后面的人和他手里的东西。" for n in range(1, 21))
    text = f"请写一篇悬疑小说，约三千字，用第三人称。{wishes * 12}"
    assert len(text) > 6000 - 1000
    reading = read_prompt(text)
    assert reading.length is not None
    assert reading.length.value.count == 3000
    assert reading.genre is not None
    assert reading.genre.value == "悬疑-推理故事"
    assert reading.person is not None
    assert reading.form == ()


def test_the_language_is_that_of_the_prompt_unless_it_names_one() -> None:
    assert language_of("写一个故事") is ZH
    assert language_of("用英文写一个故事") is EN
    assert language_of("Write a story") is EN
    assert language_of("Write a story in Chinese") is ZH
    assert language_of("用法语写一个故事") is ZH


def test_every_genre_that_is_found_is_one_of_the_program() -> None:
    for text, _length, genre, _language, _person in PROMPTS:
        assert genre is None or find_genre(genre) is not None, text


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "0" * 5000, "字" * 3000, "一二" * 3000, "a " * 4000, "“" * 999]
)
def test_rubbish_says_nothing(text: str) -> None:
    reading = read_prompt(text)
    assert (reading.length, reading.genre, reading.person, reading.form) == (None, None, None, ())
