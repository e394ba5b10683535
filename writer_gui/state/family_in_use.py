"""The family of the model that will write next, as far as sampling goes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from writer_gui.inference.families import UNKNOWN
from writer_gui.inference.memory import total_bytes
from writer_gui.inference.model_info import best

if TYPE_CHECKING:
    from writer_gui.inference.families import Families, Family
    from writer_gui.state.models import ModelsState
    from writer_gui.state.preferences import PreferencesState


class FamilyInUse(QObject):
    """Tells when another kind of model is to write, be it one of this computer or of a server."""

    changed = Signal(object)  # Family

    def __init__(
        self,
        models: ModelsState,
        preferences: PreferencesState,
        families: Families,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._models = models
        self._preferences = preferences
        self._families = families
        self._family = UNKNOWN
        models.changed.connect(self._look)
        preferences.changed.connect(self._look)

    @property
    def family(self) -> Family:
        """The family, UNKNOWN where there is no model yet."""
        return self._family

    @Slot()
    def _look(self) -> None:
        found = self._found()
        if found != self._family:
            self._family = found
            self.changed.emit(found)

    def _found(self) -> Family:
        settings = self._preferences.settings
        if self._models.remote.is_on:
            return self._families.of("", settings.remote_model)
        model = best(self._models.models, settings.default_model, total_bytes())
        if model is None:
            return UNKNOWN
        file = Path(model.file).name
        return self._families.of(model.architecture, model.name, model.title, file)
