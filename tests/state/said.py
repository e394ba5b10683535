"""Finds, in the source, the sentences that layers below Qt hand up to be shown."""

from __future__ import annotations

import ast
import re
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCES = Path(__file__).parents[2] / "writer_gui"
CARRIERS = {"EngineFailure", "Rejected", "_damaged", "_fail", "_fail_loading", "failed"}
"""What takes a sentence or a reason, besides the exceptions of the project."""
REASONED_WITH_VALUE_ERROR = ("exchange", "writing")
"""Where the words of a ValueError become part of a sentence."""
TALKATIVE = {
    "background/deaths.py",
    "background/install_process.py",
    "exchange/plain.py",
    "inference/catalog.py",
    "inference/fetch_package.py",
    "inference/fetch_url.py",
    "inference/gguf.py",
    "inference/model_info.py",
    "inference/remote/client.py",
    "inference/worker/loading.py",
    "inference/worker/native.py",
    "inference/worker/passages.py",
    "inference/worker/prompts.py",
    "inference/worker/server.py",
    "store/places.py",
    "store/problems.py",
    "store/recovery.py",
    "store/runs.py",
}
"""Modules that keep sentences in tables, variables and returns: all words in them count."""
NEVER_SHOWN = re.compile(
    r"int \| float|PRAGMA|^catalogue: |one thing at a time|WRITER_ENGINE|\b[Ss]cript \{|No script "
)
"""No sentences, faults of the program, and the scripted engine, which no writer uses."""
_FIELD = re.compile(r"\{\w+\}")


def said() -> dict[str, str]:
    """Return where each template is said; what varies is {0}, {1} … in its order."""
    trees = {path: ast.parse(path.read_text("utf-8")) for path in sorted(SOURCES.rglob("*.py"))}
    carriers = _exceptions(list(trees.values())) | CARRIERS
    found: dict[str, str] = {}
    for path, tree in trees.items():
        name = path.relative_to(SOURCES).as_posix()
        if name.startswith("cli/"):
            continue
        also = {"ValueError"} if name.startswith(REASONED_WITH_VALUE_ERROR) else set()
        for node in _handed_up(tree, carriers | also, talkative=name in TALKATIVE):
            for template in _templates(node):
                if not NEVER_SHOWN.search(template):
                    found.setdefault(template, f"{name}:{node.lineno}")
    return found


def _exceptions(trees: list[ast.Module]) -> set[str]:
    """Return the exceptions the project defines."""
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    return {node.name for node in classes if node.name.endswith(("Error", "Stopped"))}


def _handed_up(tree: ast.Module, carriers: set[str], *, talkative: bool) -> Iterator[ast.expr]:
    """Yield what is passed to a carrier, or in a talkative module every expression."""
    silent = _silent(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in carriers:
            yield from node.args
        elif talkative and node not in silent and _is_prose(node):
            yield node


def _is_prose(node: ast.AST) -> TypeGuard[ast.expr]:
    """Whether a node is a string of three words or more."""
    if not isinstance(node, ast.Constant | ast.JoinedStr | ast.BinOp):
        return False
    return any(len(text.split()) > 2 for text in _templates(node))


def _silent(tree: ast.Module) -> set[ast.AST]:
    """Return docstrings, what goes to the log or to SQLite, and the parts of larger strings."""
    found: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found.add(node.value)
        elif isinstance(node, ast.JoinedStr | ast.BinOp):
            found |= {part for part in ast.walk(node) if part is not node}
        elif isinstance(node, ast.Call) and ast.unparse(node.func).startswith(("log.", "re.")):
            found |= set(ast.walk(node))
    return found


def _name(function: ast.expr) -> str:
    """Return what is called; a signal's name for its `emit`."""
    if isinstance(function, ast.Attribute):
        return _name(function.value) if function.attr == "emit" else function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _templates(node: ast.expr) -> list[str]:
    """Return the templates an expression may be; none where it holds no words."""
    if isinstance(node, ast.IfExp):
        return _templates(node.body) + _templates(node.orelse)
    text = _text(node)
    if text is None or not re.search(r"[a-z]{2}.* ", text):
        return []
    numbers = count()
    return [_FIELD.sub(lambda _: f"{{{next(numbers)}}}", text)]


def _text(node: ast.expr) -> str | None:
    """Return a string with `{x}` for whatever varies."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) or "{x}" for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _text(node.left), _text(node.right)
        return None if left is None or right is None else left + right
    return None
