"""The draft view: sessions, prompt, plan and story, divided by splitters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from writer_gui.ui.candidates.panel import CandidatesPanel
from writer_gui.ui.escape import EscapeKey
from writer_gui.ui.history.panel import HistoryPanel
from writer_gui.ui.plan.pane import PlanPane
from writer_gui.ui.prompt_bar import PromptBar
from writer_gui.ui.session_panel import SessionPanel
from writer_gui.ui.story.pane import StoryPane
from writer_gui.ui.tokens import GRID
from writer_gui.ui.widgets import hairline

if TYPE_CHECKING:
    from writer_gui.state.library import LibraryState
    from writer_gui.state.workspace import Workspace
    from writer_gui.ui.theme import Theme

WHOLE_SHARE = 0.62
"""Of the height below the prompt, for candidates that are whole stories."""


class DeskView(QWidget):
    """Builds the panels and puts them side by side; who knows whom is the window's business."""

    def __init__(self, library: LibraryState, workspace: Workspace, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("deskView")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.sessions = SessionPanel(library, theme)
        self.prompt_bar = PromptBar(workspace, theme)
        self.plan = PlanPane(workspace, theme)
        self.story = StoryPane(workspace, theme)
        self.panes = _splitter(self.plan, self.story)
        self.panes.setStretchFactor(0, 2)
        self.panes.setStretchFactor(1, 3)
        self.plan.setMinimumWidth(32 * GRID)
        self.story.setMinimumWidth(44 * GRID)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.prompt_bar)
        column.addWidget(hairline())
        column.addWidget(self._over_candidates(workspace, theme), 1)
        self.sides = _splitter(self.sessions, right)
        self.sides.setStretchFactor(0, 0)
        self.sides.setStretchFactor(1, 1)
        self.sessions.setMinimumWidth(20 * GRID)
        self.sides.setSizes([25 * GRID, 129 * GRID])
        self.panes.setSizes([46 * GRID, 82 * GRID])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.sides)

    def _over_candidates(self, workspace: Workspace, theme: Theme) -> QSplitter:
        """Return the panes with the place below them where candidates come and go."""
        self.candidates = CandidatesPanel(workspace, theme)
        both = QSplitter(Qt.Orientation.Vertical)
        both.setHandleWidth(1)
        both.setChildrenCollapsible(False)
        both.addWidget(self.panes)
        both.addWidget(self.candidates)
        self.history = HistoryPanel(workspace, theme)
        both.addWidget(self.history)
        both.setStretchFactor(0, 3)
        both.setStretchFactor(1, 2)
        both.setStretchFactor(2, 2)
        both.setSizes([60 * GRID, 40 * GRID, 40 * GRID])
        EscapeKey(self, workspace.candidates.close, lambda: workspace.candidates.is_settled)
        workspace.candidates.opened.connect(lambda: self._make_room(workspace, both))
        self.candidates.focus_given_up.connect(self._take_focus)
        return both

    def _make_room(self, workspace: Workspace, both: QSplitter) -> None:
        """Give whole stories more room than what is offered for a passage; more stays more."""
        offer = workspace.candidates.offer
        sizes = both.sizes()
        wanted = round(sum(sizes) * WHOLE_SHARE)
        place = both.indexOf(self.candidates)
        if offer is not None and offer.is_whole and sizes[place] < wanted:
            sizes[0], sizes[place] = sizes[0] - wanted + sizes[place], wanted
            both.setSizes(sizes)

    @Slot(str)
    def _take_focus(self, step_id: str) -> None:
        """Go on where the text went that was offered."""
        if step_id:
            self.plan.go_to_step(step_id)
        else:
            self.story.editor.setFocus()


def _splitter(left: QWidget, right: QWidget) -> QSplitter:
    splitter = QSplitter(Qt.Orientation.Horizontal)
    splitter.setHandleWidth(1)
    splitter.setChildrenCollapsible(False)
    splitter.addWidget(left)
    splitter.addWidget(right)
    return splitter
