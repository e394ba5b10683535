"""What leaks from the frame of a chat into a text: headings, marks, a helper's words around it.

All of it has been seen in drafts by small models. A rule takes out the leak alone, never what
stands after it, and leaves what may be story: speech, signs that a figure reads, lines of verse.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from writer_gui.domain.language import Language
from writer_gui.writing.asides import is_chatter

if TYPE_CHECKING:
    from collections.abc import Callable

LEAST_PROSE = {Language.ZH: 12, Language.EN: 40}
"""Characters from which on a line with an end of a sentence is prose; verse has shorter ones."""

LONGEST_DIRECTION = {Language.ZH: 30, Language.EN: 80}
"""Characters of a stage direction in brackets."""

_PIECE = (
    r"(?:故事|短文|文章|诗歌?|散文|剧本|小说|正文|续写|改写|版本|初稿|草稿|作品|演讲稿?|文案|段落"
    r"|童话|寓言|公开信)"
)
_PIECE_EN = (
    r"(?:story|poem|essay|text|letter|piece|version|script|scene|speech|play|tale|draft|section"
    r"|paragraph|continuation|rewrite)"
)
_STEP = r"(?:开端|开头|发展|转折|高潮|结局|结尾|立意|正文|故事正文|起因|经过|尾声)"

_SPECIAL = re.compile(
    r"<\|im_start\|>(?:assistant|user|system)?\n?|<[|｜][A-Za-z_▁]{2,24}[|｜]>|</?s>|\[/?INST\]"
)
_FENCE = re.compile(r"\s*```[\w+-]*\s*")
_FRAME = re.compile(
    rf"""\s*/\*+\s*\d{{1,2}}\s*[.、．][^\n】]*(?:】|$)\s*
    | \s*【\s*\d{{1,2}}\s*[.、．][^\n】]*(?:】|$)\s*
    | \s*\[\s*\d{{1,2}}\.\s+[^\]\n]*\]\s*
    | \s*【\s*{_STEP}[^】\n]{{0,12}}】\s*$""",
    re.VERBOSE,
)
_HEADING = re.compile(r"\s*\#{1,6}[ \t]+\S[^\n]*")
_PART = re.compile(
    r"\s*\**(?:第[一二三四五六七八九十\d]+部分"
    r"|(?:Part|Section)\s+(?:\d+|[IVX]+|One|Two|Three|Four|Five|Six|Seven|Eight))\**"
    r"\s*(?:[:：]\**[^\n。！？.!?]{0,24}$|[:：]\**\s*|$)",
)
_BOLD = re.compile(r"[ \t]*\*\*[^*\n]{0,79}[^*\n。！？.!?…”\"]\*\*[ \t:：]*")
_LIST = re.compile(r"\s*\[\s*([\"“].*[\"”])\s*[,，]?\s*\]\s*")
_FIELD = re.compile(r"\s*\{\s*[\"“]\w+[\"”]\s*[:：]\s*([\"“].*[\"”])\s*\}\s*")
_SEAM = re.compile(r"[\"”]\s*[,，]\s*[\"“]")
_DIRECTION = re.compile(r"\s*[\[［（(]([^\[\]［］（）()\n]+)[\]］）)]\s*")
_NO_DIRECTION = re.compile(
    r"[。！？.!?…“”\"]|^[\s\d零〇一二三四五六七八九十百IVXivx.、]+$|我|章|签|日期|姓名|地址|电话|附件|年|月"
    r"|副歌|主歌|桥段|间奏|合唱|\b(?:I|my|we|our|chorus|verse|bridge|intro|outro|hook|refrain|date"
    r"|name|signature|signed|seal|address|phone|enclosure)\b",
    re.IGNORECASE,
)
_PROSE_END = re.compile(r"[。！？.!?…][”’」』）)\"']*\s*$")
_TIPS = re.compile(
    r"\s*\**(?:小提示|小贴士|提示|写作(?:提示|建议|技巧)|(?:writing\s+)?tips?)\**\s*[:：]\**",
    re.IGNORECASE,
)
_ITEM = re.compile(r"\s*(?:\d{1,2}[.、)）]|[-*•])\s*\S")
_WRITING = re.compile(
    r"情节|人物(?:形象|性格|刻画)|读者|写作|描写|叙述|文笔|篇幅|字数|(?:故事|文章)的"
    r"|\b(?:plot|characters?|readers?|your\s+(?:story|writing)|dialogue|prose|word\s+count)\b",
    re.IGNORECASE,
)
_YES = r"(?:好的|当然(?:可以)?|没问题)[，,。！!]?\s*"
_OPENING = re.compile(
    rf"""(?:{_YES}(?:这(?:就)?是|我(?:来|将|会))|(?:{_YES})?(?:以下|下面)(?:就)?是)
      [^\n。：:“”]{{0,24}}{_PIECE}[^\n。：:“”]{{0,8}}(?:[:：]\s*|[。！]?\s*(?:\n|$))
    | {_YES}(?:以下|下面|我(?:将|会|来)[为按根])[^\n“”]{{0,40}}
      (?:[:：]\s*|\s*\n)
    | (?:sure(?:\s+thing)?|certainly|of\s+course|absolutely)[!,.]\s*
      (?=\n|$|here(?:['’]s|\s+is)|below\s+is)
    | (?:here(?:['’]s|\s+is)|below\s+is)\s+(?:the|a|an|your)\s+(?:[\w-]+\s+){{0,3}}{_PIECE_EN}
      (?![^\n:]*\b(?:he|she|I|my|told|wrote)\b)[^\n:.“”"]{{0,80}}(?::\s*|\.?\s*(?:\n|$))
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TITLE = re.compile(r"\s*\**(?:标题|题目|Title)\**\s*[:：][^\n]{0,60}(?:\n+|$)", re.IGNORECASE)
_BODY = re.compile(r"\s*\**(?:正文|故事正文|Story|Text)\**\s*[:：]\**\s*", re.IGNORECASE)


def leaks(
    text: str, language: Language, is_script: bool = False, *, has_headings: bool = False
) -> tuple[str, ...]:
    """Return the kinds of leaks found, as `_rules` names them.

    A script has directions and bold lines of its own. Where a kind of writing has headings, only
    the one that a text opens with is a leak, as the program has written that.
    """
    rules = _rules(language, is_script=is_script, has_headings=has_headings)
    return tuple(kind for kind, rule in rules.items() if rule(text) != text)


def without_leaks(
    text: str, language: Language, is_script: bool = False, *, has_headings: bool = False
) -> str:
    """Return the text without them. What they stood around stays as it was."""
    rules = _rules(language, is_script=is_script, has_headings=has_headings)
    before = None
    while text != before:
        before = text
        for rule in rules.values():
            text = rule(text)
    return text


def _rules(
    language: Language, *, is_script: bool, has_headings: bool
) -> dict[str, Callable[[str], str]]:
    """Return by its name what takes a kind of leak out of a text."""
    without_lines = _without_first if has_headings else _without
    rules: dict[str, Callable[[str], str]] = {
        "mark": lambda text: _SPECIAL.sub("", text),
        "fence": lambda text: _without(text, _FENCE),
        "frame": lambda text: _without_start_of_lines(text, _FRAME),
        "heading": lambda text: without_lines(text, _HEADING),
        "list": lambda text: "\n".join(map(_unwrapped, text.split("\n"))),
        "tips": _without_tips,
        "opening": _without_opening,
        "closing": _without_chatter,
    }
    if not has_headings:
        rules["part"] = lambda text: _without_start_of_lines(text, _PART)
        rules["label"] = _without_labels
    if not is_script:
        rules["bold"] = lambda text: without_lines(text, _BOLD)
        rules["direction"] = lambda text: _without_directions(text, language)
    return rules


def _without(text: str, leak: re.Pattern[str]) -> str:
    """Return the text without the lines that are a pattern."""
    lines = text.split("\n")
    return _kept(lines, [leak.fullmatch(line) is None for line in lines])


def _without_first(text: str, leak: re.Pattern[str]) -> str:
    """Return the text without its first line if that is a pattern."""
    first, _, rest = text.lstrip("\n").partition("\n")
    return rest.lstrip("\n") if leak.fullmatch(first) else text


def _kept(lines: list[str], keeps: list[bool]) -> str:
    """Return the lines to be kept; of the blank ones around a gap those before it."""
    kept: list[str] = []
    is_gap = False
    for line, keep in zip(lines, keeps, strict=True):
        if not keep:
            is_gap = True
        elif not (is_gap and not line.strip() and (not kept or not kept[-1].strip())):
            is_gap = False
            kept.append(line)
    if is_gap:
        while kept and not kept[-1].strip():
            kept.pop()
    return "\n".join(kept)


def _without_start_of_lines(text: str, pattern: re.Pattern[str]) -> str:
    """Return the text without a pattern where lines begin, and without lines it leaves empty."""
    lines = text.split("\n")
    rest = [line[match.end() :] if (match := pattern.match(line)) else line for line in lines]
    changed = [new != old and not new.strip() for new, old in zip(rest, lines, strict=True)]
    return _kept(rest, [not is_empty for is_empty in changed])


def _unwrapped(line: str) -> str:
    """Return a line that is a list or a field of JSON as what it holds."""
    match = _LIST.fullmatch(line) or _FIELD.fullmatch(line)
    if match is None:
        return line
    inner = _SEAM.sub("\n", match[1][1:-1])
    return match[1] if re.search(r"[\"“”]", inner) else inner


def _without_directions(text: str, language: Language) -> str:
    lines = text.split("\n")
    around = ["", *lines, ""]
    keeps = [
        not (_is_direction(line, language) and _is_apart(before, after, language))
        for before, line, after in zip(around, lines, around[2:], strict=False)
    ]
    return _kept(lines, keeps)


def _is_direction(line: str, language: Language) -> bool:
    match = _DIRECTION.fullmatch(line)
    is_short = match is not None and len(match[1]) <= LONGEST_DIRECTION[language]
    return match is not None and is_short and _NO_DIRECTION.search(match[1]) is None


def _is_apart(before: str, after: str, language: Language) -> bool:
    """Return whether a line stands between paragraphs of prose, not among lines of verse."""
    return all(
        not line.strip() or (len(line) >= LEAST_PROSE[language] and _PROSE_END.search(line))
        for line in (before, after)
    )


def _without_tips(text: str) -> str:
    """Return the text without a line of tips on writing, and the list it opens."""
    lines = text.split("\n")
    keeps = [True] * len(lines)
    for place, line in enumerate(lines):
        if not _TIPS.match(line):
            continue
        end = place + 1
        while end < len(lines) and _ITEM.match(lines[end]):
            end += 1
        if _WRITING.search("\n".join(lines[place:end])):
            keeps[place:end] = [False] * (end - place)
    return _kept(lines, keeps)


def _without_opening(text: str) -> str:
    begin = len(text) - len(text.lstrip())
    match = _OPENING.match(text, begin)
    return text if match is None else text[match.end() :].lstrip("\n")


def _without_chatter(text: str) -> str:
    lines = text.split("\n")
    end = len(lines)
    while end and (not lines[end - 1].strip() or _is_any_chatter(lines[end - 1])):
        end -= 1
    is_found = any(_is_any_chatter(line) for line in lines[end:])
    return "\n".join(lines[:end]) if is_found else text


def _is_any_chatter(line: str) -> bool:
    return any(is_chatter(line, language) for language in Language)


def _without_labels(text: str) -> str:
    """Return the text without a line with its title, or the label before its first line."""
    match = _TITLE.match(text) or _BODY.match(text)
    return text if match is None else text[match.end() :]
