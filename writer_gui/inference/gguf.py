"""What a GGUF file says of itself, read from its header alone.

The file may come from anywhere, so nothing in it is believed before it is checked against the
file's own length: no count makes this reader allocate or loop beyond `MAX_HEADER_BYTES`. Format:
versions 2 and 3 of the GGUF specification of ggml.
"""

from __future__ import annotations

import struct
from collections import Counter
from dataclasses import dataclass, replace
from math import prod
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

from writer_gui.errors import UserError
from writer_gui.inference.gguf_types import FILE_TYPES, TENSOR_TYPES
from writer_gui.inference.parts import stamp_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MAGIC = b"GGUF"
VERSIONS = (2, 3)
MAX_HEADER_BYTES = 64 << 20
"""Four times what the largest vocabularies need (260,000 tokens with merges: 16 MB)."""
MAX_PAIRS = 20_000
MAX_TENSORS = 100_000
MAX_ITEMS = 1_500_000
"""Items of lists in all that are looked at: twice the tokens and merges of the largest vocabularies
(777,000). So many empty texts take 0.7 s."""
MAX_KEPT_ITEMS = 1_024
MAX_HEADS = 1 << 16
MAX_KEY_BYTES = 65_535
MAX_NAME_BYTES = 64 << 10
MAX_TEXT_BYTES = 4 << 20
MAX_DIMENSIONS = 4
SHOWN_CHARACTERS = 120

_SCALARS = {
    0: struct.Struct("<B"),
    1: struct.Struct("<b"),
    2: struct.Struct("<H"),
    3: struct.Struct("<h"),
    4: struct.Struct("<I"),
    5: struct.Struct("<i"),
    6: struct.Struct("<f"),
    7: struct.Struct("<?"),
    10: struct.Struct("<Q"),
    11: struct.Struct("<q"),
    12: struct.Struct("<d"),
}
_STRING, _ARRAY = 8, 9
_U32, _U64 = _SCALARS[4], _SCALARS[10]

Value: TypeAlias = "int | float | str | tuple[int | float, ...]"


@dataclass(frozen=True, slots=True)
class Header:
    """What is worth knowing of a model file. Texts are as the file has them; absent is empty or 0.

    `context` is the tokens the model was trained for, `cache_bytes` what one token of context
    takes in memory at 16 bits, `parts` the number of files the model is split into and
    `file_bytes` the length of them all, as far as they are there.
    """

    version: int
    kind: str
    architecture: str
    name: str
    context: int
    quantization: str
    parameters: int
    has_template: bool
    licence: str
    size_label: str
    cache_bytes: int
    parts: int
    file_bytes: int


class _BadError(ValueError):
    """Why a file is refused: `{name}` stands for it, and the sentence ends in the next step."""


def read_header(path: Path) -> Header:
    """Read and check a model file's header and the length of its data. Raises UserError.

    Of a model that is split the first part is read, and the others are only measured.
    """
    if not path.is_file():  # a pipe would keep us waiting
        raise UserError(f"There is no file {path}. Check the path.")
    try:
        with path.open("rb", buffering=1 << 20) as stream:
            header = _read(_Reader(stream, path.stat().st_size))
        return replace(header, file_bytes=stamp_of(path, header.parts).bytes)
    except _BadError as error:
        raise UserError(str(error).format(name=path.name)) from error
    except OSError as error:
        raise UserError(
            f"{path} cannot be read ({error.strerror}). Check the path and its permissions."
        ) from error


class _Reader:
    """The bytes of a header in order; asks the file for none it cannot have."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream = stream
        self.size = size
        self.position = 0
        self._items = 0

    def take(self, count: int) -> bytes:
        self._claim(count)
        taken = self._stream.read(count)
        if len(taken) != count:
            raise _cut(self.size, self.position)
        return taken

    def skip(self, count: int) -> None:
        self._claim(count)
        self._stream.seek(count, 1)

    def _claim(self, count: int) -> None:
        self.position += count
        if self.position > self.size:
            raise _cut(self.size, self.position)
        if self.position > MAX_HEADER_BYTES:
            raise _damaged("its header has no end")

    def number(self, form: struct.Struct) -> int | float:
        (value,) = form.unpack(self.take(form.size))
        return value  # type: ignore[no-any-return]  # every form holds one number

    def count(self, form: struct.Struct, limit: int, what: str) -> int:
        value = int(self.number(form))
        if value > limit:
            raise _damaged(f"it claims {value:,} {what}")
        return value

    def text(self, limit: int) -> str:
        length = self.count(_U64, limit, "bytes of text")
        return self.take(length).decode("utf-8", "replace")

    def numbers(self, form: struct.Struct, count: int) -> tuple[int | float, ...]:
        self._look_at(count)
        return struct.unpack(f"<{count}{form.format[-1]}", self.take(count * form.size))

    def skip_texts(self, count: int) -> None:
        self._look_at(count)
        for _ in range(count):
            self.skip(int(self.number(_U64)))

    def _look_at(self, items: int) -> None:
        self._items += items
        if self._items > MAX_ITEMS:
            raise _damaged("it holds more lists than any model has")


def _read(reader: _Reader) -> Header:
    version = _read_version(reader)
    tensors = reader.count(_U64, MAX_TENSORS, "tensors")
    pairs = reader.count(_U64, MAX_PAIRS, "entries")
    values = _read_pairs(reader, pairs)
    parameters, largest_type = _read_tensors(reader, tensors, _alignment(values))
    return _header(values, version, parameters, largest_type, reader.size)


def _read_version(reader: _Reader) -> int:
    if reader.size < len(MAGIC) or reader.take(len(MAGIC)) != MAGIC:
        raise _BadError(
            "{name} is no GGUF model file. Choose a file in GGUF format, or install a model with "
            "'writer-gui models install'."
        )
    version = int(reader.number(_U32))
    if version in VERSIONS:
        return version
    if version & 0xFFFF == 0:
        raise _BadError(
            "{name} was made for big-endian computers. Get the ordinary file of this model."
        )
    raise _BadError(
        f"{{name}} has version {version} of the GGUF format, which cannot be used here. "
        "Get another file of this model."
    )


def _read_pairs(reader: _Reader, count: int) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for _ in range(count):
        key = reader.text(MAX_KEY_BYTES)
        if key in values:
            raise _damaged("an entry comes twice")
        value = _read_value(reader, int(reader.number(_U32)))
        if value is not None:
            values[key] = value
    return values


def _read_value(reader: _Reader, kind: int) -> Value | None:
    """Read a value; None for one that is skipped because nobody asks for it."""
    if kind == _STRING:
        return reader.text(MAX_TEXT_BYTES)
    if kind == _ARRAY:
        return _read_array(reader)
    if kind in _SCALARS:
        return reader.number(_SCALARS[kind])
    raise _damaged(f"an entry has the unknown type {kind}")


def _read_array(reader: _Reader) -> Value | None:
    kind = int(reader.number(_U32))
    count = reader.count(_U64, MAX_HEADER_BYTES, "items")
    if kind in _SCALARS:
        form = _SCALARS[kind]
        if count <= MAX_KEPT_ITEMS:
            return reader.numbers(form, count)
        reader.skip(count * form.size)
        return None
    if kind != _STRING:
        raise _damaged("it holds a list that no model has")
    reader.skip_texts(count)
    return None


def _read_tensors(reader: _Reader, count: int, alignment: int) -> tuple[int, str]:
    """Return the number of parameters and the type most of the data has, checking its length."""
    if count == 0:
        raise _damaged("it holds no weights")
    parameters, end = 0, 0
    bytes_of: Counter[str] = Counter()
    for _ in range(count):
        elements, kind, offset = _read_tensor(reader)
        type_name, length = _data_bytes(elements, kind)
        parameters += elements
        bytes_of[type_name] += length
        end = max(end, offset + length)
    start = -(-reader.position // alignment) * alignment
    if start + end > reader.size:
        raise _cut(reader.size, start + end)
    return parameters, bytes_of.most_common(1)[0][0]


def _read_tensor(reader: _Reader) -> tuple[int, int, int]:
    """Return a tensor's number of elements, its type and the offset of its data."""
    reader.text(MAX_NAME_BYTES)
    dimensions = reader.count(_U32, MAX_DIMENSIONS, "dimensions")
    elements = prod(int(reader.number(_U64)) for _ in range(dimensions))
    kind = int(reader.number(_U32))
    offset = int(reader.number(_U64))
    if not 0 < elements < 1 << 48 or offset >= 1 << 60:
        raise _damaged("a tensor has an impossible size")
    return elements, kind, offset


def _data_bytes(elements: int, kind: int) -> tuple[str, int]:
    """Return the type's name and the length of the data; 0 for a type newer than this program."""
    if kind not in TENSOR_TYPES:
        return "?", 0
    name, block, size = TENSOR_TYPES[kind]
    return name, elements // block * size


def _alignment(values: Mapping[str, Value]) -> int:
    alignment = _integer(values, "general.alignment") or 32
    if alignment < 0 or alignment > 1 << 20 or alignment & (alignment - 1):
        raise _damaged(f"its alignment is {alignment}")
    return alignment


def _header(
    values: Mapping[str, Value], version: int, parameters: int, largest_type: str, size: int
) -> Header:
    architecture = _shown(values, "general.architecture")
    if not architecture:
        raise _damaged("it does not say what kind of model it is")
    file_type = values.get("general.file_type")
    quantization = FILE_TYPES.get(file_type) if isinstance(file_type, int) else None
    return Header(
        version=version,
        kind=_shown(values, "general.type") or "model",
        architecture=architecture,
        name=_shown(values, "general.name"),
        context=_integer(values, f"{architecture}.context_length"),
        quantization=quantization or largest_type,
        parameters=parameters,
        has_template=bool(values.get("tokenizer.chat_template")),
        licence=_shown(values, "general.license"),
        size_label=_shown(values, "general.size_label"),
        cache_bytes=_cache_bytes(values, architecture),
        parts=max(1, _integer(values, "split.count")),
        file_bytes=size,
    )


def _cache_bytes(values: Mapping[str, Value], architecture: str) -> int:
    """Return the bytes one token of context takes: keys and values of every layer, 16 bits each."""
    layers = _integer(values, f"{architecture}.block_count")
    heads = values.get(f"{architecture}.attention.head_count", 0)
    key_heads = values.get(f"{architecture}.attention.head_count_kv", heads)
    most = max(_heads(heads), default=0)
    head_width = _integer(values, f"{architecture}.embedding_length") // most if most else 0
    keys = _integer(values, f"{architecture}.attention.key_length") or head_width
    contents = _integer(values, f"{architecture}.attention.value_length") or head_width
    repeated = 1 if isinstance(key_heads, tuple) else layers
    return sum(_heads(key_heads)) * repeated * (keys + contents) * 2


def _heads(value: Value) -> list[int]:
    """Return numbers of heads: hybrid models have one for each layer, others one for all."""
    counts = value if isinstance(value, tuple) else (value,)
    heads = [count for count in counts if isinstance(count, int) and 0 <= count < MAX_HEADS]
    if len(heads) != len(counts):
        raise _damaged("it claims an impossible number of heads")
    return heads


def _integer(values: Mapping[str, Value], key: str) -> int:
    """Return a number of the header; 0 where it is absent or senseless."""
    value = values.get(key, 0)
    return value if isinstance(value, int) and 0 <= value < 1 << 48 else 0


def _shown(values: Mapping[str, Value], key: str) -> str:
    """Return a text of the header fit to be shown on one line."""
    value = values.get(key, "")
    if not isinstance(value, str):
        return ""
    return "".join(char for char in value if char.isprintable())[:SHOWN_CHARACTERS].strip()


def _cut(size: int, needed: int) -> _BadError:
    return _BadError(
        f"{{name}} is cut short: {size:,} bytes are there and at least {needed:,} are needed. "
        "Download it again."
    )


def _damaged(why: str) -> _BadError:
    return _BadError(f"{{name}} is damaged: {why}. Download it again.")
