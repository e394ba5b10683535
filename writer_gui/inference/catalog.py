"""The models that can be installed by name: `assets/catalog.json`.

Every entry names the exact file by its SHA-256, so it does not matter which source the bytes come
from; sources are tried in order. A hash is listed only when two independent public places state it.
"""

from __future__ import annotations

import difflib
import json
import os
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

from writer_gui import paths
from writer_gui.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

HUGGING_FACE = "https://huggingface.co"
"""Where Hugging Face repositories are, unless `HF_ENDPOINT` names a mirror."""


class Role(StrEnum):
    """What a model is there for. Those for tests are listed once they are installed."""

    DEFAULT = "default"
    BETTER = "better"
    OTHER = "other"
    TEST = "test"
    OWN = "own"  # a writer's file


@dataclass(frozen=True, slots=True)
class UrlSource:
    """The whole file at an address."""

    url: str


@dataclass(frozen=True, slots=True)
class PackagePart:
    """A piece of the file inside a Python package: `file` in the wheel of `package`."""

    package: str
    version: str
    file: str
    bytes: int


@dataclass(frozen=True, slots=True)
class PackageSource:
    """Python packages that carry the file, to be joined in order."""

    parts: tuple[PackagePart, ...]


Source: TypeAlias = UrlSource | PackageSource


@dataclass(frozen=True, slots=True)
class CatalogModel:
    """A model that can be installed. `memory_bytes`: what it takes with 4,096 tokens of context.

    `prose_zh` and `prose_en`, from 0 to 10, order the models by the fiction to be expected of
    them: a judgement from size, generation and what the publisher made it for, not a measurement.
    `read_bytes`: of the file, what is read for each token; 0 for all of it.
    """

    name: str
    title: str
    role: Role
    file: str
    bytes: int
    sha256: str
    licence: str
    languages: tuple[str, ...]
    architecture: str
    context: int
    quantization: str
    parameters: int
    memory_bytes: int
    sources: tuple[Source, ...]
    prose_zh: int = 0
    prose_en: int = 0
    read_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Catalog:
    """All models that can be installed, in the order they are offered."""

    models: tuple[CatalogModel, ...]

    @property
    def default(self) -> CatalogModel:
        """The model a new writer is given."""
        return next(model for model in self.models if model.role is Role.DEFAULT)

    def get(self, name: str) -> CatalogModel | None:
        """Return the model of that name or file name."""
        wanted = name.casefold()
        for model in self.models:
            if wanted in (model.name.casefold(), model.file.casefold()):
                return model
        return None

    def require(self, name: str) -> CatalogModel:
        """Return the model of that name. Raises UserError."""
        found = self.get(name)
        if found is None:
            raise unknown_model(name, (model.name for model in self.models))
        return found


def unknown_model(name: str, known: Iterable[str]) -> UserError:
    """Return the error for a name nobody knows, with the nearest one that is known."""
    near = difflib.get_close_matches(name.casefold(), list(known), n=1, cutoff=0.3)
    hint = f"Did you mean {near[0]}? " if near else ""
    return UserError(
        f"There is no model called {name}. {hint}'writer-gui models' lists what there is."
    )


def load(path: Path | None = None) -> Catalog:
    """Read the shipped catalogue, or the one at `path`."""
    text = (path or paths.assets_dir() / "catalog.json").read_text("utf-8")
    return Catalog(tuple(_model(entry) for entry in json.loads(text)["models"]))


def _model(entry: dict[str, Any]) -> CatalogModel:
    known = {**entry, "role": Role(entry["role"]), "languages": tuple(entry["languages"])}
    known["sources"] = tuple(_source(source) for source in entry["sources"])
    return CatalogModel(**known)


def _source(entry: dict[str, Any]) -> Source:
    match entry["kind"]:
        case "hugging_face":
            endpoint = os.environ.get("HF_ENDPOINT", "").rstrip("/") or HUGGING_FACE
            place = f"{entry['repository']}/resolve/{entry['revision']}/{entry['file']}"
            return UrlSource(f"{endpoint}/{place}")
        case "url":
            return UrlSource(entry["url"])
        case "pypi":
            return PackageSource(tuple(PackagePart(**part) for part in entry["parts"]))
    raise ValueError(f"catalogue: unknown kind of source {entry['kind']!r}")
