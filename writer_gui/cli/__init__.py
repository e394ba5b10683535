"""The command line: the same functions as the window, without a display.

Exit codes: 0 done, 2 wrong usage, 3 an error of the world (one sentence on stderr), 130
interrupted.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from writer_gui import __version__
from writer_gui.cli.output import Console
from writer_gui.errors import UsageError, UserError

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMAND_MODULES = (
    "draft",
    "sessions",
    "export",
    "library",
    "triplets",
    "pairs",
    "mix",
    "models",
    "bench",
    "backup",
)
"""Modules of this package that add commands, in the order the help shows them."""

DESCRIPTION = "Draft offline, plan and story side by side. Without a command the window opens."

DONE, WRONG_USAGE, WORLD_ERROR, INTERRUPTED = 0, 2, 3, 130


class _Parser(argparse.ArgumentParser):
    """Writes its own errors to stderr and nothing to stdout."""

    def error(self, message: str) -> None:  # type: ignore[override]  # ours raises, as argparse's exits
        raise UsageError(f"{message}. Try '{self.prog} --help'.")


def build_parser() -> argparse.ArgumentParser:
    """Return the parser with every command. Without a command the window is meant."""
    parser = _global_options(_Parser(prog="writer-gui", description=DESCRIPTION))
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for name in COMMAND_MODULES:
        importlib.import_module(f"writer_gui.cli.{name}").register(commands)
    for command in dict.fromkeys(commands.choices.values()):
        if not any(action.dest == "json" for action in command._actions):  # noqa: SLF001 - argparse offers no reader
            command.add_argument("--json", action="store_true", help="print one JSON value")
    return parser


def _global_options(parser: _Parser) -> _Parser:
    parser.add_argument("--version", action="version", version=f"writer-gui {__version__}")
    parser.add_argument("--data-dir", metavar="DIR", help="where sessions and settings are kept")
    return parser


def parse(arguments: Sequence[str]) -> argparse.Namespace | None:
    """Parse the command line and take over the data directory; None where the window is meant.

    The commands are imported only when one is given: the window opens the faster for it.
    Raises UsageError.
    """
    bare = _global_options(_Parser(prog="writer-gui", add_help=False))
    parsed, rest = bare.parse_known_args(arguments)
    if rest:
        parsed = build_parser().parse_args(arguments)
    if parsed.data_dir:
        os.environ["WRITER_HOME"] = str(Path(parsed.data_dir).expanduser().absolute())
    return parsed if rest else None


def run(parsed: argparse.Namespace) -> int:
    """Run the chosen command and turn errors of the world into a sentence and an exit code."""
    console = Console(as_json=parsed.json)
    try:
        return int(parsed.run(parsed, console))
    except UserError as error:
        console.note(str(error))
        return WRONG_USAGE if isinstance(error, UsageError) else WORLD_ERROR
    except KeyboardInterrupt:
        console.note("Interrupted.")
        return INTERRUPTED


def complain(error: UserError) -> int:
    """Print a usage error that came before any command could run."""
    sys.stderr.write(f"{error}\n")
    return WRONG_USAGE
