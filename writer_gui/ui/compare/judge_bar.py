"""The row under two texts: the vote, then the scores with what they mean, reasons and a note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from writer_gui.domain.judging import BEST_SCORE, LENGTH_GAP, Reason, length_ratio
from writer_gui.domain.pair import Verdict
from writer_gui.ui.compare.names import anchor_text, reason_name
from writer_gui.ui.escape import EscapeKey
from writer_gui.ui.tokens import GRID
from writer_gui.ui.widgets import label, named, restyle

if TYPE_CHECKING:
    from writer_gui.state.judging import Answer, JudgingState


REASON_KEYS = dict(zip(Reason, "QWERTYU", strict=True))
"""The row of letters below the digits that scores are given with."""

NOTE_KEY = "N"


class JudgeBar(QWidget):
    """Shows the answer in the making, and passes on what is said."""

    focus_wanted = Signal()  # by the texts, as what had it goes

    def __init__(self, judging: JudgingState) -> None:
        super().__init__()
        named(self, "judgeBar", self.tr("Your choice"))
        self._judging = judging
        self.votes = {
            Verdict.FIRST: named(
                QPushButton(self.tr("← Left is better")), "voteLeft", self.tr("Left is better")
            ),
            Verdict.TIE: named(
                QPushButton(self.tr("= Equally good")), "voteTie", self.tr("Equally good")
            ),
            Verdict.BOTH_BAD: named(
                QPushButton(self.tr("B Both bad")), "voteBothBad", self.tr("Both bad")
            ),
            Verdict.SECOND: named(
                QPushButton(self.tr("Right is better →")), "voteRight", self.tr("Right is better")
            ),
        }
        self._gap = named(label(tone="muted"), "lengthGap", self.tr("Length"))
        self._left = ScoreChoice("scoreLeft", self.tr("Left"))
        self._right = ScoreChoice("scoreRight", self.tr("Right"))
        self._reasons = {
            reason: named(
                QCheckBox(f"{key} {reason_name(reason)}"), f"reason_{reason}", reason_name(reason)
            )
            for reason, key in REASON_KEYS.items()
        }
        self.note = named(QLineEdit(), "judgeNote", self.tr("Note"))
        self.note.setPlaceholderText(f"{NOTE_KEY} {self.tr('Note')}")
        self.go_on = named(
            QPushButton(self.tr("⏎ Keep and go on")), "judgeConfirm", self.tr("Keep")
        )
        self.go_on.setProperty("primary", "true")
        self.skip = named(QPushButton(self.tr("S Later")), "judgeSkip", self.tr("Later"))
        self.back = named(QPushButton(self.tr("⌫ Back")), "judgeBack", self.tr("Take back"))
        self._doubt = named(label(tone="muted"), "judgeDoubt", self.tr("Choice and scores"))
        self._doubt.setText(self.tr("The scores do not say what the choice says."))
        self._scores = QWidget()
        self._build()
        self._connect()

    def _build(self) -> None:
        votes = QHBoxLayout()
        votes.setSpacing(GRID)
        votes.addWidget(self.votes[Verdict.FIRST])
        votes.addStretch(1)
        for verdict in (Verdict.TIE, Verdict.BOTH_BAD):
            votes.addWidget(self.votes[verdict])
        votes.addWidget(self.skip)
        votes.addStretch(1)
        votes.addWidget(self.votes[Verdict.SECOND])
        sides = QHBoxLayout()
        sides.setSpacing(4 * GRID)
        for choice in (self._left, self._right):  # each below its text
            sides.addWidget(choice, 1)
        reasons = QHBoxLayout()
        reasons.setSpacing(GRID)
        for box in self._reasons.values():
            reasons.addWidget(box)
        reasons.addStretch(1)
        last = QHBoxLayout()
        last.setSpacing(GRID)
        last.addWidget(self.note, 1)
        last.addWidget(self._doubt)
        last.addWidget(self.back)
        last.addWidget(self.go_on)
        inside = QVBoxLayout(self._scores)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(GRID)
        for row in (sides, reasons, last):
            inside.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        self._gap.setWordWrap(True)
        column.addWidget(self._gap)
        column.addLayout(votes)
        column.addWidget(self._scores)

    def _connect(self) -> None:
        judging = self._judging
        judging.changed.connect(self._show)
        for verdict, button in self.votes.items():
            button.clicked.connect(lambda _=False, v=verdict: judging.vote(v))
        for choice in (self._left, self._right):
            choice.chosen.connect(self._on_scored)
        for box in self._reasons.values():
            box.clicked.connect(self._on_reasons)
        self.note.textChanged.connect(lambda text: judging.explain(note=text))
        self.note.returnPressed.connect(judging.confirm)
        self.skip.clicked.connect(judging.skip)
        self.back.clicked.connect(judging.take_back)
        self.go_on.clicked.connect(judging.confirm)
        EscapeKey(self.note, self.focus_wanted.emit)

    @Slot()
    def _show(self) -> None:
        """Show the answer so far; scores are asked for once there is a verdict."""
        answer, task = self._judging.answer, self._judging.task
        self.setVisible(task is not None)
        if task is None:
            return
        for verdict, button in self.votes.items():
            restyle(button, "primary", "true" if verdict is answer.verdict else "false")
        self._let_go(answer)
        self._scores.setVisible(answer.verdict is not None)
        self._doubt.setVisible(_is_doubtful(answer))
        self._left.show_score(answer.left)
        self._right.show_score(answer.right)
        self.go_on.setEnabled(_is_whole(answer))
        self._show_words(answer)
        ratio = length_ratio(task)
        self._gap.setVisible(ratio > LENGTH_GAP)
        told = self.tr("One is {0} times as long as the other. Longer texts tend to be chosen.")
        self._gap.setText(told.format(QLocale().toString(ratio, "f", 1)))

    def _let_go(self, answer: Answer) -> None:
        """Give the focus away before what has it is hidden or disabled: it would leave the view."""
        if answer.verdict is None or (self.go_on.hasFocus() and not _is_whole(answer)):
            focused = QApplication.focusWidget()
            if focused is not None and self._scores.isAncestorOf(focused):
                self.focus_wanted.emit()

    def _show_words(self, answer: Answer) -> None:
        for reason, box in self._reasons.items():
            box.setChecked(reason in answer.reasons)
        if self.note.text() != answer.note:
            self.note.setText(answer.note)

    def toggle_reason(self, reason: Reason) -> None:
        """Name a reason, or take it back."""
        if self._scores.isVisible():
            self._reasons[reason].click()

    @Slot()
    def write_note(self) -> None:
        """Go to the note."""
        if self._scores.isVisible():
            self.note.setFocus()

    @Slot()
    def _on_scored(self) -> None:
        self._judging.set_scores(self._left.score, self._right.score)

    @Slot()
    def _on_reasons(self) -> None:
        chosen = tuple(reason.value for reason, box in self._reasons.items() if box.isChecked())
        self._judging.explain(reasons=chosen)


def _is_whole(answer: Answer) -> bool:
    return answer.left is not None and answer.right is not None


def _is_doubtful(answer: Answer) -> bool:
    """Whether the scores say something else than the verdict; it may be kept all the same."""
    left, right = answer.left, answer.right
    if left is None or right is None:
        return False
    match answer.verdict:
        case Verdict.FIRST:
            return left <= right
        case Verdict.SECOND:
            return right <= left
        case Verdict.TIE:
            return left != right
        case _:
            return max(left, right) == BEST_SCORE


class ScoreChoice(QWidget):
    """Four scores, 0 to 3, each with what it means."""

    chosen = Signal()

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        named(self, name, title)
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(label(title, role="title"))
        for score in range(BEST_SCORE, -1, -1):
            text = anchor_text(score)
            button = named(QRadioButton(text), f"{name}{score}", f"{title}: {text}")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._group.addButton(button, score)
            column.addWidget(button)
        self._group.idClicked.connect(self.chosen)

    @property
    def score(self) -> int | None:
        """The score chosen, None for none."""
        checked = self._group.checkedId()
        return checked if checked >= 0 else None

    def show_score(self, score: int | None) -> None:
        """Show a score, or that there is none."""
        self._group.setExclusive(False)
        for button in self._group.buttons():
            button.setChecked(self._group.id(button) == score)
        self._group.setExclusive(True)
