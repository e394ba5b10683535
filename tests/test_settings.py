from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from writer_gui import settings
from writer_gui.errors import UserError
from writer_gui.settings import InterfaceLanguage, Settings, Theme

if TYPE_CHECKING:
    from pathlib import Path

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert settings.load(tmp_path / "none.json") == Settings()


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    mine = Settings(
        language=InterfaceLanguage.CHINESE,
        theme=Theme.DARK,
        font_family="宋体",
        font_size=16,
        default_model="qwen",
        remote_on=True,
        remote_url="http://127.0.0.1:8000",
        engine_options={"qwen": {"context": 8192, "flash_attention": True}},
    )
    settings.save(mine, tmp_path / "deep" / "settings.json")
    assert settings.load(tmp_path / "deep" / "settings.json") == mine
    assert [file.name for file in (tmp_path / "deep").iterdir()] == ["settings.json"]


def test_a_key_of_a_newer_version_survives(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"theme": "dark", "holograms": [1, 2]}')
    settings.save(settings.load(path), path)
    assert json.loads(path.read_text())["holograms"] == [1, 2]
    assert settings.load(path).theme is Theme.DARK


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("font_size", 4),
        ("font_size", "13"),
        ("font_size", True),
        ("theme", "purple"),
        ("context", 10**9),
        ("remote_on", 1),
        ("engine_options", {"qwen": 3}),
        ("engine_options", {"qwen": {"context": [1]}}),
    ],
)
def test_a_bad_value_becomes_the_default_and_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, name: str, value: object
) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({name: value, "font_family": "Kai"}))
    with caplog.at_level(logging.WARNING):
        loaded = settings.load(path)
    assert loaded == Settings(font_family="Kai")
    assert name in caplog.text
    caplog.clear()


@pytest.mark.parametrize("content", [b"", b"[1]", b"\xff\xfe", b"{", b"[" * 100_000])
def test_a_damaged_file_gives_the_defaults(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, content: bytes
) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    assert settings.load(path) == Settings()
    assert "defaults" in caplog.text
    caplog.clear()


@given(st.dictionaries(st.sampled_from(list(Settings.__slots__)) | st.text(), JSON))
def test_no_content_breaks_loading(stored: dict[str, object]) -> None:
    logging.getLogger("writer_gui.settings").disabled = True
    try:
        loaded = settings._from_stored(stored)
    finally:
        logging.getLogger("writer_gui.settings").disabled = False
    assert 8 <= loaded.font_size <= 40
    assert isinstance(loaded.theme, Theme)


def test_a_directory_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    blocker = tmp_path / "file"
    blocker.touch()
    with pytest.raises(UserError, match="--data-dir"):
        settings.save(Settings(), blocker / "settings.json")


def test_every_limit_holds_its_default() -> None:
    for name in ("font_size", "context", "threads"):
        least, most = settings.limits(name)
        assert least <= getattr(Settings(), name) <= most
