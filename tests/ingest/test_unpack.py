"""Bytes to text, and every reason for which there is none."""

import gzip
import zlib

import pytest

from app.ingest.reading import Rejected
from app.ingest.unpack import Unpacked, unpack

LIMIT = 100_000


def unpacked(data: bytes, path: str) -> Unpacked:
    result = unpack(data, path, LIMIT)
    assert isinstance(result, Unpacked), result
    return result


def refusal(data: bytes, path: str, limit: int = LIMIT) -> Rejected:
    result = unpack(data, path, limit)
    assert isinstance(result, Rejected), result
    assert result.path == path
    assert path in result.detail
    assert result.detail.endswith(".")
    return result


@pytest.mark.parametrize(
    ("suffix", "kind"),
    [
        (".txt", "text"),
        (".text", "text"),
        (".md", "markdown"),
        (".markdown", "markdown"),
        (".html", "html"),
        (".htm", "html"),
        (".xhtml", "html"),
        (".json", "json"),
        (".jsonl", "json_lines"),
        (".ndjson", "json_lines"),
        (".TXT", "text"),
    ],
)
def test_the_suffix_tells_the_kind_gzipped_or_not(suffix: str, kind: str) -> None:
    assert unpacked(b"[1]", f"a{suffix}").kind == kind
    assert unpacked(gzip.compress(b"[1]", mtime=0), f"a{suffix}.gz").kind == kind


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"<!doctype html><html><body><p>Hello</p>", "html"),
        (b"<?xml version='1.0'?><html>", "html"),
        (b'{"title": "A"}', "json"),
        (b'{"title": "A"}\n{"title": "B"}\n', "json_lines"),
        (b"[not json, a sentence] and more", "text"),
        (b"A title\n\nA body.", "text"),
    ],
)
def test_without_a_known_suffix_the_content_tells_the_kind(data: bytes, kind: str) -> None:
    assert unpacked(data, "scraped/000").kind == kind


def test_the_members_of_a_gzip_of_several_are_all_read() -> None:
    data = gzip.compress(b"one ", mtime=0) + gzip.compress(b"two")
    assert unpacked(data, "a.txt.gz").text == "one two"


def test_zeros_after_a_gzip_are_padding() -> None:
    assert unpacked(gzip.compress(b"one", mtime=0) + bytes(512), "a.txt.gz").text == "one"


@pytest.mark.parametrize("data", [b"", b" \r\n\t ", b"\0\0\0", gzip.compress(b"", mtime=0)])
def test_a_file_with_nothing_in_it_is_empty(data: bytes) -> None:
    assert refusal(data, "a.txt.gz" if data.startswith(b"\x1f") else "a.txt").reason == "empty"


def test_a_file_of_one_byte_order_mark_is_empty() -> None:
    assert refusal(b"\xef\xbb\xbf", "a.txt").reason == "empty"


def test_a_file_past_the_limit_is_too_large_and_says_both_sizes() -> None:
    refused = refusal(b"x" * 1_001, "a.txt", limit=1_000)
    assert refused.reason == "too_large"
    assert "1,001" in refused.detail
    assert "1,000" in refused.detail


def test_a_gzip_bomb_is_too_large() -> None:
    bomb = gzip.compress(bytes(50_000_000), mtime=0)
    assert len(bomb) < LIMIT
    assert refusal(bomb, "a.txt.gz").reason == "too_large"


def test_what_decompresses_to_just_the_limit_is_read() -> None:
    assert len(unpacked(gzip.compress(b"x" * LIMIT, mtime=0), "a.txt.gz").text) == LIMIT


@pytest.mark.parametrize(
    "data",
    [
        b"plain text under a gzip name",
        gzip.compress(b"hello" * 100, mtime=0)[:-12],
        gzip.compress(b"hello" * 100, mtime=0)[:20] + b"\xff" * 40,
        zlib.compress(b"hello"),
    ],
)
def test_what_is_no_whole_gzip_is_corrupt(data: bytes) -> None:
    assert refusal(data, "a.txt.gz").reason == "corrupt_gzip"


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7 and so on",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0 JFIF",
        b"PK\x03\x04 a zip",
        gzip.compress(b"gzip without its suffix", mtime=0),
        bytes(range(256)) * 4,
        b"text with a\0zero byte in it, and more text",
    ],
)
def test_what_is_no_text_is_binary(data: bytes) -> None:
    assert refusal(data, "a.txt").reason == "binary"


@pytest.mark.parametrize("path", ["a.csv", "style.css", "a.py", "feed.yml.gz"])
def test_kinds_that_hold_no_articles_are_unsupported(path: str) -> None:
    data = b"some,text\n"
    assert (
        refusal(gzip.compress(data, mtime=0) if path.endswith("gz") else data, path).reason == "unsupported"
    )


def test_unknown_content_with_control_characters_is_unsupported() -> None:
    assert refusal(b"\x02\x03 what is this", "blob").reason == "unsupported"


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert unpacked(b"\xef\xbb\xbfA title", "a.txt").text == "A title"
