"""The engine for servers, behind its pipes, against servers that behave and servers that do not."""

from __future__ import annotations

import asyncio
import json
import threading
from typing import TYPE_CHECKING

import pytest

from tests.inference.driving import Worker, ask
from tests.inference.remote.fake_server import FakeServer, Handler, serving
from writer_gui.domain.generation import (
    ChatMessage,
    EngineFailure,
    FailureKind,
    ModelFile,
    Passage,
    PassageEnd,
    Role,
)
from writer_gui.inference.protocol import (
    AskPrice,
    Cancel,
    Chunk,
    Failed,
    Finished,
    Load,
    Loaded,
    LoadedModel,
    LoadFailed,
    Priced,
)
from writer_gui.inference.remote.address import parse_address
from writer_gui.inference.remote.answers import RemoteError
from writer_gui.inference.remote.client import Client, Patience
from writer_gui.text.thinking import parts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Act = Callable[[Handler], None]

IMPATIENT = """
import asyncio, sys
from writer_gui.inference.remote.client import Patience
from writer_gui.inference.remote.service import Service
asyncio.run(Service(sys.stdin.buffer, sys.stdout.buffer, Patience(5.0, 1.5)).serve())
"""
KEY = "sk-secret-0815"


@pytest.fixture(scope="module")
def engine() -> Iterator[Worker]:
    with Worker("-c", IMPATIENT, WRITER_REMOTE_KEY=KEY) as started:
        yield started


def connect(engine: Worker, server: FakeServer, model: str = "big") -> LoadedModel:
    engine.send(Load(ModelFile(model, server.url)))
    event = engine.wait_for(Loaded, LoadFailed)
    assert isinstance(event, Loaded), event
    return event.model


def refusal(engine: Worker, address: str, model: str = "big") -> EngineFailure:
    engine.send(Load(ModelFile(model, address)))
    event = engine.wait_for(Loaded, LoadFailed)
    assert isinstance(event, LoadFailed), event
    assert event.failure.message.endswith(".")
    assert KEY not in event.failure.message
    return event.failure


def greet(handler: Handler) -> None:
    handler.begin_stream()
    handler.say_line(": keep-alive")
    for text in ("夜里", "的", "海🙂"):
        handler.say(text)
    handler.say("", "stop")
    details = '"prompt_tokens_details":{"cached_tokens":5}'
    counts = f'"prompt_tokens":21,"completion_tokens":7,{details}'
    handler.say_line(f'data: {{"choices":[],"usage":{{{counts}}}}}')
    handler.say_line("data: [DONE]")


def test_a_text_comes_as_from_any_engine(engine: Worker) -> None:
    with serving(greet) as server:
        model = connect(engine, server)
        result = engine.write(ask())
    assert (model.name, model.path, model.context) == ("big", server.url, 9000)
    assert (result.text, result.end) == ("夜里的海🙂", PassageEnd.MODEL)
    assert (result.prompt_tokens, result.reused_tokens, result.tokens) == (21, 5, 7)
    assert result.first_token_s is not None
    assert [path for path, _ in server.seen] == ["/v1/models", "/v1/chat/completions"]


def test_the_passage_and_its_settings_are_sent_and_the_key_goes_along(engine: Worker) -> None:
    passage = Passage(
        "run",
        (ChatMessage(Role.SYSTEM, "s"), ChatMessage(Role.USER, "u <|im_end|>")),
        opening=("1. ", "Intent: "),
        stop=("\n", "a", "b", "c", "d"),
        max_tokens=9,
        seed=2**32 - 1,
    )
    with serving(greet) as server:
        connect(engine, server)
        engine.write(passage)
    [asked] = server.asked
    assert asked["messages"] == [
        {"role": "system", "content": "s"},
        {"role": "user", "content": "u <|im_end|>"},
        {"role": "assistant", "content": "1. Intent: "},
    ]
    assert (asked["model"], asked["max_tokens"], asked["seed"]) == ("big", 9, 2**32 - 1)
    assert asked["stop"] == ["\n", "a", "b", "c"]
    assert asked["continue_final_message"] is True
    assert asked["dry_multiplier"] == 0.8
    assert all(headers["Authorization"] == f"Bearer {KEY}" for _, headers in server.seen)


def test_the_end_of_the_token_limit_is_told_apart(engine: Worker) -> None:
    def cut(handler: Handler) -> None:
        handler.begin_stream()
        handler.say("one two", "length")
        handler.say_line("data: [DONE]")

    with serving(cut) as server:
        connect(engine, server)
        assert engine.write(ask()).end is PassageEnd.LENGTH


def test_stop_strings_are_watched_for_here_as_well(engine: Worker) -> None:
    def ignore_them(handler: Handler) -> None:
        handler.begin_stream()
        for text in ("one", " T", "HE END", " more"):
            handler.say(text)
        handler.stall()

    with serving(ignore_them) as server:
        connect(engine, server)
        result = engine.write(ask(stop=(" THE END",)))
    assert (result.text, result.end) == ("one", PassageEnd.STOP_STRING)


def think_apart(field: str) -> Act:
    """Return a server that puts the thought into a field of its own."""

    def act(handler: Handler) -> None:
        handler.begin_stream()
        for part in ("先想想\n", "海"):
            delta = {"role": "assistant", "content": None, field: part}
            handler.say_line("data: " + json.dumps({"choices": [{"delta": delta}]}))
        handler.say("夜里的")
        handler.say("海", "stop")
        handler.say_line("data: [DONE]")

    return act


@pytest.mark.parametrize("field", ["reasoning_content", "reasoning", "thinking"])
def test_a_thought_in_a_field_of_its_own_comes_in_its_marks(engine: Worker, field: str) -> None:
    with serving(think_apart(field)) as server:
        connect(engine, server)
        result = engine.write(ask(stop=("\n",)))
    assert result.text == "<think>先想想\n海</think>夜里的海"
    assert (result.end, result.tokens) == (PassageEnd.MODEL, 4)


def test_a_model_that_is_stopped_in_its_thought_is_given_room_for_it(engine: Worker) -> None:
    def think(handler: Handler) -> None:
        handler.begin_stream()
        handler.say("<think>")
        if "stop" in handler.body:
            handler.say("", "stop")  # at the line end behind the mark
        else:
            handler.say("\n先想想\n</think>\n\n夜里\n的海", "stop")
        handler.say_line("data: [DONE]")

    with serving(think) as server:
        connect(engine, server)
        results = [engine.write(ask(stop=("\n",), max_tokens=9)) for _ in range(2)]
    told = [parts_of(result.text, final=True) for result in results]
    assert [(parts.thought, parts.text) for parts in told] == [("先想想", "夜里")] * 2
    assert [result.end for result in results] == [PassageEnd.STOP_STRING] * 2
    assert ["stop" in asked for asked in server.asked] == [True, False, False]
    assert [asked["max_tokens"] > 1000 for asked in server.asked] == [False, True, True]


def test_what_is_thought_behind_the_text_is_left_out(engine: Worker) -> None:
    def think_late(handler: Handler) -> None:
        handler.begin_stream()
        handler.say("夜里")
        delta = {"reasoning_content": "够了吗"}
        handler.say_line("data: " + json.dumps({"choices": [{"delta": delta}]}))
        handler.say("的海", "stop")
        handler.say_line("data: [DONE]")

    with serving(think_late) as server:
        connect(engine, server)
        assert engine.write(ask()).text == "夜里的海"


def test_stop_is_answered_at_once_and_closes_the_connection(engine: Worker) -> None:
    closed = threading.Event()

    def go_on(handler: Handler) -> None:
        handler.begin_stream()
        try:
            while not handler.server.over.wait(0.005):
                handler.say("word ")
        except OSError:
            closed.set()

    with serving(go_on) as server:
        connect(engine, server)
        passage_id = engine.submit(ask(max_tokens=10_000))
        said = engine.wait_for(Chunk, passage_id=passage_id).text
        engine.send(Cancel(passage_id))
        result = engine.result(passage_id)
        assert result.end is PassageEnd.STOPPED
        assert result.text.startswith(said)
        assert closed.wait(10)


def test_several_texts_come_side_by_side(engine: Worker) -> None:
    both = threading.Barrier(2)

    def together(handler: Handler) -> None:
        both.wait(10)
        greet(handler)

    with serving(together) as server:
        connect(engine, server)
        ids = {engine.submit(ask(run=f"r{number}")) for number in range(2)}
        ended = [engine.wait_for(Finished) for _ in ids]
    assert {event.id for event in ended} == ids
    assert {event.result.text for event in ended} == {"夜里的海🙂"}


def test_a_server_that_knows_less_is_asked_more_simply(engine: Worker) -> None:
    def be_strict(handler: Handler) -> None:
        if "min_p" in handler.body:
            handler.answer(400, {"error": {"message": "Unrecognized request argument: min_p"}})
        else:
            greet(handler)

    with serving(be_strict) as server:
        connect(engine, server)
        assert engine.write(ask()).text == "夜里的海🙂"
        assert engine.write(ask()).text == "夜里的海🙂"
    assert ["min_p" in asked for asked in server.asked] == [True, False, False]


def send_away(handler: Handler) -> None:
    handler.answer(307, b"", Location="http://127.0.0.1:9/elsewhere")


def cut_stream(handler: Handler) -> None:
    handler.begin_stream()
    handler.say("half a")


def cut_line(handler: Handler) -> None:
    handler.begin_stream()
    handler.say("half a")
    handler.wfile.write(b'data: {"choi')


def stall(handler: Handler) -> None:
    handler.begin_stream()
    handler.say("half a")
    handler.stall()


def keep_alive_for_ever(handler: Handler) -> None:
    handler.begin_stream()
    handler.say("half a")
    while not handler.server.over.wait(0.1):
        handler.say_line(": still here")


def say_nothing(handler: Handler) -> None:
    handler.stall()


def speak_html(handler: Handler) -> None:
    handler.answer(200, b"<html>Welcome!</html>", Content_Type="text/html")


def stream_rubbish(handler: Handler) -> None:
    handler.begin_stream()
    handler.say("half a")
    handler.wfile.write(b"\xff\xfe rubbish\n\n")


def stream_no_object(handler: Handler) -> None:
    handler.begin_stream()
    handler.say_line("data: [1, 2]")


def stream_deep(handler: Handler) -> None:
    handler.begin_stream()
    handler.say_line("data: " + "[" * 100_000)


def stream_one_line(handler: Handler) -> None:
    handler.begin_stream()
    for _ in range(40):
        handler.wfile.write(b"data: " + b"x" * 100_000)


def break_off(handler: Handler) -> None:
    handler.begin_stream()
    handler.say_line('data: {"error": {"message": "out of memory\\u001b[2J"}}')


def want_key(handler: Handler) -> None:
    handler.answer(401, {"error": {"message": f"Incorrect API key: {KEY}"}})


def fail_at_length(handler: Handler) -> None:
    handler.answer(500, b"x" * (5 << 20))


def be_busy(handler: Handler) -> None:
    handler.answer(429, {"detail": "slow down"})


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (send_away, "sends on to another address"),
        (cut_stream, "broke off"),
        (cut_line, "broke off"),
        (stall, "said nothing for too long"),
        (keep_alive_for_ever, "said nothing for too long"),
        (say_nothing, "said nothing for too long"),
        (speak_html, "no answer of an OpenAI-compatible one"),
        (stream_rubbish, "no answer of an OpenAI-compatible one"),
        (stream_no_object, "no answer of an OpenAI-compatible one"),
        (stream_deep, "no answer of an OpenAI-compatible one"),
        (stream_one_line, "no answer of an OpenAI-compatible one"),
        (break_off, "out of memory"),
        (want_key, "wants another key"),
        (fail_at_length, "no answer of an OpenAI-compatible one"),
        (be_busy, "slow down"),
    ],
)
def test_a_server_that_misbehaves_is_told_of_and_the_next_text_works(
    engine: Worker, act: Act, said: str
) -> None:
    with serving(act) as server:
        connect(engine, server)
        passage_id = engine.submit(ask())
        came = ""
        while isinstance(event := engine.wait_for(Chunk, Failed, passage_id=passage_id), Chunk):
            came += event.text
        assert isinstance(event, Failed)
        assert came in ("", "half a")
        assert event.failure.kind is FailureKind.SERVER
        assert said in event.failure.message
        assert event.failure.message.endswith(".")
        assert event.failure.message.isprintable()
        assert KEY not in event.failure.message
        server.act = greet
        assert engine.write(ask()).text == "夜里的海🙂"


def test_an_endless_answer_is_ended_here(engine: Worker) -> None:
    def never_stop(handler: Handler) -> None:
        handler.begin_stream()
        while not handler.server.over.is_set():
            handler.say("word " * 200)

    with serving(never_stop) as server:
        connect(engine, server)
        result = engine.write(ask(max_tokens=50))
    assert result.end is PassageEnd.LENGTH
    assert len(result.text) < 50 * 64 + 2000


def models_as(value: object, status: int = 200) -> Act:
    return lambda handler: handler.answer(status, value)


@pytest.mark.parametrize(
    ("list_models", "said"),
    [
        (send_away, "sends on to another address"),
        (say_nothing, "said nothing for too long"),
        (speak_html, "no answer of an OpenAI-compatible one"),
        (models_as([]), "no answer of an OpenAI-compatible one"),
        (models_as({"data": "x"}), "no answer of an OpenAI-compatible one"),
        (models_as({"data": [{"id": "other"}]}), "has no model big; it has other"),
        (models_as({"error": {"message": KEY}}, 403), "wants another key"),
        (models_as(b"x" * (5 << 20)), "no answer of an OpenAI-compatible one"),
    ],
)
def test_a_server_that_cannot_be_used_is_told_of_when_it_is_turned_on(
    engine: Worker, list_models: Act, said: str
) -> None:
    with serving(greet, list_models) as server:
        failure = refusal(engine, server.url)
        assert said in failure.message
        assert engine.failure(ask()).kind is FailureKind.NO_MODEL
        assert not server.asked


def test_a_server_that_lists_nothing_is_believed_the_model(engine: Worker) -> None:
    with serving(greet, models_as(b"", 404)) as server:
        assert connect(engine, server, "mine").name == "mine"
        assert "names no model" in refusal(engine, server.url, "").message


def test_without_a_name_the_first_model_is_taken(engine: Worker) -> None:
    with serving(greet) as server:
        assert connect(engine, server, "").name == "big"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://127.0.0.1:1", "cannot be reached"),
        ("ftp://127.0.0.1", "no address"),
        ("nonsense", "no address"),
        ("http://192.0.2.1.example.com/v1", "https"),
        ("http://xn--.local/v1", "is no address"),
        ("http://xn--a.local/v1", "is no address"),
        (f"http://{'a' * 64}.local/v1", "cannot be reached"),
    ],
)
def test_an_address_that_cannot_be_used_is_told_of(engine: Worker, address: str, said: str) -> None:
    assert said in refusal(engine, address).message


def test_a_text_asked_for_right_after_the_server_waits_for_it(engine: Worker) -> None:
    with serving(greet) as server:
        engine.send(Load(ModelFile("big", server.url)))
        assert engine.write(ask()).text == "夜里的海🙂"


WITH_BUGS = """
import asyncio, sys
from writer_gui.inference.remote import client, service
class Broken(client.Client):
    async def models(self):
        return [{"id": "big"}] if "good" in self._address.base else 1 / 0
    async def pieces(self, body):
        yield 1 / 0
service.Client = Broken
asyncio.run(service.Service(sys.stdin.buffer, sys.stdout.buffer).serve())
"""


def test_a_bug_of_our_own_is_answered_and_leaves_nobody_waiting() -> None:
    with Worker("-c", WITH_BUGS, WRITER_REMOTE_KEY="") as engine:
        engine.send(Load(ModelFile("big", "http://127.0.0.1:1/bad")))
        waiting = engine.submit(ask())
        assert "(ZeroDivisionError)" in engine.wait_for(LoadFailed).failure.message
        assert engine.wait_for(Failed, passage_id=waiting).failure.kind is FailureKind.NO_MODEL
        engine.send(Load(ModelFile("big", "http://127.0.0.1:1/good")))
        engine.wait_for(Loaded)
        for _ in range(2):
            assert "(ZeroDivisionError)" in engine.failure(ask()).message


def test_connecting_is_stopped_in_the_middle(engine: Worker) -> None:
    with serving(greet, say_nothing) as server:
        engine.send(Load(ModelFile("big", server.url)))
        engine.send(Cancel(""))
        assert "stopped" in engine.wait_for(LoadFailed).failure.message
        server.list_models = models_as({"data": [{"id": "big"}]})
        connect(engine, server)


def test_what_is_told_of_a_connection_says_of_which(engine: Worker) -> None:
    with serving(greet, say_nothing) as server:
        engine.send(Load(ModelFile("big", server.url), id="1"))
        engine.send(Load(ModelFile("big", "nonsense"), id="2"))
        assert engine.end_of_load().id == "2"
        engine.send(Load(ModelFile("big", server.url), id="3"))
        engine.send(Cancel(""))
        assert engine.end_of_load().id == "3"
        server.list_models = models_as({"data": [{"id": "big"}]})
        engine.send(Load(ModelFile("big", server.url), id="4"))
        assert engine.end_of_load().id == "4"


def test_a_price_is_an_estimate(engine: Worker) -> None:
    with serving(greet) as server:
        connect(engine, server)
        engine.send(AskPrice("p", ask("灯塔下的海 and a word")))
        price = engine.wait_for(Priced).price
    assert (price.prompt_tokens, price.reused_tokens) == (5 + 2, 0)


def test_a_line_that_is_no_request_is_answered(engine: Worker) -> None:
    engine.send_line(b'{"type":"Write","id":"odd","passage":{"run":1}}\n')
    assert engine.wait_for(Failed, passage_id="odd").failure.kind is FailureKind.BAD_REQUEST
    engine.send_line(b"rubbish\n")


def test_the_process_ends_with_its_input_in_mid_text() -> None:
    with serving(stall) as server, Worker("-m", "writer_gui.inference.remote") as engine:
        connect(engine, server)
        engine.wait_for(Chunk, passage_id=engine.submit(ask()))


@pytest.mark.parametrize("error", [RemoteError("gone"), asyncio.CancelledError()])
def test_a_server_that_fails_at_once_leaves_no_connection_open(error: BaseException) -> None:
    async def fail() -> Client:
        client = Client(parse_address("http://127.0.0.1:9/v1"), "", Patience())
        with pytest.raises(type(error)):
            async with client.kept():
                raise error
        return client

    assert asyncio.run(fail())._http.is_closed


def test_a_server_that_answers_stays_connected() -> None:
    async def go_on() -> bool:
        client = Client(parse_address("http://127.0.0.1:9/v1"), "", Patience())
        async with client.kept():
            pass
        was_open = not client._http.is_closed
        await client.close()
        return was_open

    assert asyncio.run(go_on())
