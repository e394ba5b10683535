"""What is asked of a model and what comes back, whichever engine runs it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from writer_gui.domain.language import Language
from writer_gui.domain.run import Sampling


class Role(StrEnum):
    """Who speaks in a chat."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One message. Its content is data: it never becomes control tokens."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Passage:
    """One continuous piece of text asked of the model.

    The chat is `messages` followed by an assistant message that already holds `opening` (frame
    text by the program and earlier passages, in order) and that the model goes on with.

    `run` names the run: passages of one run are one growing text, so the engine may keep the
    tokens it sampled for earlier ones. The first passage of a run must not depend on what the
    engine did before: same seed, same text.

    `stop` strings end the passage and are not part of its text. Neither they nor the model's own
    end are allowed before `min_chars` characters. `script` keeps letters of other writing systems
    out, save for the words found in `allowed`.
    """

    run: str
    messages: tuple[ChatMessage, ...]
    opening: tuple[str, ...] = ()
    stop: tuple[str, ...] = ()
    max_tokens: int = 400
    min_chars: int = 0
    seed: int = 0
    sampling: Sampling = field(default_factory=Sampling)
    script: Language | None = None
    allowed: str = ""


class PassageEnd(StrEnum):
    """Why a passage ended."""

    MODEL = "model"  # the model's own end of text
    STOP_STRING = "stop_string"
    LENGTH = "length"  # max_tokens, or the context is full
    STOPPED = "stopped"  # by the writer
    LOOP = "loop"  # cut because it repeated itself


@dataclass(frozen=True, slots=True)
class PassageResult:
    """A passage as written, and what it cost. Times are seconds from its submission."""

    text: str
    end: PassageEnd
    prompt_tokens: int = 0
    reused_tokens: int = 0
    tokens: int = 0
    first_token_s: float | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Price:
    """What the next passage would cost before its first word."""

    prompt_tokens: int
    reused_tokens: int
    seconds: float


class FailureKind(StrEnum):
    """What went wrong in an engine. The first group is the worker's death."""

    ILLEGAL_INSTRUCTION = "illegal_instruction"
    OUT_OF_MEMORY = "out_of_memory"
    ABORTED = "aborted"
    SEGFAULT = "segfault"
    KILLED = "killed"
    DIED = "died"

    NO_MODEL = "no_model"
    BAD_MODEL = "bad_model"
    BAD_OPTIONS = "bad_options"
    NOT_ENOUGH_MEMORY = "not_enough_memory"
    PROMPT_TOO_LONG = "prompt_too_long"
    BAD_TEMPLATE = "bad_template"
    BAD_REQUEST = "bad_request"
    SERVER = "server"
    ONLY_THOUGHT = "only_thought"
    INTERNAL = "internal"


WORKER_DEATHS = frozenset(
    {
        FailureKind.ILLEGAL_INSTRUCTION,
        FailureKind.OUT_OF_MEMORY,
        FailureKind.ABORTED,
        FailureKind.SEGFAULT,
        FailureKind.KILLED,
        FailureKind.DIED,
    }
)


@dataclass(frozen=True, slots=True)
class EngineFailure:
    """A failure with one sentence for the writer that ends in what to do next."""

    kind: FailureKind
    message: str

    @property
    def worker_died(self) -> bool:
        """Whether the engine process is gone, so that what it was writing is interrupted."""
        return self.kind in WORKER_DEATHS


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A model to load: its name for people, where it lies, and the hash of the file if known."""

    name: str
    path: str
    sha256: str = ""
    lora: str = ""
