"""Search over titles, prompts, plans and stories, in every version of them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import func, select

from writer_gui.store import codec, contents
from writer_gui.store.indexing import BATCH, Searched, catch_up, seen_by
from writer_gui.store.listing import (
    ANY_SESSION,
    SessionQuery,
    conditions,
    list_sessions,
    ordered,
    summarise,
)
from writer_gui.store.meta import TOUCHED
from writer_gui.store.schema import (
    DraftRow,
    PlanVersionRow,
    SessionRow,
    StoryVersionRow,
)
from writer_gui.store.search_index import SessionText
from writer_gui.store.search_text import Excerpt, Term, excerpt, first_hits, read_query

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from writer_gui.domain.session import SessionSummary
    from writer_gui.store.database import Transaction
    from writer_gui.store.search_index import SearchIndex

T = TypeVar("T")

AT_ONCE = 500  # sessions indexed at most before a search is answered, some 2 s
_SCANNED = 400  # newest sessions looked through for a single character, some 40 ms


class SearchField(StrEnum):
    """Where a hit was found."""

    TITLE = "title"
    PROMPT = "prompt"
    PLAN = "plan"
    STORY = "story"


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A session that has all words in it. `field` is the first that has the most of them."""

    session: SessionSummary
    field: SearchField
    excerpt: Excerpt


def search(
    tx: Transaction,
    text: str,
    query: SessionQuery = ANY_SESSION,
    after: SessionSummary | None = None,
    limit: int = 50,
) -> list[SearchHit]:
    """Return the sessions that have all words of `text`, with where they were found.

    Sorted, filtered and paged as `list_sessions` does. An English word is found by its beginning,
    Chinese of any length anywhere. A text without any letter finds nothing.
    """
    terms = read_query(text)
    found = search_sessions(tx, text, query, after, limit)
    ids = [session.id for session in found]
    documents = _asked(tx, lambda index: index.documents(ids))
    return [
        _hit(session, terms, documents[session.id]) for session in found if session.id in documents
    ]


def search_sessions(
    tx: Transaction,
    text: str,
    query: SessionQuery = ANY_SESSION,
    after: SessionSummary | None = None,
    limit: int = 200,
) -> list[SessionSummary]:
    """Return what `search` finds, without the excerpts."""
    terms = read_query(text)
    if not terms:
        return []
    update_index(tx)
    if len(terms) == 1 and terms[0].is_single:
        recent = _scan(tx, terms, query, after, limit)
        if len(recent) == limit:
            return recent
    expression = " AND ".join(term.match for term in terms)
    ids = _asked(tx, lambda index: index.matching(expression))
    matching = select(func.json_each(ids).table_valued("value").c.value)
    wanted = select(SessionRow).where(SessionRow.id.in_(matching), *conditions(query))
    return summarise(tx, tx.scalars(ordered(wanted, query, after, limit)).all())


def update_index(tx: Transaction, at_once: int = AT_ONCE) -> bool:
    """Index the sessions that have changed; return whether all of them are indexed now."""
    return catch_up(tx, SESSIONS, at_once)


def rebuild_index(tx: Transaction) -> None:
    """Throw the index away; the next searches make it anew."""
    SESSIONS.index_of(tx).clear("")


def _asked(tx: Transaction, question: Callable[[SearchIndex[SessionText]], T]) -> T:
    """Return the answer of the index; one that the question finds broken is filled and asked again.

    Else it would be empty by then, and answer that there is nothing.
    """
    index = SESSIONS.index_of(tx)
    answer = question(index)
    if seen_by(tx, SESSIONS) < 0:
        update_index(tx)
        answer = question(index)
    return answer


def _scan(
    tx: Transaction,
    terms: Sequence[Term],
    query: SessionQuery,
    after: SessionSummary | None,
    limit: int,
) -> list[SessionSummary]:
    """Look through the first sessions themselves: most have the most frequent characters."""
    found: list[SessionSummary] = []
    for _ in range(0, _SCANNED, BATCH):
        page = list_sessions(tx, query, after, BATCH)
        documents = SESSIONS.index_of(tx).documents([session.id for session in page])
        found += [
            session
            for session in page
            if session.id in documents and first_hits(terms, _all_text(documents[session.id]))
        ]
        if len(found) >= limit or len(page) < BATCH:
            break
        after = page[-1]
    return found[:limit]


def _all_text(document: SessionText) -> str:
    return "\n".join((document.title, document.prompt, document.plan, document.story))


def _hit(session: SessionSummary, terms: Sequence[Term], document: SessionText) -> SearchHit:
    texts = {SearchField(f.name): getattr(document, f.name) for f in fields(SessionText)}
    hits = {field: len(first_hits(terms, text)) for field, text in texts.items()}
    best = max(texts, key=lambda field: hits[field])
    return SearchHit(session, best, excerpt(terms, texts[best]))


def _documents(tx: Transaction, session_ids: Sequence[int]) -> dict[int, SessionText]:
    """Return what is searched of sessions: the text on the desk, then what older versions add."""
    titles = select(SessionRow.id, SessionRow.title).where(SessionRow.id.in_(session_ids))
    drafts = {
        row.session_id: row
        for row in tx.scalars(select(DraftRow).where(DraftRow.session_id.in_(session_ids)))
    }
    plans = _version_contents(tx, PlanVersionRow, session_ids)
    stories = _version_contents(tx, StoryVersionRow, session_ids)
    values = contents.get_sound(
        tx,
        [i for kept in (plans, stories) for ids in kept.values() for i in ids]
        + [i for draft in drafts.values() for i in _draft_contents(draft)],
    )

    def document(session_id: int, title: str) -> SessionText:
        draft = drafts.get(session_id)
        prompt, plan, story = _draft_contents(draft) if draft else (0, 0, 0)
        return SessionText(
            title=title,
            prompt=str(values.get(prompt, "")),
            plan=_distinct(
                line
                for i in (plan, *plans.get(session_id, ()))
                if i in values
                for step in codec.plan_from(values[i]).steps
                for line in (step.title, step.text)
            ),
            story=_distinct(
                section.text
                for i in (story, *stories.get(session_id, ()))
                if i in values
                for section in codec.story_from(values[i]).sections
            ),
        )

    return {session_id: document(session_id, title) for session_id, title in tx.execute(titles)}


def _version_contents(
    tx: Transaction,
    table: type[PlanVersionRow] | type[StoryVersionRow],
    session_ids: Sequence[int],
) -> dict[int, list[int]]:
    """Return the contents of the versions of sessions, the newest version first."""
    found = tx.execute(
        select(table.session_id, table.content_id)
        .where(table.session_id.in_(session_ids))
        .order_by(table.number.desc())
    )
    kept: dict[int, list[int]] = {}
    for session_id, content_id in found:
        kept.setdefault(session_id, []).append(content_id)
    return kept


def _draft_contents(draft: DraftRow) -> tuple[int, int, int]:
    return draft.prompt_content_id, draft.plan_content_id, draft.story_content_id


def _distinct(texts: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(text for text in texts if text))


SESSIONS = Searched(SessionRow, TOUCHED, "search_index", _documents)
