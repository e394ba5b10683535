from __future__ import annotations

import pytest

from writer_gui.ui.names import size_text


@pytest.mark.parametrize(
    ("count", "shown"),
    [(98_362_432, "98 MB"), (1_117_320_768, "1.1 GB"), (12_500_000_000, "12.5 GB")],
)
def test_sizes_are_those_that_publishers_give(count: int, shown: str) -> None:
    assert size_text(count) == shown
