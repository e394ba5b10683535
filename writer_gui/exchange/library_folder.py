"""The whole library as a folder of readable files, and back.

Each session is a Markdown text to read and a JSON file that holds all of it; triplets and pairs
are a file each (`library_records`), and `library.json` says how many there should be. Reading goes
by the JSON. A Markdown text that was changed since, or has no JSON beside it, becomes a session of
its own, so that nothing written there is lost.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from writer_gui.domain.session import Session
from writer_gui.errors import UserError
from writer_gui.exchange.files import cut_name, write_bytes
from writer_gui.exchange.library_records import (
    LINKS,
    TRASH,
    RecordsTaken,
    count_records,
    take_in_records,
    write_records,
)
from writer_gui.exchange.plain import from_plain, to_plain
from writer_gui.exchange.records import parse_json
from writer_gui.exchange.session_text import SUFFIXES, session_as_text, session_from_text
from writer_gui.store.clock import to_stamp
from writer_gui.store.sessions import load_session
from writer_gui.store.shelves import restore_session
from writer_gui.store.whole_sessions import (
    Moved,
    add_whole_session,
    count_all_sessions,
    each_session,
    sessions_by_birth,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from writer_gui.domain.plan import PlanVersion
    from writer_gui.domain.story import StoryVersion
    from writer_gui.store.database import Transaction

INDEX = "library.json"
_FORMAT, _VERSION = "writer-gui library", 1
_FILES_END = (".md", ".json", ".jsonl")
FILES_AT_ONCE = 50  # some 0.2 s
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')


@dataclass(frozen=True, slots=True)
class LibraryFiles:
    """How many of each there are."""

    sessions: int
    triplets: int
    pairs: int


@dataclass(slots=True)
class TakenIn:
    """What became of the files that were read; `missing` counts sessions that have no file.

    So does `missing_records` triplets and pairs. A session taken out of the trash, where it lies
    here and not there, is among those `added`.
    """

    added: list[int] = field(default_factory=list)
    duplicates: int = 0
    triplets: int = 0
    pairs: int = 0
    missing: int = 0
    missing_records: int = 0
    rejected: list[tuple[str, str]] = field(default_factory=list)


def write_library(tx: Transaction, folder: Path) -> LibraryFiles:
    """Write everything into a new or empty folder. Raises UserError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        is_empty = next(folder.iterdir(), None) is None
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(f"{folder} cannot be written ({reason}); choose another folder.") from error
    if not is_empty:
        raise UserError(f"{folder} is not empty; choose a new folder.")
    _write_index(tx, folder)
    sessions = sum(_write_session(folder, session) for session in each_session(tx))
    triplets, pairs = write_records(tx, folder)
    return LibraryFiles(sessions, triplets, pairs)


def take_in(tx: Transaction, paths: Iterable[Path]) -> TakenIn:
    """Take in folders that `write_library` wrote, session files and texts, all at once."""
    taking = TakingIn(paths)
    while not taking.go_on(tx):
        pass
    return taking.report


def _write_index(tx: Transaction, folder: Path) -> None:
    """Say what there should be, before it is there: a folder half written can be told by it."""
    sessions, records = count_all_sessions(tx), count_records(tx)
    index = {"format": _FORMAT, "version": _VERSION, "sessions": sessions, "records": records}
    write_bytes(folder / INDEX, _json(index))


def _write_session(folder: Path, session: Session) -> int:
    place = folder / TRASH if session.summary.trashed else folder
    if session.summary.folder and not session.summary.trashed:
        place = folder / _folder_name(session.summary.folder)
    place.mkdir(exist_ok=True)
    stem = f"{session.summary.id:05d} {_name(session.summary.title)}".strip()
    text = session_as_text(session).encode("utf-8", "replace")
    write_bytes(place / f"{stem}.md", text)
    value = {"session": to_plain(session), "text_sha256": hashlib.sha256(text).hexdigest()}
    write_bytes(place / f"{stem}.json", _json(value))
    return 1


def _name(text: str) -> str:
    """Return a text as part of a file name that every system takes."""
    return cut_name(_NOT_IN_NAMES.sub(" ", text)[:60]).strip(" .") or "-"


def _folder_name(text: str) -> str:
    """Return the name of a folder that no file has, and that is not the trash."""
    name = _name(text)
    is_taken = name.lower().endswith(_FILES_END) or name.lower() == TRASH.lower()
    return f"{name}_" if is_taken else name


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class _Folder:
    """What lies in a folder: sessions in the order of their changes, and texts."""

    path: Path
    sessions: tuple[Path, ...]
    texts: tuple[Path, ...]

    @staticmethod
    def read(path: Path) -> _Folder:
        try:
            files = sorted(file for file in path.rglob("*") if file.is_file())
        except OSError as error:
            raise _unreadable(path, error) from error
        sessions = [f for f in files if f.suffix == ".json" and f.name not in (INDEX, LINKS)]
        texts = tuple(file for file in files if file.suffix.lower() in SUFFIXES)
        return _Folder(path, tuple(sorted(sessions, key=_touched)), texts)


class TakingIn:
    """Takes files in by steps, between which others can save, and keeps account.

    It looks through the folders when it is made, which takes a while where they are large. Raises
    UserError.
    """

    def __init__(self, paths: Iterable[Path]) -> None:
        self._places = [_Folder.read(path) if path.is_dir() else path for path in paths]
        self._known: defaultdict[int, list[int]] | None = None
        self._work = self._take_all()
        self._tx: Transaction
        self.report = TakenIn()

    def go_on(self, tx: Transaction) -> bool:
        """Take in some files more; return whether that was all."""
        self._tx = tx
        return len(list(islice(self._work, FILES_AT_ONCE))) < FILES_AT_ONCE

    def _take_all(self) -> Iterator[None]:
        for place in self._places:
            if isinstance(place, _Folder):
                yield from self._take_folder(place)
            else:
                self._take_file(place)
                yield

    def _take_folder(self, folder: _Folder) -> Iterator[None]:
        before = len(self.report.added) + self.report.duplicates
        moved = Moved()
        for file in folder.sessions:
            self._take_file(file, moved)
            yield
        taken = len(self.report.added) + self.report.duplicates - before
        refused = {file for file, _ in self.report.rejected}
        for file in folder.texts:
            if str(file.with_suffix(".json")) in refused or not _is_as_written(file):
                self._take_file(file)
            yield
        records = take_in_records(self._tx, folder.path, moved)
        self._compare(folder.path / INDEX, taken, records)

    def _take_file(self, file: Path, moved: Moved | None = None) -> None:
        """Take in one file; `moved` notes what became of the row numbers in it."""
        try:
            if file.exists() and not file.is_file():  # a pipe would have us wait for ever
                raise UserError(f"{file} is no file; choose another file.")
            if file.suffix.lower() == ".json":
                self._add(_read_session(file), moved or Moved())
            elif file.suffix.lower() in SUFFIXES:
                self._add(session_from_text(file), Moved())
            else:
                raise UserError(f"{file.name} is no text; drop .md, .txt or a session's .json.")
        except UserError as error:
            self.report.rejected.append((str(file), str(error)))

    def _add(self, session: Session, moved: Moved) -> None:
        here = self._same_here(session)
        if here is None:
            session_id = add_whole_session(self._tx, session, moved)
            self._births()[to_stamp(session.summary.created)].append(session_id)
            self.report.added.append(session_id)
            return
        moved.is_here_as(session, here)
        if here.summary.trashed and not session.summary.trashed:
            restore_session(self._tx, here.summary.id)  # or it would be purged, file or no file
            self.report.added.append(here.summary.id)
        else:
            self.report.duplicates += 1

    def _same_here(self, session: Session) -> Session | None:
        """Return the session that is the same, rather one outside the trash than in it."""
        born = self._births()[to_stamp(session.summary.created)]
        same = [
            here
            for here in (load_session(self._tx, session_id) for session_id in born)
            if _essence(here) == _essence(session)
        ]
        return min(same, key=lambda here: here.summary.trashed is not None, default=None)

    def _births(self) -> defaultdict[int, list[int]]:
        if self._known is None:
            self._known = defaultdict(list, sessions_by_birth(self._tx))
        return self._known

    def _compare(self, index: Path, sessions: int, records: RecordsTaken) -> None:
        """Take over the account of the records, and say what should have been there and is not."""
        report = self.report
        report.triplets += records.triplets
        report.pairs += records.pairs
        report.rejected += records.rejected
        try:
            expected = _json_of(index) if index.is_file() else {}
        except UserError as error:
            report.rejected.append((str(index), str(error)))
            return
        report.missing += max(0, _count(expected, "sessions") - sessions)
        report.missing_records += max(0, _count(expected, "records") - records.read)


def _count(index: dict[str, object], name: str) -> int:
    value = index.get(name)
    return value if isinstance(value, int) else 0


def _read_session(file: Path) -> Session:
    try:
        session = from_plain(Session, _json_of(file).get("session"), "session")
        _require_numbered(session.plans)
        _require_numbered(session.stories)
    except ValueError as error:
        raise UserError(f"{file.name} is no session of Writer GUI: {error}.") from error
    return session


def _require_numbered(versions: Sequence[PlanVersion] | Sequence[StoryVersion]) -> None:
    if len({version.number for version in versions}) < len(versions):
        raise ValueError("two of its versions have the same number")


def _json_of(file: Path) -> dict[str, object]:
    try:
        value = parse_json(file.read_bytes().decode())
    except OSError as error:
        raise _unreadable(file, error) from error
    except ValueError as error:
        raise UserError(f"{file.name} is damaged: {error}.") from error
    return value if isinstance(value, dict) else {}


def _unreadable(path: Path, error: OSError) -> UserError:
    reason = error.strerror or str(error)
    return UserError(f"{path} could not be read ({reason}); choose another file.")


def _touched(file: Path) -> int:
    """Return the place of a session in the order of changes, so that the order is kept."""
    try:
        value = _json_of(file).get("session")
        return int(value["summary"]["touched"])  # type: ignore[index]  # checked by the except
    except (UserError, KeyError, TypeError, ValueError):
        return 0


def _is_as_written(text: Path) -> bool:
    """Whether the JSON beside a text was written together with just this text."""
    beside = text.with_suffix(".json")
    try:
        written = _json_of(beside).get("text_sha256")
        return written == hashlib.sha256(text.read_bytes()).hexdigest()
    except (UserError, OSError):
        return False


def _essence(session: Session) -> list[object]:
    """Return what makes two sessions the same, whatever their ids."""
    draft = session.draft
    plans = [(v.number, v.name, v.created, v.plan) for v in session.plans]
    stories = [(v.number, v.name, v.created, v.story) for v in session.stories]
    return [session.summary.title, draft.prompt, draft.plan, draft.story, plans, stories]
