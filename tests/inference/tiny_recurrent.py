"""Makes a whole recurrent model (Mamba) of some 100 kB with weights drawn at random.

It writes gibberish, but llama.cpp runs it as it runs any model whose state cannot be cut.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np

from tests.inference.gguf_files import F32, tensor, text, value

if TYPE_CHECKING:
    from pathlib import Path

WIDTH, INNER, STATE, RANK, KERNEL, LAYERS = 32, 64, 8, 4, 4, 2
LETTERS = 128  # ASCII, so that what it writes can be given back to it
ALIGNMENT = 32


class U32(int):
    """A number that llama.cpp wants in 32 bits."""


class Signed(list[int]):
    """Numbers that llama.cpp wants in 32 bits, with a sign."""


def write_recurrent_model(path: Path) -> Path:
    """Write the file and return its path."""
    names = [_letter(byte) for byte in range(LETTERS)]
    tokens = [*names, "<|end|>"]
    head = {
        "general.architecture": "mamba",
        "mamba.context_length": U32(2048),
        "mamba.embedding_length": U32(WIDTH),
        "mamba.feed_forward_length": U32(0),
        "mamba.block_count": U32(LAYERS),
        "mamba.attention.head_count": U32(0),
        "mamba.attention.layer_norm_rms_epsilon": 1e-5,
        "mamba.ssm.conv_kernel": U32(KERNEL),
        "mamba.ssm.inner_size": U32(INNER),
        "mamba.ssm.state_size": U32(STATE),
        "mamba.ssm.time_step_rank": U32(RANK),
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": "default",
        "tokenizer.ggml.tokens": tokens,
        "tokenizer.ggml.token_type": Signed([1] * LETTERS + [3]),
        "tokenizer.ggml.merges": [f"{_letter(ord('t'))} {_letter(ord('h'))}"],
        "tokenizer.ggml.eos_token_id": U32(LETTERS),
        "tokenizer.ggml.bos_token_id": U32(LETTERS),
    }
    weights = _weights(len(tokens))
    entries = b"".join(text(key) + _value(content) for key, content in head.items())
    infos, offset = b"", 0
    for name, array in weights.items():
        infos += tensor(name, array.shape[::-1], F32, offset)
        offset += len(_padded(array.tobytes()))
    start = b"GGUF" + struct.pack("<IQQ", 3, len(weights), len(head)) + entries + infos
    path.write_bytes(_padded(start) + b"".join(_padded(a.tobytes()) for a in weights.values()))
    return path


def _weights(vocabulary: int) -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float32]]]:
    """Return all tensors by name; the last dimension here is the first of the file."""
    shapes = {
        "attn_norm.weight": (WIDTH,),
        "ssm_in.weight": (2 * INNER, WIDTH),
        "ssm_conv1d.weight": (INNER, KERNEL),
        "ssm_conv1d.bias": (INNER,),
        "ssm_x.weight": (RANK + 2 * STATE, INNER),
        "ssm_dt.weight": (INNER, RANK),
        "ssm_dt.bias": (INNER,),
        "ssm_a": (INNER, STATE),
        "ssm_d": (INNER,),
        "ssm_out.weight": (WIDTH, INNER),
    }
    chance = np.random.default_rng(1)
    found = {
        "token_embd.weight": chance.normal(0, 1, (vocabulary, WIDTH)),
        "output_norm.weight": np.ones(WIDTH),
    }
    for layer in range(LAYERS):
        for name, shape in shapes.items():
            found[f"blk.{layer}.{name}"] = chance.normal(0, 0.3, shape)
        found[f"blk.{layer}.attn_norm.weight"] = np.ones(WIDTH)
        found[f"blk.{layer}.ssm_a"] = -np.exp(chance.normal(0, 0.3, (INNER, STATE)))
    return {name: array.astype(np.float32) for name, array in found.items()}


def _value(content: object) -> bytes:
    if isinstance(content, U32):
        return struct.pack("<II", 4, content)
    if isinstance(content, Signed):
        return struct.pack(f"<IIQ{len(content)}i", 9, 5, len(content), *content)
    return value(content)


def _letter(byte: int) -> str:
    """Return the character that stands for a byte in the vocabularies of GPT-2."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    if byte in plain:
        return chr(byte)
    return chr(256 + [b for b in range(256) if b not in plain].index(byte))


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % ALIGNMENT)
