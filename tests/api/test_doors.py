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
]
OPEN = ["/health/live", "/docs", "/openapi.json", "/static/docs/swagger-ui.css"]


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
