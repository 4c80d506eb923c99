"""The server's process: its settings handed to uvicorn, and its figures on a port of their own."""

import os
import signal
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager

import uvicorn
from prometheus_client import start_http_server

from app.api.figures import SHARED_FOLDER, figures
from app.api.logs import log_config
from app.api.protocol import BoundedProtocol, allow_most_connections
from app.errors import ServeError, UsageError
from app.settings import Settings
from app.terminal import say
from app.wiring import open_archive

_LAST_PORT = 65_535


def serve(settings: Settings, host: str, port: int, workers: int) -> None:
    """Serve until told to stop; raises `ServeError` where a port cannot be had."""
    _refuse_taken_port(host, port)
    allow_most_connections()
    # uvicorn stops in order and then raises the signal anew, which would end this process as if it had been killed.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with ExitStack() as around:
        # The schema is brought up to date once, before several workers could try to.
        archive = around.enter_context(closing(open_archive(settings)))
        if workers > 1:
            around.enter_context(_shared_figures())
        if settings.metrics_port:
            _refuse_taken_port(host, settings.metrics_port)
            start_http_server(settings.metrics_port, host, figures(archive))
        else:
            archive.close()
        say(f"Microfiche serves http://{host}:{port} and explains itself at /docs.")
        _run(settings, host, port, workers)


def _run(settings: Settings, host: str, port: int, workers: int) -> None:
    uvicorn.run(
        "app.main:create_served_app",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        # A worker answers the first ping once it has imported all, which a busy machine stretches.
        timeout_worker_healthcheck=60,
        loop="uvloop",
        http=BoundedProtocol,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies,
        log_config=log_config(settings.log_format),
        log_level="warning",
        access_log=False,
    )


@contextmanager
def _shared_figures() -> Iterator[None]:
    """A folder in which workers add up what they count, for as long as they run."""
    with tempfile.TemporaryDirectory(prefix="microfiche-", ignore_cleanup_errors=True) as folder:
        os.environ[SHARED_FOLDER] = folder
        yield


def _refuse_taken_port(host: str, port: int) -> None:
    if not 1 <= port <= _LAST_PORT:
        raise UsageError(f"{port} is no port: take one from 1 to {_LAST_PORT}.")
    try:
        with socket.create_server((host, port), reuse_port=False):
            pass
    except OSError as error:
        raise ServeError(
            f"Port {port} of {host} cannot be listened on ({error.strerror}): choose another with --port."
        ) from error
