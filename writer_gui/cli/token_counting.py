"""Counts tokens on the command line: a model is loaded for it, and the count waited for."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from writer_gui.background.engine import Engine, EnginePhase, engine_command
from writer_gui.cli.loop import event_loop
from writer_gui.errors import UserError
from writer_gui.state.token_counting import TokenCounting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from writer_gui.background.engine import EngineState
    from writer_gui.cli.output import Console
    from writer_gui.domain.generation import ModelFile
    from writer_gui.exchange.samples import Sample


def count_tokens(model: ModelFile, samples: Sequence[Sample], console: Console) -> list[int]:
    """Return how many tokens each sample has, with the frame of one message. Raises UserError."""
    found: list[int] = []
    problems: list[str] = []
    with event_loop() as loop:
        engine = Engine(engine_command(os.environ), loop)
        counting = TokenCounting(engine, loop)

        def on_state(state: EngineState) -> None:
            if state.failure is not None:
                give_up(state.failure.message)
            elif state.phase is EnginePhase.READY:
                counting.start(samples)

        def give_up(problem: str) -> None:
            problems.append(problem)
            loop.quit()

        def done(counts: list[int]) -> None:
            found.extend(counts)
            loop.quit()

        engine.state_changed.connect(on_state)
        counting.counted.connect(done)
        counting.failed.connect(give_up)
        counting.progressed.connect(
            lambda now, total: console.progress(f"counting tokens: {now:,} of {total:,}")
        )
        try:
            engine.load(model)
            loop.run()
        finally:
            engine.close()
    if problems:
        raise UserError(problems[0])
    return found
