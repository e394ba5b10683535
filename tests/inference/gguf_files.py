"""Makes small GGUF files: whole ones, and ones with a lie in them."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

QWEN = {
    "general.architecture": "qwen2",
    "general.type": "model",
    "general.name": "Tiny 测试",
    "general.license": "apache-2.0",
    "general.size_label": "1K",
    "general.file_type": 15,
    "qwen2.context_length": 2048,
    "qwen2.block_count": 2,
    "qwen2.embedding_length": 64,
    "qwen2.attention.head_count": 4,
    "qwen2.attention.head_count_kv": 2,
    "tokenizer.chat_template": "{{ messages }}",
    "tokenizer.ggml.tokens": ["a", "b", "c"],
}
Q8_0, F32 = 8, 0


def text(value: str) -> bytes:
    data = value.encode()
    return struct.pack("<Q", len(data)) + data


def value(content: object) -> bytes:
    """Return a typed value as the file has it."""
    match content:
        case bool():
            return struct.pack("<I?", 7, content)
        case int() if content < 0:
            return struct.pack("<Iq", 11, content)
        case int():
            return struct.pack("<IQ", 10, content)
        case float():
            return struct.pack("<If", 6, content)
        case str():
            return struct.pack("<I", 8) + text(content)
        case [str(), *_]:
            items = b"".join(text(str(item)) for item in content)
            return struct.pack("<IIQ", 9, 8, len(content)) + items
        case [float(), *_]:
            return struct.pack(f"<IIQ{len(content)}f", 9, 6, len(content), *content)
        case [*numbers] if any(isinstance(number, int) and number < 0 for number in numbers):
            return struct.pack(f"<IIQ{len(numbers)}i", 9, 5, len(numbers), *numbers)
        case [*numbers]:
            return struct.pack(f"<IIQ{len(numbers)}I", 9, 4, len(numbers), *numbers)
    raise TypeError(content)


def tensor(name: str, shape: tuple[int, ...], kind: int, offset: int) -> bytes:
    dimensions = struct.pack(f"<I{len(shape)}Q", len(shape), *shape)
    return text(name) + dimensions + struct.pack("<IQ", kind, offset)


def gguf(
    values: Mapping[str, object] = QWEN,
    *,
    version: int = 3,
    tensors: tuple[bytes, ...] = (tensor("token_embd.weight", (64, 16), Q8_0, 0),),
    data: int = 64 * 16 // 32 * 34,
    pairs: int | None = None,
    tensor_count: int | None = None,
) -> bytes:
    """Return a file; `pairs` and `tensor_count` may claim more than there is."""
    counts = (
        len(tensors) if tensor_count is None else tensor_count,
        len(values) if pairs is None else pairs,
    )
    head = b"GGUF" + struct.pack("<IQQ", version, *counts)
    entries = b"".join(text(key) + value(content) for key, content in values.items())
    body = head + entries + b"".join(tensors)
    return body + bytes(-len(body) % 32) + bytes(data)
