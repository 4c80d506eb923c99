"""Doors: who is answered, and how the others are told."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.keys import create_key, revoke_key
from app.main import create_app
from app.settings import Settings

CLOSED = [
    "/",
    "/v1/search?q=moon",
    "/v1/corpus",
    "/v1/articles/x",
    "/v1/changes?since=0",
    "/nowhere",
    "/health",
    "/docsx",
    "/sitemap.xml",
    "/sitemaps/1.xml",
    "/llms.txt",
    "/opensearch/suggest?q=moon",
]
OPEN = [
    "/health/live",
    "/docs",
    "/docs/start",
    "/docs/query",
    "/openapi.json",
    "/robots.txt",
    "/opensearch.xml",
    "/static/docs/swagger-ui.css",
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "keys.json"


@pytest.fixture
def key(file: Path) -> str:
    return create_key(file, "reader", None)


@pytest.fixture
def client(file: Path, key: str, tmp_path: Path) -> Iterator[TestClient]:
    assert key
    with TestClient(create_app(Settings(data=tmp_path / "data", api_keys_file=file))) as made:
        yield made


@pytest.mark.parametrize("path", CLOSED)
def test_without_a_key_nothing_of_the_archive_is_told(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="Microfiche"'
    assert answer.json()["code"] == "key_needed"


@pytest.mark.parametrize("path", OPEN)
def test_probes_and_the_docs_page_need_none(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 200


def test_either_header_brings_the_key(client: TestClient, key: str) -> None:
    for headers in (
        {"Authorization": f"Bearer {key}"},
        {"authorization": f"bearer  {key}"},
        {"X-API-Key": key},
    ):
        answer = client.get("/v1/corpus", headers=headers)
        assert answer.status_code == 200
        assert {"Authorization", "X-API-Key"} <= set(answer.headers["Vary"].split(", "))


def test_a_key_that_is_none_is_told_so(client: TestClient, key: str) -> None:
    strange = [
        {"X-API-Key": f"{key}x"},
        {"Authorization": "Bearer"},
        {"X-API-Key": key, "Authorization": "Bearer x"},
    ]
    for headers in strange:
        answer = client.get("/v1/corpus", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, "key_unknown")
        assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]
        assert key not in answer.text


def test_a_head_without_a_key_has_the_status_and_no_body(client: TestClient) -> None:
    answer = client.head("/v1/corpus")
    assert answer.status_code == 401


def test_a_revoked_key_opens_nothing_any_more_in_a_running_server(
    client: TestClient, file: Path, key: str
) -> None:
    headers = {"X-API-Key": key}
    assert client.get("/v1/corpus", headers=headers).status_code == 200
    revoke_key(file, key.split("_")[1])
    assert client.get("/v1/corpus", headers=headers).status_code == 401


def test_where_keys_cannot_be_read_none_is_good_and_no_path_is_told(
    client: TestClient, file: Path, key: str
) -> None:
    file.unlink()
    answer = client.get("/v1/corpus", headers={"X-API-Key": key})
    assert (answer.status_code, answer.json()["code"]) == (503, "keys_unreadable")
    assert str(file.parent) not in answer.text


def test_a_browser_may_ask_first_without_a_key_and_read_the_refusal(client: TestClient) -> None:
    origin = {"Origin": "https://news.example"}
    asked = {
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "authorization,x-api-key",
    }
    assert client.options("/v1/corpus", headers=origin | asked).status_code == 200
    refused = client.get("/v1/corpus", headers=origin)
    assert refused.status_code == 401
    assert refused.headers["Access-Control-Allow-Origin"] == "*"


def test_without_a_file_of_keys_the_archive_is_public(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(data=tmp_path / "data"))) as client:
        answer = client.get("/v1/corpus", headers={"X-API-Key": "whatever"})
    assert answer.status_code == 200
    assert "X-API-Key" not in answer.headers.get("Vary", "")


# Rates


@pytest.fixture
def limited(tmp_path: Path) -> Iterator[TestClient]:
    settings = Settings(data=tmp_path / "data", rate_limit="3/day")
    with TestClient(create_app(settings), client=("192.0.2.7", 50_000)) as made:
        yield made


def test_beyond_the_rate_is_a_429_that_says_when_to_go_on(limited: TestClient) -> None:
    answers = [limited.get("/v1/corpus") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[0].headers["RateLimit-Policy"] == '"address";q=3;w=86400'
    assert [answer.headers["RateLimit"].split(";")[1] for answer in answers] == ["r=2", "r=1", "r=0", "r=0"]
    refused = answers[3]
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.json()["code"] == "too_many_requests"
    assert refused.headers["RateLimit"].endswith(f";t={refused.headers['Retry-After']}")


def test_probes_and_preflights_do_not_count(limited: TestClient) -> None:
    for _ in range(4):
        assert limited.get("/health/live").status_code == 200
        asked = {"Origin": "https://news.example", "Access-Control-Request-Method": "GET"}
        assert limited.options("/v1/corpus", headers=asked).status_code == 200
    assert limited.get("/v1/corpus").headers["RateLimit"].startswith('"address";r=2;')


def test_scripts_of_other_sites_may_read_what_is_left(limited: TestClient) -> None:
    answer = limited.get("/v1/corpus", headers={"Origin": "https://news.example"})
    exposed = answer.headers["Access-Control-Expose-Headers"]
    assert {"RateLimit", "RateLimit-Policy", "Retry-After"} <= set(exposed.split(", "))


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("192.0.2.7", "192.0.2.8", False),
        ("2001:db8::1", "2001:db8::2:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.7", "192.0.2.7", True),
        ("::ffff:192.0.2.7", "::ffff:192.0.2.8", False),
    ],
)
def test_addresses_of_one_network_of_ipv6_count_together(
    tmp_path: Path, one: str, other: str, *, together: bool
) -> None:
    app = create_app(Settings(data=tmp_path / "data", rate_limit="3/day"))
    with TestClient(app, client=(one, 1)) as client:
        client.get("/v1/corpus")
        left = TestClient(app, client=(other, 1)).get("/v1/corpus").headers["RateLimit"]
    assert left.startswith('"address";r=1;' if together else '"address";r=2;')


def test_a_key_has_a_limit_of_its_own_and_wrong_keys_count_for_the_address(
    file: Path, tmp_path: Path
) -> None:
    own, common = create_key(file, "own", "5/day"), create_key(file, "common", None)
    settings = Settings(data=tmp_path / "data", api_keys_file=file, rate_limit="2/day")
    with TestClient(create_app(settings)) as client:
        assert (
            client.get("/v1/corpus", headers={"X-API-Key": own}).headers["RateLimit"].startswith('"key";r=4;')
        )
        tried = [client.get("/v1/corpus", headers={"X-API-Key": "guess"}).status_code for _ in range(3)]
        assert tried == [401, 401, 429]
        answers = [client.get("/v1/corpus", headers={"X-API-Key": common}).status_code for _ in range(3)]
        assert answers == [200, 200, 429]
        assert client.get("/v1/corpus", headers={"X-API-Key": own}).status_code == 200


def test_the_docs_page_asks_for_a_key_where_one_is_needed(client: TestClient, limited: TestClient) -> None:
    described = client.get("/openapi.json").json()
    asked = described["paths"]["/v1/search"]["get"]
    assert asked["security"] == [{"bearer": []}, {"header": []}]
    assert set(described["components"]["securitySchemes"]) == {"bearer", "header"}
    assert {"401", "429"} <= set(asked["responses"])
    assert "security" not in described["paths"]["/health/live"]["get"]
    public = limited.get("/openapi.json").json()
    assert "securitySchemes" not in public["components"]
    assert set(public["paths"]["/v1/search"]["get"]["responses"]) & {"401", "429"} == {"429"}
