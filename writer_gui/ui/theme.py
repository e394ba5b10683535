"""Light and dark, the fonts and the size of the text, for the whole program."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from writer_gui import paths
from writer_gui.settings import Settings, limits
from writer_gui.settings import Theme as Choice
from writer_gui.ui.icons import line_icon
from writer_gui.ui.style import style_sheet
from writer_gui.ui.tokens import DARK, LIGHT

if TYPE_CHECKING:
    from writer_gui.state.preferences import PreferencesState
    from writer_gui.ui.tokens import Colours

INTERFACE_FONTS = ("Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "PingFang SC")
SERIF_FONTS = ("Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC", "Songti SC")
SMALLEST, LARGEST = limits("font_size")
"""Sizes of plan and story in points."""


class Theme(QObject):
    """Dresses the application, and tells those who draw for themselves when to draw anew.

    Its colours and fonts hold at once, its style sheet from `dress` on.
    """

    changed = Signal()

    def __init__(self, application: QApplication, preferences: PreferencesState) -> None:
        super().__init__(application)
        self._application = application
        self._preferences = preferences
        self._colours = LIGHT
        self._icons: dict[tuple[str, bool], QIcon] = {}
        application.setStyle(QStyleFactory.create("Fusion"))
        preferences.changed.connect(self.apply)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.apply)
        self._choose()

    @property
    def colours(self) -> Colours:
        """The colours in use."""
        return self._colours

    def icon(self, name: str) -> QIcon:
        """Return a line icon in the colours in use; each is drawn once."""
        colours = self._colours
        key = (name, colours.is_dark)
        if key not in self._icons:
            self._icons[key] = line_icon(name, colours.muted, colours.accent, colours.faint)
        return self._icons[key]

    @Slot()
    def apply(self) -> None:
        """Dress the application as the settings and the system say."""
        self._choose()
        self.dress()
        self.changed.emit()

    def dress(self) -> None:
        """Put the style sheet on, once what is shown first is built.

        A widget built under a style sheet is dressed again wherever it is put: 0.1 s of a start.
        """
        icons = (paths.assets_dir() / "icons").as_posix()
        self._application.setStyleSheet(style_sheet(self._colours, icons))

    def interface_font(self) -> QFont:
        """Return the font of labels and buttons."""
        font = QFont()
        font.setFamilies([*_installed(INTERFACE_FONTS), QFont().family()])
        font.setPointSizeF(10)
        return font

    def text_font(self) -> QFont:
        """Return the font of plan and story."""
        settings = self._preferences.settings
        font = QFont()
        chosen = [settings.font_family] if settings.font_family else list(_installed(SERIF_FONTS))
        font.setFamilies([*chosen, *_installed(INTERFACE_FONTS), QFont().family()])
        font.setPointSizeF(max(SMALLEST, min(settings.font_size, LARGEST)))
        return font

    def resize_text(self, by: int) -> None:
        """Make plan and story larger or smaller by so many points; 0 takes the usual size."""
        size = Settings().font_size if by == 0 else self._preferences.settings.font_size + by
        self._preferences.change(font_size=max(SMALLEST, min(size, LARGEST)))

    def _choose(self) -> None:
        self._colours = DARK if self._wants_dark() else LIGHT
        self._application.setPalette(_palette(self._colours))
        self._application.setFont(self.interface_font())

    def _wants_dark(self) -> bool:
        choice = self._preferences.settings.theme
        if choice is Choice.SYSTEM:
            return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return choice is Choice.DARK


@lru_cache(maxsize=8)  # asking takes a tenth of a millisecond, and every step of a plan asks
def _installed(families: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(family for family in families if QFontDatabase.hasFamily(family))


def _palette(colours: Colours) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for where, colour in (
        (role.Window, colours.chrome),
        (role.Base, colours.page),
        (role.AlternateBase, colours.raised),
        (role.Button, colours.raised),
        (role.ToolTipBase, colours.raised),
        (role.WindowText, colours.ink),
        (role.Text, colours.ink),
        (role.ButtonText, colours.ink),
        (role.ToolTipText, colours.ink),
        (role.PlaceholderText, colours.muted),
        (role.Highlight, colours.accent),
        (role.HighlightedText, colours.on_accent),
        (role.Link, colours.accent),
        (role.Mid, colours.line),
    ):
        palette.setColor(where, QColor(colour))
    for where in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, where, QColor(colours.faint))
    return palette
