"""The control `< 2/4 >` that both panes have: steps through versions, and lists them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from writer_gui.domain.run import Ended, Stage
from writer_gui.state import lineage
from writer_gui.state.comparison import exhibits_beside
from writer_gui.ui.widgets import IconButton, named

if TYPE_CHECKING:
    from writer_gui.state.lineage import Version
    from writer_gui.state.workspace import Workspace
    from writer_gui.ui.theme import Theme


class VersionBar(QWidget):
    """Shows where among its versions a text stands. Edits not yet kept are marked by a star."""

    def __init__(self, workspace: Workspace, stage: Stage, theme: Theme) -> None:
        super().__init__()
        self._workspace = workspace
        self._stage = stage
        is_plan = stage is Stage.PLAN
        what = self.tr("Plan versions") if is_plan else self.tr("Story versions")
        self._previous = IconButton(theme, "previous", self.tr("Previous version"), 14)
        self._next = IconButton(theme, "next", self.tr("Next version"), 14)
        self._position = named(QToolButton(), "versionPosition", what)
        self._position.setProperty("tight", "true")
        self._position.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self._position)
        self._position.setMenu(self._menu)
        named(self, "planVersions" if is_plan else "storyVersions", what)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for widget in (self._previous, self._position, self._next):
            row.addWidget(widget)
        self._previous.clicked.connect(lambda: workspace.versions.step(stage, -1))
        self._next.clicked.connect(lambda: workspace.versions.step(stage, 1))
        self._menu.aboutToShow.connect(self._fill_menu)
        for signal in (workspace.desk.opened, workspace.desk.changed):
            signal.connect(self.refresh)
        workspace.desk.versions_changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show where the text stands now."""
        at, count = self._workspace.versions.position(self._stage)
        edited = self._workspace.versions.is_edited(self._stage)
        self.setVisible(count > 0)
        text = f"{at}/{count}" + ("*" if edited else "")
        if text == self._position.text():
            return
        self._position.setText(text)
        told = self.tr("Version {0} of {1}").format(at, count)
        if edited:
            told = self.tr("Version {0} of {1}, changed since").format(at, count)
        self._position.setToolTip(told)
        self._position.setAccessibleDescription(told)
        self._previous.setEnabled(at > 1)
        self._next.setEnabled(at < count)

    def _fill_menu(self) -> None:
        self._menu.clear()
        session = self._workspace.desk.session
        if session is None:
            return
        base = lineage.base(session, self._stage)
        versions = lineage.versions_of(session, self._stage)
        for version in reversed(versions):
            run = lineage.run_of(session, version)
            action = self._menu.addAction(self._told(version, None if run is None else run.ended))
            action.setCheckable(True)
            action.setChecked(base is not None and version.id == base.id)
            action.triggered.connect(
                lambda _=False, wanted=version.id: self._workspace.versions.show(
                    self._stage, wanted
                )
            )

        self._menu.addSeparator()
        beside = self._menu.addAction(self.tr("Compare the newest"))
        beside.setEnabled(len(versions) > 1)
        newest = exhibits_beside(session, self._stage, [version.id for version in versions[-2:]])
        beside.triggered.connect(lambda: self._workspace.comparison.show(newest))

    def _told(self, version: Version, ended: Ended | None) -> str:
        parts = [f"v{version.number}", version.created.astimezone().strftime("%m-%d %H:%M")]
        if version.name:
            parts.insert(1, version.name.replace("&", "&&"))
        if ended is None:
            parts.append(self.tr("yours"))
        elif ended is Ended.STOPPED:
            parts.append(self.tr("stopped"))
        elif ended is Ended.CUT:
            parts.append(self.tr("cut at the limit"))
        elif ended is Ended.INTERRUPTED:
            parts.append(self.tr("interrupted"))
        return "  ·  ".join(parts)
