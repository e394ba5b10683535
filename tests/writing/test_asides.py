from __future__ import annotations

import pytest

from writer_gui.domain.language import Language
from writer_gui.writing.asides import aside_start

ZH, EN = Language.ZH, Language.EN


@pytest.mark.parametrize(
    ("told", "aside", "language"),
    [
        ("灯亮了。", "（全文完）", ZH),
        ("她走进雾里，\n", "（结束）\n（每节四行）", ZH),
        ("车开走了。", "剧本结束。通过这个短剧，我们可以看到人性。", ZH),
        ("他笑了。\n\n", "这首诗通过露水表达了怀念。", ZH),
        ("他笑了。", "故事以这样的结尾结束，让人回味。", ZH),
        ("[日期]\n\n", "请注意，以上是根据给定计划创作的内容，您可以修改。", ZH),
        ("梦醒了。\n\n", "——结束——", ZH),
        ("“走吧。”", "本故事旨在告诉我们珍惜时间。", ZH),
        ("She closed the door.", " That's how the story ends.", EN),
        ("She closed the door.\n\n", "The end.", EN),
        ("The lamp went out.", " This story explores grief and time.", EN),
        ("The lamp went out.\n", "(The End)", EN),
        ("The lamp went out.\n\n", "Note: the keeper is named after a saint.", EN),
    ],
)
def test_talk_about_the_text_is_found_where_it_begins(
    told: str, aside: str, language: Language
) -> None:
    start = aside_start(told + aside, language)
    assert start is not None
    assert (told + aside)[:start].strip() == told.strip()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("他说：“这个故事讲完了，你还想听吗？”她摇头。", ZH),
        ("老师把故事书合上，故事结束后孩子们不肯走。", ZH),
        ("通过望远镜，他看见一条船。以上的云散了。", ZH),
        ("我们希望明天天晴。", ZH),
        ('"This story," she said, "is mine." At the end of the pier he waited.', EN),
        ("In the end the letter came. The ending of the war was near.", EN),
        ("The story of the keeper had spread. The scene before her was grey.", EN),
    ],
)
def test_a_story_may_speak_of_stories(text: str, language: Language) -> None:
    assert aside_start(text, language) is None


def test_where_it_begins_does_not_depend_on_what_follows() -> None:
    text = "灯亮了。海静了。这个短剧展现了人性的美好。谢谢观看。"
    whole = aside_start(text, ZH)
    found = {aside_start(text[:end], ZH) for end in range(len(text) + 1)}
    assert found == {None, whole}
