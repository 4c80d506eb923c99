"""What a server tells of itself: figures, and a line for each request."""

import json
import logging
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.api.logs import REQUEST_LOG, JsonFormatter, log_config
from app.api.observed import Routes
from app.main import create_app
from app.settings import Settings

BOARD = Path(__file__).resolve().parents[2] / "docs" / "grafana.json"


def figure(client: TestClient, name: str) -> float:
    told = client.get("/metrics").text
    found = re.search(rf"^{re.escape(name)} (\S+)$", told, re.MULTILINE)
    return float(found[1]) if found else 0.0


def counted(route: str, status: int, method: str = "GET") -> str:
    return f'microfiche_requests_total{{method="{method}",route="{route}",status="{status}"}}'


@pytest.mark.parametrize(
    ("path", "route", "status"),
    [
        ("/v1/search?q=moon", "/v1/search", 200),
        ("/v1/articles/bhrovb7xnok4gkun", "/v1/articles/{id}", 200),
        ("/v1/articles/none/related", "/v1/articles/{id}/related", 404),
        ("/v1/facets/year", "/v1/facets/{name}", 200),
        ("/static/page/style.css", "/static", 200),
        ("/never/heard/of", "none", 404),
    ],
)
def test_requests_are_counted_by_route_and_status(
    client: TestClient, path: str, route: str, status: int
) -> None:
    before = figure(client, counted(route, status))
    timed = figure(client, f'microfiche_request_seconds_count{{route="{route}"}}')
    assert client.get(path).status_code == status
    assert figure(client, counted(route, status)) == before + 1
    assert figure(client, f'microfiche_request_seconds_count{{route="{route}"}}') == timed + 1


def test_an_invented_method_makes_no_figure_of_its_own(client: TestClient) -> None:
    client.request("BREW", "/v1/corpus")
    assert figure(client, counted("/v1/corpus", 405, "other")) > 0
    assert "BREW" not in client.get("/metrics").text


def test_the_figures_of_the_corpus_are_those_of_the_archive(client: TestClient) -> None:
    corpus = client.get("/v1/corpus").json()
    assert figure(client, "microfiche_articles") == corpus["articles"]
    assert figure(client, "microfiche_index_revision") == corpus["revision"]
    assert figure(client, "microfiche_index_lag") == 0
    assert figure(client, "microfiche_requests_in_progress") == 1


def test_figures_with_a_port_of_their_own_are_not_public(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(data=tmp_path, metrics_port=9000))) as client:
        assert client.get("/metrics").status_code == 404


def test_the_longest_route_that_fits_whole_is_meant() -> None:
    routes = Routes(["/a", "/a/{id}", "/a/{id}/b"])
    assert [routes.named(path) for path in ("/a", "/a/1", "/a/1/b", "/a/1/c", "/")] == [
        "/a",
        "/a/{id}",
        "/a/{id}/b",
        "none",
        "none",
    ]


def test_a_line_tells_of_a_request_and_not_what_was_searched(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, REQUEST_LOG):
        answer = client.get("/v1/search?q=penicillin", headers={"X-Request-Id": "mine"})
    assert answer.status_code == 200
    (line,) = (line for line in caplog.records if line.name == REQUEST_LOG)
    assert re.fullmatch(r"GET /v1/search 200 in \d+\.\d\d ms, cache miss, mine", line.getMessage())
    told = json.loads(JsonFormatter().format(line))
    assert told["request_id"] == "mine"
    assert (told["route"], told["status"]) == ("/v1/search", 200)
    assert told["milliseconds"] > 0
    assert told["cache"] == "miss"
    assert "penicillin" not in json.dumps(told)


def test_trouble_is_one_line_of_json_too() -> None:
    try:
        raise ValueError("never\nseen")
    except ValueError as error:
        line = logging.makeLogRecord(
            {"msg": "It %s", "args": ("broke",), "exc_info": (type(error), error, None)}
        )
    written = JsonFormatter().format(line)
    assert "\n" not in written
    assert json.loads(written)["message"] == "It broke"
    assert "ValueError" in json.loads(written)["exception"]


@pytest.mark.parametrize(("chosen", "level"), [("text", "INFO"), ("json", "INFO"), ("quiet", "WARNING")])
def test_requests_are_logged_as_chosen(chosen: str, level: str) -> None:
    assert log_config(chosen)["loggers"][REQUEST_LOG]["level"] == level


def test_the_board_shows_figures_that_there_are(client: TestClient) -> None:
    client.get("/v1/corpus")
    told = client.get("/metrics").text
    named = set(re.findall(r"microfiche_\w+", json.dumps(json.loads(BOARD.read_text(encoding="utf-8")))))
    assert len(named) == 7
    for name in named:
        assert re.search(rf"^{name}[ {{]", told, re.MULTILINE), name
