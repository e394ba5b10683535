"""How fast models write on this computer: measured, learnt from drafts, or expected from another.

Writing reads the whole file of a model for each token, so two models of one kind are as fast as
their files are small. That is enough to say what a model will be like before it is downloaded.
"""

from __future__ import annotations

import json
import logging
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from writer_gui.background.tuning import Tuning
from writer_gui.domain.language import Language
from writer_gui.domain.run import Stage
from writer_gui.state.engine_settings import tuned_values, untuned
from writer_gui.state.notice import Notice
from writer_gui.writing.story_writer import TOKENS_PER_UNIT

if TYPE_CHECKING:
    from pathlib import Path

    from writer_gui.background.engine import Engine
    from writer_gui.background.tuning import Trial
    from writer_gui.domain.generation import ModelFile
    from writer_gui.errors import UserError
    from writer_gui.inference.model_info import ModelInfo
    from writer_gui.state.draft_types import DraftEnded
    from writer_gui.state.drafting import DraftingState
    from writer_gui.state.model_reading import ChooseNamed
    from writer_gui.state.preferences import PreferencesState

log = logging.getLogger(__name__)

LEAST_TOKENS = 100
"""A run of fewer tokens says little about speed."""


class ModelSpeeds(QObject):
    """Tokens a second by model, kept in a file from one start to the next."""

    changed = Signal()
    measuring_changed = Signal(str)  # the model being measured; "" for none
    notice = Signal(object)  # Notice

    def __init__(
        self,
        engine: Engine,
        drafting: DraftingState,
        choose: ChooseNamed,
        preferences: PreferencesState,
        path: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._drafting = drafting
        self._choose = choose
        self._preferences = preferences
        self._path = path
        self._rates = _load(path)
        self._measuring = ""
        self._asked: object | None = None
        self._tuning: Tuning | None = None
        drafting.ended.connect(self._on_draft_ended)
        drafting.busy_changed.connect(self._on_busy_changed)

    @property
    def measuring(self) -> str:
        """The model being measured, "" for none."""
        return self._measuring

    def expected(self, model: ModelInfo, known: list[ModelInfo]) -> float | None:
        """Return tokens a second: as measured, else after the size of the nearest one measured."""
        if model.name in self._rates:
            return self._rates[model.name]
        measured = [other for other in known if other.name in self._rates and other.bytes]
        if not measured or not model.bytes:
            return None
        nearest = min(measured, key=lambda other: abs(other.bytes - model.bytes))
        return self._rates[nearest.name] * nearest.bytes / model.bytes

    def units_a_minute(self, model: ModelInfo, known: list[ModelInfo]) -> tuple[int, Language]:
        """Return characters of Chinese or else words of English a minute; 0 where unknown."""
        language = Language.ZH if Language.ZH.value in model.languages else Language.EN
        rate = self.expected(model, known) or 0.0
        units = rate * 60 / TOKENS_PER_UNIT[language]
        return round(units / 10) * 10, language

    @Slot(str)
    def measure(self, name: str) -> None:
        """Run a model in several ways for a minute or less, and keep the fastest of them."""
        if self._drafting.busy or self._measuring:
            self._tell(self.tr("The model is at work; measure it when it is done."))
            return
        self._set_measuring(name)
        self._asked = asked = object()
        self._choose(name, partial(self._begin, asked), partial(self._refuse, asked))

    def _begin(self, asked: object, model: ModelFile) -> None:
        """Begin with the model's file, unless a draft came first while it was read."""
        if asked is not self._asked:
            return
        usual = untuned(self._preferences.settings)
        self._tuning = Tuning(self._engine, model, usual, self)
        self._tuning.finished.connect(self._on_finished)
        self._tuning.failed.connect(self._fail)
        self._tuning.start()

    @Slot(object)
    def _on_finished(self, best: Trial) -> None:
        name = self._measuring
        self._end()
        kept = self._preferences.settings.engine_options
        self._preferences.change(engine_options=kept | {name: tuned_values(best.options)})
        self._learn(name, best.figures.decode)
        told = self.tr("{0} reads {1} and writes {2} tokens a second here.")
        self._tell(told.format(name, round(best.figures.prompt), round(best.figures.decode)))

    def _refuse(self, asked: object, error: UserError) -> None:
        if asked is self._asked:
            self._fail(str(error))

    @Slot(str)
    def _fail(self, sentence: str) -> None:
        self._end()
        self.notice.emit(Notice(sentence))

    @Slot(bool)
    def _on_busy_changed(self, busy: bool) -> None:
        """Leave the engine to a draft: it needs it, and beside it nothing can be measured."""
        if not busy or not self._measuring:
            return
        if self._tuning is not None:
            self._tuning.stop()
        name = self._measuring
        self._end()
        told = self.tr("The draft comes first: {0} was not measured. Measure it when it is done.")
        self._tell(told.format(name))

    @Slot(object)
    def _on_draft_ended(self, ended: DraftEnded) -> None:
        """Learn from a story of one variant: of several at once none has its usual speed."""
        figures, variants = ended.run.figures, ended.run.settings.get("variants", 1)
        if ended.run.stage is Stage.STORY and variants == 1 and figures.tokens >= LEAST_TOKENS:
            self._learn(ended.run.model, figures.tokens / max(1e-9, figures.seconds))

    def _learn(self, name: str, rate: float) -> None:
        self._rates[name] = round(rate, 2)
        try:
            _save(self._rates, self._path)
        except OSError as error:
            log.info("the speeds of models cannot be kept: %s", error)
        self.changed.emit()

    def _end(self) -> None:
        self._asked = None
        if self._tuning is not None:
            self._tuning.deleteLater()
            self._tuning = None
        self._set_measuring("")

    def _set_measuring(self, name: str) -> None:
        self._measuring = name
        self.measuring_changed.emit(name)

    def _tell(self, text: str) -> None:
        self.notice.emit(Notice(text, passing=True))


def _load(path: Path) -> dict[str, float]:
    try:
        stored = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        log.info("the speeds of models cannot be read: %s", error)
        return {}
    if not isinstance(stored, dict):
        return {}
    return {
        str(name): float(rate)
        for name, rate in stored.items()
        if isinstance(rate, int | float) and rate > 0
    }


def _save(rates: dict[str, float], path: Path) -> None:
    temporary = path.with_name(path.name + ".tmp")
    temporary.write_text(json.dumps(rates, indent=1, sort_keys=True) + "\n", "utf-8")
    temporary.replace(path)
