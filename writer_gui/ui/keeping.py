"""Ctrl+S: keeps what lies on the desk as versions, and offers to name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from writer_gui.domain.run import Stage
from writer_gui.state import lineage
from writer_gui.state.notice import Notice

if TYPE_CHECKING:
    from writer_gui.state.workspace import Workspace
    from writer_gui.ui.message_bar import MessageBar


class Keeping(QObject):
    """Talks to the writer through the message bar."""

    def __init__(self, workspace: Workspace, messages: MessageBar) -> None:
        super().__init__(messages)
        self._workspace = workspace
        self._messages = messages

    @Slot()
    def keep(self) -> None:
        """Save, and make versions of what has been edited since the last ones."""
        self._workspace.desk.save_now()
        self._workspace.versions.freeze(self._tell)

    def _tell(self) -> None:
        session = self._workspace.desk.session
        if session is None:
            return
        plan, story = lineage.plan_base(session), lineage.story_base(session)
        kept = [
            told.format(version.number)
            for told, version in ((self.tr("plan v{0}"), plan), (self.tr("story v{0}"), story))
            if version is not None
        ]
        if not kept:
            text = self.tr("Saved. There is no plan or story yet to keep as a version.")
            self._messages.show_notice(Notice(text, passing=True))
            return
        text = self.tr("Kept: {0}.").format(self.tr(", ").join(kept))
        self._messages.show_notice(
            Notice(text, self.tr("Name it…"), self._ask, passing=True, of_session=True)
        )

    def _ask(self) -> None:
        text = self.tr("What should this version be called?")
        self._messages.ask(text, self.tr("Name"), self.tr("Save"), self._name)

    def _name(self, name: str) -> None:
        session = self._workspace.desk.session
        if session is None:
            return
        plan, story = lineage.plan_base(session), lineage.story_base(session)
        if story is not None:
            self._workspace.versions.name(Stage.STORY, story.id, name)
        if plan is not None:
            self._workspace.versions.name(Stage.PLAN, plan.id, name)
