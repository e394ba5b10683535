"""A collection of many triplets: how fast it is taken in, shown, counted and searched for copies.

    python -m tests.bench.collection [--triplets 10000]

Prints one JSON object; times are in seconds unless named otherwise.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psutil
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox

from tests.bench.library import Words, written
from writer_gui.app import open_program
from writer_gui.domain.genre import GENRES
from writer_gui.domain.language import Language
from writer_gui.domain.triplet import Triplet, TripletStatus
from writer_gui.exchange.taking_in import StoppedError, survey, take_in_triplets, watched
from writer_gui.exchange.triplets import read_triplets, write_triplets
from writer_gui.store.database import Database
from writer_gui.store.index_care import tend_index
from writer_gui.store.resemblance import Likeness
from writer_gui.store.triplet_figures import overview
from writer_gui.store.triplets import (
    TripletOrder,
    TripletQuery,
    count_triplets,
    get_triplet,
    list_triplets,
    same_triplet,
)
from writer_gui.text.comparing import Exhibit, ExhibitKind, compare, figures
from writer_gui.ui.main_window import TRIPLETS_VIEW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtCore import SignalInstance

    from writer_gui.app import Program

PAGE = 200
LENGTHS = (283, 1_089, 2_214)
"""Mean characters of query, thought and answer in COIG-Writer (arXiv 2510.14763, appendix B)."""
LONGEST = 31_071
WANTED = {
    "genre": TripletQuery(genre=GENRES[3].tag),
    "status": TripletQuery(status=TripletStatus.REVIEWED),
    "language": TripletQuery(language=Language.EN),
    "by_score": TripletQuery(order=TripletOrder.BEST),
    "by_length": TripletQuery(order=TripletOrder.LONGEST),
    "frequent_word": TripletQuery(text="的"),
    "rare_word": TripletQuery(text="守着旧灯塔的黑猫"),
    "rare_english_word": TripletQuery(text="Lighthouse keeper"),
    "word_that_none_has": TripletQuery(text="鬯"),
}


def triplets(count: int) -> Iterator[Triplet]:
    """Yield made-up triplets as long as those of COIG-Writer; every 500th has a rare word."""
    chance = random.Random(2)
    words = Words.made(chance)
    for n in range(count):
        language = Language.EN if n % 4 == 0 else Language.ZH
        rare = "守着旧灯塔的黑猫 lighthouse keeper " if n % 500 == 0 else ""
        query, thought, answer = (
            rare + written(chance, words, language, round(mean * chance.uniform(0.3, 1.7)))
            for mean in LENGTHS
        )
        status = chance.choice(tuple(TripletStatus))
        genre = chance.choice(GENRES).tag
        yield Triplet(f"t{n}", query, thought, answer, genre, language, status=status)


def timed(work: Callable[[], object]) -> float:
    """Return how many seconds it takes, once it has been done before."""
    work()
    begun = time.perf_counter()
    work()
    return round(time.perf_counter() - begun, 4)


def taken_in(database: Database, file: Path) -> dict[str, object]:
    """Measure the import: looked through first, stopped half-way once, then taken in."""
    stop = Event()
    begun = time.perf_counter()
    survey(watched(read_triplets(file), lambda _: None, stop.is_set), same_triplet, ())
    looked = time.perf_counter()

    def stop_early(count: int) -> None:
        if count >= 1_000:
            stop.set()

    try:
        with database.transaction() as tx:
            take_in_triplets(tx, watched(read_triplets(file), stop_early, stop.is_set))
    except StoppedError:
        pass
    with database.reading() as tx:
        left = count_triplets(tx)
    again = time.perf_counter()
    with database.transaction() as tx:
        take_in_triplets(tx, watched(read_triplets(file), lambda _: None, Event().is_set))
    saved = time.perf_counter()
    with database.reading() as tx:
        unindexed = timed(partial(list_triplets, tx, WANTED["rare_word"], limit=PAGE))
    indexed_from = time.perf_counter()
    tend_index(database, lambda: True)
    indexed = time.perf_counter()
    return {
        "look_through": round(looked - begun, 2),
        "left_after_stop": left,
        "import_saved": round(saved - again, 2),
        "rare_word_before_it_is_indexed": unindexed,
        "import_ready_for_searching": round(saved - again + indexed - indexed_from, 2),
    }


def searched(database: Database) -> dict[str, object]:
    """Measure a page of the table by filter, the statistics, and the search for copies."""
    with database.transaction() as tx:
        pages = {
            name: timed(partial(list_triplets, tx, query, limit=PAGE))
            for name, query in WANTED.items()
        }
        found: dict[str, object] = {"page": pages, "statistics": timed(lambda: overview(tx))}
        likeness = Likeness()
        begun = time.perf_counter()
        steps = [0.0]
        is_unfinished = True
        while is_unfinished:
            step = time.perf_counter()
            is_unfinished = likeness.learn(tx)
            steps.append(time.perf_counter() - step)
        found["learn_all_copies_once"] = round(time.perf_counter() - begun, 2)
        found["longest_step_of_it"] = round(max(steps), 3)
        fresh = Likeness()
        begun = time.perf_counter()
        while fresh.learn(tx):
            pass
        found["learn_all_copies_again"] = round(time.perf_counter() - begun, 2)
        one = get_triplet(tx, "t77")

        def check() -> None:
            likeness.learn(tx)
            likeness.twins(tx, one)

        found["copies_of_one"] = timed(check)
    return found


def compared() -> dict[str, float]:
    """Measure two of the longest texts side by side: one a revision of the other, and unrelated."""
    chance = random.Random(4)
    words = Words.made(chance)
    old = written(chance, words, Language.ZH, LONGEST)[:LONGEST]
    sentences = old.split("。")
    for place in range(0, len(sentences), 7):
        sentences[place] = sentences[place][::-1]
    revised = "。".join(sentences)
    other = written(chance, words, Language.ZH, LONGEST)[:LONGEST]
    return {
        name: timed(partial(_side_by_side, old, new))
        for name, new in {"revision": revised, "unrelated": other}.items()
    }


def _side_by_side(old: str, new: str) -> None:
    one, two = (Exhibit(ExhibitKind.TEXT, "", Language.ZH, text=text) for text in (old, new))
    compare(one, two)
    figures(one)
    figures(two)


def waited(signal: SignalInstance, start: Callable[[], None]) -> float:
    """Return how long it takes from a wish until it is painted."""
    loop = QEventLoop()
    signal.connect(loop.quit)
    QTimer.singleShot(60_000, loop.quit)
    begun = time.perf_counter()
    start()
    loop.exec()
    signal.disconnect(loop.quit)
    QApplication.processEvents()
    return round(time.perf_counter() - begun, 4)


def shown(program: Program) -> dict[str, float]:
    """Measure what the writer waits for in the window."""
    window = program.window
    window.resize(1280, 800)
    collection = window._workspace.collection
    found = {}
    found["table"] = waited(collection.reset, lambda: window.show_view(TRIPLETS_VIEW))
    program.core.lane.drain()
    QTest.qWait(500)
    genre = window.findChild(QComboBox, "tripletGenre")
    assert genre is not None
    found["filter"] = waited(collection.reset, lambda: genre.setCurrentIndex(4))
    found["filter_off"] = waited(collection.reset, lambda: genre.setCurrentIndex(0))
    found["more"] = waited(collection.added, collection.load_more)
    overview_state = window._workspace.overview
    found["statistics"] = waited(overview_state.changed, overview_state.refresh)
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--triplets", type=int, default=10_000)
    count = parser.parse_args().triplets
    told: dict[str, object] = {"triplets": count}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "in.jsonl"
        write_triplets(file, triplets(count))
        told["file_mib"] = round(file.stat().st_size / 2**20)
        database = Database.open(folder / "writer.db")
        told |= taken_in(database, file)
        told |= searched(database)
        database.close()
        told["compare_longest"] = compared()
        script = folder / "script.jsonl"
        script.write_text('{"text": "x"}\n')
        os.environ |= {"WRITER_HOME": str(folder), "WRITER_ENGINE": f"scripted:{script}"}
        application = QApplication([])
        program = open_program(application)
        told["window"] = shown(program)
        program.close()
    told["memory_mib"] = int(psutil.Process().memory_info().rss // 2**20)
    sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
