"""Plan versions with the stories written from each, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QTreeWidgetItem

from writer_gui.domain.run import Ended, Stage
from writer_gui.state import lineage
from writer_gui.text.counting import count_words
from writer_gui.ui.tokens import GRID

if TYPE_CHECKING:
    from writer_gui.domain.plan import PlanVersion
    from writer_gui.domain.session import Session
    from writer_gui.domain.story import StoryVersion
    from writer_gui.state.lineage import Version
    from writer_gui.state.workspace import Workspace

KEY = Qt.ItemDataRole.UserRole
STAR = "★ "
WHAT, NAME = 0, 1


class HistoryTree(QTreeWidget):
    """Shows the versions of the open session. Its second column is the writer's own names."""

    chosen = Signal(object, int)  # Stage, version id

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._items: dict[tuple[Stage, int], QTreeWidgetItem] = {}
        self._is_filling = False
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setIndentation(2 * GRID)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.currentItemChanged.connect(self._on_current)
        self.itemChanged.connect(self._on_named)

    def refresh(self) -> None:
        """Show the versions there are now; what was chosen stays chosen."""
        session = self._workspace.desk.session
        kept = self.current()
        self._is_filling = True
        self.clear()
        self._items.clear()
        if session is not None:
            self._fill(session)
        self.expandAll()
        self.resizeColumnToContents(WHAT)
        self._is_filling = False
        wanted = kept if kept in self._items else self._on_desk(session)
        if wanted is not None:
            self.setCurrentItem(self._items[wanted])

    def current(self) -> tuple[Stage, int] | None:
        """Return the version chosen."""
        item = self.currentItem()
        return None if item is None else item.data(WHAT, KEY)

    def selected(self, stage: Stage) -> list[int]:
        """Return the versions selected of plan or story."""
        keys = [item.data(WHAT, KEY) for item in self.selectedItems()]
        return [version_id for of, version_id in keys if of is stage]

    @Slot()
    def rename(self) -> None:
        """Let the writer type a name for the version chosen."""
        item = self.currentItem()
        if item is not None and item.data(WHAT, KEY) is not None:
            self.setFocus()
            self.editItem(item, NAME)

    def _fill(self, session: Session) -> None:
        for plan in reversed(session.plans):
            item = self._add(None, session, Stage.PLAN, plan)
            for story in reversed(session.stories):
                if story.plan_version_id == plan.id:
                    self._add(item, session, Stage.STORY, story)
        known = {plan.id for plan in session.plans}
        own = [story for story in session.stories if story.plan_version_id not in known]
        for story in reversed(own):
            self._add(None, session, Stage.STORY, story)

    def _add(
        self,
        parent: QTreeWidgetItem | None,
        session: Session,
        stage: Stage,
        version: PlanVersion | StoryVersion,
    ) -> QTreeWidgetItem:
        item = QTreeWidgetItem([self._told(session, stage, version), version.name])
        item.setData(WHAT, KEY, (stage, version.id))
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        item.setToolTip(WHAT, version.created.astimezone().strftime("%Y-%m-%d %H:%M:%S"))
        if version == lineage.base(session, stage):
            font = item.font(WHAT)
            font.setBold(True)
            item.setFont(WHAT, font)
        if parent is None:
            self.addTopLevelItem(item)
        else:
            parent.addChild(item)
        self._items[(stage, version.id)] = item
        return item

    def _told(self, session: Session, stage: Stage, version: Version) -> str:
        is_plan = stage is Stage.PLAN
        what = self.tr("Plan v{0}") if is_plan else self.tr("Story v{0}")
        run = lineage.run_of(session, version)
        parts = [
            what.format(version.number),
            version.created.astimezone().strftime("%m-%d %H:%M"),
            self.tr("yours") if run is None else run.model,
        ]
        story = None if is_plan else lineage.find(session.stories, version.id)
        if story is not None:
            parts.insert(2, f"{count_words(story.story.text, session.draft.prompt.language):,}")
        if run is not None and run.ended is not Ended.COMPLETE:
            parts.append(self._how(run.ended))
        return (STAR if version.starred else "") + "  ·  ".join(parts)

    def _how(self, ended: Ended) -> str:
        names = {
            Ended.STOPPED: self.tr("stopped"),
            Ended.CUT: self.tr("cut at the limit"),
            Ended.INTERRUPTED: self.tr("interrupted"),
            Ended.FAILED: self.tr("failed"),
        }
        return names.get(ended, "")

    def _on_desk(self, session: Session | None) -> tuple[Stage, int] | None:
        if session is None:
            return None
        for stage in (Stage.STORY, Stage.PLAN):
            base = lineage.base(session, stage)
            if base is not None:
                return stage, base.id
        return None

    @Slot(QTreeWidgetItem, QTreeWidgetItem)
    def _on_current(self, item: QTreeWidgetItem | None, _before: QTreeWidgetItem | None) -> None:
        key = None if item is None else item.data(WHAT, KEY)
        if key is not None and not self._is_filling:
            self.chosen.emit(*key)

    @Slot(QTreeWidgetItem, int)
    def _on_named(self, item: QTreeWidgetItem, column: int) -> None:
        key = item.data(WHAT, KEY)
        if column == NAME and key is not None and not self._is_filling:
            stage, version_id = key
            self._workspace.versions.name(stage, version_id, item.text(NAME).strip())
