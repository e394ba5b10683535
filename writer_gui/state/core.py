"""What the window and the command line both stand on, built once and closed in reverse."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from writer_gui import paths
from writer_gui.background.engine import Engine, engine_command
from writer_gui.background.lane import Lane
from writer_gui.domain.generation import ModelFile
from writer_gui.state.drafting import DraftingState
from writer_gui.state.engine_settings import engine_options
from writer_gui.state.model_reading import ModelReading
from writer_gui.store.runs import recover_runs

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject

    from writer_gui.inference.transfer import Watch
    from writer_gui.settings import Settings
    from writer_gui.state.model_reading import ChooseModel
    from writer_gui.store.database import Database
    from writer_gui.writing.templates import Templates


@dataclass(frozen=True, slots=True)
class Core:
    """The long-lived objects below the window."""

    database: Database
    lane: Lane
    engine: Engine
    templates: Templates
    drafting: DraftingState
    model_reading: ModelReading
    choose_model: ChooseModel

    def close(self) -> None:
        """Read no more of models, end the engine, let the lane finish, close the database."""
        self.model_reading.close()
        self.engine.close()
        self.lane.drain()
        self.database.close()


def build_core(
    database: Database,
    templates: Templates,
    choose_model: Callable[[Watch], ModelFile],
    current: Callable[[], Settings],
    parent: QObject | None = None,
) -> Core:
    """Build everything on an open database; interrupted runs of dead processes are labelled.

    `choose_model` is called off the GUI thread; `current` returns the settings as they are whenever
    a model is loaded.

    Raises UserError when WRITER_ENGINE names no engine.
    """
    command = engine_command(os.environ)
    with database.transaction() as tx:
        recover_runs(tx)
    lane = Lane(database, parent)
    engine = Engine(
        command,
        parent,
        paths.data_dir() / "contexts",
        lambda model: engine_options(current(), model.name),
    )
    reading = ModelReading(parent)
    choose = reading.chooser(_scripted_model if is_scripted() else choose_model)
    return Core(
        database,
        lane,
        engine,
        templates,
        DraftingState(engine, lane, templates, choose, parent),
        reading,
        choose,
    )


def is_scripted() -> bool:
    """Return whether WRITER_ENGINE puts a script in the place of a model."""
    return os.environ.get("WRITER_ENGINE", "").startswith("scripted:")


def _scripted_model(_watch: Watch) -> ModelFile:
    return ModelFile("scripted", os.environ["WRITER_ENGINE"].partition(":")[2])
