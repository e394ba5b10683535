"""Markdown as HTML for export. Nothing in it runs, loads or refers to a file."""

from __future__ import annotations

import html
import re

import markdown
import nh3

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
    their description, and links lead to the web or to a mail address or nowhere.
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


def _converter() -> markdown.Markdown:
    converter = markdown.Markdown(extensions=list(_EXTENSIONS), output_format="xhtml")
    converter.preprocessors.deregister("html_block")
    converter.parser.blockprocessors.deregister("code")  # an indented paragraph is no program
    for pattern in ("html", "entity", "image_link", "image_reference", "short_image_ref"):
        converter.inlinePatterns.deregister(pattern)
    return converter


def _filtered(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "style":
        return value if value in _ALIGNMENTS else None
    if attribute == "href" and not value.lower().startswith(_LINKS):
        return None
    return value
