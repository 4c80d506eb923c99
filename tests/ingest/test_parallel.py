"""Articles prepared by several processes: the same as by one, and nothing is left behind however it ends."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import active_children
from pathlib import Path

import pytest
from sqlalchemy import text

from app.errors import WorkerLost
from app.ingest.parallel import Beside, Crew
from app.ingest.pipeline import Ingest, IngestRequest
from app.ingest.preparation import Limits
from app.ingest.report import Progress
from app.wiring import Archive
from tests.archives import CORPUS, archive_at, write_lines
from tests.ingest.ingests import articles, line
from tests.waiting import until

WITHIN_SECONDS = 60.0

_TABLES = (
    "SELECT key, sequence, id, copy_of, newest_key, position, raw_hash, title, paragraphs, origin FROM articles",
    "SELECT articles.key, terms.title, lead, body FROM terms JOIN articles ON number = article_number",
    "SELECT articles.key, raw, text, originals.removed FROM originals JOIN articles ON number = article_number",
    "SELECT path, hash FROM files",
    "SELECT position, reason, detail FROM rejections",
)


def by_workers(archive: Archive) -> Ingest:
    """An ingest that starts its two workers at once, however little there is to do."""
    limits = Limits(archive.settings.max_file_size, archive.settings.max_article_size)
    return Ingest(archive.store, limits, lambda: None, Crew(workers=2, worth_bytes=0))


def kept(archive: Archive) -> list[list[tuple[object, ...]]]:
    with archive.store.read() as connection:
        return [
            [tuple(row) for row in connection.execute(text(f"{table} ORDER BY 1, 2"))] for table in _TABLES
        ]


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """JSON Lines with twins and lines that are none, longer than a batch."""
    lines = [line(number % 400) for number in range(450)]
    file = write_lines(tmp_path / "wire" / "a.jsonl", lines)
    file.write_text(f"{file.read_text()}{{oops\n[1]\n" + json.dumps(line(1)) + "\n", encoding="utf-8")
    return file.parent


def test_workers_keep_what_one_process_keeps_to_the_byte_and_in_its_order(
    tmp_path: Path, mixed: Path
) -> None:
    request = IngestRequest((CORPUS, mixed))
    with archive_at(tmp_path / "one") as one, archive_at(tmp_path / "several") as several:
        serial, parallel = one.ingest.run(request), by_workers(several).run(request)
        assert kept(one) == kept(several)
        assert [r.detail for r in serial.rejections] == [r.detail for r in parallel.rejections]
        assert (serial.added, serial.files) == (parallel.added, parallel.files)
    assert not active_children()


def test_workers_leave_what_has_not_changed_as_it_is(tmp_path: Path, mixed: Path) -> None:
    with archive_at(tmp_path / "data") as archive:
        archive.ingest.run(IngestRequest((mixed,)))
        (mixed / "a.jsonl").write_text((mixed / "a.jsonl").read_text().replace("Story 7", "Retold 7"))
        report = by_workers(archive).run(IngestRequest((mixed,)))
        assert (report.changed, report.added, report.removed) == (12, 0, 0)


def test_a_worker_that_is_killed_is_named_and_the_next_run_completes_what_was_begun(
    tmp_path: Path, mixed: Path
) -> None:
    killed: list[int] = []

    def kill_one(_progress: Progress) -> None:
        if not killed and (workers := active_children()):
            killed.append(workers[0].pid or 0)
            workers[0].kill()

    write_lines(mixed / "b.jsonl", [line(number) for number in range(1000, 3000)])
    with archive_at(tmp_path / "broken") as broken, archive_at(tmp_path / "whole") as whole:
        with pytest.raises(WorkerLost) as error:
            by_workers(broken).run(IngestRequest((mixed,)), progress=kill_one)
        named = f"process {killed[0]} of the ingest ended (SIGKILL), at or soon after "
        assert named in error.value.message
        broken.ingest.run(IngestRequest((mixed,)))
        whole.ingest.run(IngestRequest((mixed,)))
        assert kept(broken) == kept(whole)


def test_work_beside_that_is_asked_for_while_it_is_under_way_is_done_once_more() -> None:
    begun, let_go = threading.Semaphore(0), threading.Event()
    calls: list[int] = []

    def work() -> None:
        calls.append(1)
        begun.release()
        let_go.wait()

    with Beside(work) as beside:
        beside()
        begun.acquire()
        for _ in range(3):
            beside()
        let_go.set()
    assert calls == [1, 1]


def test_an_error_of_work_beside_is_raised_to_who_asked() -> None:
    def fail() -> None:
        raise OSError("no room")

    def ask() -> None:
        with Beside(fail) as beside:
            beside()

    with pytest.raises(OSError, match="no room"):
        ask()


def test_where_the_system_does_not_say_which_cores_may_be_used_all_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    assert Crew().workers == os.cpu_count()


_STARTED = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="looks for processes in /proc")


@pytest.fixture
def heavy(tmp_path: Path) -> Path:
    """Few articles and many bytes, so that an ingest finds workers worth their start."""
    lines = [line(number) | {"layout": "x" * 200_000} for number in range(80)]
    return write_lines(tmp_path / "wire" / "heavy.jsonl", lines).parent


@_STARTED
@pytest.mark.parametrize("told_by", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)])
def test_a_group_that_is_told_to_stop_stops_clean_and_the_next_run_ends_like_one_that_was_not_stopped(
    tmp_path: Path, heavy: Path, told_by: signal.Signals
) -> None:
    with ingest_with_workers(heavy, tmp_path / "stopped") as process:
        os.killpg(process.pid, told_by)
        told, complaint = process.communicate()
        assert (process.returncode, complaint.count("Traceback")) == (1, 0), complaint
        assert "run the same command to go on" in told
        assert_gone(process.pid)
    with archive_at(tmp_path / "stopped") as stopped, archive_at(tmp_path / "whole") as whole:
        assert len(articles(stopped)) < 80
        stopped.ingest.run(IngestRequest((heavy,)))
        whole.ingest.run(IngestRequest((heavy,)))
        assert kept(stopped) == kept(whole)


@_STARTED
def test_workers_end_with_a_main_process_that_is_killed(tmp_path: Path, heavy: Path) -> None:
    with ingest_with_workers(heavy, tmp_path / "data") as process:
        process.kill()
        process.communicate()
        assert_gone(process.pid)


@contextmanager
def ingest_with_workers(folder: Path, data: Path) -> Iterator["subprocess.Popen[str]"]:
    """`microfiche ingest` in a process group of its own, as soon as it has started a worker."""
    command = [sys.executable, "-c", "from app.cli import run; run()", "ingest", str(folder)]
    environment = {**os.environ, "MICROFICHE_DATA": str(data)}
    with subprocess.Popen(
        command,
        env=environment,
        text=True,
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        try:
            until(lambda: process.poll() is not None or workers_of(process.pid) > 0, WITHIN_SECONDS)
            yield process
        finally:
            process.kill()


def workers_of(pid: int) -> int:
    children = (path.read_text().split() for path in Path(f"/proc/{pid}/task").glob("*/children"))
    commands = (Path(f"/proc/{child}/cmdline").read_bytes() for listed in children for child in listed)
    return sum(b"spawn_main" in command for command in commands)


def assert_gone(group: int) -> None:
    """Fails where a process of the group is still there long after it should have ended."""
    until(lambda: not exists(group), WITHIN_SECONDS)


def exists(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
