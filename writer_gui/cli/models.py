"""`models`: what is installed, what can be, and the writer's own files."""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from writer_gui.inference.collection import ModelCollection
from writer_gui.inference.transfer import Watch

if TYPE_CHECKING:
    from collections.abc import Callable

    from writer_gui.cli.output import Console
    from writer_gui.inference.model_info import ModelInfo

NOTE_INTERVAL_S = 10.0
_HEAD = ("NAME", "SIZE", "MEMORY", "CONTEXT", "LICENCE", "LANGUAGES", "")


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser("models", help="list, install, add and remove models")
    parser.set_defaults(run=_list)
    actions = parser.add_subparsers(metavar="ACTION")
    _add(actions, "list", _list, "list what is installed and what can be")
    _add(actions, "install", _install, "download a model and check it").add_argument("name")
    _add(actions, "add", _add_file, "use a GGUF file where it lies").add_argument("file", type=Path)
    _add(actions, "info", _info, "tell what a model is").add_argument("name")
    _add(actions, "verify", _verify, "check a model's SHA-256").add_argument("name")
    _add(actions, "remove", _remove, "delete an installed model, forget a file").add_argument(
        "name"
    )
    attach = _add(actions, "attach", _attach, "load a LoRA adapter with a model")
    attach.add_argument("name")
    attach.add_argument("adapter", type=Path, nargs="?", help="a GGUF file; without it: none")


def _add(
    actions: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace, Console], int],
    explanation: str,
) -> argparse.ArgumentParser:
    parser = actions.add_parser(name, help=explanation)
    parser.set_defaults(run=run)
    parser.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON value"
    )
    return parser


def _list(_args: argparse.Namespace, console: Console) -> int:
    models = ModelCollection.open().models()
    console.result([asdict(info) for info in models], _table([_HEAD, *map(_row, models)]))
    return 0


def _install(args: argparse.Namespace, console: Console) -> int:
    info = ModelCollection.open().install(args.name, _watch(console, "installing"))
    console.result(asdict(info), f"{info.title} is installed in {info.file}")
    return 0


def _add_file(args: argparse.Namespace, console: Console) -> int:
    info = ModelCollection.open().add(args.file, _watch(console, "reading"))
    console.result(asdict(info), f"{info.title} is used where it lies, by the name {info.name}")
    return 0


def _info(args: argparse.Namespace, console: Console) -> int:
    info = ModelCollection.open().info(args.name)
    lines = [f"{name:13} {_shown(value)}" for name, value in asdict(info).items()]
    console.result(asdict(info), "\n".join(lines))
    return 0


def _verify(args: argparse.Namespace, console: Console) -> int:
    info = ModelCollection.open().verify(args.name, _watch(console, "checking"))
    console.result(asdict(info), f"{info.title} is as it has to be: SHA-256 {info.sha256}")
    return 0


def _remove(args: argparse.Namespace, console: Console) -> int:
    info = ModelCollection.open().remove(args.name)
    did = "is no longer listed; the file stays" if info.own else "is removed"
    console.result({"name": info.name, "removed": not info.own}, f"{info.title} {did}")
    return 0


def _attach(args: argparse.Namespace, console: Console) -> int:
    info = ModelCollection.open().attach(args.name, args.adapter)
    did = f"is loaded with {info.lora}" if info.lora else "is loaded without an adapter"
    console.result(asdict(info), f"{info.title} {did}")
    return 0


def _watch(console: Console, doing: str) -> Watch:
    """Show progress on a terminal as it comes, elsewhere every ten seconds."""
    next_note = time.monotonic() + NOTE_INTERVAL_S

    def report(done: int, total: int) -> None:
        nonlocal next_note
        text = f"{doing}: {done * 100 // max(1, total)} % of {_size(total)}"
        console.progress(text)
        if not sys.stderr.isatty() and time.monotonic() >= next_note:
            next_note = time.monotonic() + NOTE_INTERVAL_S
            console.note(text)

    return Watch(report, console.note)


def _row(info: ModelInfo) -> tuple[str, ...]:
    state = "own file" if info.own else "installed" if info.installed else ""
    return (
        info.name,
        _size(info.bytes),
        _size(info.memory_bytes),
        f"{info.context:,}",
        info.licence or "?",
        " ".join(info.languages) or "?",
        info.problem or state,
    )


def _table(rows: list[tuple[str, ...]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    ]
    return "\n".join(line.rstrip() for line in lines)


def _shown(value: object) -> str:
    if isinstance(value, tuple | list):
        return " ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"
