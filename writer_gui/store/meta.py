"""Small facts about the library: which session was open, when it was last checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Integer, String, bindparam, cast, update
from sqlalchemy.dialects.sqlite import insert

from writer_gui.store.schema import MetaRow

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from writer_gui.store.database import Transaction


LIBRARY = "library"
"""Key of the name of the library: another one after a restore or a salvage."""


HOME = "home"
"""Key of the name that backups are told by, see `naming`: it stays through restore and salvage."""


TOUCHED = "touched"
"""Key of the counter of changes to sessions."""


TRIPLETS_TOUCHED = "triplets_touched"
"""Key of the counter of changes to the texts of triplets."""


_FIRST_VALUES = {
    TOUCHED: "(SELECT coalesce(max(touched), 0) FROM sessions)",
    TRIPLETS_TOUCHED: "(SELECT coalesce(max(touched), 0) FROM triplets)",
    LIBRARY: "lower(hex(randomblob(16)))",
    HOME: f"(SELECT value FROM meta WHERE key = '{LIBRARY}')",
    "revision": "0",
}


_MORE = (
    update(MetaRow)
    .where(MetaRow.key == bindparam("wanted"))
    .values(value=cast(cast(MetaRow.value, Integer) + bindparam("by", type_=Integer), String))
    .returning(MetaRow.value)
    .execution_options(synchronize_session=False)
)


def complete_meta(connection: Connection) -> None:
    """Give a library what it lacks of this: a new one, a damaged one, one made by an early program.

    Without its counter no session could be saved any more.
    """
    known = {key for (key,) in connection.exec_driver_sql("SELECT key FROM meta")}
    for key, value in _FIRST_VALUES.items():
        if key not in known:
            connection.exec_driver_sql(
                f"INSERT INTO meta (key, value) VALUES (?, CAST({value} AS TEXT))", (key,)
            )


def count_up(tx: Transaction, key: str, by: int = 1) -> int:
    """Add to a counter and return it."""
    return int(tx.connection().execute(_MORE, {"wanted": key, "by": by}).scalar_one())


def read_meta(tx: Transaction, key: str) -> str | None:
    """Return a fact, None if it was never written."""
    row = tx.get(MetaRow, key, populate_existing=True)
    return None if row is None else row.value


def write_meta(tx: Transaction, key: str, value: str) -> None:
    """Write a fact over what was known."""
    statement = insert(MetaRow).values(key=key, value=value)
    tx.execute(
        statement.on_conflict_do_update(
            index_elements=[MetaRow.key], set_={"value": statement.excluded.value}
        )
    )
