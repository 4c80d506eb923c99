"""The command line: parses arguments, calls a room, prints."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn, TextIO

from pydantic import ValidationError
from pydantic_settings import SettingsError

from app.api.shapes.articles import article_shape
from app.api.shapes.search import search_shape
from app.articles import reads
from app.articles.holdings import holdings
from app.errors import Busy, MicroficheError, NotFound, UsageError
from app.ingest.parallel import collect_seldom
from app.ingest.pipeline import IngestRequest
from app.ingest.report import Report
from app.keeping import add_commands
from app.keys import read_keys
from app.search.checking import check
from app.search.requests import SearchRequest
from app.serving import serve
from app.settings import Settings
from app.sqlite_file import require_sound
from app.terminal import (
    Interrupt,
    complain,
    print_article,
    print_differences,
    print_hits,
    print_report,
    print_stats,
    say,
    shown_progress,
)
from app.wiring import Archive, open_archive

OK, FAILED, USAGE, SOME_REJECTED = 0, 1, 2, 3

# A second ingest, or a server's own indexing, is waited for so long at the end of an ingest.
_INDEX_WAIT_SECONDS = 60


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit status: 0 all well, 1 failed, 2 wrong usage, 3 some files rejected."""
    options = parser().parse_args(arguments)
    try:
        return _run(options)
    except ValidationError as error:
        names = ", ".join(
            f"MICROFICHE_{str(found['loc'][0]).upper()}: {found['msg']}" for found in error.errors()
        )
        complain(f"a setting cannot be used: {names}")
        return USAGE
    except SettingsError as error:
        complain(
            f"a list is written as JSON, MICROFICHE_CORS_ORIGINS='[\"https://news.example\"]' for one: {error}."
        )
        return USAGE
    except MicroficheError as error:
        complain(str(error))
        return USAGE if isinstance(error, UsageError) else FAILED
    except BrokenPipeError:
        # Whoever read the output (`head`, say) has seen enough: what is left of it goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK


def _run(options: argparse.Namespace) -> int:
    status = int(options.run(options, Settings()))
    # What nobody reads shows now, where it can be told from a failure, and not when Python ends.
    sys.stdout.flush()
    return status


def parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    made = argparse.ArgumentParser(
        prog="microfiche", description="Turn a folder of scraped news articles into a searchable archive."
    )
    commands = made.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(name: str, run: Callable[..., int], summary: str, example: str) -> argparse.ArgumentParser:
        added = commands.add_parser(
            name,
            help=summary,
            description=summary,
            epilog=f"example: microfiche {example}",
        )
        added.set_defaults(run=run)
        return added

    ingest = command(
        "ingest", _ingest, "Read files into the archive.", "ingest ~/scraped --collection dailies"
    )
    ingest.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help="a file, or a folder with all below it"
    )
    ingest.add_argument("--collection", help="the name that the ids hang on; the path's own name by default")
    ingest.add_argument("--prune", action="store_true", help="remove articles whose files are gone")
    ingest.add_argument("--again", action="store_true", help="read all anew, unchanged files too")
    ingest.add_argument("--quiet", action="store_true", help="print nothing but errors")
    ingest.add_argument("--json", action="store_true", help="print the report as JSON")

    served = command("serve", _serve, "Serve the archive over HTTP.", "serve --port 9000 --workers 2")
    served.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    served.add_argument("--port", type=int, default=8000, help="port to listen on (%(default)s)")
    served.add_argument("--workers", type=int, default=1, help="processes that answer (%(default)s)")

    search = command("search", _search, "Search the archive.", "search 'moon landing -apollo' --limit 5")
    search.add_argument(
        "query", type=_text, metavar="QUERY", help="words, phrases, operators: as `q` of the API"
    )
    search.add_argument("--limit", type=int, default=10, help="hits to show (%(default)s)")
    search.add_argument("--json", action="store_true", help="print the API's own answer")

    show = command("show", _show, "Print one article.", "show 7ak3fq2mzlbpx5wn")
    show.add_argument("id", type=_text, metavar="ID", help="an article's id")

    export = command(
        "export", _export, "Write every article as JSON Lines.", "export --output articles.jsonl"
    )
    export.add_argument("--output", type=Path, metavar="FILE", help="where to (standard output by default)")

    command("reindex", _reindex, "Build the index anew from the store.", "reindex")
    command("check", _check, "Read all of the store, and compare it with the index.", "check")
    command("stats", _stats, "Say what the archive holds.", "stats")
    add_commands(command)
    return made


def _text(argument: str) -> str:
    """An argument as text that can be stored and printed: bytes that are none become U+FFFD."""
    return os.fsencode(argument).decode("utf-8", "replace")


def _ingest(options: argparse.Namespace, settings: Settings) -> int:
    collect_seldom()
    archive = open_archive(settings)
    stop = Interrupt()
    try:
        request = IngestRequest(tuple(options.paths), options.collection, options.prune, options.again)
        if archive.indexing.lag < 0:
            # The store was put back to an earlier day: once it has caught up in number, nobody could tell.
            archive.indexing.catch_up(wait_seconds=_INDEX_WAIT_SECONDS)
        with shown_progress(hidden=options.quiet or options.json) as progress:
            report = archive.ingest.run(request, progress=progress, stopped=stop)
        archive.indexing.catch_up(wait_seconds=_INDEX_WAIT_SECONDS)
        with suppress(Busy):
            # An ingest that has begun meanwhile purges too, when it is through.
            archive.ingest.purge(report.revision)
    finally:
        archive.close()
    if options.json:
        print(json.dumps(_report_shape(report), ensure_ascii=False))
    elif not options.quiet:
        print_report(report)
    if report.stopped:
        return FAILED
    return SOME_REJECTED if report.rejections else OK


def _report_shape(report: Report) -> dict[str, object]:
    return asdict(report) | {"read": report.read, "rejected": report.rejected}


def _serve(options: argparse.Namespace, settings: Settings) -> int:
    if settings.api_keys_file is not None:
        read_keys(settings.api_keys_file)
    serve(settings, options.host, options.port, options.workers)
    return OK


def _search(options: argparse.Namespace, settings: Settings) -> int:
    archive = _level_archive(settings)
    try:
        answer = archive.search.search(SearchRequest(q=options.query, limit=options.limit))
    finally:
        archive.close()
    if options.json:
        print(search_shape(answer, html=False, next_url=None).model_dump_json())
    else:
        print_hits(answer)
    return OK


def _show(options: argparse.Namespace, settings: Settings) -> int:
    archive = open_archive(settings)
    try:
        with archive.store.read() as connection:
            article = reads.article(connection, options.id)
            if article is None and (alias := reads.alias_of(connection, options.id)):
                article = reads.article(connection, alias)
    finally:
        archive.close()
    if article is None:
        raise NotFound(f"There is no article {options.id!r}: `microfiche search` prints ids.")
    print_article(article)
    return OK


def _export(options: argparse.Namespace, settings: Settings) -> int:
    archive = open_archive(settings)
    try:
        if options.output is None:
            _write_articles(archive, sys.stdout)
            return OK
        try:
            with options.output.open("w", encoding="utf-8") as file:
                _write_articles(archive, file)
        except OSError as error:
            raise UsageError(f"{options.output} cannot be written ({error.strerror}).") from error
    finally:
        archive.close()
    return OK


def _write_articles(archive: Archive, file: TextIO) -> None:
    base = archive.settings.public_url or ""
    with archive.store.read() as connection:
        for article in reads.articles(connection):
            shape = article_shape(article, base).model_dump(mode="json") | {"path": article.path}
            file.write(json.dumps(shape, ensure_ascii=False) + "\n")


def _reindex(_options: argparse.Namespace, settings: Settings) -> int:
    archive = open_archive(settings)
    try:
        revision = archive.indexing.reindex()
    finally:
        archive.close()
    say(f"The index is built anew and stands at revision {revision}.")
    return OK


def _check(_options: argparse.Namespace, settings: Settings) -> int:
    archive = open_archive(settings)
    try:
        require_sound(settings.store_file)
        differences = check(archive.store, archive.index)
    finally:
        archive.close()
    print_differences(differences)
    if not differences:
        say("Store and index agree.")
    return FAILED if differences else OK


def _stats(_options: argparse.Namespace, settings: Settings) -> int:
    with closing(open_archive(settings)) as archive:
        with archive.store.read() as connection:
            held = holdings(connection)
        print_stats(held, archive.index.published, archive.indexing.lag, settings)
    return OK


def _level_archive(settings: Settings) -> Archive:
    """An archive whose index is there: an ingest that was killed, or another engine, may have left none."""
    archive = open_archive(settings)
    if not archive.index.usable:
        archive.indexing.catch_up()
    return archive


def run() -> NoReturn:
    """The console script."""
    sys.exit(main())
