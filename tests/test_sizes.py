"""Nothing grows too large to read. The list of exceptions may only get shorter."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULE_LINES = 400
CLASS_LINES = 250
CLASS_METHODS = 20

EXCEPTIONS: dict[str, str] = {}
"""Path, or path:Class, of what is still too large, and why. Add nothing here."""

MODULES = sorted((ROOT / "writer_gui").rglob("*.py"))


def oversized(path: Path) -> list[str]:
    """Return what in one module is over a limit, as `path[:Class]`."""
    source = path.read_text("utf-8")
    name = path.relative_to(ROOT).as_posix()
    found = [name] if len(source.splitlines()) > MODULE_LINES else []
    classes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef)]
    return found + [f"{name}:{node.name}" for node in classes if too_large(node)]


def too_large(node: ast.ClassDef) -> bool:
    methods = [n for n in node.body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    return lines > CLASS_LINES or len(methods) > CLASS_METHODS


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_module_and_its_classes_are_small(path: Path) -> None:
    assert [found for found in oversized(path) if found not in EXCEPTIONS] == []


def test_exceptions_are_still_needed() -> None:
    needed = {found for path in MODULES for found in oversized(path)}
    assert EXCEPTIONS.keys() <= needed


def test_guard_sees_a_large_class() -> None:
    methods = "\n".join(f"    def m{n}(self): ..." for n in range(CLASS_METHODS + 1))
    node = ast.parse(f"class Big:\n{methods}\n").body[0]
    assert isinstance(node, ast.ClassDef)
    assert too_large(node)
