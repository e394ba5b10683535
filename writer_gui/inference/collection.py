"""The models of this computer: installed ones, the writer's own files, and those to be had."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from writer_gui import paths
from writer_gui.domain.generation import ModelFile
from writer_gui.errors import UserError
from writer_gui.inference import catalog as catalogs
from writer_gui.inference import memory, model_info
from writer_gui.inference.gguf import read_header
from writer_gui.inference.known_files import KnownFile, Looks, Memory
from writer_gui.inference.parts import is_later_part, parts_of
from writer_gui.inference.transfer import Watch, sha256_of

if TYPE_CHECKING:
    from writer_gui.inference.catalog import Catalog, CatalogModel
    from writer_gui.inference.install import Means
    from writer_gui.inference.model_info import ModelInfo

log = logging.getLogger(__name__)


class ModelCollection:
    """Lists, chooses, installs, adds and removes models; loads none.

    Methods raise UserError; those that read a whole file take a Watch and raise InstallStopped.
    """

    def __init__(self, catalog: Catalog, directory: Path, memory_file: Path) -> None:
        self._catalog = catalog
        self._directory = directory.absolute()
        self._memory = Memory(memory_file, shared=self._directory / "installed.json")
        self._looks = Looks(memory_file.with_name("model-headers.json"))

    @staticmethod
    def open() -> ModelCollection:
        """Return the collection of this program's directories."""
        memory_file = paths.data_dir() / "models.json"
        return ModelCollection(catalogs.load(), paths.models_dir(), memory_file)

    def models(self) -> list[ModelInfo]:
        """Return the catalogue's models in its order, then the writer's own by name."""
        known = self._memory.files()
        shipped = [self._of_catalog(model, known) for model in self._catalog.models]
        own = [file for file in known.values() if file.own]
        listed = {file.path for file in own} | {info.file for info in shipped}
        found = [
            known.get(str(path)) or _as_found(path)
            for path in self._files()
            if str(path) not in listed
        ]
        own_infos = [model_info.of_file(self._as_it_is(file)) for file in [*own, *found]]
        return shipped + sorted(own_infos, key=lambda info: info.name.casefold())

    def info(self, name: str) -> ModelInfo:
        """Return a model by its name, its file's name or its path."""
        models = self.models()
        wanted, path = name.casefold(), Path(name).expanduser().absolute()
        for info in models:
            if wanted in (info.name.casefold(), Path(info.file).name.casefold()):
                return info
            if info.file == str(path):
                return info
        if path.is_file():
            return model_info.of_file(self._memory.holding(path) or self._looks.look_at(path))
        if path.suffix == ".gguf":
            raise UserError(f"There is no file {path}. 'writer-gui models' lists what there is.")
        raise catalogs.unknown_model(name, (info.name for info in models))

    def choose(
        self, name: str | None = None, preferred: str = "", watch: Watch | None = None
    ) -> ModelFile:
        """Return the model to load: the named one, else the preferred, the default, the largest.

        A hash that is not remembered is computed, which takes a second for each gigabyte or two.
        """
        info = self.info(name) if name else self._best(preferred)
        if not info.installed:
            raise UserError(info.next_step)
        path = Path(info.file)
        known = self._memory.holding(path) or self._looks.look_at(path)
        model_info.check_is_model(known.header or read_header(path), path)
        return ModelFile(
            info.name, info.file, known.sha256 or self._hash(info, watch).sha256, info.lora
        )

    def install(
        self, name: str, watch: Watch | None = None, means: Means | None = None
    ) -> ModelInfo:
        """Install a model of the catalogue; one that is there already is only checked."""
        model = self._catalog.require(name)
        info = self.info(model.name)
        path = self._directory / model.file
        if info.installed:
            known = self._memory.holding(path)
            if known and known.sha256 == model.sha256:
                return info
            if sha256_of([path], watch) == model.sha256:
                return self._remember(info, path, model.sha256)
        if path.is_file():
            path.replace(path.with_name(path.name + ".bad"))
        # Not at the top: the HTTP client would cost every start of the window 0.1 s.
        from writer_gui.inference.install import install

        return self._remember(info, install(model, self._directory, watch, means), model.sha256)

    def add(self, path: Path, watch: Watch | None = None) -> ModelInfo:
        """Use a file of the writer's where it lies."""
        path = path.expanduser().absolute()
        found = self._looks.look_at(path)
        model_info.check_is_model(found.header or read_header(path), path)
        info = model_info.of_file(found)
        if not info.installed:
            raise UserError(info.next_step)
        if path.parent == self._directory and self._catalog.get(path.name):
            return self.verify(path.name, watch)
        known = self._memory.holding(path)
        if known is None or not known.own:
            digest = known.sha256 if known else sha256_of(_files_of(path, found), watch)
            name = self._free_name(path)
            self._memory.remember(replace(found, sha256=digest, own=True, name=name))
        return self.info(str(path))

    def verify(self, name: str, watch: Watch | None = None) -> ModelInfo:
        """Read all of a model's files again and compare their hash with what it has to be."""
        info = self.info(name)
        if not info.installed:
            raise UserError(info.next_step)
        return self._hash(info, watch)

    def remove(self, name: str) -> ModelInfo:
        """Delete an installed model, or forget a file of the writer's, which stays."""
        info = self.info(name)
        model = self._catalog.get(info.name)
        if model is not None and not info.own:
            (self._directory / model.file).unlink(missing_ok=True)
            from writer_gui.inference.install import discard

            discard(model, self._directory)
        elif not _is_registered(self._memory.files().get(info.file)):
            raise UserError(
                f"{info.file} is your own file and is not deleted here. "
                "Delete it yourself if you no longer need it."
            )
        self._memory.forget(info.file)
        return info

    def attach(self, name: str, adapter: Path | None) -> ModelInfo:
        """Give a model a LoRA adapter that is loaded with it, or take it away again."""
        info = self.info(name)
        if not info.installed:
            raise UserError(info.next_step)
        lora = ""
        if adapter is not None:
            adapter = adapter.expanduser().absolute()
            model_info.check_is_adapter(read_header(adapter), adapter, info)
            lora = str(adapter)
        path = Path(info.file)
        known = self._memory.holding(path) or self._looks.look_at(path)
        self._memory.remember(replace(known, own=info.own, name=info.name, lora=lora))
        return self.info(str(path))

    def _best(self, preferred: str) -> ModelInfo:
        """Return the model a writer who named none most likely wants."""
        best = model_info.best(self.models(), preferred, memory.total_bytes())
        if best is None:
            raise UserError(
                "No model is installed. Install one with "
                f"'writer-gui models install {self._catalog.default.name}' or in the window."
            )
        return best

    def _hash(self, info: ModelInfo, watch: Watch | None = None) -> ModelInfo:
        """Compute a model's hash, compare it with what is expected and remember it."""
        path = Path(info.file)
        digest = sha256_of(_files_of(path, self._looks.look_at(path)), watch)
        known = self._memory.holding(path)
        expected = known.sha256 if known and info.own else info.sha256
        if expected and digest != expected:
            raise UserError(
                f"{path} is damaged: its SHA-256 is {digest[:12]}… instead of {expected[:12]}…. "
                f"Remove it with 'writer-gui models remove {info.name}' and install it again."
            )
        return self._remember(info, path, digest)

    def _remember(self, info: ModelInfo, path: Path, digest: str) -> ModelInfo:
        own = _is_registered(self._memory.files().get(str(path)))
        seen = replace(
            self._looks.look_at(path), sha256=digest, own=own, name=info.name, lora=info.lora
        )
        self._memory.remember(seen)
        return replace(self.info(str(path)), sha256=digest)

    def _as_it_is(self, known: KnownFile) -> KnownFile:
        """Return what is known of a file, looked at anew where it has changed."""
        if known.header is not None and known.still_holds():
            return known
        try:
            found = self._looks.look_at(Path(known.path))
        except UserError as error:
            log.info("model file left out: %s", error)
            return replace(known, header=None)
        return replace(found, own=known.own, name=known.name, lora=known.lora)

    def _of_catalog(self, model: CatalogModel, known: dict[str, KnownFile]) -> ModelInfo:
        file = known.get(str(self._directory / model.file))
        return model_info.of_catalog(model, self._directory, file.lora if file else "")

    def _files(self) -> list[Path]:
        """Return the model files the writer put into the directory of models."""
        found = sorted(self._directory.glob("*.gguf"))
        catalog_files = {model.file for model in self._catalog.models}
        return [
            path for path in found if path.name not in catalog_files and not is_later_part(path)
        ]

    def _free_name(self, path: Path) -> str:
        taken = {info.name.casefold() for info in self.models() if info.file != str(path)}
        name, number = path.stem, 2
        while name.casefold() in taken:
            name, number = f"{path.stem}-{number}", number + 1
        return name


def _is_registered(known: KnownFile | None) -> bool:
    """Whether the writer has added this file."""
    return known is not None and known.own


def _files_of(path: Path, found: KnownFile) -> list[Path]:
    """Return the files whose hash is a model's."""
    return parts_of(path, found.header.parts if found.header else 1)


def _as_found(path: Path) -> KnownFile:
    """Return a file nobody told us of; one that cannot be read is listed with its problem."""
    found = path.stat()
    return KnownFile(str(path), found.st_size, found.st_mtime_ns)
