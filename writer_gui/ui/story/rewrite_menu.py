"""Rewriting what is stale, from here on, or all of it, each with its price before it is paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from writer_gui.state.commands import Scope
from writer_gui.ui.widgets import IconButton, named

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QResizeEvent

    from writer_gui.domain.generation import Price
    from writer_gui.state.workspace import Workspace
    from writer_gui.ui.story.editor import StoryEditor
    from writer_gui.ui.theme import Theme

SHORT_WAIT = 0.75
"""Seconds. Starting and showing a text takes a moment too; below that a number would be false."""

ASK_MS = 600
"""How long after a change the price is asked for again."""


class WideningMenu(QMenu):
    """A menu whose lines grow while it is open, and which then stays on the screen."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Move to the left by what would lie beyond the edge."""
        super().resizeEvent(event)
        beyond = self.x() + self.width() - self.screen().availableGeometry().right()
        if beyond > 0:
            self.move(self.x() - beyond, self.y())


class RewriteMenu(QWidget):
    """The button *Rewrite stale* and the menu beside it."""

    def __init__(self, workspace: Workspace, editor: StoryEditor, theme: Theme) -> None:
        super().__init__()
        self._workspace = workspace
        self._editor = editor
        self._stale = named(
            QPushButton(self.tr("Rewrite stale")), "rewriteStaleButton", self.tr("Rewrite stale")
        )
        self._stale.setProperty("link", "true")
        self._more = named(
            IconButton(theme, "more", self.tr("Ways to rewrite the story"), 16),
            "rewriteMenuButton",
            self.tr("Ways to rewrite the story"),
        )
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = WideningMenu(self._more)
        self._more.setMenu(self._menu)
        self._actions: dict[str, QAction] = {}
        self._fill_menu()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._stale)
        row.addWidget(self._more)
        self._asking = QTimer(self)
        self._asking.setSingleShot(True)
        self._asking.setInterval(ASK_MS)
        self._asking.timeout.connect(lambda: workspace.commands.price(Scope.STALE))
        self._menu.aboutToShow.connect(self._ask_all)
        self._stale.clicked.connect(workspace.commands.rewrite_stale)
        workspace.prices.priced.connect(self._on_priced)
        workspace.prices.possible.connect(self._on_possible)

    def show_state(self, *, is_behind: bool, is_busy: bool) -> None:
        """Offer what can be done now; what is stale is priced without being asked."""
        self.setVisible(not is_busy and not self._workspace.desk.draft.story.is_empty)
        self._stale.setVisible(is_behind)
        self._actions[Scope.STALE].setEnabled(is_behind)
        self._stale.setText(self.tr("Rewrite stale"))
        self._stale.setToolTip(self.tr("Write the stale sections anew from the plan as it is"))
        if is_behind and not is_busy:
            self._asking.start()
        else:
            self._asking.stop()

    def _fill_menu(self) -> None:
        commands = self._workspace.commands
        for scope, act in (
            (Scope.STALE, commands.rewrite_stale),
            (Scope.FROM_HERE, lambda: commands.rewrite_from(self._editor.current_place())),
            (Scope.ALL, commands.write_story),
        ):
            action = self._menu.addAction(self._name(scope))
            action.triggered.connect(act)
            self._actions[scope] = action
        self._menu.addSeparator()
        effect = self._menu.addAction(self.tr("What does this edit of the plan change?"))
        effect.triggered.connect(self._workspace.offering.edit_effect)
        stories = self._menu.addAction(self.tr("Write several stories side by side"))
        stories.triggered.connect(self._workspace.offering.stories)

    def _name(self, scope: Scope) -> str:
        names = {
            Scope.STALE: self.tr("Rewrite the stale sections"),
            Scope.FROM_HERE: self.tr("Rewrite from this section on"),
            Scope.ALL: self.tr("Rewrite all of it"),
        }
        return names[scope]

    @Slot()
    def _ask_all(self) -> None:
        for scope in Scope:
            self._actions[scope].setText(self._name(scope))
            self._workspace.commands.price(scope, self._editor.current_place())

    @Slot(str, object)
    def _on_priced(self, name: str, price: Price) -> None:
        scope = Scope(name)
        told = self.tr("keeps {0:,} of {1:,} tokens, {2} to the first word").format(
            price.reused_tokens, price.prompt_tokens, self._wait(price.seconds)
        )
        self._actions[scope].setText(f"{self._name(scope)}\t{told}")
        if scope is Scope.STALE:
            number = _number(price.seconds)
            self._stale.setText(self.tr("Rewrite stale · {0} s").format(number))
            self._stale.setToolTip(told)

    def _wait(self, seconds: float) -> str:
        if seconds < SHORT_WAIT:
            return self.tr("less than 1 s")
        return self.tr("about {0} s").format(_number(seconds))

    @Slot()
    def _on_possible(self) -> None:
        """Ask again for what had no price while no model was loaded."""
        if self._menu.isVisible():
            self._ask_all()
        elif self._stale.isVisibleTo(self) and self.isVisible():
            self._asking.start()


def _number(seconds: float) -> str:
    """Return a number of seconds no more precise than it is known, and no less."""
    if seconds < SHORT_WAIT:
        return "<1"
    return f"{seconds:.1f}" if seconds < 5 else str(round(seconds))
