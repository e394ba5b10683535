"""What has become of sessions: told once, by whoever did it, and heard by every window's list."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class LibraryNews(QObject):
    """Belongs to all windows. Nobody acts on a window's list but through here."""

    saved = Signal(object)  # SessionSummary after its texts were saved
    shelved = Signal(object)  # SessionSummary with another name, star, tag or folder
    added = Signal()  # sessions were made, taken in or taken out of the trash
    trashed = Signal(object)  # the ids of sessions that are in the trash now
    round_begun = Signal()  # of blind choices, in place of any other
