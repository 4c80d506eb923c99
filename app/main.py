"""The HTTP application: routes onto an archive."""

import asyncio
import gc
import itertools
import logging
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from types import ModuleType

from anyio import to_thread
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.staticfiles import StaticFiles

from app.api import (
    articles,
    changes,
    compression,
    corpus,
    documentation,
    facets,
    health,
    metrics,
    problems,
    search,
    suggest,
    timeline,
)
from app.api.conditional import ConditionalMiddleware, KeptAnswer
from app.api.desk import Desk
from app.api.doors import KEY_HEADERS, DoorsMiddleware
from app.api.figures import KeptFigures
from app.api.head import HeadMiddleware
from app.api.headers import EXPOSED
from app.api.identified import ID_HEADER, NOT_INDEXED, IdentifyMiddleware, on_unexpected
from app.api.observed import ObserveMiddleware, Routes
from app.api.traced import TraceMiddleware, tracing
from app.errors import Busy, MicroficheError
from app.kept import Kept
from app.memory import give_back, share_arenas
from app.search.engines.current import Current
from app.settings import Settings
from app.web import docs_page, llms, opensearch, reading_page, robots, search_page, sitemap
from app.web.pages import STATIC
from app.wiring import Archive, open_archive

# A worker looks this often whether the store is ahead of the index, and mends that when the index has not moved by its
# next look: an ingest that is running is about to do it itself. Two looks and the indexing fit into the two seconds in
# which readers see a change.
_SECONDS_BETWEEN_LOOKS = 0.5
# What failed is tried again after twice as long each time, up to this: a full disk is not helped by haste.
_MOST_SECONDS_BETWEEN_LOOKS = 30.0

# New objects between two looks for garbage, and the younger looks between two older ones. A search makes some thousand.
_COLLECTED_AFTER = 10_000, 20, 20

# A minute. Giving back 270 MB takes 30 ms, with the interpreter free; where nothing is free it takes none.
_LOOKS_BETWEEN_TRIMS = 120

_log = logging.getLogger(__name__)

_DESCRIPTION = """
Microfiche serves a folder of scraped news articles as an archive that can be searched, filtered by topic and date, and
read article by article.

[The first five minutes](docs/start) begin with nothing and end with a program; [the query language](docs/query) has an
example for each of its parts. Dates are those printed; what is not known is `null`; `origin` says where each fact was
read.
"""


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application for these settings; without any, for those of the environment."""
    chosen = settings or Settings()
    app = FastAPI(
        title="Microfiche",
        version="1",
        summary="A searchable archive of news articles.",
        description=_DESCRIPTION,
        lifespan=_lifespan,
        docs_url=None,
        generate_unique_id_function=lambda route: route.name,
        redoc_url=None,
    )
    app.state.settings = chosen
    # From the inside out.
    compression.install(app)
    app.state.answers = Kept[KeptAnswer](chosen.kept_answers)
    app.add_middleware(ConditionalMiddleware, kept=app.state.answers)
    app.add_middleware(HeadMiddleware)
    app.add_middleware(DoorsMiddleware, settings=chosen)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=chosen.cors_origins,
        allow_methods=["GET", "HEAD"],
        allow_headers=["If-None-Match", ID_HEADER, *KEY_HEADERS],
        expose_headers=list(EXPOSED),
    )
    app.add_middleware(IdentifyMiddleware, told=NOT_INDEXED if chosen.robots == "refuse" else {})
    rooms = [search, articles, facets, timeline, suggest, corpus, changes, health]
    rooms += [search_page, reading_page, docs_page, sitemap, robots, opensearch, llms]
    if chosen.metrics_port is None:
        rooms.append(metrics)
    routes = _routes(rooms)
    app.add_middleware(ObserveMiddleware, routes=routes)
    app.state.tracing = tracing()
    if app.state.tracing:
        app.add_middleware(TraceMiddleware, tracing=app.state.tracing, routes=routes)
    app.add_exception_handler(Exception, on_unexpected)
    problems.install(app)
    for room in rooms:
        app.include_router(room.router)
    app.mount("/static/page", StaticFiles(directory=STATIC), name="page")
    app.mount("/static/docs", StaticFiles(directory=docs_page.SWAGGER_UI), name="swagger-ui")
    documentation.document(app)
    return app


def create_served_app() -> FastAPI:
    """The application for a process that does nothing but serve it."""
    app = create_app()
    # 200,000 objects of modules and schemas stay for good: to go through them again and again, for garbage that is
    # not there, took a tenth of the time of a search.
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_COLLECTED_AFTER)
    share_arenas()
    return app


def _routes(rooms: Iterable[ModuleType]) -> Routes:
    paths = [route.path for room in rooms for route in room.router.routes]
    return Routes([*paths, "/openapi.json"])


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    archive = await to_thread.run_sync(open_archive, settings)
    # Before the first request, so that a worker which begins while a backup is put back has something to answer from.
    with suppress(MicroficheError):
        await to_thread.run_sync(archive.index.engine)
    app.state.archive = archive
    app.state.desk = Desk(settings.threads, settings.max_waiting, settings.timeout)
    app.state.kept_figures = KeptFigures({"answers": app.state.answers, **archive.shelf.by_name})
    keeper = asyncio.create_task(_keep_level(archive, app.state.kept_figures))
    try:
        yield
    finally:
        keeper.cancel()
        with suppress(asyncio.CancelledError):
            await keeper
        app.state.desk.close()
        archive.close()
        if app.state.tracing:
            await to_thread.run_sync(app.state.tracing.close)


async def _keep_level(archive: Archive, kept: KeptFigures) -> None:
    """Index what an ingest committed and did not live to index; build anew an index that is damaged or gone."""
    left_behind: Current | None = None
    pause = _SECONDS_BETWEEN_LOOKS
    for look in itertools.count(1):
        kept.tell()
        if look % _LOOKS_BETWEEN_TRIMS == 0:
            await to_thread.run_sync(give_back)
        try:
            lags = not await to_thread.run_sync(lambda: archive.indexing.level)
            published = archive.index.published
            if lags and (published == left_behind or not archive.index.usable):
                await to_thread.run_sync(archive.indexing.catch_up)
            left_behind = published if lags else None
            # Here rather than in a request, which would have to wait for it.
            await to_thread.run_sync(archive.index.engine)
            await to_thread.run_sync(archive.index.inspect)
            pause = _SECONDS_BETWEEN_LOOKS
        except Busy:
            pass
        # Whatever it is: a keeper that ends would leave this server behind until it is started anew.
        except Exception as error:  # noqa: BLE001
            pause = min(2 * pause, _MOST_SECONDS_BETWEEN_LOOKS)
            told = _log.warning if isinstance(error, MicroficheError) else _log.exception
            told("The index cannot be brought level; next try in %.0f s: %s", pause, error)
        await asyncio.sleep(pause)
