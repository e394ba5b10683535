"""Numbers in Chinese, Arabic and English spelling."""

from __future__ import annotations

import pytest

from writer_gui.text.numerals import arabic, number_value


@pytest.mark.parametrize(
    ("told", "value"),
    [
        ("三十", 30),
        ("十七", 17),
        ("一百零七", 107),
        ("一千五百", 1500),
        ("一千五", 1500),
        ("两千", 2000),
        ("两万五", 25_000),
        ("二〇二五", 2025),
        ("廿一", 21),
        ("1,500", 1500),
        ("１２", 12),
        ("1.5万", 15_000),
        ("2k", 2000),
        ("fourteen", 14),
        ("thirty-one", 31),
        ("three hundred", 300),
        ("one thousand and one", 1001),
        ("a hundred", 100),
        ("三五百", None),
        ("七八", None),
        ("十百", None),
        ("灯塔", None),
        ("", None),
    ],
)
def test_a_number_comes_to_its_value(told: str, value: int | None) -> None:
    assert number_value(told) == value


def test_spellings_of_a_number_become_one() -> None:
    assert arabic("第一百零七号") == arabic("第107号") == "第107号"
    assert arabic("fourteen years") == arabic("14 years")
