"""A mix as it is written, trained on by the real trainers, where they are on the PATH.

    PATH=VENV/bin:$PATH pytest tests/exchange/test_real_trainers.py

The model is tiny, random and made on the spot by the libraries of the trainer itself.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from writer_gui.domain.language import Language
from writer_gui.exchange.mix import MixWish, mix
from writer_gui.exchange.mix_files import BASE_MODEL, Trainer, write_mix
from writer_gui.exchange.samples import Sample

COMMANDS = {
    Trainer.TRL: ("trl", "sft", "--config", "sft.yaml"),
    Trainer.LLAMA_FACTORY: ("llamafactory-cli", "train", "sft.yaml"),
    Trainer.AXOLOTL: ("axolotl", "train", "axolotl.yaml"),
}
_OFFLINE = {"HF_HUB_OFFLINE": "1", "AXOLOTL_DO_NOT_TRACK": "1", "CUDA_VISIBLE_DEVICES": ""}

MAKE_MODEL = """
import sys
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast, Qwen2Config, Qwen2ForCausalLM
tokenizer = Tokenizer(models.BPE())
tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
tokenizer.decoder = decoders.ByteLevel()
tokenizer.train_from_iterator(["lamp"], trainers.BpeTrainer(
    vocab_size=300, special_tokens=["<|endoftext|>", "<|im_start|>", "<|im_end|>"],
    initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
fast = PreTrainedTokenizerFast(
    tokenizer_object=tokenizer, eos_token="<|im_end|>", pad_token="<|endoftext|>")
fast.chat_template = (
    "{% for m in messages %}<|im_start|>{{ m['role'] }}\\n{{ m['content'] }}<|im_end|>\\n"
    "{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\\n{% endif %}")
fast.save_pretrained(sys.argv[1])
Qwen2ForCausalLM(Qwen2Config(
    vocab_size=len(fast), hidden_size=16, intermediate_size=32, num_hidden_layers=2,
    num_attention_heads=2, num_key_value_heads=2, max_position_embeddings=8192,
    eos_token_id=fast.eos_token_id, pad_token_id=fast.pad_token_id, bos_token_id=None,
)).save_pretrained(sys.argv[1])
"""


def _samples(count: int) -> list[Sample]:
    answer = "第{0}盏灯亮了{1}年，守灯的人数过{2}只海鸟。"
    return [
        Sample(
            str(n),
            f"写第{n}盏灯的故事",
            answer.format(n, n * 37, n * 91),
            Language.ZH,
            is_creative=True,
        )
        for n in range(count)
    ]


@pytest.mark.parametrize("trainer", list(Trainer))
def test_the_folder_is_trained_on_as_it_is(trainer: Trainer, tmp_path: Path) -> None:
    found = shutil.which(COMMANDS[trainer][0])
    if found is None:
        pytest.skip(f"{COMMANDS[trainer][0]} is not installed")
    python = Path(found).with_name("python")
    subprocess.run([python, "-c", MAKE_MODEL, tmp_path / "tiny"], check=True)
    folder = tmp_path / "mix"
    wish = MixWish(ratio=0, validation=0.2)
    write_mix(folder, mix(_samples(10), [], wish), trainer)
    config = folder / COMMANDS[trainer][-1]
    config.write_text(_on_this_computer(config.read_text("utf-8"), tmp_path / "tiny"), "utf-8")
    outcome = subprocess.run(
        COMMANDS[trainer], cwd=folder, env=os.environ | _OFFLINE, capture_output=True, text=True
    )
    assert outcome.returncode == 0, outcome.stderr[-3_000:]
    assert (folder / "out" / "model.safetensors").exists()


def _on_this_computer(config: str, model: Path) -> str:
    """Do what the first line of the configuration says, and name the model."""
    named = config.replace(BASE_MODEL, str(model))
    if "bf16: auto" in named:
        return named.replace("bf16: auto", "bf16: false")
    return f"{named}use_cpu: true\n"
