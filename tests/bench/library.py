"""A library of many sessions: how fast it lists, searches and saves, and how large it is.

    python -m tests.bench.library --sessions 100000 [--at DIR]

Prints one JSON object. With `--at` the library is kept there and used again.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
from sqlalchemy import insert

from writer_gui.domain.genre import GENRES
from writer_gui.domain.language import Language
from writer_gui.domain.plan import Plan, Step, StepKind
from writer_gui.domain.session import Draft, Prompt
from writer_gui.domain.story import Section, Story
from writer_gui.store import sessions
from writer_gui.store.codec import pack, plan_value, story_value
from writer_gui.store.meta import TOUCHED, write_meta
from writer_gui.store.recovery import start_up
from writer_gui.store.schema import (
    Base,
    ContentRow,
    DraftRow,
    PlanVersionRow,
    SessionRow,
    StoryVersionRow,
)
from writer_gui.store.search import search, update_index
from writer_gui.store.titles import preview_of, title_of
from writer_gui.text.counting import count_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from writer_gui.store.database import Database

CHARACTERS = 2_000
AT_ONCE = 500
FREQUENT = (
    "的一是不了在人有我他这中大来上个国到说们为子和你地出道也时年得就那要下以生会自着去之过家学"
    "对可里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面"
)
ASKED = ("灯塔", "黑猫", "灯", "守着旧灯塔", "lighthouse", "keep", "the", "灯塔 lighthouse")
"""What is searched for: words that a few sessions have, and some that all have."""


@dataclass(frozen=True)
class Words:
    """Made-up words, frequent ones first, as in any language."""

    chinese: tuple[str, ...]
    english: tuple[str, ...]

    @staticmethod
    def made(chance: random.Random) -> Words:
        common = list(FREQUENT) + [chr(0x4E00 + n) for n in range(3_000)]
        syllables = [c + v for c in "bcdfglmnprstvw" for v in "aeiou"]
        return Words(
            tuple(
                "".join(chance.choices(common, k=chance.choice((1, 2, 2, 3)))) for _ in range(9_000)
            ),
            (
                *("the", "and", "of", "a"),
                *("".join(chance.choices(syllables, k=chance.randint(1, 4))) for _ in range(9_000)),
            ),
        )


def written(chance: random.Random, words: Words, language: Language, length: int) -> str:
    """Return some `length` characters of made-up text."""
    lexicon, joint = (words.chinese, "") if language is Language.ZH else (words.english, " ")
    stop = "。" if language is Language.ZH else ". "
    parts: list[str] = []
    size = 0
    while size < length:
        ranks = (int(chance.paretovariate(0.7)) % len(lexicon) for _ in range(12))
        sentence = joint.join(lexicon[rank] for rank in ranks) + stop
        parts.append(sentence)
        size += len(sentence)
    return "".join(parts)


def drafts(count: int) -> Iterator[Draft]:
    """Yield the sessions to be stored; every 500th is about a lighthouse."""
    chance = random.Random(1)
    words = Words.made(chance)
    for n in range(count):
        language = Language.EN if n % 4 == 0 else Language.ZH
        about = ("", "守着旧灯塔的黑猫 lighthouse keeper ")[n % 500 == 0]
        prompt = about + written(chance, words, language, 60)
        steps = (StepKind.INTENT, StepKind.STRUCTURE, *[StepKind.DEVELOPMENT] * 4)
        yield Draft(
            Prompt(prompt, chance.choice(GENRES).tag, language),
            Plan(
                tuple(
                    Step(f"s{k}", kind, str(kind), written(chance, words, language, 60))
                    for k, kind in enumerate(steps)
                )
            ),
            Story(
                tuple(
                    Section(f"s{k}", about + written(chance, words, language, CHARACTERS // 4))
                    for k in range(2, 6)
                )
            ),
        )


def fill(database: Database, count: int) -> float:
    """Store `count` sessions, each with a version of plan and story; return the seconds.

    Straight into the tables, hundreds at a time: a writer takes ten years for it.
    """
    source = enumerate(drafts(count), start=1)
    start = time.perf_counter()
    while batch := list(islice(source, AT_ONCE)):
        with database.transaction() as tx:
            for table, rows in _rows(batch).items():
                tx.execute(insert(table).prefix_with("OR IGNORE"), rows)
            write_meta(tx, TOUCHED, str(batch[-1][0]))
        _say(f"{batch[-1][0]} of {count} sessions written")
    return time.perf_counter() - start


def _rows(batch: Sequence[tuple[int, Draft]]) -> dict[type[Base], list[dict[str, object]]]:
    rows: dict[type[Base], list[dict[str, object]]] = {
        ContentRow: [],
        SessionRow: [],
        DraftRow: [],
        PlanVersionRow: [],
        StoryVersionRow: [],
    }
    for n, draft in batch:
        values = (draft.prompt.text, plan_value(draft.plan), story_value(draft.story))
        ids = (3 * n, 3 * n + 1, 3 * n + 2)
        rows[ContentRow] += [{"id": i, **asdict(pack(v))} for i, v in zip(ids, values, strict=True)]
        rows[SessionRow].append(_session(n, draft))
        names = ("prompt_content_id", "plan_content_id", "story_content_id")
        rows[DraftRow].append({"session_id": n, "caret": 0, **dict(zip(names, ids, strict=True))})
        version = {
            "id": n,
            "session_id": n,
            "number": 1,
            "created": n,
            "name": "",
            "starred": False,
        }
        rows[PlanVersionRow].append(version | {"content_id": ids[1]})
        rows[StoryVersionRow].append(version | {"content_id": ids[2], "plan_version_id": n})
    return rows


def _session(n: int, draft: Draft) -> dict[str, object]:
    story = draft.story.text
    return {
        "id": n,
        "title": title_of(draft.prompt.text),
        "renamed": False,
        "genre": draft.prompt.genre,
        "language": draft.prompt.language.value,
        "length": draft.prompt.length,
        "words": count_words(story, draft.prompt.language),
        "preview": preview_of(story),
        "folder": "",
        "starred": n % 50 == 0,
        "created": n,
        "updated": n,
        "touched": n,
    }


def index(database: Database) -> float:
    """Bring the search index up to date; return the seconds."""
    start = time.perf_counter()
    complete = False
    while not complete:
        with database.transaction() as tx:
            complete = update_index(tx)
        _say("indexing")
    return time.perf_counter() - start


def timed(work: Callable[[], object], times: int = 5) -> float:
    """Return the median time of some work in milliseconds."""
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        spent.append((time.perf_counter() - start) * 1000)
    return round(sorted(spent)[times // 2], 1)


def measure(database: Database) -> dict[str, object]:
    """Return how long what a writer does takes, in milliseconds."""

    def listed() -> None:
        with database.transaction() as tx:
            sessions.list_sessions(tx)

    def searched(text: str) -> None:
        with database.transaction() as tx:
            search(tx, text)

    with database.transaction() as tx:
        (newest,) = sessions.list_sessions(tx, limit=1)
        draft = sessions.load_session(tx, newest.id).draft
    typed = iter(range(10_000))

    def saved() -> None:
        changed = replace(draft, prompt=replace(draft.prompt, text=f"typed {next(typed)}"))
        with database.transaction() as tx:
            sessions.save_draft(tx, newest.id, changed)

    def opened() -> None:
        with database.transaction() as tx:
            sessions.load_session(tx, newest.id)

    return {
        "list_ms": timed(listed),
        "open_ms": timed(opened),
        "save_ms": timed(saved, 21),
        "search_ms": {text: timed(lambda text=text: searched(text)) for text in ASKED},  # type: ignore[misc]  # bound early
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=100_000)
    parser.add_argument("--at", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder: Path = args.at or Path(made)
        path = folder / "writer.db"
        fresh = not path.exists()
        started = time.perf_counter()
        database = start_up(path, folder / "backups").database
        opening = round((time.perf_counter() - started) * 1000, 1)
        figures: dict[str, object] = {"sessions": args.sessions, "start_up_ms": opening}
        if fresh:
            figures["write_s"] = round(fill(database, args.sessions), 1)
        figures["index_s"] = round(index(database), 1)
        figures |= measure(database)
        figures["memory_mib"] = psutil.Process().memory_info().rss // 2**20
        database.close()
        figures["library_mib"] = path.stat().st_size // 2**20
        figures["index_mib"] = path.with_suffix(".search").stat().st_size // 2**20
    sys.stdout.write(json.dumps(figures, ensure_ascii=False, indent=1) + "\n")


def _say(text: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{text}")


if __name__ == "__main__":
    main()
