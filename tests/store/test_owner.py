from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from tests.store.samples import LIGHTHOUSE, story
from writer_gui.domain.run import Ended, RunFigures, Stage
from writer_gui.store import owner, runs, sessions
from writer_gui.store.clock import now

if TYPE_CHECKING:
    from writer_gui.store.database import Database

MARK = "from writer_gui.store.owner import this_process; print(this_process(), flush=True); input()"


def test_a_process_is_alive_until_it_ends_even_unreaped() -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", MARK], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdin is not None
    mark = child.stdout.readline().strip()
    assert owner.is_alive(mark)
    child.stdin.close()
    child.stdout.read()  # ends with the process, which is not waited for yet
    _until_dead(mark)
    child.wait()
    child.stdout.close()
    assert not owner.is_alive(mark)


def _until_dead(mark: str) -> None:
    while owner.is_alive(mark):
        pass


def test_the_number_of_a_process_alone_is_not_enough() -> None:
    host, pid, boot, start = owner.this_process().split("|")
    assert owner.is_alive("|".join((host, pid, boot, start)))
    assert not owner.is_alive("|".join((host, pid, boot, "1")))
    assert not owner.is_alive("|".join((host, pid, "another boot", start)))


def test_a_run_of_another_computer_is_left_alone_for_a_day(database: Database) -> None:
    with database.transaction() as tx:
        session_id = sessions.create_session(tx, LIGHTHOUSE)
        run = runs.start_run(
            tx, session_id, Stage.STORY, model="m", model_sha256="", seed=1, settings={}
        )
        runs.checkpoint_run(tx, run.id, story("雾"), RunFigures())
        connection = tx.connection()
        connection.exec_driver_sql("UPDATE runs SET owner = 'elsewhere|1|boot|1'")
    with database.transaction() as tx:
        assert runs.recover_runs(tx) == []
        long_ago = now() - 25 * 3600 * 1_000_000
        tx.connection().exec_driver_sql("UPDATE runs SET seen = ?", (long_ago,))
        tx.expire_all()
        (recovered,) = runs.recover_runs(tx)
    assert recovered.ended is Ended.INTERRUPTED
