from __future__ import annotations

import contextlib
import ctypes
import importlib.util
import math
import os
import random
import struct
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.inference import gguf_files as files
from writer_gui import paths
from writer_gui.errors import UserError
from writer_gui.inference.gguf import read_header
from writer_gui.inference.gguf_types import TENSOR_TYPES

SMALL_MODEL = "SmolLM2-135M-Instruct.Q4_1.gguf"
WHOLE = files.gguf()
HYBRID = files.gguf(
    {
        **files.QWEN,
        "qwen2.attention.head_count_kv": [0, 2, 0, 2],
        "qwen2.rope.factors": [1.0, 0.5, 2.0],
        "qwen2.attention.key_length": 16,
    }
)


def written(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "model.gguf"
    path.write_bytes(content)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        read_header(path)
    return str(caught.value)


def test_a_whole_file_tells_what_it_is(tmp_path: Path) -> None:
    header = read_header(written(tmp_path, WHOLE))
    assert (header.architecture, header.name, header.kind) == ("qwen2", "Tiny 测试", "model")
    assert (header.context, header.quantization, header.parameters) == (2048, "Q4_K_M", 1024)
    assert (header.licence, header.size_label, header.has_template) == ("apache-2.0", "1K", True)
    assert header.cache_bytes == 2 * 2 * (16 + 16) * 2
    assert (header.parts, header.file_bytes, header.version) == (1, len(WHOLE), 3)


def test_version_2_is_read(tmp_path: Path) -> None:
    assert read_header(written(tmp_path, files.gguf(version=2))).version == 2


def test_without_a_file_type_the_largest_tensors_give_the_quantization(tmp_path: Path) -> None:
    values = {k: v for k, v in files.QWEN.items() if k != "general.file_type"}
    assert read_header(written(tmp_path, files.gguf(values))).quantization == "Q8_0"


def test_a_hybrid_model_has_heads_by_layer(tmp_path: Path) -> None:
    values = {**files.QWEN, "qwen2.attention.head_count_kv": [0, 2, 0, 2]}
    assert read_header(written(tmp_path, files.gguf(values))).cache_bytes == 4 * 32 * 2


def test_the_widest_layer_gives_the_width_of_a_head(tmp_path: Path) -> None:
    values = {**files.QWEN, "qwen2.attention.head_count": [2, 4], "qwen2.block_count": 2}
    assert read_header(written(tmp_path, files.gguf(values))).cache_bytes == 2 * 2 * 32 * 2


@pytest.mark.parametrize("key", ["head_count", "head_count_kv"])
@pytest.mark.parametrize(
    "heads",
    [
        *([math.nan, 2.0], [math.inf], [2.0, 2.0], [0, -4], [2**16, 1], ["two"]),
        *(-2, 2**16, 2.0, math.nan, "two"),
    ],
    ids=str,
)
def test_heads_that_cannot_be_are_refused(tmp_path: Path, key: str, heads: object) -> None:
    content = files.gguf({**files.QWEN, f"qwen2.attention.{key}": heads})
    if heads == ["two"]:  # a list of texts is not kept: as if it said nothing
        assert read_header(written(tmp_path, content)).cache_bytes >= 0
    else:
        assert "impossible number of heads" in refusal(written(tmp_path, content))


def test_unprintable_names_are_cleaned(tmp_path: Path) -> None:
    values = {**files.QWEN, "general.name": "a\x1b[2J\nb" + "x" * 500}
    name = read_header(written(tmp_path, files.gguf(values))).name
    assert name.startswith("a[2Jbxx")
    assert len(name) == 120


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is no GGUF model file"),
        (b"\0" * 4096, "is no GGUF model file"),
        (b"PK\x03\x04" + WHOLE[4:], "is no GGUF model file"),
        (files.gguf(version=1), "version 1"),
        (files.gguf(version=99), "version 99"),
        (files.gguf(version=0x03000000), "big-endian"),
        (WHOLE[:10], "is cut short"),
        (WHOLE[:200], "is cut short"),
        (WHOLE[:-1], f"{len(WHOLE) - 1:,} bytes are there and at least {len(WHOLE):,}"),
        (files.gguf(pairs=2**63), "is damaged"),
        (files.gguf(tensor_count=2**62), "is damaged"),
        (files.gguf(tensors=(), data=0), "holds no weights"),
        (files.gguf({"general.name": "x"}), "what kind of model"),
        (files.gguf({**files.QWEN, "general.alignment": 48}), "alignment is 48"),
        (files.gguf(tensors=(files.tensor("t", (2**40, 2**40), 8, 0),)), "impossible size"),
        (files.gguf(tensors=(files.tensor("t", (2**40,), 8, 0),)), "is cut short"),
        (files.gguf(tensors=(files.tensor("t", (64,) * 9, 8, 0),)), "9 dimensions"),
        (files.gguf(tensors=(files.tensor("t", (64,), 8, 2**61),)), "impossible size"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    sentence = refusal(written(tmp_path, content))
    assert said in sentence
    assert sentence.startswith("model.gguf")
    assert "\n" not in sentence
    assert "{" not in sentence


def entry(key: str, kind: int, rest: bytes) -> bytes:
    return b"GGUF" + struct.pack("<IQQ", 3, 1, 1) + files.text(key) + struct.pack("<I", kind) + rest


@pytest.mark.parametrize(
    "content",
    [
        b"GGUF" + struct.pack("<IQQ", 3, 1, 1) + struct.pack("<Q", 2**60),
        entry("k", 8, struct.pack("<Q", 2**63)),
        entry("k", 9, struct.pack("<IQ", 8, 2**60)),
        entry("k", 9, struct.pack("<IQ", 12, 2**60)),
        entry("k", 9, struct.pack("<IQ", 9, 2**60)),
        entry("k", 9, struct.pack("<IQ", 77, 1)),
        entry("k", 13, b"\0" * 8),
        entry("k", 9, struct.pack("<IQ", 9, 1) * 10_000),
    ],
    ids=lambda content: content[:80].hex()[-24:],
)
def test_counts_of_terabytes_cost_no_memory(tmp_path: Path, content: bytes) -> None:
    path = written(tmp_path, content)
    tracemalloc.start()
    refusal(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8_000_000


@pytest.mark.timeout(60)
def test_a_long_list_of_nothing_ends_soon(tmp_path: Path) -> None:
    path = written(tmp_path, entry("k", 9, struct.pack("<IQ", 8, 999_999)) + bytes(7_999_992))
    assert "is cut short" in refusal(path)


def lists(count: int, kind: int, items: int, data: bytes) -> bytes:
    """Return a header of so many lists."""
    head = b"GGUF" + struct.pack("<IQQ", 3, 1, count)
    form = struct.pack("<IIQ", 9, kind, items)
    return head + b"".join(files.text(f"k{place}") + form + data for place in range(count))


@pytest.mark.parametrize("kind", [0, 8])
def test_many_lists_are_together_no_longer_than_one_may_be(tmp_path: Path, kind: int) -> None:
    # One of 1,500 lists of 1,000: the last is one too many.
    path = written(tmp_path, lists(1_501, kind, 1_000, bytes(1_000 if kind == 0 else 8_000)))
    assert "more lists than any model has" in refusal(path)


def test_what_is_no_file_is_said(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.gguf"
    os.mkfifo(pipe)
    for path in (pipe, tmp_path, tmp_path / "none.gguf"):
        assert refusal(path) == f"There is no file {path}. Check the path."


def outcome(content: bytes, tmp_path: Path) -> str:
    """Read any bytes: a header comes out, or a sentence."""
    try:
        return read_header(written(tmp_path, content)).architecture
    except UserError as error:
        return str(error)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=400))
def test_any_bytes_after_the_magic_are_survived(scratch: Path, rest: bytes) -> None:
    assert outcome(b"GGUF\x03\0\0\0" + rest, scratch)


@settings(deadline=None, max_examples=500)
@given(
    st.sampled_from([WHOLE, HYBRID]),
    st.lists(
        st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=6
    ),
    st.integers(0, len(WHOLE)),
)
def test_any_change_and_any_cut_is_survived(
    scratch: Path, whole: bytes, changes: list[tuple[int, int]], cut: int
) -> None:
    content = bytearray(whole)
    for position, byte in changes:
        content[position] = byte
    assert outcome(bytes(content[: len(content) - cut]), scratch)


def mutated(rng: random.Random) -> bytes:
    """Return a file with up to four bytes, counts or stretches changed."""
    content = bytearray(rng.choice([WHOLE, HYBRID]))
    for _ in range(rng.randint(1, 4)):
        place = rng.randrange(len(content))
        match rng.randrange(4):
            case 0:
                content[place] = rng.randrange(256)
            case 1:
                content[place : place + 8] = struct.pack("<Q", 2 ** rng.randrange(64) - 1)
            case 2:
                del content[place : place + rng.randint(1, 40)]
            case 3:
                content[place:place] = rng.randbytes(rng.randint(1, 20))
    return bytes(content)


NUMBERS = st.floats(width=32) | st.integers(-(2**31), 2**31 - 1)
KEYS = st.sampled_from([key for key in files.QWEN if key.startswith("qwen2.")])
VALUES = (
    st.lists(st.floats(width=32), min_size=1, max_size=9)
    | st.lists(st.integers(-(2**31), 2**31 - 1), min_size=1, max_size=9)
    | NUMBERS
)


@settings(deadline=None, max_examples=300)
@given(st.dictionaries(KEYS, VALUES))
def test_any_numbers_and_lists_of_them_are_survived(scratch: Path, odd: dict[str, object]) -> None:
    path = written(scratch, files.gguf({**files.QWEN, **odd}))
    with contextlib.suppress(UserError):
        assert read_header(path).cache_bytes >= 0


@pytest.mark.slow
def test_mutations_are_survived_for_as_long_as_is_asked(scratch: Path) -> None:
    rng = random.Random(os.environ.get("SOAK_SEED", "1"))
    end = time.monotonic() + float(os.environ.get("SOAK_SECONDS", "2"))
    while time.monotonic() < end:
        assert outcome(mutated(rng), scratch)


@pytest.mark.model
def test_the_small_model_is_described() -> None:
    header = read_header(paths.models_dir() / SMALL_MODEL)
    assert (header.architecture, header.context, header.quantization) == ("llama", 8192, "Q4_1")
    assert header.parameters == 134_515_008


def test_tensor_sizes_are_those_of_the_library() -> None:
    spec = importlib.util.find_spec("llama_cpp")
    assert spec is not None
    assert spec.origin is not None
    library = ctypes.CDLL(str(Path(spec.origin).parent / "lib" / "libggml-base.so"))
    library.ggml_type_size.restype = ctypes.c_size_t
    library.ggml_blck_size.restype = ctypes.c_int64
    for kind, (name, block, size) in TENSOR_TYPES.items():
        assert (library.ggml_blck_size(kind), library.ggml_type_size(kind)) == (block, size), name
