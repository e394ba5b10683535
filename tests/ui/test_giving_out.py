"""Triplets given out from the window as a data set or a training mix."""

from __future__ import annotations

import json
from threading import Event
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QLabel, QPushButton, QSpinBox

from tests.exchange.test_mix import prose, triplet
from writer_gui.domain.triplet import TripletStatus
from writer_gui.state import record_files
from writer_gui.store.triplets import ANY_TRIPLET, add_triplet, set_status
from writer_gui.ui.main_window import TRIPLETS_VIEW
from writer_gui.ui.triplets.mix_panel import MixPanel

if TYPE_CHECKING:
    from pathlib import Path

    from tests.state.fakes import FakeCounting
    from tests.ui.conftest import House
    from writer_gui.domain.triplet import Triplet


@pytest.fixture
def collection(house: House) -> House:
    with house.database.transaction() as tx:
        for n in range(8):
            add_triplet(tx, triplet(n * 10))
        set_status(tx, [f"t{n * 10}" for n in range(5)], TripletStatus.ACCEPTED)
    house.window.show_view(TRIPLETS_VIEW)
    house.settle()
    return house


@pytest.fixture
def general(tmp_path: Path) -> Path:
    file = tmp_path / "general.jsonl"
    lines = [{"prompt": f"问{n}", "completion": prose(900 + n)} for n in range(60)]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return file


def settle(house: House) -> None:
    house.settle()
    house.workspace.mixing.drain()
    house.settle()


def asked(house: House) -> MixPanel:
    menu = house.find(QPushButton, "exportTriplets").menu()
    menu.actions()[-1].trigger()
    return house.find(MixPanel, "mixPanel")


def test_a_mix_is_asked_for_and_written(collection: House, general: Path, tmp_path: Path) -> None:
    panel = asked(collection)
    assert panel.isVisible()
    assert not collection.find(QPushButton, "mixWrite").isEnabled()  # no general data yet
    panel.take_general(general)
    assert collection.find(QPushButton, "mixWrite").isEnabled()
    collection.find(QDoubleSpinBox, "mixRatio").setValue(4)
    collection.find(QSpinBox, "mixChinese").setValue(100)
    collection.find(QSpinBox, "mixValidation").setValue(20)
    trainer = collection.find(QComboBox, "mixTrainer")
    trainer.setCurrentIndex(trainer.findText("Axolotl"))
    panel.write_to(tmp_path / "mix")
    settle(collection)
    assert (tmp_path / "mix" / "axolotl.yaml").exists()
    parts = [(tmp_path / "mix" / "data" / f"{n}.jsonl") for n in ("train", "validation")]
    lines = [line for part in parts for line in part.read_text("utf-8").splitlines()]
    assert len(lines) == 5 + 20
    assert sum("<think>" in line for line in lines) == 5
    told = collection.find(QLabel, "messageText").text()
    assert told.startswith("Triplets: 5, general samples: 20, in")
    assert not panel.isVisible()


def test_without_accepted_triplets_the_way_out_is_said(
    collection: House, general: Path, tmp_path: Path
) -> None:
    panel = asked(collection)
    panel.take_general(general)
    status = collection.find(QComboBox, "mixStatus")
    status.setCurrentIndex(status.findData(TripletStatus.REVIEWED))
    panel.write_to(tmp_path / "mix")
    settle(collection)
    assert "accept some" in collection.find(QLabel, "messageText").text()
    assert not (tmp_path / "mix").exists()
    status.setCurrentIndex(status.findData(None))
    panel.write_to(tmp_path / "mix")
    settle(collection)
    assert (tmp_path / "mix" / "sft.yaml").exists()


def test_too_little_general_data_is_said(collection: House, general: Path, tmp_path: Path) -> None:
    panel = asked(collection)
    panel.take_general(general)
    collection.find(QSpinBox, "mixChinese").setValue(0)  # the file is Chinese
    panel.write_to(tmp_path / "mix")
    settle(collection)
    assert "fewer than the 60 wanted" in collection.find(QLabel, "messageText").text()


def test_a_data_set_goes_out_and_comes_in_again(collection: House, tmp_path: Path) -> None:
    files = collection.workspace.triplet_files
    files.export_data_set(tmp_path / "set", ANY_TRIPLET)
    files.drain()
    collection.settle()
    assert (tmp_path / "set" / "README.md").exists()
    reports: list[object] = []
    files.imported.connect(lambda report: reports.append((report.read, report.duplicates)))
    files.look_through(tmp_path / "set")
    files.drain()
    collection.settle()
    files.take_in()
    files.drain()
    collection.settle()
    assert reports == [(8, 8)]


def test_what_is_typed_is_saved_while_records_go_out(
    collection: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = Event()

    def slow(_folder: Path, triplets: list[Triplet]) -> dict[str, int]:
        assert saved.wait(5)
        return {"train": len(triplets)}

    monkeypatch.setattr(record_files, "write_folder", slow)
    files = collection.workspace.triplet_files
    files.export_data_set(tmp_path / "set", ANY_TRIPLET)
    collection.lane.run(lambda _: saved.set())
    files.drain()
    collection.settle()
    assert "Records: 8." in collection.find(QLabel, "messageText").text()


def _told(house: House) -> str:
    return house.find(QLabel, "mixTokens").text()


def _counting(collection: House, general: Path) -> tuple[QPushButton, FakeCounting]:
    """Ask for a mix of 5 triplets and 20 others, and let its tokens be counted."""
    asked(collection).take_general(general)
    collection.find(QDoubleSpinBox, "mixRatio").setValue(4)
    collection.find(QSpinBox, "mixChinese").setValue(100)
    counting = collection.drafting.counting
    counting.model = "Tiny"
    button = collection.find(QPushButton, "mixCount")
    button.click()
    settle(collection)
    return button, counting


def test_the_tokens_of_a_mix_are_counted_before_it_is_written(
    collection: House, general: Path
) -> None:
    button, counting = _counting(collection, general)
    assert len(counting.samples) == 25
    assert button.text() == "Stop counting"
    counting.progressed.emit(30, 60)
    assert _told(collection) == "Counting: 50 %"
    counting.counted.emit([9_000 if s.is_creative else 10 for s in counting.samples])
    assert _told(collection).startswith(
        "45000 tokens of triplets, 200 of general data; the longest sample has 9000; longer than"
        " the 8,192 that are trained on: 5."
    )
    assert _told(collection).endswith("Counted as Tiny does.")
    counting.is_estimate = True
    button.click()
    settle(collection)
    counting.counted.emit([10 for _ in counting.samples])
    assert _told(collection).endswith("Estimated, for a server does not tell how it counts.")
    assert button.text() == "Count tokens"
    collection.find(QSpinBox, "mixSeed").setValue(7)  # another mix
    assert "45000" not in _told(collection)


def test_counting_is_stopped(collection: House, general: Path) -> None:
    button, counting = _counting(collection, general)
    button.click()
    assert counting.stopped == 1
    assert button.text() == "Count tokens"
    counting.counted.emit([1] * 25)  # what comes too late
    assert "tokens of triplets" not in _told(collection)


def test_without_a_model_the_way_to_one_is_said(collection: House, general: Path) -> None:
    button = collection.find(QPushButton, "mixCount")
    panel = asked(collection)
    assert not button.isEnabled()  # no general data yet
    panel.take_general(general)
    button.click()
    settle(collection)
    assert _told(collection) == "No model is loaded; load one under Models, then count."
    assert collection.drafting.counting.samples == ()


def test_a_count_that_fails_is_told_and_can_be_tried_again(
    collection: House, general: Path
) -> None:
    button, counting = _counting(collection, general)
    counting.failed.emit("The engine stopped. Try again.")
    assert _told(collection) == "The engine stopped. Try again."
    assert button.text() == "Count tokens"
    assert button.isEnabled()
