"""Other ways to look at the story: rendered, and by who wrote what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QToolButton

from writer_gui.ui.widgets import IconButton, named

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from writer_gui.ui.story.editor import StoryEditor
    from writer_gui.ui.story.preview import StoryPreview
    from writer_gui.ui.story.provenance_bar import ProvenanceBar
    from writer_gui.ui.theme import Theme


class StoryViews(IconButton):
    """The button in the story's header whose menu changes how the story is shown."""

    def __init__(
        self,
        editor: StoryEditor,
        preview: StoryPreview,
        provenance: ProvenanceBar,
        theme: Theme,
        owner: QWidget,
    ) -> None:
        super().__init__(theme, "eye", "", 16)
        name = self.tr("Ways to look at the story")
        named(self, "storyViewsButton", name, name)
        self._editor = editor
        self._preview = preview
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self.setMenu(self._menu)
        self.rendered = self._add(self.tr("Read it as Markdown"), "Ctrl+Shift+M", owner)
        self.provenance = self._add(self.tr("Who wrote what"), "Ctrl+Shift+W", owner)
        self.rendered.toggled.connect(self._show_rendered)
        self.provenance.toggled.connect(provenance.setVisible)
        provenance.closed.connect(lambda: self.provenance.setChecked(False))

    def _add(self, text: str, keys: str, owner: QWidget) -> QAction:
        action = QAction(text, self)
        action.setCheckable(True)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        self._menu.addAction(action)
        owner.addAction(action)
        return action

    @Slot(bool)
    def _show_rendered(self, is_rendered: bool) -> None:
        self._editor.setVisible(not is_rendered)
        self._preview.setVisible(is_rendered)
        (self._preview if is_rendered else self._editor).setFocus()
