"""The wishes for the next text, folded out below the prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QSlider,
    QSpinBox,
    QTextEdit,
)

from tests.ui.test_main_window import drafted
from writer_gui.domain.run import Sampling
from writer_gui.inference.families import UNKNOWN
from writer_gui.state import lineage
from writer_gui.ui.wishes.panel import WishesPanel
from writer_gui.writing.style import Viewpoint

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import House

SAMPLE = "The fog lifted. Nobody had come."


def fold_out(house: House) -> WishesPanel:
    house.find(QPushButton, "styleButton").click()
    return house.find(WishesPanel, "wishesPanel")


def choose(house: House, name: str, data: str) -> None:
    box = house.find(QComboBox, name)
    box.setCurrentIndex(box.findData(data))
    box.activated.emit(box.currentIndex())


def test_wishes_reach_the_model_in_words(house: House, qtbot: QtBot) -> None:
    drafted(house)
    panel = fold_out(house)
    assert panel.isVisible()
    choose(house, "viewpointCombo", "first")
    qtbot.keyClicks(house.find(QTextEdit, "sampleEdit"), SAMPLE)
    house.workspace.commands.write_story()  # the focus has not left the sample
    house.settle()
    asked = house.drafting.last.prompt.text
    assert "第一人称" in asked
    assert SAMPLE in asked
    assert house.drafting.last.options.style["sample"] == SAMPLE
    assert SAMPLE not in house.workspace.desk.draft.prompt.text


def test_numbers_and_words_are_two_sides_of_one(house: House) -> None:
    house.open()
    fold_out(house)
    house.find(QPushButton, "numbersButton").click()
    heat = house.find(QDoubleSpinBox, "temperatureSpin")
    assert heat.isVisible()
    heat.setValue(1.3)
    assert house.workspace.style.style.wildness == 1
    house.find(QSpinBox, "top_kSpin").setValue(7)
    assert house.workspace.style.sampling.top_k == 7
    house.find(QPushButton, "tunedButton").click()
    assert house.workspace.style.style.wildness == 0.5
    assert heat.value() == Sampling().temperature


def test_a_seed_holds_for_one_text(house: House, qtbot: QtBot) -> None:
    drafted(house)
    fold_out(house)
    house.find(QPushButton, "numbersButton").click()
    seed = house.find(QLineEdit, "seedEdit")
    qtbot.keyClicks(seed, "12a3")
    house.workspace.commands.write_story()
    house.settle()
    assert house.drafting.last.options.seed == 123
    assert seed.text() == ""


def names(house: House, small: str, large: str) -> None:
    """Have the two models that a test has be of these families."""
    house.collection.renamed = {"small": small, "large": large}
    house.collection.installed.update({"small", "large"})
    house.models.refresh()


def test_the_numbers_are_those_the_makers_of_the_model_advise(house: House) -> None:
    house.open()
    fold_out(house)
    source = house.find(QLabel, "numbersSource")
    assert source.text() == "as tuned for this program"
    names(house, "Qwen2.5 1.5B Instruct", "Qwen2.5 Coder 7B")
    assert source.text() == "as the makers of Qwen2.5 advise"
    assert "generation_config.json, read on 20" in source.toolTip()
    style = house.workspace.style
    assert (style.sampling.temperature, style.sampling.top_k) == (0.7, 20)
    house.find(QSlider, "wildSlider").setValue(10)
    assert style.sampling.temperature == 1.0
    assert source.text() == "as the makers of Qwen2.5 advise, but wilder"
    house.preferences.change(default_model="large")
    assert style.sampling.temperature == UNKNOWN.wild
    assert style.style.wildness == 1


def test_another_model_leaves_numbers_set_by_hand(house: House) -> None:
    house.open()
    fold_out(house)
    names(house, "Qwen2.5 1.5B", "a model nobody knows")
    style, source = house.workspace.style, house.find(QLabel, "numbersSource")
    house.find(QSpinBox, "top_kSpin").setValue(7)
    house.find(QDoubleSpinBox, "temperatureSpin").setValue(0.8)
    assert source.text() == "your own numbers"
    house.preferences.change(default_model="large")
    assert (style.sampling.top_k, style.sampling.temperature) == (7, 0.8)
    assert style.sampling.top_p == UNKNOWN.sampling.top_p
    assert style.style.wildness == UNKNOWN.wildness(0.8)
    house.find(QPushButton, "tunedButton").click()
    assert style.sampling == UNKNOWN.sampling
    assert source.text() == "as tuned for this program"


def test_a_number_put_back_is_no_longer_the_writer_s(house: House) -> None:
    house.open()
    fold_out(house)
    names(house, "Qwen2.5 1.5B", "")
    for value in (7, 20):
        house.find(QSpinBox, "top_kSpin").setValue(value)
    assert not house.workspace.style.is_by_hand


def test_a_run_is_repeated_with_its_own_numbers_whatever_the_model(house: House) -> None:
    drafted(house)
    run = next(run for run in house.workspace.desk.session.runs)  # type: ignore[union-attr]  # it is open
    names(house, "Qwen2.5 1.5B", "Mistral Nemo 12B")
    house.workspace.style.use(run)
    house.preferences.change(default_model="large")
    assert house.workspace.style.sampling == lineage.sampling_of(run)


def test_a_server_s_model_is_told_by_its_name(house: House) -> None:
    house.open()
    house.preferences.change(
        remote_on=True, remote_url="http://127.0.0.1:1/v1", remote_model="gemma-3-12b-it"
    )
    assert house.workspace.style.family.name == "gemma"


def test_what_is_usual_follows_the_genre_and_keeps_the_sample(house: House, qtbot: QtBot) -> None:
    house.open()
    fold_out(house)
    qtbot.keyClicks(house.find(QTextEdit, "sampleEdit"), SAMPLE)
    choose(house, "genreCombo", "散文")
    house.find(QPushButton, "usualStyleButton").click()
    style = house.workspace.style.style
    assert (style.viewpoint, style.sample) == (Viewpoint.FIRST, SAMPLE)
    assert house.find(QComboBox, "viewpointCombo").currentData() == "first"


def test_what_is_usual_is_the_same_when_asked_for_again(house: House) -> None:
    house.open()
    fold_out(house)
    choose(house, "genreCombo", "公开信")
    style, usual = house.workspace.style, house.find(QPushButton, "usualStyleButton")
    for _ in range(2):
        usual.click()
        assert style.style.wildness == 0.3
        assert style.sampling.temperature == UNKNOWN.temperature(0.3)


def test_the_length_follows_the_genre_until_the_writer_sets_one(house: House) -> None:
    house.open()
    length = house.find(QSpinBox, "lengthSpin")
    choose(house, "genreCombo", "诗歌")
    assert (length.value(), house.workspace.desk.draft.prompt.length) == (240, 240)
    choose(house, "languageCombo", "en")
    assert length.value() == 120
    length.setValue(200)
    choose(house, "genreCombo", "小说-故事")
    assert (length.value(), house.workspace.desk.draft.prompt.length) == (200, 200)


def test_escape_folds_the_wishes_in(house: House, qtbot: QtBot) -> None:
    house.open()
    panel = fold_out(house)
    qtbot.keyClick(house.find(QComboBox, "viewpointCombo"), Qt.Key.Key_Escape)
    assert panel.isHidden()
