"""The window: puts the views together and connects them with each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from writer_gui.domain.run import Stage
from writer_gui.settings import Theme as Choice
from writer_gui.ui.actions import Actions
from writer_gui.ui.compare.view import CompareView
from writer_gui.ui.desk_view import DeskView
from writer_gui.ui.file_dialogs import FileDialogs
from writer_gui.ui.keeping import Keeping
from writer_gui.ui.leaving import Leaving
from writer_gui.ui.message_bar import MessageBar
from writer_gui.ui.models_view import ModelsView
from writer_gui.ui.narrow import Roomy
from writer_gui.ui.notices import Notices
from writer_gui.ui.rail import Rail
from writer_gui.ui.shortcuts import ShortcutsDialog
from writer_gui.ui.standing import StandingKeeper
from writer_gui.ui.status_line import StatusLine
from writer_gui.ui.triplets.view import TripletsView
from writer_gui.ui.widgets import hairline, named

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent
    from PySide6.QtWidgets import QSplitter

    from writer_gui.state.drafting import DraftingState
    from writer_gui.state.library import LibraryState
    from writer_gui.state.models import ModelsState
    from writer_gui.state.notice import Notice
    from writer_gui.state.preferences import PreferencesState
    from writer_gui.state.workspace import Workspace
    from writer_gui.ui.theme import Theme
    from writer_gui.ui.window_memory import WindowMemory

DRAFT_VIEW, COMPARE_VIEW, TRIPLETS_VIEW, MODELS_VIEW = range(4)


class MainWindow(QMainWindow):
    """Owns the widgets. Panels do not know each other; what passes between them passes here."""

    activated = Signal()
    closed = Signal()

    def __init__(
        self,
        library: LibraryState,
        workspace: Workspace,
        drafting: DraftingState,
        models: ModelsState,
        preferences: PreferencesState,
        theme: Theme,
        memory: WindowMemory,
    ) -> None:
        super().__init__()
        named(self, "mainWindow", "Writer GUI")
        self.setWindowTitle("Writer GUI")
        self._library = library
        self._workspace = workspace
        self._drafting = drafting
        self._models = models
        self._preferences = preferences
        self._theme = theme
        self._memory = memory
        self._is_first = True
        self._build()
        self._connect_panels()
        self._connect_states()
        self._connect_actions()
        self._on_busy_changed(drafting.busy)
        memory.restore(self, self._splitters())

    def start(self) -> None:
        """Read the models and the sessions, and open the last one."""
        self.notices.greet()
        self._models.refresh()
        self._library.open_last()

    @Slot()
    def come_forward(self) -> None:
        """Show the window above the others, with the keyboard."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    @Slot(object)
    def show_notice(self, notice: Notice) -> None:
        """Put a sentence into the message bar."""
        self._messages.show_notice(notice)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save before going; what the model is writing is kept as far as it has come."""
        if not self._leaving.may_close():
            event.ignore()
            return
        self._memory.save(self, self._splitters())
        super().closeEvent(event)
        self.closed.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Save when the writer turns to another window."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self.activated.emit()
        elif event.type() is QEvent.Type.ActivationChange:
            self._workspace.desk.save_now()

    def _build(self) -> None:
        self._actions = Actions(self, self._preferences)
        self._rail = Rail(self._theme)
        self._desk_view = DeskView(self._library, self._workspace, self._theme)
        self._compare_view = CompareView(self._workspace, self._theme)
        self._triplets_view = TripletsView(self._workspace, self._theme)
        self._models_view = ModelsView(self._models, self._preferences, self._theme)
        self._status = StatusLine(self._workspace, self._drafting, self._models)
        self._messages = MessageBar(self._theme)
        self.notices = Notices(self._workspace, self._models, self)
        self._keeping = Keeping(self._workspace, self._messages)
        self._dialogs = FileDialogs(self._workspace, self)
        self._leaving = Leaving(self._workspace, self)
        self._standing = StandingKeeper(self._workspace.desk, self._desk_view)
        self._views = QStackedWidget()
        for view in (self._desk_view, self._compare_view, self._triplets_view, self._models_view):
            self._views.addWidget(Roomy(view))
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self._rail)
        body.addWidget(self._views, 1)
        central = QWidget()
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(body, 1)
        column.addWidget(self._messages)
        column.addWidget(hairline())
        column.addWidget(self._status)
        self.setCentralWidget(central)

    def _connect_panels(self) -> None:
        sessions, prompt = self._desk_view.sessions, self._desk_view.prompt_bar
        plan, story = self._desk_view.plan, self._desk_view.story
        sessions.open_wanted.connect(self._workspace.desk.open)
        sessions.new_wanted.connect(self._library.new)
        prompt.plan_wanted.connect(self._workspace.commands.write_plan)
        prompt.story_wanted.connect(self._workspace.commands.write_story)
        prompt.stop_wanted.connect(self._workspace.commands.stop)
        plan.step_entered.connect(story.light_step)
        plan.section_wanted.connect(story.go_to_step)
        plan.notice.connect(self._messages.show_notice)
        story.section_entered.connect(plan.light)
        story.step_wanted.connect(plan.go_to_step)
        story.triplet_wanted.connect(self._workspace.triplets.save)
        self._rail.view_wanted.connect(self.show_view)
        self._rail.theme_wanted.connect(self._on_theme_wanted)
        self._status.model.clicked.connect(self._show_models)
        self._models_view.back_wanted.connect(self._show_draft)

    def _connect_states(self) -> None:
        desk = self._workspace.desk
        self._library.open_requested.connect(desk.open)
        desk.opened.connect(self._on_opened)
        desk.opened.connect(self._messages.leave_session)
        self._drafting.busy_changed.connect(self._on_busy_changed)
        self._drafting.phase_changed.connect(self._desk_view.plan.show_phase)
        workspace = self._workspace
        workspace.comparison.shown.connect(lambda: self.show_view(COMPARE_VIEW))
        workspace.judging.active_changed.connect(self._status.hide_names)
        kept = (
            workspace.files,
            workspace.collection,
            workspace.review,
            workspace.triplet_files,
            workspace.pair_files,
            workspace.overview,
            workspace.comparison,
            workspace.pair_offers,
            workspace.judging,
            workspace.judging_sources,
        )
        for source in (desk, self._library, self.notices, self._leaving, *kept):
            source.notice.connect(self._messages.show_notice)
        for keeper in (self._leaving, self.notices):
            keeper.export_wanted.connect(self._dialogs.export_with_plan)
        self.notices.models_wanted.connect(self._show_models)

    def _connect_actions(self) -> None:
        actions, commands = self._actions, self._workspace.commands
        actions.new.triggered.connect(self._on_new)
        actions.keep.triggered.connect(self._keeping.keep)
        actions.triplet.triggered.connect(self._workspace.triplets.save)
        actions.export.triggered.connect(self._dialogs.export)
        actions.export_with_plan.triggered.connect(self._dialogs.export_with_plan)
        actions.search.triggered.connect(self._desk_view.sessions.focus_search)
        actions.quit.triggered.connect(self.close)
        actions.generate.triggered.connect(commands.generate)
        actions.plan.triggered.connect(commands.write_plan)
        actions.story.triggered.connect(commands.write_story)
        actions.stop.triggered.connect(commands.stop)
        actions.rewrite_stale.triggered.connect(commands.rewrite_stale)
        actions.rewrite_from.triggered.connect(self._on_rewrite_from)
        actions.rewrite_selection.triggered.connect(self._desk_view.story.rewrite_bar.open)
        actions.go_on.triggered.connect(self._desk_view.story.rewrite_bar.go_on)
        actions.history.triggered.connect(self._desk_view.history.toggle)
        actions.edit_effect.triggered.connect(self._workspace.offering.edit_effect)
        actions.stories.triggered.connect(self._workspace.offering.stories)
        for action, stage, by in (
            (actions.previous_story, Stage.STORY, -1),
            (actions.next_story, Stage.STORY, 1),
            (actions.previous_plan, Stage.PLAN, -1),
            (actions.next_plan, Stage.PLAN, 1),
        ):
            action.triggered.connect(
                lambda _=False, s=stage, b=by: self._workspace.versions.step(s, b)
            )
        actions.find.triggered.connect(self._desk_view.story.find_bar.open)
        actions.show_draft.triggered.connect(self._show_draft)
        actions.show_compare.triggered.connect(lambda: self.show_view(COMPARE_VIEW))
        actions.show_triplets.triggered.connect(lambda: self.show_view(TRIPLETS_VIEW))
        actions.show_models.triggered.connect(self._show_models)
        actions.larger.triggered.connect(lambda: self._theme.resize_text(1))
        actions.smaller.triggered.connect(lambda: self._theme.resize_text(-1))
        actions.usual.triggered.connect(lambda: self._theme.resize_text(0))
        actions.shortcuts.triggered.connect(self._on_shortcuts)

    @Slot(int)
    def show_view(self, view: int) -> None:
        """Show one of the four views, with what is in it now."""
        self._views.setCurrentIndex(view)
        self._rail.show_view(view)
        if view == MODELS_VIEW:
            self._models.refresh()
        elif view == COMPARE_VIEW:
            self._compare_view.refresh()
        elif view == TRIPLETS_VIEW:
            self._triplets_view.refresh()

    @Slot()
    def _show_models(self) -> None:
        self.show_view(MODELS_VIEW)

    @Slot()
    def _show_draft(self) -> None:
        self.show_view(DRAFT_VIEW)

    @Slot()
    def _on_new(self) -> None:
        self.show_view(DRAFT_VIEW)
        self._library.new()
        self._desk_view.prompt_bar.prompt.setFocus()

    @Slot()
    def _on_opened(self) -> None:
        session_id = self._workspace.desk.session_id
        self._desk_view.sessions.show_current(-1 if session_id is None else session_id)
        self._standing.restore(take_focus=self._is_first)
        if not self._workspace.desk.draft.prompt.text:
            self._desk_view.prompt_bar.prompt.setFocus()
        self._is_first = False

    @Slot(bool)
    def _on_busy_changed(self, busy: bool) -> None:
        self._desk_view.prompt_bar.set_busy(busy)
        self._desk_view.story.set_busy(busy)
        self._actions.stop.setEnabled(busy)

    @Slot()
    def _on_rewrite_from(self) -> None:
        self._workspace.commands.rewrite_from(self._desk_view.story.editor.current_place())

    @Slot()
    def _on_theme_wanted(self) -> None:
        is_dark = self._theme.colours.is_dark
        self._preferences.change(theme=Choice.LIGHT if is_dark else Choice.DARK)

    @Slot()
    def _on_shortcuts(self) -> None:
        dialog = ShortcutsDialog(self._actions.with_keys(), self)
        dialog.setWindowModality(Qt.WindowModality.NonModal)
        dialog.show()

    def _splitters(self) -> dict[str, QSplitter]:
        return {
            "sides": self._desk_view.sides,
            "panes": self._desk_view.panes,
            "triplets": self._triplets_view.sides,
        }
