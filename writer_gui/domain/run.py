"""A run: one generation by the model, with everything needed to repeat it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Stage(StrEnum):
    """What a run wrote."""

    PLAN = "plan"
    STORY = "story"


class Ended(StrEnum):
    """How a run ended. `RUNNING` is only ever seen while it goes on."""

    RUNNING = "running"
    COMPLETE = "complete"
    STOPPED = "stopped"
    CUT = "cut"
    INTERRUPTED = "interrupted"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Sampling:
    """How the next token is chosen. The defaults are those the drafting method was tuned with.

    Multiplier, base, allowed length and window of DRY as in llama.cpp; a multiplier of 0 and an
    `xtc_probability` of 0 switch those samplers off. Windows are in tokens.
    """

    temperature: float = 0.8
    top_k: int = 60
    top_p: float = 0.95
    min_p: float = 0.04
    repeat_penalty: float = 1.08
    repeat_window: int = 256
    dry_multiplier: float = 0.8
    dry_base: float = 1.75
    dry_allowed_length: int = 4
    dry_window: int = 2048
    xtc_probability: float = 0.0
    xtc_threshold: float = 0.1


@dataclass(frozen=True, slots=True)
class RunFigures:
    """What a run cost. Token counts are summed over its requests, times are in seconds."""

    prompt_tokens: int = 0
    reused_tokens: int = 0
    tokens: int = 0
    first_token_s: float | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class RunTrace:
    """What is noted of a run as it goes, beside its text.

    `reasoning` is what the model thought before its texts, which is no part of them. `cut_place`
    is the step or section, from 0, under way, if anything of it stands; None else.
    """

    reasoning: str = ""
    cut_place: int | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One generation: model, seed and settings that repeat it, what it cost, how it ended."""

    id: int
    session_id: int
    stage: Stage
    model: str
    model_sha256: str
    seed: int
    settings: dict[str, object]
    figures: RunFigures
    ended: Ended
    started: datetime
    message: str = ""
    trace: RunTrace = field(default_factory=RunTrace)
