"""Markdown as HTML for export. Nothing in it runs, loads or refers to a file."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import markdown
import nh3
from markdown.blockprocessors import HashHeaderProcessor
from markdown.extensions.tables import TableProcessor
from markdown.inlinepatterns import ENTITY_RE, LINK_RE, InlineProcessor, LinkInlineProcessor
from markdown.util import AMP_SUBSTITUTE

if TYPE_CHECKING:
    from re import Match
    from xml.etree.ElementTree import Element

_EXTENSIONS = ("tables", "fenced_code", "sane_lists", "nl2br")
_INLINE = frozenset({"a", "br", "code", "del", "em", "strong"})
_BLOCKS = frozenset({"blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "p", "pre"})
_LISTS = frozenset({"li", "ol", "ul", "table", "tbody", "td", "th", "thead", "tr"})
TAGS = _INLINE | _BLOCKS | _LISTS
"""All that `markdown_to_html` ever returns."""

_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "th": {"style"}, "td": {"style"}}
_ALIGNMENTS = frozenset(f"text-align: {side};" for side in ("left", "right", "center"))
_LINKS = ("http://", "https://", "mailto:")
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def markdown_to_html(text: str) -> str:
    """Return a Markdown text as a fragment of HTML that is well-formed XML too.

    Raw HTML is shown as the text it is, line ends are kept as verse needs it, pictures become
    the text they are too, and so do links that lead neither to the web nor to a mail address: what
    looks like Markdown and is none is part of the story.
    """
    clean = printable(text)
    try:
        raw = _converter().convert(clean)
    except RecursionError:  # lists or quotes nested a hundred deep
        raw = plain_to_html(clean)
    return (
        nh3.clean(
            raw,
            tags=set(TAGS),
            attributes=_ATTRIBUTES,
            attribute_filter=_filtered,
            url_schemes={"http", "https", "mailto"},
            link_rel=None,
        )
        .replace("<br>", "<br/>")
        .replace("<hr>", "<hr/>")
        .replace("&nbsp;", "&#160;")  # XML knows no other name for it
    )


def plain_to_html(text: str) -> str:
    """Return a text as paragraphs of HTML, every character as it is."""
    blocks = re.split(r"\n[^\S\n]*\n\s*", printable(text).strip("\n"))
    lines = (html.escape(block, quote=False).replace("\n", "<br/>\n") for block in blocks)
    return "\n".join(f"<p>{line}</p>" for line in lines)


def escaped(text: str) -> str:
    """Return a text that stands for itself in HTML and XML, in attributes too."""
    return html.escape(printable(text))


def printable(text: str) -> str:
    """Return a text with what XML cannot hold (NUL, lone surrogates …) as U+FFFD."""
    return _NOT_IN_XML.sub("\ufffd", text)


class _Headings(HashHeaderProcessor):
    """Headings have a blank after their marks, so that `#春天` is none."""

    RE = re.compile(r"(?:^|\n)(?P<level>#{1,6})(?P<header>(?: [^\n]*)?)(?:\n|$)")

    def run(self, parent: Element, blocks: list[str]) -> None:
        super().run(parent, blocks)
        text = parent[-1].text or ""
        bare = text.rstrip("#")
        if not bare or bare.endswith(" "):  # `# C#` keeps its mark, `# C #` is closed by it
            parent[-1].text = bare.rstrip()


class _Tables(TableProcessor):
    """Tables whose rows have no cell more than the first: such a cell would not be shown."""

    def test(self, parent: Element, block: str) -> bool:
        return super().test(parent, block) and all(
            len(self._split_row(row.strip(" "))) <= len(self.separator)  # type: ignore[attr-defined]
            for row in block.split("\n")
        )


class _Links(LinkInlineProcessor):
    """Links that lead somewhere: `[小明](低声)` is text."""

    def getLink(self, data: str, index: int) -> tuple[str, str | None, int, bool]:  # noqa: N802
        href, title, end, found = super().getLink(data, index)
        return href, title, end, found and href.lower().startswith(_LINKS)


class _Entities(InlineProcessor):
    """`&lt;` is four characters of a text, as `<` is one."""

    def handleMatch(self, m: Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: N802
        return f"{AMP_SUBSTITUTE}amp;{m[1][1:]}", m.start(), m.end()


def _converter() -> markdown.Markdown:
    converter = markdown.Markdown(extensions=list(_EXTENSIONS), output_format="xhtml")
    converter.preprocessors.deregister("html_block")
    blocks = converter.parser.blockprocessors
    for name in ("code", "reference", "setextheader"):
        blocks.deregister(name)  # indented paragraphs, `[小明]: 你好` and a break after a line
    blocks.register(_Headings(converter.parser), "hashheader", 70)
    blocks.register(_Tables(converter.parser, {"use_align_attribute": False}), "table", 75)
    for pattern in ("html", "image_link", "image_reference", "short_image_ref"):
        converter.inlinePatterns.deregister(pattern)
    converter.inlinePatterns.register(_Links(LINK_RE, converter), "link", 160)
    converter.inlinePatterns.register(_Entities(ENTITY_RE, converter), "entity", 80)
    return converter


def _filtered(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "style":
        return value if value in _ALIGNMENTS else None
    if attribute == "href" and not value.lower().startswith(_LINKS):
        return None
    return value
