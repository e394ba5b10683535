"""The menu of the story: what every editor has, and what the model can do at this place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtGui import QAction

from writer_gui.writing.rewrite import Wish

if TYPE_CHECKING:
    from writer_gui.ui.story.editor import StoryEditor
    from writer_gui.ui.story.rewrite_bar import RewriteBar


class StoryMenu(QObject):
    """Opens on the right button and on the menu key."""

    def __init__(self, editor: StoryEditor, bar: RewriteBar) -> None:
        super().__init__(editor)
        self._editor = editor
        self._bar = bar
        editor.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        editor.customContextMenuRequested.connect(self._on_requested)

    def actions(self) -> list[QAction]:
        """Return what the model can do for the selection, or at the caret."""
        made = []
        if self._editor.textCursor().hasSelection():
            for text, wish in (
                (self.tr("Shorter"), Wish.SHORTER),
                (self.tr("Longer"), Wish.LONGER),
                (self.tr("More concrete"), Wish.CONCRETE),
                (self.tr("Other viewpoint"), Wish.VIEWPOINT),
            ):
                action = QAction(text, self)
                action.triggered.connect(lambda _=False, wish=wish: self._bar.ask(wish))
                made.append(action)
            rewrite = QAction(self.tr("Rewrite the selection…"), self)
            rewrite.triggered.connect(self._bar.open)
            made.insert(0, rewrite)
        go_on = QAction(self.tr("Go on from here"), self)
        go_on.triggered.connect(self._bar.go_on)
        return [*made, go_on]

    @Slot(QPoint)
    def _on_requested(self, where: QPoint) -> None:
        menu = self._editor.createStandardContextMenu()
        before = menu.actions()[0] if menu.actions() else None
        made = self.actions()
        for action in made:
            action.setParent(menu)
            if before is None:
                menu.addAction(action)
            else:
                menu.insertAction(before, action)
        if before is not None:
            menu.insertSeparator(before)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._editor.viewport().mapToGlobal(where))
