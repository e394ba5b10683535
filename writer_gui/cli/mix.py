"""`mix`: triplets among general-purpose samples, as a folder that a trainer takes as it is."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from writer_gui import paths
from writer_gui.cli.records import open_database
from writer_gui.cli.token_counting import count_tokens
from writer_gui.domain.triplet import TripletStatus
from writer_gui.errors import UsageError
from writer_gui.exchange.mix import CHINESE_SHARE, RATIO, VALIDATION, MixWish, mix
from writer_gui.exchange.mix_files import Trainer, write_mix
from writer_gui.exchange.samples import read_samples, sample_of_triplet
from writer_gui.inference.collection import ModelCollection
from writer_gui.state.token_counting import token_figures
from writer_gui.store.triplets import TripletOrder, TripletQuery, each_triplet

if TYPE_CHECKING:
    import argparse

    from writer_gui.cli.output import Console
    from writer_gui.domain.generation import ModelFile
    from writer_gui.exchange.mix import Mix
    from writer_gui.exchange.samples import Sample

ANY = "any"
FINDING = (
    "In COIG-Writer's paper 1 triplet to 12 general samples won in Chinese (62.75 %) and not in "
    "English (46.46 %); four ratios and one size of collection were tried."
)


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser("mix", help="mix triplets with general data for training")
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="where the files are written")
    parser.add_argument(
        "--general", metavar="FILE", type=Path, required=True, help="general data (JSON or JSONL)"
    )
    parser.add_argument("--for", dest="trainer", choices=list(Trainer), default=Trainer.TRL)
    parser.add_argument(
        "--ratio", type=float, default=RATIO, help="general samples to a triplet (default: 12)"
    )
    parser.add_argument(
        "--chinese", metavar="SHARE", type=float, default=CHINESE_SHARE, help="of the general data"
    )
    parser.add_argument("--validation", metavar="SHARE", type=float, default=VALIDATION)
    parser.add_argument("--seed", type=int, help="the same seed gives the same mix")
    parser.add_argument(
        "--status", choices=[*TripletStatus, ANY], default=TripletStatus.ACCEPTED.value
    )
    parser.add_argument("--model", metavar="NAME", help="count tokens as this model does")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, console: Console) -> int:
    """Mix, write, and say what is in it."""
    wish = _wish(args)
    model = ModelCollection.open().choose(args.model) if args.model is not None else None
    made = mix(_creative(args.status), read_samples(args.general), wish)
    files = write_mix(args.folder, made, Trainer(args.trainer))
    tokens = _tokens(model, (*made.train, *made.validation), console)
    console.result(_json(args.folder, made, wish, files, tokens), _text(args.folder, made, tokens))
    if made.general < made.wanted_general:
        console.note(
            f"The general file had {made.general:,} of the {made.wanted_general:,} samples wanted "
            "in these languages; add more, or lower --ratio or change --chinese."
        )
    return 0


def _wish(args: argparse.Namespace) -> MixWish:
    for name, value in (("--chinese", args.chinese), ("--validation", args.validation)):
        if not 0 <= value <= 1:
            raise UsageError(f"{name} is {value}; give a share between 0 and 1.")
    if args.validation == 1:
        raise UsageError("--validation is 1.0, which leaves nothing to train on; give less.")
    if not 0 <= args.ratio <= 10_000:
        raise UsageError(f"--ratio is {args.ratio}; give a number of samples, such as 12.")
    seed = secrets.randbits(32) if args.seed is None else args.seed
    return MixWish(args.ratio, args.chinese, args.validation, seed)


def _creative(status: str) -> list[Sample]:
    wanted = None if status == ANY else TripletStatus(status)
    query = TripletQuery(status=wanted, order=TripletOrder.OLDEST)
    with open_database(paths.database_path()) as database, database.reading() as tx:
        return [sample_of_triplet(triplet) for triplet in each_triplet(tx, query)]


def _tokens(
    model: ModelFile | None, samples: tuple[Sample, ...], console: Console
) -> dict[str, int] | None:
    if model is None:
        return None
    counts = count_tokens(model, samples, console)
    figures = token_figures(samples, counts)
    return {
        "triplets": figures.triplets,
        "general": figures.general,
        "longest": figures.longest,
        "over_8192": figures.too_long,
    }


def _json(
    folder: Path, made: Mix, wish: MixWish, files: list[str], tokens: dict[str, int] | None
) -> dict[str, object]:
    return {
        "folder": str(folder),
        "files": files,
        "triplets": made.creative,
        "general": made.general,
        "wanted_general": made.wanted_general,
        "rejected": made.rejected,
        "train": len(made.train),
        "validation": len(made.validation),
        "languages": made.by_language(),
        "ratio": wish.ratio,
        "seed": wish.seed,
        "tokens": tokens,
    }


def _text(folder: Path, made: Mix, tokens: dict[str, int] | None) -> str:
    lines = [
        f"Triplets: {made.creative:,}, general samples: {made.general:,}, in {folder}: "
        f"{len(made.train):,} to train, {len(made.validation):,} to validate",
        FINDING,
    ]
    if tokens:
        lines.insert(
            1,
            f"{tokens['triplets']:,} tokens of triplets, {tokens['general']:,} of general data; "
            f"{tokens['over_8192']:,} samples are longer than 8,192",
        )
    return "\n".join(lines)
