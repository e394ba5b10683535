"""Genres as they are named on the command line."""

from __future__ import annotations

import difflib
from itertools import groupby

from writer_gui.domain.genre import DOMAIN_NAMES, GENRES, Genre, find_genre
from writer_gui.errors import UsageError

MOST_NEAR = 3


def asked_genre(name: str) -> Genre:
    """Return the genre of that name. Raises UsageError, with those whose names are near."""
    found = find_genre(name)
    if found is not None:
        return found
    near = [f"{g.tag} ({g.english_name})" for g in _near(name.strip().casefold())]
    hint = f"Near it: {', '.join(near)}. " if near else ""
    raise UsageError(
        f"There is no genre '{name}'. {hint}'writer-gui draft --help' lists all {len(GENRES)}."
    )


def genre_list() -> str:
    """Return all genres, a line for each, under the names of their domains."""
    lines = ["genres:"]
    for domain, genres in groupby(GENRES, lambda genre: genre.domain):
        lines.append(f"  {DOMAIN_NAMES[domain][1]}")
        lines += [f"    {genre.tag} ({genre.english_name})" for genre in genres]
    return "\n".join(lines)


def _near(name: str) -> list[Genre]:
    """Return the genres whose names hold what was typed, then those that are spelt alike."""
    names = {n.casefold(): g for g in GENRES for n in (g.tag, g.english_name)}
    holding = [n for n in names if name and name in n]
    alike = difflib.get_close_matches(name, names, n=MOST_NEAR, cutoff=0.5)
    return list(dict.fromkeys(names[n] for n in [*holding, *alike]))[:MOST_NEAR]
