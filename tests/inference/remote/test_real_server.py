"""The engine for servers against a real one, where it is installed: llama_cpp.server."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from tests.inference.driving import Worker, ask
from writer_gui.domain.generation import FailureKind, ModelFile, PassageEnd
from writer_gui.inference.protocol import Cancel, Chunk, Load, Loaded, LoadFailed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

needed = ("uvicorn", "fastapi", "sse_starlette", "starlette_context", "pydantic_settings")
pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(
        not all(map(find_spec, needed)), reason="llama-cpp-python[server] is not installed"
    ),
]
KEY = "sk-loopback"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    try:
        urllib.request.urlopen(f"{url}/v1/models", timeout=5).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


@pytest.fixture(scope="module")
def url(small_model: Path) -> Iterator[str]:
    port = free_port()
    options = ["--host", "127.0.0.1", "--port", str(port), "--n_ctx", "1024", "--api_key", KEY]
    command = [sys.executable, "-m", "llama_cpp.server", "--model", str(small_model), *options]
    server = subprocess.Popen(
        [*command, "--model_alias", "small"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 60
    while not answers(address):
        assert server.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.1)
    yield address
    server.kill()
    server.wait()


@pytest.fixture
def engine(url: str) -> Iterator[Worker]:
    with Worker("-m", "writer_gui.inference.remote", WRITER_REMOTE_KEY=KEY) as started:
        started.send(Load(ModelFile("small", url)))
        started.wait_for(Loaded)
        yield started


def test_it_writes_to_the_token_limit(engine: Worker) -> None:
    result = engine.write(ask("Tell me about the sea.", max_tokens=12, seed=3))
    assert result.text.strip()
    assert result.end is PassageEnd.LENGTH
    assert result.first_token_s is not None


def test_stop_is_answered_and_the_next_text_comes(engine: Worker) -> None:
    passage_id = engine.submit(ask("Tell me a long story.", max_tokens=600))
    engine.wait_for(Chunk, passage_id=passage_id)
    engine.send(Cancel(passage_id))
    result = engine.result(passage_id)
    assert result.end is PassageEnd.STOPPED
    assert result.text
    assert engine.write(ask(max_tokens=3)).text


def test_too_long_a_prompt_is_told(engine: Worker) -> None:
    failure = engine.failure(ask("word " * 2000))
    assert failure.kind is FailureKind.SERVER
    assert failure.message.endswith(".")


def test_a_wrong_key_is_told(url: str) -> None:
    with Worker("-m", "writer_gui.inference.remote", WRITER_REMOTE_KEY="sk-wrong") as engine:
        engine.send(Load(ModelFile("small", url)))
        assert "key" in engine.wait_for(LoadFailed).failure.message
