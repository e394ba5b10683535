"""The real worker behind its pipes: loading, refusing, stopping, ending."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from tests.inference import gguf_files
from tests.inference.driving import Worker, ask
from writer_gui.domain.generation import FailureKind, ModelFile, PassageEnd
from writer_gui.inference.protocol import (
    AskPrice,
    CacheType,
    Cancel,
    Chunk,
    EngineOptions,
    Failed,
    Finished,
    Load,
    Loaded,
    LoadFailed,
    Loading,
    Reading,
    Started,
)
from writer_gui.inference.worker.load_wishes import LoadWishes
from writer_gui.inference.worker.loading import LoadError
from writer_gui.inference.worker.model import Model

if TYPE_CHECKING:
    from writer_gui.inference.worker.native import LogTail

pytestmark = pytest.mark.model

SEA = "The keeper counts the ships that never come. " * 20


def test_a_text_comes_in_chunks_that_make_the_whole(loaded: Worker) -> None:
    passage_id = loaded.submit(ask(SEA, run="chunks", max_tokens=12))
    reading = loaded.wait_for(Reading, passage_id=passage_id)
    assert 0 < reading.done <= reading.total
    came = ""
    while isinstance(event := loaded.wait_for(Chunk, Finished, passage_id=passage_id), Chunk):
        came += event.text
    assert isinstance(event, Finished)
    assert event.result.text == came
    assert event.result.tokens == 12
    assert event.result.first_token_s is not None
    assert event.result.first_token_s <= event.result.seconds


def test_stopped_in_mid_prompt_the_next_text_is_as_from_a_fresh_worker(
    loaded: Worker, small_model: Path
) -> None:
    wanted = ask(SEA + "It is noon.", run="after", seed=3)
    for place in range(3):
        passage_id = loaded.submit(ask(SEA + f"Stopped {place}.", run=f"stopped {place}"))
        loaded.wait_for(Reading, passage_id=passage_id)
        loaded.send(Cancel(passage_id))
        assert loaded.result(passage_id).end is PassageEnd.STOPPED
    text = loaded.write(wanted).text
    with Worker() as fresh:
        fresh.load(small_model)
        assert fresh.write(wanted).text == text != ""


def test_stop_is_answered_at_any_moment(loaded: Worker) -> None:
    """How soon is measured by `writer-gui bench`."""
    for number in range(10):
        passage_id = loaded.submit(ask(f"{number} {SEA}", run=f"any {number}", max_tokens=4000))
        time.sleep(0.015 * number)  # the moment is the point
        loaded.send(Cancel(passage_id))
        assert loaded.result(passage_id).end is PassageEnd.STOPPED


def test_stopped_in_mid_text_what_was_written_stays(loaded: Worker) -> None:
    passage_id = loaded.submit(ask(run="mid", max_tokens=500, min_chars=10_000))
    said = loaded.wait_for(Chunk, passage_id=passage_id).text
    loaded.send(Cancel(passage_id))
    result = loaded.result(passage_id)
    assert result.end is PassageEnd.STOPPED
    assert result.text.startswith(said)
    assert result.tokens < 500


def test_one_of_two_texts_is_stopped_alone(loaded: Worker) -> None:
    first = loaded.submit(ask(run="two a", max_tokens=400, min_chars=10_000, seed=1))
    second = loaded.submit(ask(run="two b", max_tokens=16, min_chars=10_000, seed=2))
    loaded.wait_for(Chunk, passage_id=first)
    loaded.send(Cancel(first))
    assert loaded.result(first).end is PassageEnd.STOPPED
    assert loaded.result(second).tokens == 16


def test_stopping_what_has_ended_does_nothing(loaded: Worker) -> None:
    passage_id = loaded.submit(ask(run="ended", max_tokens=1))
    loaded.result(passage_id)
    loaded.send(Cancel(passage_id))
    loaded.send(Cancel("unheard of"))
    assert loaded.write(ask(run="next", max_tokens=2)).tokens == 2


@pytest.mark.parametrize(
    "line",
    [b"\n", b"rubbish\n", b'{"type":"Wirte"}\n', b"\xff\xfe\n", b"[" * 5000 + b"\n"],
)
def test_a_line_that_is_no_request_harms_nothing(loaded: Worker, line: bytes) -> None:
    loaded.send_line(line)
    assert loaded.write(ask(run=f"after {line[:9]!r}", max_tokens=1)).tokens == 1


def test_a_misspelled_setting_is_answered_to_who_asked(loaded: Worker) -> None:
    body = {"type": "Write", "id": "odd", "passage": {"run": "r", "messages": [], "temprature": 1}}
    loaded.send_line(json.dumps(body).encode() + b"\n")
    failure = loaded.wait_for(Failed, passage_id="odd").failure
    assert failure.kind is FailureKind.BAD_REQUEST
    assert "temprature" in failure.message


def test_before_a_model_is_loaded_nothing_is_written_or_priced(worker: Worker) -> None:
    worker.wait_for(Started)
    assert worker.failure(ask()).kind is FailureKind.NO_MODEL
    worker.send(AskPrice("p", ask()))
    assert worker.wait_for(Failed, passage_id="p").failure.kind is FailureKind.NO_MODEL


def write_zeros(path: Path, _model: Path) -> None:
    path.write_bytes(bytes(4096))


def write_nothing(path: Path, _model: Path) -> None:
    path.write_bytes(b"")


def write_half(path: Path, model: Path) -> None:
    path.write_bytes(model.read_bytes()[: model.stat().st_size // 2])


def write_huge_counts(path: Path, _model: Path) -> None:
    path.write_bytes(gguf_files.gguf(pairs=2**62))


def write_without_weights(path: Path, _model: Path) -> None:
    path.write_bytes(gguf_files.gguf())


def write_wrong_kind(path: Path, _model: Path) -> None:
    path.write_bytes(gguf_files.gguf({**gguf_files.QWEN, "general.type": "mmproj"}))


def write_adapter(path: Path, _model: Path) -> None:
    values = {"general.architecture": "llama", "general.type": "adapter", "adapter.type": "lora"}
    path.write_bytes(gguf_files.gguf(values))


def write_unknown_architecture(path: Path, model: Path) -> None:
    head, name, rest = model.read_bytes().partition(b"llama")
    path.write_bytes(head + name.replace(b"llama", b"xlama") + rest)


BAD_FILES = [
    write_nothing,
    write_zeros,
    write_half,
    write_huge_counts,
    write_without_weights,
    write_wrong_kind,
    write_adapter,
    write_unknown_architecture,
]


def test_bad_files_are_refused_with_a_sentence_and_harm_nothing(
    worker: Worker, tmp_path: Path, small_model: Path
) -> None:
    path = tmp_path / "bad.gguf"
    for write in BAD_FILES:
        write(path, small_model)
        failure = worker.refusal(path)
        assert failure.kind is FailureKind.BAD_MODEL, write.__name__
        assert "bad.gguf" in failure.message, write.__name__
        assert failure.message.endswith("."), failure.message
    assert worker.refusal(tmp_path / "none.gguf").kind is FailureKind.NO_MODEL
    worker.load(small_model)
    assert worker.write(ask(max_tokens=2)).tokens == 2


def test_more_context_than_memory_is_refused_before_it_is_asked_for(
    worker: Worker, tmp_path: Path
) -> None:
    values = {
        **gguf_files.QWEN,
        "qwen2.context_length": 1_048_576,
        "qwen2.block_count": 4096,
        "qwen2.embedding_length": 65536,
    }
    path = tmp_path / "huge.gguf"
    path.write_bytes(gguf_files.gguf(values))
    failure = worker.refusal(path, EngineOptions(context=1_048_576))
    assert failure.kind is FailureKind.NOT_ENOUGH_MEMORY
    assert "GiB" in failure.message


@pytest.mark.parametrize("option", [b'"contxt":512', b'"context":1', b'"threads":"two"'])
def test_engine_options_that_cannot_be_meant_are_refused(
    worker: Worker, small_model: Path, option: bytes
) -> None:
    path = str(small_model).encode()
    worker.send_line(
        b'{"type":"Load","id":"7","model":{"name":"m","path":"%s"},"options":{%s}}\n'
        % (path, option)
    )
    refused = worker.wait_for(LoadFailed)
    assert refused.id == "7"
    failure = refused.failure
    assert failure.kind is FailureKind.BAD_OPTIONS
    assert option.split(b'"')[1].decode() in failure.message


def test_a_model_says_how_it_is_run_and_repeats_itself_so(
    worker: Worker, small_model: Path
) -> None:
    options = EngineOptions(
        context=1024, read_chunk=512, flash_attention=True, cache_type=CacheType.Q8_0, sequences=2
    )
    loaded = worker.load(small_model, options)
    told = (loaded.read_chunk, loaded.flash_attention, loaded.cache_type)
    assert told == (512, True, CacheType.Q8_0)
    first = worker.write(ask(SEA, run="one", seed=5)).text
    assert worker.write(ask(SEA, run="two", seed=5)).text == first != ""


def test_loading_is_stopped_and_can_be_begun_again(worker: Worker, small_model: Path) -> None:
    worker.send(Load(ModelFile("small", str(small_model)), EngineOptions(context=512)))
    worker.send(Cancel(""))
    event = worker.wait_for(Loaded, LoadFailed)
    assert isinstance(event, LoadFailed)
    assert "stopped" in event.failure.message
    worker.load(small_model)
    assert worker.write(ask(max_tokens=2)).tokens == 2


def test_a_wish_to_stop_takes_effect_in_the_middle_of_the_file(
    small_model: Path, tail: LogTail
) -> None:
    wishes = LoadWishes()
    told: list[float] = []

    def stop_half_way(value: float) -> None:
        told.append(value)
        if value > 0.4:
            wishes.give_up()

    wishes.add()
    wishes.begin()
    file = ModelFile("small", str(small_model))
    with pytest.raises(LoadError, match="stopped"):
        Model(file, EngineOptions(context=512), wishes, tail, stop_half_way)
    assert 0.4 < told[-1] < 1


def test_a_load_is_given_up_for_the_next_one(worker: Worker, small_model: Path) -> None:
    file = ModelFile("small", str(small_model))
    worker.send(Load(file, EngineOptions(context=512), id="1"))
    worker.send(Load(file, EngineOptions(context=768), id="2"))
    given_up = worker.end_of_load()
    assert isinstance(given_up, LoadFailed), "it was loaded to its end"
    assert given_up.id == "1"
    loaded = worker.end_of_load()
    assert isinstance(loaded, Loaded), loaded
    assert (loaded.id, loaded.model.context) == ("2", 768)


def test_two_stops_and_two_loads_do_not_get_in_each_others_way(
    worker: Worker, small_model: Path
) -> None:
    file = ModelFile("small", str(small_model))
    for load_id in ("1", "2"):
        worker.send(Load(file, id=load_id))
        worker.send(Cancel(""))
    ends = [worker.end_of_load() for _ in range(2)]
    assert [(type(end), end.id) for end in ends] == [(LoadFailed, "1"), (LoadFailed, "2")]
    worker.load(small_model)


def test_another_model_takes_the_place_of_the_first(worker: Worker, small_model: Path) -> None:
    worker.load(small_model)
    first = worker.write(ask(seed=4)).text
    worker.load(small_model, EngineOptions(context=512, threads=1))
    assert worker.write(ask(run="b", seed=4)).text == first


def ends_by_itself(process: psutil.Process) -> bool:
    try:
        process.wait(10)
    except psutil.TimeoutExpired:
        return False
    return True


@pytest.mark.parametrize("moment", ["idle", "loading", "reading", "writing"])
def test_the_worker_ends_with_its_input_whatever_it_does(small_model: Path, moment: str) -> None:
    with Worker() as worker:
        worker.send(Load(ModelFile("small", str(small_model)), EngineOptions(context=768)))
        worker.wait_for(Loading if moment == "loading" else Loaded)
        if moment in ("reading", "writing"):
            worker.submit(ask(SEA, max_tokens=600, min_chars=10_000))
            worker.wait_for(Reading if moment == "reading" else Chunk)


PARENT = """
import subprocess, sys, time
worker = subprocess.Popen([sys.executable, "-m", "writer_gui.inference.worker"],
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE)
worker.stdin.write(sys.stdin.buffer.readline())
worker.stdin.flush()
worker.stdout.readline()
print(worker.pid, flush=True)
worker.stdout.read()
"""


def test_no_worker_outlives_a_parent_that_is_killed(small_model: Path) -> None:
    from writer_gui.inference.protocol import encode

    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert parent.stdin is not None
    assert parent.stdout is not None
    parent.stdin.write(encode(Load(ModelFile("small", str(small_model)))))
    parent.stdin.flush()
    worker = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    for pipe in (parent.stdin, parent.stdout):
        pipe.close()
    assert ends_by_itself(worker)


@pytest.mark.skipif(not Path("/proc/self/oom_score_adj").exists(), reason="no such thing here")
def test_the_worker_steps_back_for_the_window(worker: Worker) -> None:
    worker.wait_for(Started)
    process = psutil.Process(worker.process.pid)
    assert process.nice() > os.nice(0)
    assert int(Path(f"/proc/{worker.process.pid}/oom_score_adj").read_text()) == 800
    os.kill(worker.process.pid, signal.SIGINT)
    assert worker.failure(ask()).kind is FailureKind.NO_MODEL
