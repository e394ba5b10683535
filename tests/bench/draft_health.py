"""Drafts twenty prompts with a real model and reports the health of each draft.

Run by `make bench`; `--only 0,3` takes some of the prompts, `--texts FILE` keeps the drafts.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.drafting import Drafter
from tests.bench.health import DraftHealth, examine
from writer_gui.domain.language import Language
from writer_gui.domain.session import Prompt
from writer_gui.paths import assets_dir
from writer_gui.writing.brief import Brief
from writer_gui.writing.templates import Templates

if TYPE_CHECKING:
    from writer_gui.domain.plan import Plan
    from writer_gui.domain.story import Story

PROMPTS = Path(__file__).with_name("prompts.json")


def main() -> int:
    """Draft, report, and fail when fewer than nine in ten drafts pass every check."""
    options = _options()
    prompts = json.loads(PROMPTS.read_text(encoding="utf-8"))
    chosen = [int(n) for n in options.only.split(",")] if options.only else range(len(prompts))
    passed = 0
    _say("| # | genre | language | fails | about | purity | shared | length | distinct | s |")
    _say("|---|---|---|---|---|---|---|---|---|---|")
    with Drafter(options.model) as drafter:
        for number in chosen:
            brief = _brief(prompts[number])
            began = time.monotonic()
            plan, story = drafter.draft(brief, options.seed)
            health = examine(brief, plan, story)
            passed += not health.failures
            _say(_row(number, brief, health, time.monotonic() - began))
            if options.texts:
                _keep(options.texts, brief, plan, story)
    _say(f"\n{passed} of {len(chosen)} drafts pass every check.")
    return 0 if passed >= 0.9 * len(chosen) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--only", default="")
    parser.add_argument("--texts", type=Path)
    return parser.parse_args()


def _brief(entry: dict[str, str]) -> Brief:
    template = Templates([assets_dir() / "templates"]).for_genre(entry["genre"])
    language = Language(entry["language"])
    prompt = Prompt(entry["prompt"], entry["genre"], language, template.length[language])
    return Brief(prompt, template)


def _row(number: int, brief: Brief, health: DraftHealth, seconds: float) -> str:
    figures = (
        f"{health.about:.2f} | {health.purity:.3f} | {health.shared} | {health.length_ratio:.2f} "
        f"| {health.distinct:.2f} | {seconds:.0f}"
    )
    fails = ", ".join(health.failures) or "-"
    return f"| {number} | {brief.genre_name} | {brief.language} | {fails} | {figures} |"


def _keep(file: Path, brief: Brief, plan: Plan, story: Story) -> None:
    record = {"prompt": asdict(brief.prompt), "plan": asdict(plan), "story": story.text}
    with file.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(record, ensure_ascii=False) + "\n")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
