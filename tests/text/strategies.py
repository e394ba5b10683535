"""Hostile texts: mixed scripts, marks of Markdown, line ends, NUL, emoji, lone surrogates."""

from __future__ import annotations

from hypothesis import strategies as st

FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
PROSE = ["灯塔", "潮水退去了。", "The keeper", "：", "“话”", "שלום", "e\u0301", FAMILY, "NaN"]
BREAKS = [
    " ",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    "\0",
    "\u2028",
    "\x85",
    "\ufeff",
    "\u00a0",
    "\u3000",
]
MARKS = ["## ", "##", "\\## ", "# ", "1. ", "2、", "- ", "> ", "```\n", "|", "---", '"', "\\"]
TAGS = ["<script>", "<b>", "&amp;", "[a](file:///x)", "![](http://x/y.png)", "</think>", "<think>"]
PIECES = [*PROSE, *BREAKS, *MARKS, *TAGS, "\ud800"]

hostile = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=12).map("".join)
writable = hostile.map(lambda text: text.encode("utf-8", "replace").decode("utf-8"))
"""Hostile text that a UTF-8 file can hold."""
