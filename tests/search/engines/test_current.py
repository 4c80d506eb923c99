from pathlib import Path

import pytest

from app.errors import IndexUnreadable
from app.search.engines.current import Current, published_revision, read_current, write_current


def test_nothing_is_published_before_the_first_time(tmp_path: Path) -> None:
    assert read_current(tmp_path / "CURRENT") is None
    assert published_revision(tmp_path / "CURRENT", "tantivy-000001") is None


def test_what_was_written_is_read(tmp_path: Path) -> None:
    current = Current("tantivy-000001", 17, "3")
    write_current(tmp_path / "index" / "CURRENT", current)
    assert read_current(tmp_path / "index" / "CURRENT") == current


def test_writing_again_replaces_it_and_leaves_nothing_beside(tmp_path: Path) -> None:
    write_current(tmp_path / "CURRENT", Current("tantivy-000001", 17, "3"))
    write_current(tmp_path / "CURRENT", Current("whoosh-000002", 18, "4"))
    assert read_current(tmp_path / "CURRENT") == Current("whoosh-000002", 18, "4")
    assert [file.name for file in tmp_path.iterdir()] == ["CURRENT"]


def test_a_revision_is_that_of_the_published_generation_alone(tmp_path: Path) -> None:
    write_current(tmp_path / "CURRENT", Current("tantivy-000002", 17, "3"))
    assert published_revision(tmp_path / "CURRENT", "tantivy-000002") == 17
    assert published_revision(tmp_path / "CURRENT", "tantivy-000001") is None


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "{}", '{"generation": "a", "revision": "x"}', "\x00" * 60]
)
def test_a_file_that_is_no_such_thing_is_unreadable(tmp_path: Path, text: str) -> None:
    (tmp_path / "CURRENT").write_text(text)
    with pytest.raises(IndexUnreadable, match="microfiche reindex"):
        read_current(tmp_path / "CURRENT")


def test_bytes_of_no_text_are_unreadable(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(IndexUnreadable):
        read_current(tmp_path / "CURRENT")
