from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from writer_gui.domain.language import Language
from writer_gui.writing.requirements import requirements_of, spread

ZH, EN = Language.ZH, Language.EN
PORTER = (
    "Write a mystery told in the first person by a night porter who finds a room that is not in "
    "the register. Dry humour, and a fair clue."
)


def test_what_happens_is_told_from_how_to_write() -> None:
    asked = requirements_of(
        "写一个故事：渡口的老人每天三点十七分点一盏灯，等一个上船的人。第三人称，结尾停在灯上。", ZH
    )
    assert asked.events == ("渡口的老人每天三点十七分点一盏灯，等一个上船的人",)
    assert asked.manner == ("第三人称", "结尾停在灯上")


def test_the_words_of_the_request_are_left_out() -> None:
    assert requirements_of("请帮我写一篇散文，老街上的修表铺要关门了", ZH).events == (
        "老街上的修表铺要关门了",
    )
    assert requirements_of("Write a story about two sisters who inherit a bakery.", EN).events == (
        "Two sisters who inherit a bakery",
    )


def test_a_long_english_sentence_says_what_happens_as_well() -> None:
    asked = requirements_of(PORTER, EN)
    assert asked.events == (
        "Told in the first person by a night porter who finds a room that is not in the register",
    )
    assert asked.manner == ("Dry humour, and a fair clue",)


def test_events_keep_their_order_and_reach_from_the_first_step_to_the_last() -> None:
    events = ("阿椿来到集市", "他用影子换回妹妹的名字", "从此没有人记得他")
    assert spread(events, 3, ZH) == events
    assert spread(events, 4, ZH) == (events[0], "", events[1], events[2])
    assert spread(events, 2, ZH) == (f"{events[0]}；{events[1]}", events[2])


def test_one_event_is_cut_into_its_clauses_where_there_are_steps_for_them() -> None:
    event = "卖鱼的姜明说什么也不肯退，最后我们一起吃了那条鱼"
    assert spread((event,), 2, ZH) == tuple(event.split("，"))
    assert spread((event,), 1, ZH) == (event,)


@given(st.lists(st.text("灯塔老人等船，", min_size=4, max_size=20), max_size=9), st.integers(1, 12))
def test_each_step_has_its_share_and_nothing_is_lost(events: list[str], count: int) -> None:
    told = spread(events, count, ZH)
    assert len(told) == count
    kept = "".join(told).replace("；", "").replace("，", "")
    assert kept == "".join(events).replace("，", "") or len(kept) >= 160


def test_a_prompt_of_one_word_or_of_nothing_requires_nothing() -> None:
    assert requirements_of("雪", ZH).events == ()
    assert spread((), 3, ZH) == ("", "", "")
    assert spread((), 0, ZH) == ()
