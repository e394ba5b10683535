"""The key of a server: kept by the system's keyring, never in a file or a log of ours.

`keyring` is imported where it is used: that takes a tenth of a second of every start.
"""

from __future__ import annotations

import logging
import os

from writer_gui.errors import UserError

log = logging.getLogger(__name__)

SERVICE = "writer-gui"
VARIABLE = "WRITER_REMOTE_KEY"
"""For computers without a keyring; it goes before what the keyring holds."""


def read_key(base: str) -> str:
    """Return the key for the server at this address, or nothing."""
    if VARIABLE in os.environ:
        return os.environ[VARIABLE]
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, base) or ""
    except KeyringError as error:
        log.info("no key was read: %s", type(error).__name__)
        return ""


def store_key(base: str, key: str) -> None:
    """Give a key to the keyring; an empty one is taken away. Raises UserError."""
    import keyring
    from keyring.errors import KeyringError

    if not (key.isascii() and key.isprintable()) or " " in key:
        raise UserError("The key holds characters no key has; copy it again.")
    try:
        if key:
            keyring.set_password(SERVICE, base, key)
        elif keyring.get_password(SERVICE, base) is not None:
            keyring.delete_password(SERVICE, base)
    except KeyringError as error:
        raise UserError(
            "This computer has no keyring that takes the key, and it is stored nowhere else; "
            f"set it as {VARIABLE} in the environment before the program starts."
        ) from error
