from __future__ import annotations

import pytest

from writer_gui import settings
from writer_gui.settings import Settings
from writer_gui.state.engine_settings import engine_options


def test_context_and_threads_reach_the_engine() -> None:
    options = engine_options(Settings(context=8192, threads=3))
    assert (options.context, options.threads) == (8192, 3)


@pytest.mark.parametrize("name", ["context", "threads"])
def test_no_setting_that_may_be_chosen_is_refused_by_the_engine(name: str) -> None:
    (declared,) = (d for d in settings.declarations() if d.name == name)
    assert declared.limits is not None
    for value in declared.limits:
        engine_options(Settings(**{name: int(value)}))  # type: ignore[arg-type]  # by name
