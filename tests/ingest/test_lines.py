"""Lines of files that are never in memory as a whole."""

import gzip
import io
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ingest.lines import Damaged, chunks, is_plain, lines

MOST = 10_000


def plain(data: bytes, most: int = MOST) -> bool:
    return is_plain(chunks(io.BytesIO(data), gzipped=False), most)


def content(data: bytes) -> bytes:
    return b"".join(chunks(io.BytesIO(data), gzipped=True))


@given(st.lists(st.binary(max_size=30), min_size=1), st.integers(1, 9))
def test_lines_are_those_of_the_whole_wherever_it_was_cut(parts: list[bytes], size: int) -> None:
    data = "\n".join(part.hex() for part in parts)
    pieces = [data.encode()[start : start + size] for start in range(0, len(data), size)]
    assert list(lines(pieces, MOST)) == data.split("\n")


def test_a_line_that_is_too_long_is_none_and_those_beside_it_stay() -> None:
    assert list(lines([b"one\ntw", b"o two two", b" two\nthree"], 5)) == ["one", None, "three"]


@pytest.mark.parametrize("text", ["{}", "\ufeff{}", "é\n中国\n", "a\tb\r\n\x1b"])
def test_utf_8_is_plain(text: str) -> None:
    assert plain(text.encode())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \n\t",
        "é".encode("cp1252"),
        "{}".encode("utf-16"),
        b"a\0b",
        b"a\x0bb",
        b"%PDF-1.7",
        "é".encode()[:1],
    ],
)
def test_all_else_is_not(data: bytes) -> None:
    assert not plain(data)


def test_text_over_the_limit_is_not_plain() -> None:
    assert plain(b"x" * 10, 10)
    assert not plain(b"x" * 11, 10)


def test_a_letter_cut_in_two_by_a_chunk_is_whole() -> None:
    assert plain(b"x" * ((1 << 20) - 1) + "é".encode(), 1 << 21)


def test_all_members_of_a_gzip_are_unpacked_and_padding_is_left() -> None:
    data = gzip.compress(b"one ") + gzip.compress(b"two") + bytes(512)
    assert content(data) == b"one two"


def test_much_more_than_one_chunk_is_unpacked_to_the_last_byte() -> None:
    data = os.urandom(3_000_000) + bytes(9_000_000)
    assert content(gzip.compress(data) + gzip.compress(b"end")) == data + b"end"


@pytest.mark.parametrize(
    "data", [b"", b"no gzip", gzip.compress(b"x" * 99, mtime=0)[:-9], b"\x1f\x8bdamaged"]
)
def test_what_is_no_whole_gzip_is_damaged(data: bytes) -> None:
    with pytest.raises(Damaged):
        content(data)
