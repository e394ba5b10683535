from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from writer_gui.domain.language import Language
from writer_gui.writing.asides import without_closing_talk, without_end_mark

ZH, EN = Language.ZH, Language.EN

STORIES = {
    ZH: [
        "灯亮了。",
        "他在灯下念了一首旧诗。这首诗表达的是渔夫对海的想念，她听完哭了。",
        "“走吧。”他说。\n\n她走进雾里。",
        "老师把故事书合上，故事结束后孩子们不肯走。",
    ],
    EN: [
        "She closed the door.",
        "She opened the envelope. Note: do not come home before spring, it said.",
        "“This story shows nothing,” he said.\n\nThe lamp went out.",
        "At the end of the pier he waited.",
    ],
}
TALK = {
    ZH: [
        "\n\n这个剧本通过露水表达了怀念。",
        "\n\n通过这些细节，读者可以感受到温暖。它体现了人性。",
        "（全文完）",
        "\n（结束）\n（全文约500字）",
        "\n\n——结束——",
        "\n\n---\n\n注：以上人物均为虚构。",
        "\n\n希望您喜欢这个故事！",
        "剧本结束。通过这个短剧，我们可以看到人性。",
        "本故事旨在告诉我们珍惜时间。",
        "故事以这样的结尾结束，让读者回味。",
        "\n\n请注意，以上是根据给定计划创作的内容。",
        "\n\n这个短剧展现了人性的美好。谢谢观看。",
    ],
    EN: [
        " That's how the story ends.",
        "\n\nThe end.",
        "\n(The End)",
        "\n\nThis poem explores grief and time. It reminds us of the theme of loss.",
        "\n\nNote: the keeper is named after a saint.",
        "\n\n***\n\nNote: this is a work of fiction.",
        "\n\nThe end.\n\nI hope you enjoyed it!",
        "\n\nWord count: 500",
        "\n\nThank you for reading!",
        "\n\nI hope this helps. Let me know if you'd like any changes.",
    ],
}
CASES = [
    (s, t, language) for language in Language for s in STORIES[language] for t in TALK[language]
]


@pytest.mark.parametrize(("told", "talk", "language"), CASES)
def test_talk_that_closes_a_piece_is_taken_off(told: str, talk: str, language: Language) -> None:
    assert without_closing_talk(told + talk, language) == told


@pytest.mark.parametrize(("told", "talk", "language"), CASES)
def test_nothing_is_cut_when_story_follows(told: str, talk: str, language: Language) -> None:
    more = "\n\n船在雾里鸣了一声笛。" if language is ZH else "\n\nA ship called in the fog."
    text = told + talk + more
    assert without_closing_talk(text, language) == text
    assert without_end_mark(text, language) == text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("他在灯下念了一首旧诗。\n\n这首诗表达的是渔夫对海的想念。", ZH),  # a poem in the story
        ("他念了诗。这首诗讲述渔夫的一生。她把纸折好，直到天亮也没有再说话。", ZH),
        ("他念诗。这首诗表达的是想念。", ZH),
        ("她拆开信封。\n\n注：春天以前不要回家。", ZH),
        ("她拆开信封。\n\n注：这个故事别告诉孩子，她说着，烧了信。", ZH),
        ("他说：“这个故事讲完了，你还想听吗？”她摇头。", ZH),
        ("他笑了。\n\n这个故事讲述到这里，她哭了。", ZH),
        ("通过望远镜，他看见一条船。以上的云散了。", ZH),
        ("我们希望明天天晴。", ZH),
        ("希望他能回来。", ZH),
        ("谢谢你，他说。", ZH),
        ("他数了数，一共写了500字。", ZH),
        ("She found a poem in the drawer.\n\nThis poem shows a fisherman's longing.", EN),
        ("She opened the envelope.\n\nNote: do not come home before spring.", EN),
        ("He read it twice. Note: bring the keys, it said. Then he burned it.", EN),
        ('"This story," she said, "is mine."', EN),
        ("The film broke off. The end. Then the lights came up and nobody moved.", EN),
        ("In the end the letter came. The ending of the war was near.", EN),
        ("The story of the keeper had spread. The scene before her was grey.", EN),
        ("I hope you come back, she wrote.", EN),
        ("Thank you for reading to him, she said.", EN),
        ("", ZH),
    ],
)
def test_a_story_may_speak_of_stories(text: str, language: Language) -> None:
    assert without_closing_talk(text, language) == text


@pytest.mark.parametrize(
    ("text", "kept", "language"),
    [
        ("灯亮了。（完）", "灯亮了。", ZH),
        ("灯亮了。\n\n——完——\n", "灯亮了。", ZH),
        ("故事结束了。", "故事结束了。", ZH),
        ("灯亮了。\n\n这个故事展现了人性。", "灯亮了。\n\n这个故事展现了人性。", ZH),
        ("The lamp went out. (The End)", "The lamp went out.", EN),
        ("The lamp went out.\n\nThe end.", "The lamp went out.\n\nThe end.", EN),
    ],
)
def test_within_a_piece_only_what_is_set_apart_goes(
    text: str, kept: str, language: Language
) -> None:
    assert without_end_mark(text, language) == kept


PARTS = {language: [*STORIES[language], *TALK[language], "\n", " "] for language in Language}


@given(
    st.sampled_from(Language).flatmap(
        lambda language: st.tuples(
            st.lists(st.sampled_from(PARTS[language]), max_size=8).map("".join), st.just(language)
        )
    )
)
def test_only_the_end_is_cut_and_all_of_it_at_once(told: tuple[str, Language]) -> None:
    text, language = told
    for cut in (without_closing_talk, without_end_mark):
        kept = cut(text, language)
        assert text.startswith(kept)
        assert cut(kept, language) == kept
