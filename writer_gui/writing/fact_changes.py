"""What an edit of the plan changed in fact: a name, a number, a place, a relation, who tells.

A step's text before and after are laid beside each other; a fact has changed where one of its kind
is gone from the step and another of its kind stands in its place. Pure functions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from writer_gui.domain.language import Language
from writer_gui.domain.plan import Author
from writer_gui.text import chinese_names, english_names
from writer_gui.text.diff import ChangeKind, changes
from writer_gui.writing import fact_words
from writer_gui.writing.style import Viewpoint
from writer_gui.writing.viewpoints import stated_viewpoint, viewpoint_in_step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from writer_gui.domain.plan import Plan, Step
    from writer_gui.domain.session import Prompt
    from writer_gui.text.diff import Change

    Spans = list[tuple[int, int]]

_ENDING = re.compile(
    r"结局|结尾|尾声|收束|收尾|终章|\b(?:ending|the end|conclusion|resolution|epilogue)\b", re.I
)
_CLAUSE = re.compile(r"[^，。；！？、,.;!?\n]+")
KEPT_ENDING = 0.5
"""Share of the characters (zh) or words (en) of a clause that stays where it is only reworded."""


LONGEST_SWAP = 40
"""Characters: where more is rewritten at once, two words of a kind in it need not be each other."""


class FactKind(StrEnum):
    """What sort of fact."""

    NAME = "name"
    NUMBER = "number"  # counts, dates and times as well
    PLACE = "place"
    RELATION = "relation"
    VIEWPOINT = "viewpoint"
    ENDING = "ending"


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact that reads differently in the step since an edit; `old` and `new` as they stand there.

    For a viewpoint they are values of `Viewpoint`; for an ending, the clause that is gone and the
    new text of the step.
    """

    kind: FactKind
    step_id: str
    old: str
    new: str

    @property
    def is_literal(self) -> bool:
        """Whether the new words can simply stand for the old ones wherever those are."""
        if self.kind is FactKind.PLACE:
            return fact_words.is_place_name(self.old) and fact_words.is_place_name(self.new)
        return self.kind in (FactKind.NAME, FactKind.NUMBER)


@dataclass(frozen=True, slots=True)
class _Edit:
    """The text of one step before and after, what changed in it, and all else that is known."""

    old: str
    new: str
    changed: tuple[Change, ...]
    before: str
    after: str

    def gone(self, spans: Spans) -> Spans:
        """Return, of stretches of the old text, the first of each that the new text has not."""
        return _first_of_each(self.old, spans, absent_from=self.new)

    def come(self, spans: Spans) -> Spans:
        """Return, of stretches of the new text, the first of each that the old text had not."""
        return _first_of_each(self.new, spans, absent_from=self.old)


def changed_facts(before: Plan, after: Plan, prompt: Prompt) -> tuple[FactChange, ...]:
    """Return the facts that steps state differently after an edit, none twice.

    `prompt` and the other steps help to tell where a name ends.
    """
    found: dict[tuple[FactKind, str], FactChange] = {}
    for step in after.steps:
        old = before.step(step.id)
        if old is None or old.text == step.text or not old.text.strip() or not step.text.strip():
            continue
        language = Language.ZH if _is_chinese(old.text + step.text) else Language.EN
        edit = _Edit(
            old.text,
            step.text,
            changes(old.text, step.text, language),
            _all_text(before, prompt),
            _all_text(after, prompt),
        )
        for change in _in_step(edit, old, step, after, language):
            found.setdefault((change.kind, change.old), change)
    return tuple(found.values())


def _in_step(
    edit: _Edit, old: Step, step: Step, plan: Plan, language: Language
) -> Iterator[FactChange]:
    names = _chinese_renamed(edit) if language is Language.ZH else _english_renamed(edit)
    taken = ""
    for one, other in names:
        taken += f"{one}\n"
        yield FactChange(FactKind.NAME, step.id, one, other)
    for kind, pairs in (
        (FactKind.NUMBER, _numbers(edit)),
        (FactKind.PLACE, _places(edit, language)),
        (FactKind.RELATION, _pairs(edit, fact_words.relations_in, fact_words.is_other_relation)),
    ):
        for one, other in pairs:
            if one not in taken:
                yield FactChange(kind, step.id, one, other)
    was = viewpoint_in_step(old.text, by_writer=old.author is not Author.MODEL)
    now = viewpoint_in_step(step.text, by_writer=step.author is not Author.MODEL)
    if now is not was and now is not Viewpoint.OPEN:
        yield FactChange(FactKind.VIEWPOINT, step.id, was.value, now.value)
    if _is_ending(step, plan):
        for clause in _other_ending(edit, language):
            yield FactChange(FactKind.ENDING, step.id, clause, step.text)


def _chinese_renamed(edit: _Edit) -> Iterator[tuple[str, str]]:
    """Yield old and new name: each in the place of the other, or the only ones to go and come."""
    gone = edit.gone(chinese_names.names_in(edit.old, edit.before))
    come = edit.come(chinese_names.names_in(edit.new, edit.after))
    yield from _paired(edit, gone, come, _chinese_in_place)


def _english_renamed(edit: _Edit) -> Iterator[tuple[str, str]]:
    gone = edit.gone(english_names.names_in(edit.old, edit.before))
    come = edit.come(english_names.names_in(edit.new, edit.after))
    for old, new in _paired(edit, gone, come, _english_in_place):
        yield _without_shared(old, new) if old.count(" ") == new.count(" ") else (old, new)


def _without_shared(old: str, new: str) -> tuple[str, str]:
    """Return names without the last words they share: Ned and Tom of Ned Marsh and Tom Marsh."""
    olds, news = old.split(" "), new.split(" ")
    while len(olds) > 1 and olds[-1] == news[-1]:
        olds.pop()
        news.pop()
    return " ".join(olds), " ".join(news)


def _paired(
    edit: _Edit,
    gone: Spans,
    come: Spans,
    in_place: Callable[[_Edit, Change, tuple[int, int]], str | None],
) -> Iterator[tuple[str, str]]:
    left_gone, left_come = [], list(come)
    for span in gone:
        change = _over(edit, span)
        new = None if change is None else in_place(edit, change, span)
        partner = None if change is None else _standing_in(change, left_come)
        if partner is not None:
            left_come.remove(partner)
            new = new or edit.new[slice(*partner)]
        if new:
            yield edit.old[slice(*span)], new
        else:
            left_gone.append(span)
    if len(left_gone) == len(left_come) == 1:
        yield edit.old[slice(*left_gone[0])], edit.new[slice(*left_come[0])]


def _over(edit: _Edit, span: tuple[int, int]) -> Change | None:
    """Return the first replacement that touches a stretch of the old text."""
    return next(
        (
            change
            for change in edit.changed
            if change.kind is ChangeKind.REPLACED
            and change.old_start < span[1]
            and span[0] < change.old_end
        ),
        None,
    )


def _standing_in(change: Change, spans: Spans) -> tuple[int, int] | None:
    touching = (s for s in spans if s[0] < change.new_end and change.new_start < s[1])
    return next(touching, None)


def _chinese_in_place(edit: _Edit, change: Change, span: tuple[int, int]) -> str | None:
    """Return what stands exactly where a name stood, if that looks like a name as well."""
    lead, tail = change.old_start - span[0], span[1] - change.old_end
    if lead < 0 or tail < 0:
        return None
    new = edit.new[change.new_start - lead : change.new_end + tail]
    return new if chinese_names.has_name_shape(new) and new not in edit.old else None


def _english_in_place(edit: _Edit, change: Change, span: tuple[int, int]) -> str | None:
    """Return what stands exactly where a name stood, were it at the start of a sentence only."""
    new = edit.new[change.new_start : change.new_end]
    is_exact = (change.old_start, change.old_end) == span
    return new if is_exact and english_names.has_name_shape(new) and new not in edit.old else None


def _numbers(edit: _Edit) -> Iterator[tuple[str, str]]:
    def is_other(old: str, new: str) -> bool:
        return fact_words.unit_of(old) == fact_words.unit_of(new)

    yield from _pairs(edit, fact_words.numbers_in, is_other)
    yield from _pairs(edit, fact_words.times_in, fact_words.is_other_time)


def _places(edit: _Edit, language: Language) -> Iterator[tuple[str, str]]:
    if language is Language.EN:
        yield from _pairs(edit, fact_words.english_places_in, fact_words.is_other_place)
        return
    for change in edit.changed:
        if change.kind is not ChangeKind.REPLACED:
            continue
        old, new = _with_place_end(edit, change)
        if old in new or new in old or old in edit.new or new in edit.old:
            continue
        are_places = fact_words.is_chinese_place(old) and fact_words.is_chinese_place(new)
        are_one = fact_words.is_same_chinese_place(old, new)
        if not are_one and (are_places or _are_led_to(edit, change, old, new)):
            yield old, new


def _are_led_to(edit: _Edit, change: Change, old: str, new: str) -> bool:
    """Whether both stand where places do, here and, the old one, elsewhere: 从上海, 从广州."""
    if not all(2 <= len(word) <= 4 and not chinese_names.is_everyday(word) for word in (old, new)):
        return False
    elsewhere = edit.before.replace(edit.old, "")
    return fact_words.stands_where_places_do(edit.old, change.old_start) and any(
        fact_words.stands_where_places_do(elsewhere, match.start())
        for match in re.finditer(old, elsewhere)
    )


def _with_place_end(edit: _Edit, change: Change) -> tuple[str, str]:
    """Return what was replaced and by what, with the end that both share: 青石镇 and 白水镇."""
    old = edit.old[change.old_start : change.old_end]
    new = edit.new[change.new_start : change.new_end]
    for more in (0, 1, 2):
        end = edit.old[change.old_end : change.old_end + more]
        if fact_words.is_chinese_place(old + end) and fact_words.is_chinese_place(new + end):
            return old + end, new + end
    return old, new


def _pairs(
    edit: _Edit, find: Callable[[str], Spans], is_other: Callable[[str, str], bool]
) -> Iterator[tuple[str, str]]:
    """Yield facts that a table knows: one is gone, and the one in its place says another."""
    come = edit.come(find(edit.new))
    for span in edit.gone(find(edit.old)):
        old = edit.old[slice(*span)]
        change = _over(edit, span)
        if change is None or change.old_end - change.old_start > LONGEST_SWAP:
            continue
        beside = _standing_in(change, come)
        if beside is not None and is_other(old, edit.new[slice(*beside)]):
            come.remove(beside)
            yield old, edit.new[slice(*beside)]


def _is_ending(step: Step, plan: Plan) -> bool:
    beats = plan.beats
    is_last = bool(beats) and beats[-1].id == step.id
    return is_last or _ENDING.search(step.title) is not None


def _other_ending(edit: _Edit, language: Language) -> Iterator[str]:
    """Yield the clauses that are gone without leaving half their words."""
    for match in _CLAUSE.finditer(edit.old):
        clause = match.group().strip()
        words = list(clause) if language is Language.ZH else clause.casefold().split()
        kept = edit.new if language is Language.ZH else edit.new.casefold().split()
        share = sum(word in kept for word in words) / max(1, len(words))
        if len(words) >= 4 and share < KEPT_ENDING:
            yield clause


def _first_of_each(text: str, spans: Spans, *, absent_from: str) -> Spans:
    first: dict[str, tuple[int, int]] = {}
    for span in spans:
        word = text[slice(*span)]
        if not _holds(absent_from, word):
            first.setdefault(word, span)
    return list(first.values())


def _holds(text: str, word: str) -> bool:
    if word.isascii():
        return re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE) is not None
    return word in text


def _all_text(plan: Plan, prompt: Prompt) -> str:
    return "\n".join([prompt.text, *(f"{step.title}\n{step.text}" for step in plan.steps)])


def _is_chinese(text: str) -> bool:
    han = sum("\u4e00" <= char <= "\u9fff" for char in text)
    return han * 4 > len(text)


def viewpoint_words(text: str) -> Sequence[tuple[int, int, str]]:
    """Return where a text asks for a viewpoint, and which; nothing where it does not."""
    said = stated_viewpoint(text)
    return () if said is None else ((said[1], said[2], said[0].value),)
