"""A span for each request, sent by OpenTelemetry where that is installed and told where to."""

import logging
import os
from collections.abc import Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.identified import REQUEST_ID
from app.api.observed import METHODS, Routes

try:
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.propagate import extract
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor
    from opentelemetry.trace import SpanKind, StatusCode, use_span
except ImportError:
    INSTALLED = False
else:
    INSTALLED = True

_ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
_SERVICE = "microfiche"
_FAULT = 500

_log = logging.getLogger(__name__)


class Tracing:
    """Where spans go; `close` sends those that wait."""

    def __init__(self, processor: "SpanProcessor") -> None:
        named = "OTEL_SERVICE_NAME" in os.environ or "service.name" in os.environ.get(
            "OTEL_RESOURCE_ATTRIBUTES", ""
        )
        self._provider = TracerProvider(resource=Resource.create({} if named else {"service.name": _SERVICE}))
        self._provider.add_span_processor(processor)
        self.tracer = self._provider.get_tracer(_SERVICE)

    def close(self) -> None:
        self._provider.shutdown()


def tracing(environment: Mapping[str, str] = os.environ) -> Tracing | None:
    """What OpenTelemetry's own variables ask for; None where they name no receiver, or switch it off."""
    asked = any(environment.get(name) for name in _ENDPOINTS)
    off = environment.get("OTEL_SDK_DISABLED", "").lower() == "true"
    if not asked or off or environment.get("OTEL_TRACES_EXPORTER", "otlp") == "none":
        return None
    if not INSTALLED:
        _log.warning(
            "OpenTelemetry is not installed, so no spans are sent: pip install 'microfiche[telemetry]'"
        )
        return None
    return Tracing(BatchSpanProcessor(OTLPSpanExporter()))


class TraceMiddleware:
    """Outside of whatever else answers, so that a span lasts as long as its request.

    A span is named by method and route and has the request's id. What people search for is in none: neither the
    address nor what went wrong is told, but for the kind of error.
    """

    def __init__(self, app: ASGIApp, tracing: Tracing, routes: Routes) -> None:
        self._app = app
        self._tracer = tracing.tracer
        self._routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        method = scope["method"] if scope["method"] in METHODS else "_OTHER"
        route = self._routes.of(scope)
        span = self._tracer.start_span(
            f"{method} {route}",
            context=extract(_carried(scope)),
            kind=SpanKind.SERVER,
            attributes={"http.request.method": method, "http.route": route, "url.scheme": scope["scheme"]},
        )
        status = _FAULT

        async def send_noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        with use_span(span, end_on_exit=True, record_exception=False, set_status_on_exception=False):
            try:
                await self._app(scope, receive, send_noted)
            except BaseException as error:
                span.set_attribute("error.type", type(error).__qualname__)
                raise
            finally:
                span.set_attribute("http.response.status_code", status)
                span.set_attribute("microfiche.request_id", scope.get(REQUEST_ID, ""))
                if status >= _FAULT:
                    span.set_status(StatusCode.ERROR)


def _carried(scope: Scope) -> dict[str, str]:
    """The headers in which a caller's trace comes along."""
    wanted = (b"traceparent", b"tracestate")
    return {name.decode(): value.decode("latin-1") for name, value in scope["headers"] if name in wanted}
