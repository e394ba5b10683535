"""From an older schema to this one: an ordered list of small functions.

`MIGRATIONS[i]` takes a database of schema `i + 1` to `i + 2` and runs in a transaction of its own.
Never change one that was released; a fixture of every released schema is in the tests.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from writer_gui.store.schema import Base, SketchRow

Migration = Callable[[Connection], None]


def _keep_sketches(connection: Connection) -> None:
    SketchRow.metadata.create_all(connection, [Base.metadata.tables[SketchRow.__tablename__]])


def _keep_standing(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE drafts ADD COLUMN caret_in VARCHAR")
    connection.exec_driver_sql("ALTER TABLE drafts ADD COLUMN caret_at INTEGER NOT NULL DEFAULT 0")


def _count_changes_of_triplets(connection: Connection) -> None:
    """Have search see which triplets changed. The counter itself is made from the rows."""
    connection.exec_driver_sql("ALTER TABLE triplets ADD COLUMN touched INTEGER NOT NULL DEFAULT 0")
    connection.exec_driver_sql("UPDATE triplets SET touched = id")
    connection.exec_driver_sql("CREATE INDEX ix_triplets_touched ON triplets (touched)")


def _keep_traces(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE runs ADD COLUMN reasoning VARCHAR NOT NULL DEFAULT ''")
    connection.exec_driver_sql("ALTER TABLE runs ADD COLUMN cut_place INTEGER")


MIGRATIONS: tuple[Migration, ...] = (
    _keep_sketches,
    _keep_standing,
    _count_changes_of_triplets,
    _keep_traces,
)

FIRST_SCHEMA = 1
APPLICATION_ID = 0x57524954  # "WRIT", in the file's header: tells our file from other databases


def schema_version() -> int:
    """Return the schema of this program."""
    return FIRST_SCHEMA + len(MIGRATIONS)


def create(connection: Connection) -> None:
    """Make all tables of the present schema in an empty database."""
    Base.metadata.create_all(connection)
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    _set_version(connection, schema_version())


def upgrade_one(connection: Connection, version: int) -> None:
    """Take a database of schema `version` to the next one."""
    MIGRATIONS[version - FIRST_SCHEMA](connection)
    _set_version(connection, version + 1)


def _set_version(connection: Connection, version: int) -> None:
    connection.exec_driver_sql(f"PRAGMA user_version = {version}")
