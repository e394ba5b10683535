from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from writer_gui.domain.language import Language
from writer_gui.text.looping import GrowingLoopWatch, LoopWatch, loop_start

ZH, EN = Language.ZH, Language.EN

OPENING = "守灯人陈默每天傍晚爬上一百二十级台阶，把灯点亮。海风从北边来，带着盐味。"
ENGLISH = (
    "Every evening the keeper climbed the stairs and lit the lamp. The wind came from the north."
)

CHORUS = "灯在远处亮着，\n像有人还没有睡。\n我把名字写进潮水，\n潮水把它还给了谁。\n"
SONG = (
    "天黑以前我离开码头，\n口袋里只有一张旧船票。\n" + CHORUS + "二十年后我又回来，\n"
    "码头变成了停车场。\n卖鱼的阿婆认不出我，\n她只问要不要葱。\n" + CHORUS + "母亲的信锁在抽屉，\n"
    "每一封都只写平安。\n我终于读懂那两个字，\n是她一个人过完的冬天。\n" + CHORUS + CHORUS
)
REFRAIN = "\n".join(
    f"{line}\n归来吧，趁灯还亮着。"
    for line in [
        "麦子黄了三次",
        "井水浅了又深",
        "门前的狗老了",
        "信箱生了锈",
        "弟弟已长得比门高",
        "雪压断了梨枝",
    ]
)
SLOGANS = "加油！加油！加油！加油！守护蓝天，人人有责！守护碧水，人人有责！守护净土，人人有责！"
LAUGHTER = "他大笑起来：“哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈！”众人都愣住了。"
TABLE = (
    "| 任务 | 负责人 | 期限 |\n|------|--------|------|\n"
    + "| | | |\n" * 12
    + "".join(f"| 美术{n} | 待定 | 待定 |\n" for n in range(1, 9))
    + "签名：" + "_" * 120 + "\n" + "-" * 200 + "\n" + " " * 60 + "李明\n"
)  # fmt: skip
RECIPE = "".join(
    f"{n}. 取{food}{n * 50}克，洗净，切成小块，放入碗中备用。\n"
    for n, food in enumerate(["土豆", "胡萝卜", "牛腩", "洋葱", "番茄", "芹菜"], start=1)
)
MANTRA = "Let it be, let it be, let it be, let it be. Whisper words to the sea, let it be."
ANAPHORA = " ".join(
    f"I have a dream that one day {end}."
    for end in [
        "the mill will open its gates again",
        "my brother will come home with both his hands",
        "no child in this street will know the taste of coal",
        "we shall sit at the long table and pass the bread",
        "the river will be clear enough to drink",
    ]
)


@pytest.mark.parametrize("text", [OPENING, SONG, REFRAIN, SLOGANS, LAUGHTER, TABLE, RECIPE])
def test_repeats_that_writers_mean_are_no_loops(text: str) -> None:
    assert loop_start(text, ZH) is None


@pytest.mark.parametrize("text", [ENGLISH, MANTRA, ANAPHORA, "Ha" * 20 + "! No, no, no, no, no!"])
def test_english_repeats_that_writers_mean_are_no_loops(text: str) -> None:
    assert loop_start(text, EN) is None


@pytest.mark.parametrize(
    ("circle", "language"),
    [
        ("他望着海。", ZH),
        ("啊", ZH),
        ("他望着大海，想起了从前的日子。潮水慢慢退去，灯又亮了起来。", ZH),
        ("\n“你来了？”\n“我来了。”\n“那就好。”", ZH),
        ("她说，", ZH),
        ("-", ZH),
        ("the ", EN),
        ("He looked at the sea. ", EN),
        ("He looked at the sea and thought of home, of the long table and the bread. ", EN),
    ],
)
def test_a_circle_is_cut_behind_its_first_round(circle: str, language: Language) -> None:
    opening = OPENING if language is ZH else ENGLISH + " "
    text = opening + circle * (500 // len(circle) + 5)
    place = loop_start(text, language)
    assert text[:place].strip() == (opening + circle).strip()


def test_a_circle_of_paragraphs_is_cut_behind_its_first_round() -> None:
    rounds = (
        "雨下了一整夜，屋檐的水滴在石阶上，像有人轻轻敲门。母亲把最后一件衣裳叠好，放进箱底。\n"
        "父亲坐在灯下修那只旧收音机，螺丝掉在地上，他弯腰找了很久，嘴里念着早年的船名。\n"
        "妹妹睡着了，手里还攥着那张没有写完的明信片，邮票的一角已经翘起。\n"
        "我推开窗，看见码头的方向有一点光，忽明忽暗，好像在数什么，又好像什么也没数。\n"
    )
    text = OPENING + rounds * 5
    assert loop_start(text, ZH) == len(OPENING) + len(rounds)


def test_a_circle_that_only_counts_up_is_found() -> None:
    text = OPENING + "".join(
        f"第{n}天，他又来到海边，等那艘船，可是船没有来。" for n in range(1, 40)
    )
    place = loop_start(text, ZH)
    assert place is not None
    assert len(OPENING) < place < len(OPENING) + 120
    assert text[place - 1] == "。"


def test_an_english_circle_that_only_counts_up_is_found() -> None:
    text = ENGLISH + "".join(
        f" On day {n} he came to the shore again and waited for the ship, but it did not come."
        for n in range(1, 40)
    )
    place = loop_start(text, EN)
    assert place is not None
    assert len(ENGLISH) < place < len(ENGLISH) + 300


@given(
    st.text(alphabet="ab。\n", max_size=40).map(lambda unit: unit * 12),
    st.lists(st.integers(1, 50), max_size=30),
    st.sampled_from(Language),
)
def test_the_answer_does_not_depend_on_the_chunks(
    text: str, sizes: list[int], language: Language
) -> None:
    watch, at, answers = LoopWatch(language), 0, set()
    for size in [*sizes, len(text)]:
        answers.add(watch.feed(text[at : at + size]))
        at += size
    assert answers - {None} == {loop_start(text, language)} - {None}
    assert loop_start(text + "and so on", language) in answers | {None} or len(text) == 0


@given(st.text("ab。\n", max_size=60), st.integers(0, 60), st.text("ab。", max_size=20))
def test_a_text_shown_whole_again_is_watched_from_where_it_changed(
    text: str, cut: int, other: str
) -> None:
    growing = GrowingLoopWatch(EN)
    for shown in (text[:cut], text, text[:cut] + other, other * 30, text):
        assert growing.look(shown) == loop_start(shown, EN)


def test_a_long_text_is_not_looked_through_again_with_each_word() -> None:
    text = "".join(f"The {place * 7919} ships of {place} came. " for place in range(400))
    growing = GrowingLoopWatch(EN)
    began = time.process_time()
    assert growing.look(text) is None
    once = time.process_time() - began
    began = time.process_time()
    for place in range(200):
        text += f"Wave {place}. "
        assert growing.look(text) is None
    assert time.process_time() - began < 200 * once / 4
