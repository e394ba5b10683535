from __future__ import annotations

import pytest

from writer_gui.domain.language import Language
from writer_gui.writing.names import fresh_name, is_worn


@pytest.mark.parametrize("language", list(Language))
def test_no_fresh_name_is_worn_and_the_seed_decides(language: Language) -> None:
    drawn = {fresh_name(language, seed) for seed in range(200)}
    assert len(drawn) > 30
    assert not any(is_worn(f"{name} ", language, "") for name in drawn)
    assert fresh_name(language, 12345) == fresh_name(language, 12345)


def test_only_the_beginning_counts() -> None:
    assert is_worn(" a lighthouse keeper named Sarah, who", Language.EN, "")
    assert not is_worn("the keeper, not Sarah", Language.EN, "")
    assert not is_worn(" Sarah", Language.EN, "a story about Sarah")
