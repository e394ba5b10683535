"""What is typed into a triplet reaches the database, whatever comes in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.store.faults import full_disk, lost_disk
from writer_gui.domain.language import Language
from writer_gui.domain.triplet import Triplet
from writer_gui.store import triplets as store

if TYPE_CHECKING:
    from tests.state.conftest import Room
    from writer_gui.state.review import ReviewState

TYPED = "我改过的回答"


def opened(room: Room, *uids: str) -> ReviewState:
    """Return the state with the first of new triplets in the panel."""
    with room.database.transaction() as tx:
        for uid in uids:
            store.add_triplet(tx, Triplet(uid, uid, "立意", "回答", "诗歌", Language.ZH))
    review = room.workspace.review
    review.open(uids[0])
    room.settle()
    review.notice.connect(room.notices.append)
    return review


def answer(room: Room, uid: str) -> str:
    with room.database.reading() as tx:
        return store.get_triplet(tx, uid).answer


def test_an_edit_that_could_not_be_saved_is_saved_later(room: Room) -> None:
    review = opened(room, "a")
    review.change(answer=TYPED)
    with lost_disk(room.database):
        assert not review.save_and_wait()
        assert not review.save_and_wait()
        assert len(room.notices) == 1
    assert review._delay.isActive()
    assert review.save_and_wait()
    assert answer(room, "a") == TYPED


def test_an_edit_that_could_not_be_saved_outlives_opening_another_triplet(room: Room) -> None:
    review = opened(room, "a", "b")
    review.change(answer=TYPED * 20_000)
    with full_disk(room.database):
        review.open("b")
        room.settle()
    review.open("a")
    room.settle()
    assert review.triplet is not None
    assert review.triplet.answer == TYPED * 20_000
    assert review.save_and_wait()
    assert answer(room, "a") == TYPED * 20_000


def test_what_is_typed_after_another_triplet_was_chosen_is_saved(room: Room) -> None:
    review = opened(room, "a", "b")
    review.open("b")
    review.change(answer=TYPED)
    room.settle()
    assert review.triplet is not None
    assert review.triplet.uid == "b"
    assert answer(room, "a") == TYPED


def test_what_is_typed_while_a_triplet_is_read_again_stays(room: Room) -> None:
    review = opened(room, "a")
    review.reload()
    review.change(answer=TYPED)
    room.settle()
    assert review.triplet is not None
    assert review.triplet.answer == TYPED
    assert review.save_and_wait()
    assert answer(room, "a") == TYPED


def test_a_triplet_read_again_does_not_come_back_after_another_was_opened(room: Room) -> None:
    review = opened(room, "a", "b")
    review.open("b")
    review.reload()
    room.settle()
    assert review.triplet is not None
    assert review.triplet.uid == "b"
