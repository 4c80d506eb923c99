"""Files that are written to between the looks that are taken at them."""

import gzip
from pathlib import Path

import pytest

from app.ingest.opening import Opened, open_source
from app.ingest.preparation import Limits
from app.ingest.reading import Rejected
from app.ingest.sources import Source
from app.ingest.split import Clipping
from app.wiring import Archive
from tests.archives import write_lines
from tests.ingest.ingests import line, run, titles

LIMITS = Limits(file_size=1_000_000, article_size=100_000)


def opened(file: Path) -> Opened:
    found = open_source(Source("c", file.name, file, file.stat().st_size), LIMITS)
    assert isinstance(found, Opened)
    return found


def reasons(articles: list[Clipping | Rejected]) -> list[str]:
    return [article.reason for article in articles if isinstance(article, Rejected)]


@pytest.mark.parametrize("content", [b'{"id": 1}\n', b"\xff\xfe", b""])
def test_a_file_of_lines_that_is_rewritten_before_it_is_read_says_so(tmp_path: Path, content: bytes) -> None:
    file = write_lines(tmp_path / "a.jsonl", [line(1), line(2)])
    found = opened(file)
    file.write_bytes(content)
    assert reasons(list(found.clippings())) == ["changed"]
    assert found.changed


def test_a_file_of_lines_that_is_rewritten_while_it_is_read_says_so(tmp_path: Path) -> None:
    file = write_lines(tmp_path / "a.jsonl", [line(1), line(2)])
    found = opened(file)
    articles = found.clippings()
    read = [next(articles)]
    write_lines(file, [line(3)])
    assert reasons([*read, *articles]) == ["changed"]
    assert found.changed


def test_a_packed_file_that_is_cut_short_before_it_is_read_loses_nothing(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "in" / "a.jsonl.gz"
    plain = write_lines(tmp_path / "plain.jsonl", [line(1), line(2), line(3)])
    file.parent.mkdir()
    file.write_bytes(gzip.compress(plain.read_bytes(), mtime=0))
    run(archive, file.parent)
    before = titles(archive)
    file.write_bytes(gzip.compress(plain.read_bytes() * 2, mtime=0))

    def cut_short_then_read(self: Opened) -> list[Clipping | Rejected]:
        self.source.file.write_bytes(file.read_bytes()[:60])
        return list(whole(self))

    whole = Opened.clippings
    monkeypatch.setattr(Opened, "clippings", cut_short_then_read)
    report = run(archive, file.parent)
    assert [rejected.reason for rejected in report.rejections] == ["changed"]
    assert titles(archive) == before
