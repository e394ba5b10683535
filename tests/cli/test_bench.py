from __future__ import annotations

import argparse
import io
import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.inference import gguf_files
from writer_gui.cli import bench
from writer_gui.cli.output import Console
from writer_gui.errors import UserError
from writer_gui.inference.collection import ModelCollection

if TYPE_CHECKING:
    from pathlib import Path

RIVALS = ("LLAMA_BENCH", "LLAMA_BATCHED_BENCH", "LLAMA_SERVER")

BENCH = """#!{python}
import json, sys
asked = dict(zip(sys.argv[1::2], sys.argv[2::2]))
depths = [int(d) for d in asked.get("-d", "0").split(",")]
for depth in depths:
    print(json.dumps({{"n_depth": depth, "avg_ts": 7.0 + depth}}))
"""

BATCHED_BENCH = """#!{python}
import json, sys
asked = dict(zip(sys.argv[1::2], sys.argv[2::2]))
print("| a table | for people |")
for texts in map(int, asked["-npl"].split(",")):
    print(json.dumps({{"pl": texts, "speed_tg": 10.0 + 2 * texts}}))
"""

SERVER = """#!{python}
import json, sys
from http.server import BaseHTTPRequestHandler, HTTPServer

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer({{}})

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        size = len(body["prompt"])
        self.answer({{"timings": {{
            "prompt_n": size, "cache_n": 5, "prompt_ms": size, "prompt_per_second": 1000.0,
            "predicted_per_second": body["n_predict"],
        }}}})

    def answer(self, body):
        text = json.dumps(body).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *words):
        pass

HTTPServer(("127.0.0.1", int(sys.argv[sys.argv.index("--port") + 1])), Handler).serve_forever()
"""


@pytest.fixture(autouse=True)
def _scripted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WRITER_MODELS", str(tmp_path / "models"))
    file = tmp_path / "mine.gguf"
    file.write_bytes(gguf_files.gguf())
    ModelCollection.open().add(file)
    script = tmp_path / "script.jsonl"
    script.write_text(json.dumps({"text": "灯亮了。" * 20, "chunk": 8}), "utf-8")
    monkeypatch.setenv("WRITER_ENGINE", f"scripted:{script}")
    for name in RIVALS:
        monkeypatch.delenv(name, raising=False)


def program(path: Path, text: str) -> str:
    path.write_text(text.format(python=sys.executable), "utf-8")
    path.chmod(0o755)
    return str(path)


def measured(*options: str) -> Any:
    parser = argparse.ArgumentParser()
    bench.register(parser.add_subparsers())
    parsed = parser.parse_args(["bench", "--repeats", "1", "--cancels", "2", *options])
    out = io.StringIO()
    console = Console(as_json=parsed.json, out=out, err=io.StringIO())
    assert bench.run_bench(parsed, console) == 0
    return json.loads(out.getvalue()) if parsed.json else out.getvalue()


def test_the_agreed_figures_are_there() -> None:
    figures = measured("--json")
    agreed = "prompt_tps decode_tps decode_tps_1500 variants3_tps load_s cancel_ms edit"
    assert figures.keys() >= set(agreed.split())
    assert figures["edit"].keys() >= {"prompt_tokens", "reused_tokens", "first_token_s"}
    assert not any(name.startswith("llama") for name in figures)
    assert "decode_tps_1500" in measured()


def test_other_programs_are_measured_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LLAMA_BENCH", program(tmp_path / "llama-bench", BENCH))
    batched = program(tmp_path / "llama-batched-bench", BATCHED_BENCH)
    monkeypatch.setenv("LLAMA_BATCHED_BENCH", batched)
    monkeypatch.setenv("LLAMA_SERVER", program(tmp_path / "llama-server", SERVER))
    figures = measured("--json")
    assert figures["llama_bench"] == {"prompt": 7.0, "decode": 71.0, "decode_long": 1507.0}
    ratio = figures["decode_tps"] / 71.0
    assert figures["llama_bench_ratio"]["decode"] == pytest.approx(ratio, abs=0.001)
    assert figures["llama_batched_bench"] == pytest.approx(
        {"together": 16.0, "ratio": 16 / 12}, abs=0.001
    )
    ratio = figures["variants3_tps"] / 16.0
    assert figures["llama_batched_bench_ratio"]["together"] == pytest.approx(ratio, abs=0.001)
    assert figures["llama_server"]["prompt"] == 1000.0
    assert figures["llama_server"]["decode"] == 64.0
    assert figures["llama_server_edit"]["reused_tokens"] == 5
    assert figures["llama_server_edit"]["cold_first_token_s"] > 0


@pytest.mark.parametrize("name", RIVALS)
@pytest.mark.parametrize(
    "content",
    [
        None,
        "#!{python}\nraise SystemExit(1)\n",
        "#!{python}\n",
        '#!{python}\nprint(\'{{"avg_ts": 0, "speed_tg": 0}}\\n\' * 2)\n',
    ],
)
def test_a_program_that_cannot_be_used_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: str | None
) -> None:
    path = tmp_path / "rival"
    if content is not None:
        program(path, content)
    monkeypatch.setenv(name, str(path))
    with pytest.raises(UserError, match=name):
        measured()
