"""What a model has read outlives its process, within bounds, and changes no text."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

from tests.inference.driving import Worker, ask
from writer_gui.domain.generation import ModelFile
from writer_gui.inference.protocol import READ_BLOCK, AskPrice, EngineOptions, Priced
from writer_gui.inference.worker import contexts as module
from writer_gui.inference.worker.context_files import ContextFiles
from writer_gui.inference.worker.contexts import open_files
from writer_gui.inference.worker.passages import Passages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from writer_gui.inference.worker.model import Model

SEA = "The keeper counts the ships that never come. " * 28


def storing(content: bytes) -> Callable[[Path], bool]:
    return lambda path: bool(path.write_bytes(content))


def files(path: Path, key: str = "k", most_bytes: int = 1000) -> ContextFiles:
    return ContextFiles(path / "contexts", key, most_bytes)


def test_what_is_kept_is_found_again_under_the_same_conditions(tmp_path: Path) -> None:
    files(tmp_path).add([1, 2, 3], 2, storing(b"state"))
    [entry] = files(tmp_path).entries
    assert (entry.tokens, entry.exact, entry.bytes) == ((1, 2, 3), 2, 5)
    assert files(tmp_path).is_whole(entry)
    assert files(tmp_path, "other").entries == []
    assert entry.path.stat().st_mode & 0o077 == 0
    assert entry.path.parent.stat().st_mode & 0o077 == 0


def test_a_context_that_goes_on_takes_the_place_of_its_beginning(tmp_path: Path) -> None:
    kept = files(tmp_path)
    for tokens in ([1, 2], [9], [1, 2, 3]):
        kept.add(tokens, 0, storing(b"state"))
    assert {entry.tokens for entry in files(tmp_path).entries} == {(9,), (1, 2, 3)}


def test_the_bound_holds_over_all_models_and_the_oldest_go_first(tmp_path: Path) -> None:
    for number in range(5):
        kept = files(tmp_path, f"model {number % 2}", most_bytes=25)
        kept.add([number], 0, storing(b"x" * 10))
        [mine] = [entry for entry in kept.entries if entry.tokens == (number,)]
        os.utime(mine.path.with_suffix(".json"), (time.time() - 100 + number,) * 2)
    left = sorted(path.name for path in (tmp_path / "contexts").glob("*.context"))
    assert len(left) == 2
    assert sum(path.stat().st_size for path in (tmp_path / "contexts").glob("*.context")) <= 25


@pytest.mark.parametrize("spoil", ["cut", "change", "remove"])
def test_a_file_that_is_not_what_it_was_is_given_up(tmp_path: Path, spoil: str) -> None:
    kept = files(tmp_path)
    kept.add([1, 2, 3], 0, storing(b"state"))
    [entry] = kept.entries
    if spoil == "remove":
        entry.path.unlink()
    else:
        entry.path.write_bytes(b"stat" if spoil == "cut" else b"sTate")
    assert not kept.is_whole(entry)
    assert kept.entries == files(tmp_path).entries == []


def test_what_a_crash_or_a_month_has_left_is_cleared(tmp_path: Path) -> None:
    kept = files(tmp_path)
    for number in range(2):
        kept.add([number], 0, storing(b"state"))
    place = tmp_path / "contexts"
    (place / "half.context").write_bytes(b"half")
    (place / "odd.context").write_bytes(b"odd")
    (place / "odd.json").write_text("[]")
    old = kept.entries[0].path.with_suffix(".json")
    os.utime(old, (time.time() - 40 * 86_400,) * 2)
    assert [entry.tokens for entry in files(tmp_path).entries] == [(1,)]
    assert len(list(place.iterdir())) == 2


def test_a_full_disk_keeps_nothing_and_harms_nothing(tmp_path: Path) -> None:
    def fail(path: Path) -> bool:
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    kept = files(tmp_path)
    kept.add([1], 0, fail)
    kept.add([2], 0, lambda _path: False)
    assert kept.entries == []
    assert list((tmp_path / "contexts").iterdir()) == []


@pytest.mark.model
def test_a_new_process_goes_on_where_the_last_one_was(small_model: Path, tmp_path: Path) -> None:
    place = str(tmp_path / "contexts")
    wanted = ask(SEA, max_tokens=8, seed=5)
    with Worker() as first:
        first.load(small_model, contexts=place)
        cold = first.write(wanted)
    with Worker() as second:
        second.load(small_model, contexts=place)
        second.send(AskPrice("p", wanted))
        price = second.wait_for(Priced).price
        warm = second.write(wanted)
    assert cold.reused_tokens == 0
    assert price.reused_tokens == warm.reused_tokens >= cold.prompt_tokens - READ_BLOCK
    assert warm.text == cold.text


@pytest.mark.model
def test_a_context_of_other_options_or_with_damage_is_not_used(
    small_model: Path, tmp_path: Path
) -> None:
    place = tmp_path / "contexts"
    wanted = ask(SEA, max_tokens=4, seed=5)
    with Worker() as worker:
        worker.load(small_model, contexts=str(place))
        cold = worker.write(wanted)
    with Worker() as worker:
        other = EngineOptions(context=768, read_chunk=64)
        worker.load(small_model, other, contexts=str(place))
        assert worker.write(wanted).reused_tokens == 0
    for path in place.glob("*.context"):
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 255
        path.write_bytes(data)
    with Worker() as worker:
        worker.load(small_model, contexts=str(place))
        again = worker.write(wanted)
    assert again.reused_tokens == 0
    assert again.text == cold.text


@pytest.mark.model
def test_short_texts_and_slow_disks_are_not_worth_a_file(
    model: Model, small_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = open_files(str(tmp_path), ModelFile("small", str(small_model)), model)
    passages = Passages(model, lambda _event: None, kept)
    written = []
    for text in ("A word.", SEA):
        passages.submit(text, ask(text, run=text, max_tokens=1))
        while passages.busy:
            passages.step()
        written.append([passages.contexts.keep(), passages.contexts.keep()])
    passages.close()
    assert written == [[False, False], [True, False]]
    again = Passages(model, lambda _event: None, kept)
    assert again.price(ask(SEA, run="b")).reused_tokens > 0
    again.close()
    monkeypatch.setattr(module, "FIRST_GUESS", 1.0)
    slow = Passages(model, lambda _event: None, kept)
    assert slow.price(ask(SEA, run="b")).reused_tokens <= READ_BLOCK  # of the trial
    slow.close()


@pytest.mark.model
def test_a_copy_that_no_batch_has_carried_out_is_not_kept(
    model: Model, small_model: Path, tmp_path: Path
) -> None:
    """The second text ends with its first token, which comes of logits that were kept."""
    kept = open_files(str(tmp_path), ModelFile("small", str(small_model)), model)
    passages = Passages(model, lambda _event: None, kept)
    for run, tokens in (("a", 2 * READ_BLOCK), ("b", 1)):
        passages.submit(run, ask(SEA, run=run, max_tokens=tokens, min_chars=9999))
        while passages.busy:
            passages.step()
    assert passages.contexts.keep()
    prompt = passages.price(ask(SEA, run="c")).prompt_tokens
    passages.close()
    assert kept is not None
    [entry] = kept.entries
    assert len(entry.tokens) > prompt  # the first text, which was computed, not the copy
