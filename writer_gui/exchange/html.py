"""A manuscript as one web page that needs nothing else and loads nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from writer_gui.text.render import escaped, markdown_to_html

if TYPE_CHECKING:
    from writer_gui.exchange.manuscript import Manuscript

STYLE = """\
body { max-width: 38em; margin: 3em auto; padding: 0 1.5em; line-height: 1.7;
  font-family: Georgia, "Songti SC", "Noto Serif CJK SC", "Source Han Serif SC", serif; }
h1, h2, h3 { line-height: 1.3; font-weight: 600; }
h1 { margin: 0 0 1.5em; }
h2 { margin-top: 3em; }
p { margin: 0 0 1em; }
:lang(zh) p { margin: 0; text-indent: 2em; text-align: justify; }
:lang(zh) blockquote p, :lang(zh) li p { text-indent: 0; }
hr { border: 0; margin: 2em 0; text-align: center; }
hr::after { content: "* * *"; }
@media (prefers-color-scheme: dark) { body { background: #1b1b1a; color: #dcdad4; } }
"""


def as_html(manuscript: Manuscript) -> bytes:
    """Return a page in UTF-8."""
    page = f"""\
<!DOCTYPE html>
<html lang="{manuscript.language.value}">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<title>{escaped(manuscript.title)}</title>
<style>
{STYLE}</style>
</head>
<body>
{body(manuscript)}
</body>
</html>
"""
    return page.encode()


def body(manuscript: Manuscript) -> str:
    """Return headings and texts as HTML that is well-formed XML too."""
    pieces = []
    for part in manuscript.parts:
        if part.heading:
            pieces.append(f"<h{part.level}>{escaped(part.heading)}</h{part.level}>")
        if part.text:
            pieces.append(markdown_to_html(part.text))
    return "\n".join(pieces)
