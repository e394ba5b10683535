"""Triplets and pairs of every kind, as hypothesis strategies."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from tests.text.strategies import writable
from writer_gui.domain.genre import GENRES
from writer_gui.domain.language import Language
from writer_gui.domain.pair import Pair, PairLevel, PairSide, Verdict
from writer_gui.domain.triplet import Scores, Triplet, TripletStatus

filled = writable.filter(str.strip)
json_values = st.none() | st.booleans() | st.integers(-9, 9) | writable
free = st.dictionaries(writable, json_values | st.lists(json_values, max_size=2), max_size=3)
dates = st.none() | st.datetimes(timezones=st.just(UTC), min_value=datetime(2000, 1, 1))
grades = st.none() | st.integers(1, 10)

triplets = st.builds(
    Triplet,
    uid=filled,
    query=filled,
    thought=filled,
    answer=filled,
    genre=st.sampled_from([genre.tag for genre in GENRES]),
    language=st.sampled_from(Language),
    status=st.sampled_from(TripletStatus),
    scores=st.builds(Scores, grades, grades, grades, grades, grades, grades),
    licence=writable,
    consent=st.booleans(),
    reason=writable,
    reviewer=writable,
    provenance=free,
    extra=free,
    created=dates,
    updated=dates,
)

sides = st.builds(
    PairSide, text=filled, score=st.none() | st.integers(0, 3), model=writable, extra=st.just({})
)
pairs = st.builds(
    Pair,
    uid=filled,
    prompt=filled,
    genre=st.sampled_from([genre.tag for genre in GENRES]),
    language=st.sampled_from(Language),
    level=st.sampled_from(PairLevel),
    first=sides,
    second=sides,
    verdict=st.sampled_from(Verdict),
    shown_swapped=st.booleans(),
    reasons=st.lists(writable, max_size=2).map(tuple),
    note=writable,
    seconds=st.none() | st.floats(0, 1e6),
    origin=writable,
    prompt_id=writable,
    extra=free,
    created=dates,
).filter(lambda pair: pair.first.text != pair.second.text)
