"""A mix as a folder that a trainer takes as it is: the samples, and a configuration beside them.

The settings are those of COIG-Writer's paper (arXiv 2510.14763, section 3): 3 epochs, learning
rate 2e-5, batches of 32, a tenth of warm-up, 8,192 tokens. The warm-up is a number of steps, which
every version of the three trainers reads; shares of steps came and went. Trained on as written with
TRL 1.16, LLaMA-Factory 0.9.5 and Axolotl 0.19 (`tests/exchange/test_real_trainers.py`).
"""

from __future__ import annotations

import math
from enum import StrEnum
from typing import TYPE_CHECKING

from writer_gui.errors import UserError
from writer_gui.exchange.files import SPLITS, remove_earlier_splits, write_bytes
from writer_gui.exchange.records import json_text, write_records

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from writer_gui.exchange.mix import Mix
    from writer_gui.exchange.samples import Sample

_EPOCHS = 3
_BATCH = 32
_WARM_UP = 0.1

BASE_MODEL = "Qwen/Qwen2.5-7B-Instruct"
"""What the paper trained; to be replaced by whatever is to be trained."""


class Trainer(StrEnum):
    """Whose files are written."""

    TRL = "trl"
    LLAMA_FACTORY = "llama-factory"
    AXOLOTL = "axolotl"


def write_mix(folder: Path, mix: Mix, trainer: Trainer) -> list[str]:
    """Write a mix into a folder and return the names of its files. Raises UserError."""
    try:
        (folder / "data").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(f"{folder} could not be made ({reason}); choose another place.") from error
    written = []
    for name, samples in zip(SPLITS, (mix.train, mix.validation), strict=True):
        if samples:
            write_records(folder / "data" / f"{name}.jsonl", _records(samples))
            written.append(f"data/{name}.jsonl")
    remove_earlier_splits(folder / "data", {name.removeprefix("data/") for name in written})
    for name, text in _configs(trainer, mix).items():
        write_bytes(folder / name, text.encode())
        written.append(name)
    return written


def _records(samples: Iterable[Sample]) -> Iterable[dict[str, object]]:
    return ({"messages": sample.messages} for sample in samples)


def _configs(trainer: Trainer, mix: Mix) -> dict[str, str]:
    has_validation = bool(mix.validation)
    steps = f"warmup_steps: {_warm_up_steps(len(mix.train))}\n"
    if trainer is Trainer.TRL:
        return {"sft.yaml": _TRL + steps + (_TRL_EVAL if has_validation else "")}
    if trainer is Trainer.AXOLOTL:
        return {"axolotl.yaml": _AXOLOTL + steps + (_AXOLOTL_EVAL if has_validation else "")}
    return {
        "sft.yaml": _FACTORY + steps + (_FACTORY_EVAL if has_validation else ""),
        "data/dataset_info.json": _dataset_info(has_validation=has_validation),
    }


def _warm_up_steps(samples: int) -> int:
    return math.ceil(_EPOCHS * math.ceil(samples / _BATCH) * _WARM_UP)


def _dataset_info(*, has_validation: bool) -> str:
    names = {"writer_mix": "train.jsonl"}
    if has_validation:
        names["writer_mix_validation"] = "validation.jsonl"
    tags = {
        "role_tag": "role",
        "content_tag": "content",
        "user_tag": "user",
        "assistant_tag": "assistant",
        "system_tag": "system",
    }
    info = {
        name: {
            "file_name": file,
            "formatting": "sharegpt",
            "columns": {"messages": "messages"},
            "tags": tags,
        }
        for name, file in names.items()
    }
    return json_text(info) + "\n"


_TRL = f"""# trl sft --config sft.yaml      (in this folder)
# without a GPU add use_cpu: true
model_name_or_path: {BASE_MODEL}
dataset_name: ./data
output_dir: ./out
num_train_epochs: {_EPOCHS}
learning_rate: 2.0e-5
lr_scheduler_type: cosine
per_device_train_batch_size: 1
gradient_accumulation_steps: {_BATCH}
max_length: 8192
gradient_checkpointing: true
bf16: true
"""
_TRL_EVAL = """eval_strategy: epoch
per_device_eval_batch_size: 1
dataset_test_split: validation
"""
_AXOLOTL = f"""# axolotl train axolotl.yaml      (in this folder)
# without a GPU say bf16: false
base_model: {BASE_MODEL}
datasets:
  - path: ./data/train.jsonl
    type: chat_template
    field_messages: messages
    ds_type: json
chat_template: tokenizer_default
output_dir: ./out
num_epochs: {_EPOCHS}
learning_rate: 2.0e-5
lr_scheduler: cosine
optimizer: adamw_torch
micro_batch_size: 1
gradient_accumulation_steps: {_BATCH}
sequence_len: 8192
gradient_checkpointing: true
bf16: auto
"""
_AXOLOTL_EVAL = """test_datasets:
  - path: ./data/validation.jsonl
    type: chat_template
    field_messages: messages
    ds_type: json
    split: train
"""
_FACTORY = f"""# llamafactory-cli train sft.yaml      (in this folder)
# without a GPU add use_cpu: true
model_name_or_path: {BASE_MODEL}
stage: sft
do_train: true
finetuning_type: full
dataset_dir: ./data
dataset: writer_mix
template: qwen
cutoff_len: 8192
output_dir: ./out
num_train_epochs: {_EPOCHS}
learning_rate: 2.0e-5
lr_scheduler_type: cosine
per_device_train_batch_size: 1
gradient_accumulation_steps: {_BATCH}
gradient_checkpointing: true
bf16: true
"""
_FACTORY_EVAL = """eval_dataset: writer_mix_validation
eval_strategy: epoch
per_device_eval_batch_size: 1
"""
