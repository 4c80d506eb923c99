"""Compression, request ids, and what browsers are told."""

import gzip

import pytest
from fastapi.testclient import TestClient

SEARCH = "/v1/search?q=the&limit=20"


def raw(client: TestClient, path: str, **headers: str) -> tuple[bytes, dict[str, str]]:
    """The body as it is sent."""
    with client.stream("GET", path, headers=headers) as answer:
        return b"".join(answer.iter_raw()), dict(answer.headers)


def unpacked(body: bytes, encoding: str) -> bytes:
    if encoding == "gzip":
        return gzip.decompress(body)
    zstandard = pytest.importorskip("zstandard", reason="Python has zstd of its own from 3.14 on")
    return bytes(zstandard.ZstdDecompressor().decompressobj().decompress(body))


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
@pytest.mark.parametrize("path", [SEARCH, f"{SEARCH}&format=atom", "/v1/search?format=ndjson", "/"])
def test_an_answer_is_compressed_for_who_asks_for_it(client: TestClient, path: str, encoding: str) -> None:
    plain, _ = raw(client, path, **{"Accept-Encoding": "identity"})
    body, headers = raw(client, path, **{"Accept-Encoding": encoding})
    assert headers["content-encoding"] == encoding
    assert "Accept-Encoding" in headers["vary"]
    assert len(body) < len(plain) / 2
    assert unpacked(body, encoding) == plain


def test_a_short_answer_is_sent_as_it_is(client: TestClient) -> None:
    _, headers = raw(client, "/health/live", **{"Accept-Encoding": "gzip, zstd"})
    assert "content-encoding" not in headers


def test_each_encoding_has_a_tag_of_its_own_and_is_known_by_it(client: TestClient) -> None:
    for path in (SEARCH, f"{SEARCH}&format=atom", "/static/page/style.css"):
        tags = {
            encoding: raw(client, path, **{"Accept-Encoding": encoding})[1]["etag"]
            for encoding in ("identity", "gzip", "zstd")
        }
        assert len(set(tags.values())) == 3
        for encoding, tag in tags.items():
            again = client.get(path, headers={"Accept-Encoding": encoding, "If-None-Match": tag})
            assert (again.status_code, again.headers["etag"]) == (304, tag)
            assert "Accept-Encoding" in again.headers["vary"]


@pytest.mark.parametrize("path", ["/v1/corpus", "/v1/articles/none", "/nowhere", "/docs", "/"])
def test_every_answer_has_an_id_and_tells_browsers_to_be_careful(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert len(answer.headers["x-request-id"]) == 16
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/", "/docs", "/docs/query", "/v1/corpus"])
def test_that_nothing_changed_leaves_a_page_the_policy_that_it_came_with(
    client: TestClient, path: str
) -> None:
    tag = client.get(path).headers["etag"]
    again = client.get(path, headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert "content-security-policy" not in again.headers
    assert again.headers["x-content-type-options"] == "nosniff"


def test_an_id_that_the_request_brings_is_kept_where_it_is_well_formed(client: TestClient) -> None:
    given = "4bf92f35-77b3.4da6"
    assert client.get("/v1/corpus", headers={"X-Request-Id": given}).headers["x-request-id"] == given
    for bad in ("", "a b", "x" * 101, "line\\n"):
        assert client.get("/v1/corpus", headers={"X-Request-Id": bad}).headers["x-request-id"] != bad


def test_scripts_of_other_sites_may_read_tag_and_id(client: TestClient) -> None:
    exposed = client.get("/v1/corpus", headers={"Origin": "https://news.example"}).headers[
        "access-control-expose-headers"
    ]
    assert {"ETag", "X-Request-Id", "Retry-After"} <= set(exposed.split(", "))


def test_scripts_of_other_sites_may_ask_with_a_tag(client: TestClient) -> None:
    asked = {
        "Origin": "https://news.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "if-none-match",
    }
    assert client.options("/v1/corpus", headers=asked).status_code == 200


def test_an_address_beyond_reason_is_a_problem(client: TestClient) -> None:
    answer = client.get("/v1/search", params={"q": "x" * 33_000})
    assert (answer.status_code, answer.json()["code"]) == (414, "address_too_long")
    assert answer.headers["x-request-id"]
