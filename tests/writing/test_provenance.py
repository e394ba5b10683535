from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from writer_gui.domain.plan import Author
from writer_gui.domain.story import Section, Span, Story
from writer_gui.writing.provenance import credited_story, share_by_author


def one(text: str) -> Story:
    return Story((Section("a", text),))


def spans(story: Story) -> list[tuple[int, Author]]:
    return [(span.length, span.author) for span in story.sections[0].spans]


def test_what_is_added_is_the_writers() -> None:
    credited = credited_story(one("灯灭了。"), one("灯灭了。雾来了。"))
    assert spans(credited) == [(4, Author.MODEL), (4, Author.WRITER)]


def test_what_stands_for_words_by_the_model_is_mixed() -> None:
    credited = credited_story(one("那一夜灯灭了。"), one("那一夜塔黑了。"))
    assert spans(credited) == [(3, Author.MODEL), (2, Author.MIXED), (2, Author.MODEL)]


def test_what_stands_for_the_writers_own_words_is_theirs() -> None:
    base = Story((Section("a", "雾来了。", (Span(4, Author.WRITER),)),))
    assert spans(credited_story(base, one("雨来了。"))) == [(4, Author.WRITER)]


def test_a_part_taken_from_another_version_is_the_models() -> None:
    base, taken = one("信是湿的。灯灭了。"), one("信是湿的。塔顶一片漆黑。")
    merged = one("雾。信是湿的。塔顶一片漆黑。")
    credited = credited_story(base, merged, taken)
    assert spans(credited) == [(2, Author.WRITER), (12, Author.MODEL)]


def test_the_shares_add_up() -> None:
    credited = credited_story(one("灯灭了。"), one("灯灭了。雾来了。"))
    assert share_by_author(credited) == {Author.MODEL: 0.5, Author.WRITER: 0.5}
    assert share_by_author(Story()) == {}


@given(st.lists(st.text(alphabet="灯雾信ab\n", max_size=20), min_size=1, max_size=8))
def test_spans_always_cover_the_text(texts: list[str]) -> None:
    story: Story | None = None
    for text in texts:
        story = credited_story(story, one(text))
        assert sum(length for length, _ in spans(story)) == len(text) or not spans(story)
        assert all(length > 0 for length, _ in spans(story))
