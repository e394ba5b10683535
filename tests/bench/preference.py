"""Says which of two ways to write is better, by readers who do not know which is which.

  python -m tests.bench.preference draft --model FILE --out ours.jsonl   # or --plain
  python -m tests.bench.preference pair ours.jsonl plain.jsonl --out DIR # a file for each reader
  python -m tests.bench.preference report DIR                            # from their verdicts
  python -m tests.bench.preference facts ours.jsonl                      # what the prompt required

A reader gets `reader-N.md` alone and writes `verdicts-N.jsonl`: {"item": 1, "better": "L", "R" or
"tie", "left": 0-3, "right": 0-3, "why": "…"}. `DIR/key-N.json`, which tells the sides, is not for
them. Prompts with `real` are looked up in `prompts_zh_dev.jsonl` in `WRITER_REAL_DATA`, and left
out where that is not set. A prompt's `facts` are lists of spellings, one of which has to occur.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from pathlib import Path
from typing import Any

from tests.bench.drafting import Drafter
from tests.bench.verdicts import Share, agreement, preference
from writer_gui.domain.genre import Domain
from writer_gui.domain.language import Language
from writer_gui.domain.session import Prompt
from writer_gui.paths import assets_dir
from writer_gui.writing.brief import Brief
from writer_gui.writing.leaks import leaks
from writer_gui.writing.templates import Templates

PROMPTS = Path(__file__).with_name("preference_prompts.json")
READERS = 2
WORTH = {"L": 1.0, "R": 0.0, "tie": 0.5}


def main() -> int:
    """Do what the command line asks for."""
    options = _options()
    actions = {"draft": _draft, "pair": _pair, "report": _report, "facts": _facts}
    actions[options.action](options)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    actions = parser.add_subparsers(dest="action", required=True)
    draft = actions.add_parser("draft")
    draft.add_argument("--model", type=Path, required=True)
    draft.add_argument("--plain", action="store_true")
    draft.add_argument("--seed", type=int, default=11)
    draft.add_argument("--only", default="", help="ids, with commas between")
    draft.add_argument("--out", type=Path, required=True)
    pair = actions.add_parser("pair")
    pair.add_argument("sides", type=Path, nargs=2)
    pair.add_argument("--seed", type=int, default=1)
    pair.add_argument("--out", type=Path, required=True)
    for name in ("report", "facts"):
        actions.add_parser(name).add_argument("at", type=Path)
    return parser.parse_args()


def prompts() -> dict[str, dict[str, Any]]:
    """Return the prompts by their ids; those of other people's data where it is there."""
    found = {}
    real = _real_prompts()
    for entry in json.loads(PROMPTS.read_text(encoding="utf-8")):
        text = entry.get("prompt") or real.get(entry["real"], "")
        if text:
            found[entry["id"]] = entry | {"prompt": text.strip()}
    return found


def _real_prompts() -> dict[str, str]:
    file = Path(os.environ.get("WRITER_REAL_DATA", "")) / "prompts_zh_dev.jsonl"
    if not file.is_file():
        return {}
    records = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return {record["id"][:8]: record["prompt"] for record in records}


def _brief(entry: dict[str, Any]) -> Brief:
    template = Templates([assets_dir() / "templates"]).for_genre(entry["genre"])
    language = Language(entry["language"])
    return Brief(Prompt(entry["prompt"], entry["genre"], language, entry["length"]), template)


def _draft(options: argparse.Namespace) -> None:
    wanted = set(filter(None, options.only.split(",")))
    with Drafter(options.model) as drafter, options.out.open("w", encoding="utf-8") as out:
        for name, entry in prompts().items():
            if wanted and name not in wanted:
                continue
            began = time.monotonic()
            record: dict[str, Any] = {"id": name}
            if options.plain:
                record["story"] = drafter.plain(_brief(entry), options.seed)
            else:
                plan, story = drafter.draft(_brief(entry), options.seed)
                record["plan"] = [f"{step.title}: {step.text}" for step in plan.steps]
                record["story"] = story.text
            record["seconds"] = round(time.monotonic() - began, 1)
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
            out.flush()
            _say(f"{name}: {record['seconds']:.0f} s, {len(record['story'])} characters")


def _pair(options: argparse.Namespace) -> None:
    """Write a file for each reader: the order drawn, the sides drawn for one and turned for two."""
    first, second = map(_texts, options.sides)
    known = prompts()
    names = [name for name in known if name in first and name in second]
    draw = random.Random(options.seed)
    is_left = {name: draw.random() < 0.5 for name in names}
    options.out.mkdir(parents=True, exist_ok=True)
    for reader in range(1, READERS + 1):
        draw.shuffle(names)
        key, page = [], []
        for item, name in enumerate(names, start=1):
            left = is_left[name] == bool(reader % 2)
            sides = (first[name], second[name]) if left else (second[name], first[name])
            key.append({"item": item, "id": name, "first_is_left": left})
            page.append(_item(item, known[name], sides))
        (options.out / f"reader-{reader}.md").write_text("\n".join(page), encoding="utf-8")
        (options.out / f"key-{reader}.json").write_text(json.dumps(key), encoding="utf-8")
    _say(f"{len(names)} pairs for {READERS} readers in {options.out}")


def _item(item: int, entry: dict[str, Any], sides: tuple[str, str]) -> str:
    unit = "字" if entry["language"] == "zh" else "words"
    asked = f"{entry['prompt']}\n(about {entry['length']} {unit})"
    return f"## {item}\n\n{asked}\n\n### L\n\n{sides[0]}\n\n### R\n\n{sides[1]}\n"


def _report(options: argparse.Namespace) -> None:
    known = prompts()
    readers = [_verdicts(options.at, n) for n in range(1, READERS + 1)]
    by_prompt: dict[str, list[float]] = {}
    for reader in readers:
        for name, worth in reader.items():
            by_prompt.setdefault(name, []).append(worth)
    _say("| of | prompts | first preferred | 95 % interval |\n|---|---|---|---|")
    _say(_row("all", preference(by_prompt)))
    for language in ("zh", "en"):
        own = {n: v for n, v in by_prompt.items() if known[n]["language"] == language}
        if own:
            _say(_row(language, preference(own)))
    for genre in sorted({known[name]["genre"] for name in by_prompt}):
        own = {n: v for n, v in by_prompt.items() if known[n]["genre"] == genre}
        wins = sum(sum(values) / len(values) for values in own.values())
        _say(f"| {genre} | {len(own)} | {wins:g} of {len(own)} | |")
    alike, total = agreement(readers)
    _say(f"\nThe readers agree on {alike} of {total}.")


def _row(name: str, share: Share) -> str:
    return f"| {name} | {share.prompts} | {share.mean:.2f} | {share.low:.2f} to {share.high:.2f} |"


def _verdicts(folder: Path, reader: int) -> dict[str, float]:
    """Return by prompt how much the first side was preferred by one reader."""
    key = {e["item"]: e for e in json.loads((folder / f"key-{reader}.json").read_text())}
    lines = (folder / f"verdicts-{reader}.jsonl").read_text(encoding="utf-8").splitlines()
    found = {}
    for verdict in map(json.loads, filter(str.strip, lines)):
        entry = key[verdict["item"]]
        worth = WORTH[verdict["better"]]
        found[entry["id"]] = worth if entry["first_is_left"] else 1 - worth
    return found


def _facts(options: argparse.Namespace) -> None:
    """Count the facts of the prompts that plans and stories hold, and what leaks into stories."""
    known = prompts()
    leaking = 0
    counts = {"plan": [0, 0], "story": [0, 0]}
    records = map(json.loads, options.at.read_text(encoding="utf-8").splitlines())
    for record in records:
        entry = known[record["id"]]
        found = _leaks(entry, record["story"])
        leaking += bool(found)
        if found:
            _say(f"{record['id']}: the story has {', '.join(found)}")
        texts = {"plan": "\n".join(record.get("plan", ())), "story": record["story"]}
        for kind, text in texts.items():
            lost = [f[0] for f in known[record["id"]]["facts"] if not _is_in(f, text)]
            counts[kind][0] += len(known[record["id"]]["facts"]) - len(lost)
            counts[kind][1] += len(known[record["id"]]["facts"])
            if lost and text:
                _say(f"{record['id']}: the {kind} lacks {', '.join(lost)}")
    _say(f"stories with leaks: {leaking}")
    for kind, (kept, total) in counts.items():
        _say(f"{kind}: {kept} of {total} facts, {kept / max(1, total):.2f}")


def _leaks(entry: dict[str, Any], story: str) -> tuple[str, ...]:
    domain = _brief(entry).template.domain
    has_headings = domain in (Domain.FUNCTIONAL, Domain.NONFICTION)
    language = Language(entry["language"])
    return leaks(story, language, domain is Domain.SCRIPT, has_headings=has_headings)


def _is_in(spellings: list[str], text: str) -> bool:
    return any(spelling.casefold() in text.casefold() for spelling in spellings)


def _texts(file: Path) -> dict[str, str]:
    records = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return {record["id"]: record["story"].strip() for record in records}


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
