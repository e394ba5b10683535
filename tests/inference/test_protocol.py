from __future__ import annotations

import json
import os
import random
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from writer_gui.domain.generation import (
    ChatMessage,
    EngineFailure,
    FailureKind,
    ModelFile,
    Passage,
    PassageEnd,
    PassageResult,
    Price,
    Role,
)
from writer_gui.domain.language import Language
from writer_gui.domain.run import Sampling
from writer_gui.inference import protocol
from writer_gui.inference.protocol import EngineOptions, ProtocolError, decode_event, decode_request

if TYPE_CHECKING:
    from collections.abc import Callable

PASSAGE = Passage(
    run="run 1",
    messages=(ChatMessage(Role.SYSTEM, "你是作家"), ChatMessage(Role.USER, '写\n"灯塔" \x00 🙂')),
    opening=("1. 立意：", "\u2028后"),
    stop=("\n", "【"),
    max_tokens=12,
    min_chars=3,
    seed=protocol.MAX_SEED,
    sampling=Sampling(temperature=0.25, xtc_probability=0.5),
    script=Language.ZH,
    allowed="AI",
)
FAILURE = EngineFailure(FailureKind.SERVER, "No answer; try again.")
REQUESTS: list[protocol.Request] = [
    protocol.Load(ModelFile("m", "/m.gguf", "ab", "/l.gguf"), EngineOptions(context=512), "/c"),
    protocol.Load(ModelFile("m", "/m.gguf")),
    protocol.Write("7", PASSAGE),
    protocol.Cancel(""),
    protocol.AskPrice("8", replace(PASSAGE, script=None)),
]
EVENTS: list[protocol.Event] = [
    protocol.Started("llama.cpp"),
    protocol.Loading(0.5),
    protocol.Loaded(protocol.LoadedModel("m", "/m.gguf", can_cut=False)),
    protocol.LoadFailed(FAILURE),
    protocol.Reading("7", 64, 128),
    protocol.Chunk("7", "夜里\n的海"),
    protocol.Finished("7", PassageResult("text", PassageEnd.LOOP, 1, 2, 3, 0.5, 1.5)),
    protocol.Finished("7", PassageResult("", PassageEnd.STOPPED, first_token_s=None)),
    protocol.Failed("7", FAILURE),
    protocol.Priced("8", Price(100, 64, 0.25)),
]
MESSAGES: list[tuple[Any, Any]] = [
    *((message, decode_request) for message in REQUESTS),
    *((message, decode_event) for message in EVENTS),
]


def line(body: object) -> bytes:
    return json.dumps(body).encode()


@pytest.mark.parametrize(("message", "decode"), MESSAGES)
def test_every_message_comes_back_as_it_was_sent(message: Any, decode: Any) -> None:
    sent = protocol.encode(message)
    assert sent.isascii()
    assert sent.count(b"\n") == 1
    assert sent.endswith(b"\n")
    assert decode(sent) == message


def test_every_kind_of_message_has_an_example() -> None:
    assert {type(message) for message in REQUESTS} == set(get_args(protocol.Request))
    assert {type(message) for message in EVENTS} == set(get_args(protocol.Event))


def test_a_half_of_a_surrogate_pair_passes_the_pipe() -> None:
    message = protocol.Chunk("1", "a\ud83d")
    assert decode_event(protocol.encode(message)) == message


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_no_number_is_never_sent(number: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        protocol.encode(protocol.Loading(number))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ([1], "not an object with a type"),
        ({"id": "1"}, "not an object with a type"),
        ({"type": 5}, "not an object with a type"),
        ({"type": "Chunk", "id": "1", "text": "an event"}, "unknown type"),
        ({"type": "Cancel"}, "missing 1 required"),
        ({"type": "Cancel", "id": 5}, "'id' is not of type str"),
        ({"type": "Cancel", "id": None}, "'id' is not of type str"),
        ({"type": "Cancel", "id": "1", "now": True}, "unknown field 'now'"),
        ({"type": "Load", "model": {"name": "m", "path": "p", "n_gpu": 1}}, "unknown field"),
        ({"type": "Load", "model": "m"}, "'model'"),
        ({"type": "Write", "id": "1", "passage": {"run": "r", "messages": "x"}}, "'messages'"),
        (
            {
                "type": "Write",
                "id": "1",
                "passage": {"run": "r", "messages": [{"role": "god", "content": "x"}]},
            },
            "'role'",
        ),
    ],
)
def test_what_is_no_request_is_refused_with_the_reason(body: object, said: str) -> None:
    with pytest.raises(ProtocolError, match=said):
        decode_request(line(body))


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("contxt", 4096),
        ("flash_attn", True),
        ("context", 10),
        ("context", 2**40),
        ("context", "4096"),
        ("context", 4096.0),
        ("threads", True),
        ("threads", -1),
        ("read_chunk", 100),
        ("sequences", 0),
        ("cache_type", "q2"),
        ("cache_type", "q8_0"),
    ],
)
def test_engine_options_that_cannot_be_meant_are_refused(option: str, value: object) -> None:
    body = {"type": "Load", "model": {"name": "m", "path": "p"}, "options": {option: value}}
    with pytest.raises(ProtocolError):
        decode_request(line(body))


def test_a_whole_number_is_a_number_too() -> None:
    assert decode_event(line({"type": "Loading", "progress": 1})) == protocol.Loading(1.0)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999", "1" + "0" * 400, "1" * 5000])
def test_what_is_no_number_of_a_computer_is_refused(number: str) -> None:
    with pytest.raises(ProtocolError):
        decode_event(b'{"type":"Loading","progress":%s}' % number.encode())


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(ProtocolError):
        decode_request(b'{"type":' + b"[" * 100_000)


def test_a_refused_line_is_still_known_by_its_kind_and_id() -> None:
    assert protocol.kind_and_id(line({"type": "Write", "id": "9", "x": 1})) == ("Write", "9")
    assert protocol.kind_and_id(line({"type": 1, "id": []})) == ("", "")
    assert protocol.kind_and_id(b"[1]") == ("", "")
    assert protocol.kind_and_id(b"\xff") == ("", "")


_ODD: st.SearchStrategy[object] = st.sampled_from(
    [None, True, -1, 2**64, 10**400, 0.5, "", "zh", "\ud800", [], [[]], {}, {"run": "r"}, [{}]]
)


def refuses_or_reads(data: bytes) -> None:
    for decode in (decode_request, decode_event):
        try:
            message = decode(data)
        except ProtocolError:
            continue
        assert decode(protocol.encode(message)) == message
    kind, message_id = protocol.kind_and_id(data)
    assert isinstance(kind, str)
    assert isinstance(message_id, str)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    refuses_or_reads(data)


def misfit(body: Any, odd: object, choose: Callable[[list[Any]], Any]) -> object:
    """Return an object in which one part, at any depth, is something odd."""
    if not isinstance(body, dict | list) or not body or choose([False, False, True]):
        return odd
    if isinstance(body, dict):
        name = choose([*body, "unheard_of"])
        return {**body, name: misfit(body.get(name), odd, choose)}
    place = choose(list(range(len(body))))
    return [misfit(item, odd, choose) if at == place else item for at, item in enumerate(body)]


@given(st.sampled_from(MESSAGES), _ODD, st.data())
def test_any_misfit_in_a_message_is_read_or_refused(
    example: tuple[Any, Any], odd: object, data: st.DataObject
) -> None:
    body = json.loads(protocol.encode(example[0]))
    refuses_or_reads(line(misfit(body, odd, lambda these: data.draw(st.sampled_from(these)))))


@given(st.sampled_from(MESSAGES), st.integers(0, 10_000), st.binary(min_size=1, max_size=3))
def test_any_damage_to_a_line_is_read_or_refused(
    example: tuple[Any, Any], place: int, damage: bytes
) -> None:
    data = protocol.encode(example[0])
    place %= len(data)
    refuses_or_reads(data[:place] + damage + data[place + len(damage) :])


@pytest.mark.slow
def test_mutated_lines_are_survived_for_as_long_as_is_asked() -> None:
    dice = random.Random(os.environ.get("SOAK_SEED", "1"))
    end = time.monotonic() + float(os.environ.get("SOAK_SECONDS", "2"))
    lines = [protocol.encode(message) for message, _ in MESSAGES]
    while time.monotonic() < end:
        data = bytearray(dice.choice(lines))
        for _ in range(dice.randint(1, 6)):
            place = dice.randrange(len(data) + 1)
            piece = dice.choice(lines)[place : place + dice.randrange(20)]
            data[place : place + dice.randrange(12)] = dice.choice([piece, dice.randbytes(3)])
        refuses_or_reads(bytes(data))
