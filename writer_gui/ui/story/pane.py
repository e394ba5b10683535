"""The story pane: the page, its header, its margin, and what to do when it is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from writer_gui.domain.run import Stage
from writer_gui.state import lineage
from writer_gui.state.notice import Notice
from writer_gui.ui.pane_header import PaneHeader
from writer_gui.ui.story.editor import NOWHERE, StoryEditor
from writer_gui.ui.story.find_bar import FindBar
from writer_gui.ui.story.margin import SectionMargin
from writer_gui.ui.story.marks import StoryMarks
from writer_gui.ui.story.menu import StoryMenu
from writer_gui.ui.story.preview import StoryPreview
from writer_gui.ui.story.provenance_bar import ProvenanceBar
from writer_gui.ui.story.rewrite_bar import RewriteBar
from writer_gui.ui.story.rewrite_menu import RewriteMenu
from writer_gui.ui.story.views import StoryViews
from writer_gui.ui.tokens import GRID
from writer_gui.ui.version_bar import VersionBar
from writer_gui.ui.widgets import ElidedLabel, IconButton, label, named

if TYPE_CHECKING:
    from writer_gui.domain.story import Story
    from writer_gui.state.workspace import Workspace
    from writer_gui.ui.theme import Theme


class StoryPane(QWidget):
    """Shows the story on the desk and hands over what the writer changes in it."""

    step_wanted = Signal(str)  # step id: the reader asks for the step of a section
    section_entered = Signal(str)  # step id of the section the caret is in, "" for none
    triplet_wanted = Signal()

    def __init__(self, workspace: Workspace, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("storyPane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._workspace = workspace
        self._desk = workspace.desk
        self._theme = theme
        self._is_busy = False
        self.editor = named(StoryEditor(), "storyEdit", self.tr("Story"))
        self.find_bar = named(FindBar(self.editor, theme), "findBar", self.tr("Find and replace"))
        self.rewrite_bar = named(
            RewriteBar(self.editor, theme), "rewriteBar", self.tr("Rewrite the selection")
        )
        self._menu = StoryMenu(self.editor, self.rewrite_bar)
        self._margin = named(
            SectionMargin(self.editor, theme), "sectionMargin", self.tr("Sections of the story")
        )
        self._marks = StoryMarks(workspace)
        self._preview = named(
            StoryPreview(workspace.desk, theme), "storyPreview", self.tr("The story as it is read")
        )
        self._provenance = named(
            ProvenanceBar(workspace.desk, self.editor, theme),
            "provenanceBar",
            self.tr("Who wrote what"),
        )
        self._views = StoryViews(self.editor, self._preview, self._provenance, theme, self)
        self._stale = named(
            ElidedLabel("muted"), "staleLabel", self.tr("Plan the story was written from")
        )
        self._rewrite = RewriteMenu(workspace, self.editor, theme)
        self._save = named(
            IconButton(theme, "keep", self.tr("Save prompt, plan and story as a triplet"), 16),
            "saveTripletButton",
            self.tr("Save as triplet"),
            self.tr("Save prompt, plan and story as a triplet"),
        )
        self._header = PaneHeader(self.tr("Story"), 3 * GRID)
        self._build()
        self._connect()
        self._dress()

    @Slot(bool)
    def set_busy(self, busy: bool) -> None:
        """Offer no rewriting while the model writes."""
        self._is_busy = busy
        self._refresh()

    @Slot(str)
    def light_step(self, step_id: str) -> None:
        """Light up the section of a step; without one, that of the caret."""
        caret = self.editor.current_place() if self.editor.hasFocus() else NOWHERE
        self._margin.light(self._marks.place_of(step_id) if step_id else caret)

    @Slot(str)
    def go_to_step(self, step_id: str) -> None:
        """Show the section of a step."""
        place = self._marks.place_of(step_id)
        if place >= 0:
            self.editor.go_to_section(place)

    def _build(self) -> None:
        self._header.add_left(VersionBar(self._workspace, Stage.STORY, self._theme))
        self._header.add_left(self._stale)
        self._header.add_right(self._rewrite)
        self._header.add_right(self._views)
        self._header.add_right(self._save)
        self._save.setText(self.tr("Save triplet"))
        self._save.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._empty = named(label(role="empty"), "storyEmpty", self.tr("What to do next"))
        self._empty.setParent(self.editor.viewport())
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._empty.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self.editor, 1)
        column.addWidget(self._preview, 1)
        column.addWidget(self._provenance)
        column.addWidget(self.find_bar)
        column.addWidget(self.rewrite_bar)

    def _connect(self) -> None:
        desk = self._desk
        desk.opened.connect(self._on_opened)
        desk.story_replaced.connect(self._on_story_replaced)
        desk.story_grew.connect(self.editor.grow)
        desk.undo_step_begun.connect(self.editor.stream.begin)
        desk.flush_requested.connect(self.editor.tell)
        for signal in (desk.changed, desk.staleness_changed, desk.versions_changed):
            signal.connect(self._refresh)
        self.editor.edited.connect(self._on_edited)
        self.editor.left.connect(desk.save_now)
        self.editor.section_entered.connect(self._on_section_entered)
        self.editor.margins_changed.connect(self._place_empty)
        self.editor.document().contentsChanged.connect(self._show_empty)
        self.editor.cursorPositionChanged.connect(
            lambda: desk.stand(self.editor.textCursor().position(), desk.draft.standing)
        )
        self._margin.section_clicked.connect(
            lambda place: self.step_wanted.emit(self._marks.step_of(place))
        )
        self._margin.section_pointed.connect(self._on_section_pointed)
        self.rewrite_bar.wanted.connect(self._workspace.offering.rewrite)
        self.rewrite_bar.refused.connect(lambda text: desk.notice.emit(Notice(text, passing=True)))
        self._save.clicked.connect(self.triplet_wanted)
        self._workspace.following.begun.connect(self._on_begun)
        self._theme.changed.connect(self._dress)

    @Slot()
    def _on_opened(self) -> None:
        self.editor.open(self._desk.draft.story, self._desk.draft.caret)
        self._refresh()

    @Slot()
    def _on_story_replaced(self) -> None:
        self.editor.show_story(self._desk.draft.story, grows=self._is_busy)
        self._refresh()

    @Slot(object)
    def _on_begun(self, stage: Stage) -> None:
        if stage is Stage.STORY:
            self.editor.stream.begin()

    @Slot(object)
    def _on_edited(self, story: Story) -> None:
        self._desk.set_story(story, typed=True)

    @Slot(int)
    def _on_section_entered(self, place: int) -> None:
        self._margin.light(place)
        self.section_entered.emit(self._marks.step_of(place))

    @Slot(int)
    def _on_section_pointed(self, place: int) -> None:
        at_caret = self.editor.current_place() if self.editor.hasFocus() else NOWHERE
        self._on_section_entered(at_caret if place == NOWHERE else place)

    @Slot()
    def _refresh(self) -> None:
        """Show what is known about the story: its version, its plan, what is stale."""
        session = self._desk.session
        base = None if session is None else lineage.story_base(session)
        self._header.set_version(None if base is None else base.number)
        told, tip = self._marks.lineage()
        self._stale.tell(told)
        self._stale.setToolTip(tip)
        self._stale.setVisible(bool(told))
        behind = bool(self._desk.stale or self._desk.unwritten)
        self._rewrite.show_state(is_behind=behind, is_busy=self._is_busy)
        self._save.setEnabled(not self._desk.draft.story.is_empty)
        self._margin.set_marks(self._marks.marks())
        self._show_empty()

    @Slot()
    def _show_empty(self) -> None:
        is_empty = self.editor.document().isEmpty()
        self._empty.setVisible(is_empty)
        if not is_empty:
            return
        if self._is_busy:
            text = ""
        elif self._desk.draft.plan.is_empty:
            text = self.tr("The story will stand here, beside its plan. You can also just type.")
        else:
            text = self.tr("The plan is there. Press Write (Ctrl+Enter), or begin to type.")
        self._empty.setText(text)

    @Slot()
    def _place_empty(self) -> None:
        viewport = self.editor.viewport()
        self._empty.setGeometry(4, 5, viewport.width() - 8, viewport.height() - 5)

    @Slot()
    def _dress(self) -> None:
        self.editor.setFont(self._theme.text_font())
        self._empty.setFont(self._theme.interface_font())
        self.editor.fit_column()
