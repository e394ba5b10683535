"""Start the remote engine: requests on standard input, events on standard output."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys

from writer_gui.inference.remote.service import Service


def main() -> None:
    """Serve until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # httpx logs every address it asks.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    asyncio.run(Service(sys.stdin.buffer, sys.stdout.buffer).serve())
    sys.stdout.flush()
    # The thread that reads the input may still be in it.
    os._exit(0)


if __name__ == "__main__":
    main()
