from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from writer_gui import settings
from writer_gui.errors import UserError
from writer_gui.inference.protocol import CacheType, EngineOptions
from writer_gui.settings import Settings
from writer_gui.state.engine_settings import engine_options, tuned_values

if TYPE_CHECKING:
    from writer_gui.settings import EngineValues


def test_context_and_threads_reach_the_engine() -> None:
    options = engine_options(Settings(context=8192, threads=3), "m")
    assert (options.context, options.threads) == (8192, 3)


@pytest.mark.parametrize("name", ["context", "threads"])
def test_no_setting_that_may_be_chosen_is_refused_by_the_engine(name: str) -> None:
    for value in settings.limits(name):
        engine_options(Settings(**{name: value}), "m")  # type: ignore[arg-type]  # by name


def test_what_was_found_for_a_model_is_for_that_model_alone() -> None:
    found = EngineOptions(read_chunk=512, flash_attention=True, cache_type=CacheType.Q8_0)
    kept = Settings(context=8192, engine_options={"m": tuned_values(found)})
    assert engine_options(kept, "other") == EngineOptions(context=8192)
    assert tuned_values(engine_options(kept, "m")) == tuned_values(found)
    assert engine_options(kept, "m").context == 8192


@pytest.mark.parametrize(
    "wrong", [{"flash_atention": True}, {"read_chunk": 100}, {"threads": "two"}]
)
def test_a_misspelled_option_is_named(wrong: EngineValues) -> None:
    with pytest.raises(UserError, match=next(iter(wrong))):
        engine_options(Settings(engine_options={"m": wrong}), "m")
