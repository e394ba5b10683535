"""Start: a command when one is given, else the window."""

from __future__ import annotations

import gc
import sys

from writer_gui import cli
from writer_gui.errors import UserError


def main(arguments: list[str] | None = None) -> int:
    """Run the program and return its exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        parsed = cli.parse(arguments)
    except UserError as error:
        return cli.complain(error)
    if parsed is not None:
        return cli.run(parsed)
    # Imports make much that lives and little that dies: looking for it costs a tenth of the start.
    # The window collects garbage at moments of its own choice, see app.py.
    gc.disable()
    from writer_gui import app

    return app.run()


if __name__ == "__main__":
    sys.exit(main())
