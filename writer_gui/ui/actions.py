"""Everything that has a key or a place in the menus, declared once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from writer_gui.settings import InterfaceLanguage
from writer_gui.settings import Theme as Choice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QMainWindow, QMenu

    from writer_gui.state.preferences import PreferencesState


class Actions(QObject):
    """Builds the menus of a window. Who acts on an action connects to its `triggered`."""

    def __init__(self, window: QMainWindow, preferences: PreferencesState) -> None:
        super().__init__(window)
        self._window = window
        self._preferences = preferences
        session = window.menuBar().addMenu(self.tr("&Session"))
        self.new = self._add(session, self.tr("New session"), "Ctrl+N")
        self.keep = self._add(session, self.tr("Keep as a version"), "Ctrl+S")
        self.triplet = self._add(session, self.tr("Save as triplet"), "Ctrl+T")
        session.addSeparator()
        self.export = self._add(session, self.tr("Export…"), "Ctrl+E")
        self.export_with_plan = self._add(session, self.tr("Export with the plan…"))
        session.addSeparator()
        self.search = self._add(session, self.tr("Search sessions"), "Ctrl+Shift+F")
        session.addSeparator()
        self.quit = self._add(session, self.tr("Quit"), "Ctrl+Q")
        draft = window.menuBar().addMenu(self.tr("&Draft"))
        self.generate = self._add(
            draft, self.tr("Write what comes next"), "Ctrl+Return", "Ctrl+Enter"
        )
        self.plan = self._add(draft, self.tr("Write the plan"))
        self.story = self._add(draft, self.tr("Write the story"))
        self.stop = self._add(draft, self.tr("Stop"), "Esc")
        draft.addSeparator()
        self.rewrite_stale = self._add(
            draft, self.tr("Rewrite stale sections"), "Ctrl+Shift+Return"
        )
        self.rewrite_from = self._add(draft, self.tr("Rewrite from this section on"))
        self.rewrite_selection = self._add(draft, self.tr("Rewrite the selection…"), "Ctrl+R")
        self.go_on = self._add(draft, self.tr("Go on from the caret"), "Ctrl+Shift+R")
        self.edit_effect = self._add(
            draft, self.tr("What does this edit of the plan change?"), "Ctrl+Shift+E"
        )
        self.stories = self._add(draft, self.tr("Write several stories side by side"))
        draft.addSeparator()
        self.history = self._add(draft, self.tr("History"), "Ctrl+Shift+H")
        self.previous_story = self._add(draft, self.tr("Previous story version"), "Alt+Left")
        self.next_story = self._add(draft, self.tr("Next story version"), "Alt+Right")
        self.previous_plan = self._add(draft, self.tr("Previous plan version"), "Alt+Shift+Left")
        self.next_plan = self._add(draft, self.tr("Next plan version"), "Alt+Shift+Right")
        draft.addSeparator()
        self.find = self._add(draft, self.tr("Find and replace"), "Ctrl+F", "Ctrl+H")
        self._build_view(window.menuBar().addMenu(self.tr("&View")))
        helping = window.menuBar().addMenu(self.tr("&Help"))
        self.shortcuts = self._add(helping, self.tr("Keyboard shortcuts"), "F1")

    def with_keys(self) -> Sequence[QAction]:
        """Return the actions that have a key, in the order of the menus."""
        return [action for action in self._window.actions() if action.shortcuts()]

    def _build_view(self, view: QMenu) -> None:
        self.show_draft = self._add(view, self.tr("Draft"), "Ctrl+1")
        self.show_compare = self._add(view, self.tr("Compare"), "Ctrl+2")
        self.show_triplets = self._add(view, self.tr("Triplets"), "Ctrl+3")
        self.show_models = self._add(view, self.tr("Models"), "Ctrl+4")
        view.addSeparator()
        self.larger = self._add(view, self.tr("Larger text"), "Ctrl++", "Ctrl+=")
        self.smaller = self._add(view, self.tr("Smaller text"), "Ctrl+-")
        self.usual = self._add(view, self.tr("Default text size"), "Ctrl+0")
        view.addSeparator()
        settings = self._preferences.settings
        themes = {
            Choice.SYSTEM: self.tr("System appearance"),
            Choice.LIGHT: self.tr("Light"),
            Choice.DARK: self.tr("Dark"),
        }
        self._add_choices(view, themes, settings.theme, "theme")
        view.addSeparator()
        languages = {
            InterfaceLanguage.SYSTEM: self.tr("System language"),
            InterfaceLanguage.CHINESE: "中文",
            InterfaceLanguage.ENGLISH: "English",
        }
        self._add_choices(view, languages, settings.language, "language")

    def _add(self, menu: QMenu, text: str, *keys: str) -> QAction:
        action = QAction(text, self._window)
        action.setShortcuts([QKeySequence(key) for key in keys])
        menu.addAction(action)
        self._window.addAction(action)
        return action

    def _add_choices(
        self,
        menu: QMenu,
        choices: dict[Choice, str] | dict[InterfaceLanguage, str],
        chosen: Choice | InterfaceLanguage,
        setting: str,
    ) -> None:
        group = QActionGroup(self)
        for value, text in choices.items():
            action = self._add(menu, text)
            action.setCheckable(True)
            action.setChecked(value == chosen)
            action.setActionGroup(group)
            action.triggered.connect(
                lambda _=False, value=value: self._preferences.change(**{setting: value})
            )
