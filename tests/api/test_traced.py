"""Spans of requests, as a receiver of OpenTelemetry gets them."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.api import traced
from app.api.traced import Tracing, tracing
from app.main import create_app
from app.settings import Settings

needs_telemetry = pytest.mark.skipif(
    not traced.INSTALLED, reason="OpenTelemetry is not installed: pip install 'microfiche[telemetry]'"
)
RECEIVER = "OTEL_EXPORTER_OTLP_ENDPOINT"


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> Any:
    """What has been told so far."""
    memory = pytest.importorskip(
        "opentelemetry.sdk.trace.export.in_memory_span_exporter"
    ).InMemorySpanExporter()
    export = pytest.importorskip("opentelemetry.sdk.trace.export")
    monkeypatch.setattr("app.main.tracing", lambda: Tracing(export.SimpleSpanProcessor(memory)))
    return memory


@pytest.fixture
def traced_client(spans: Any, tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(data=tmp_path))) as client:
        spans.clear()
        yield client


@needs_telemetry
def test_a_request_is_a_span_with_its_route_status_and_id_and_without_what_was_searched(
    traced_client: TestClient, spans: Any
) -> None:
    answer = traced_client.get("/v1/articles/secretive?q=whispered")
    (span,) = spans.get_finished_spans()
    assert span.name == "GET /v1/articles/{id}"
    assert dict(span.attributes) == {
        "http.request.method": "GET",
        "http.route": "/v1/articles/{id}",
        "url.scheme": "http",
        "http.response.status_code": answer.status_code,
        "microfiche.request_id": answer.headers["x-request-id"],
    }
    assert span.kind.name == "SERVER"
    assert span.status.status_code.name == "UNSET"
    assert span.resource.attributes["service.name"] == "microfiche"


@needs_telemetry
def test_a_span_goes_on_with_the_trace_that_a_request_brings(traced_client: TestClient, spans: Any) -> None:
    traced_client.get("/health/live", headers={"traceparent": f"00-{'ab' * 16}-{'cd' * 8}-01"})
    (span,) = spans.get_finished_spans()
    assert f"{span.context.trace_id:032x}" == "ab" * 16
    assert f"{span.parent.span_id:016x}" == "cd" * 8


@needs_telemetry
def test_what_goes_wrong_unforeseen_is_an_error_by_its_kind_alone(
    traced_client: TestClient, spans: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("whispered")

    monkeypatch.setattr("app.api.corpus.summary", fail)
    with pytest.raises(ZeroDivisionError):
        traced_client.get("/v1/corpus")
    (span,) = spans.get_finished_spans()
    assert span.status.status_code.name == "ERROR"
    assert span.attributes["http.response.status_code"] == 500
    assert span.attributes["error.type"] == "ZeroDivisionError"
    assert "whispered" not in span.to_json()


@needs_telemetry
def test_spans_that_wait_are_sent_to_the_receiver_before_a_server_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, bytes]] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Receiver) as receiver:
        thread = threading.Thread(target=receiver.serve_forever)
        thread.start()
        monkeypatch.setenv(RECEIVER, f"http://127.0.0.1:{receiver.server_port}")
        with TestClient(create_app(Settings(data=tmp_path))) as client:
            client.get("/health/live")
        receiver.shutdown()
        thread.join()
    assert [path for path, _ in asked] == ["/v1/traces"]
    assert b"GET /health/live" in asked[0][1]


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {RECEIVER: ""},
        {RECEIVER: "http://127.0.0.1:4318", "OTEL_SDK_DISABLED": "true"},
        {RECEIVER: "http://127.0.0.1:4318", "OTEL_TRACES_EXPORTER": "none"},
    ],
)
def test_nothing_is_told_where_nobody_is_named_to_tell(environment: dict[str, str]) -> None:
    assert tracing(environment) is None


def test_a_receiver_without_the_extra_is_warned_of(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("app.api.traced.INSTALLED", False)
    assert tracing({RECEIVER: "http://127.0.0.1:4318"}) is None
    assert "microfiche[telemetry]" in caplog.text
