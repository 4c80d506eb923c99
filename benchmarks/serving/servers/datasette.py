"""Datasette over SQLite's FTS5: a canned query for ranked hits with snippets, its table's page for facets."""

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from benchmarks.processes import Running, free_port, serving
from benchmarks.serving.articles import read_articles, size_of
from benchmarks.serving.load import Target
from benchmarks.serving.questions import Question
from benchmarks.serving.servers.server import FACET_VALUES, PAGE, Answer, Ingested, Place

_TABLES = """
CREATE TABLE articles (
    id TEXT PRIMARY KEY, title TEXT, body TEXT, date TEXT, year TEXT, source TEXT, topics TEXT
);
CREATE INDEX articles_date ON articles (date);
CREATE VIRTUAL TABLE articles_fts
    USING fts5 (title, body, content = 'articles', tokenize = 'porter unicode61');
"""
_FIND = f"""
SELECT a.id, a.title, a.date, a.source, snippet(articles_fts, -1, '<b>', '</b>', '…', 24) AS snippet,
    (SELECT count(*) FROM articles_fts WHERE articles_fts MATCH :q) AS total
FROM articles_fts JOIN articles AS a ON a.rowid = articles_fts.rowid
WHERE articles_fts MATCH :q ORDER BY articles_fts.rank LIMIT {PAGE}
"""  # noqa: S608 - a number of ours
# Nothing may be cut short by a limit of time, or an answer would hold less; nothing is counted that nobody asked for.
_SETTINGS = {
    "sql_time_limit_ms": "20000",
    "facet_time_limit_ms": "20000",
    "suggest_facets": "off",
    "default_page_size": str(PAGE),
}


@dataclass(frozen=True, slots=True)
class Datasette:
    program: Path

    @property
    def name(self) -> str:
        return "Datasette, FTS5"

    @property
    def remembers(self) -> bool:
        return True

    @property
    def gives_bodies(self) -> bool:
        return False

    def ingest(self, place: Place) -> Ingested | None:
        begin = time.perf_counter()
        with closing(sqlite3.connect(place.folder / "news.db")) as store, store:
            store.executescript(_TABLES)
            store.executemany(
                "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    (one.id, one.title, one.body, one.date, one.year, one.source, json.dumps(one.topics))
                    for one in read_articles(place.articles)
                ),
            )
            store.execute(
                "INSERT INTO articles_fts (rowid, title, body) SELECT rowid, title, body FROM articles"
            )
            store.execute("INSERT INTO articles_fts (articles_fts) VALUES ('optimize')")
        seconds = time.perf_counter() - begin
        metadata = {"databases": {"news": {"queries": {"find": {"sql": _FIND}}}}}
        (place.folder / "metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
        return Ingested(seconds, size_of([place.folder / "news.db"]))

    @contextmanager
    def running(self, place: Place) -> Iterator[Running]:
        port = free_port()
        settings = [word for name, value in _SETTINGS.items() for word in ("--setting", name, value)]
        command = [
            str(self.program),
            "serve",
            "--immutable",
            str(place.folder / "news.db"),
            "--port",
            str(port),
        ]
        command += ["--metadata", str(place.folder / "metadata.json"), *settings]
        with serving(command, port, place.folder / "datasette.log", None, "/-/versions.json") as running:
            yield running

    def target(self, question: Question) -> Target:
        if question.kind == "article":
            return Target(f"/news/articles/{quote(question.id)}.json?_shape=objects")
        if question.kind != "faceted":
            words = (" " if question.is_phrase else '" "').join(question.words)
            parameters = [("q", f'"{words}"'), ("_shape", "objects")]
            return Target(f"/news/find.json?{urlencode(parameters)}")
        parameters = [
            ("_search", " ".join(question.words)),
            ("topics__arraycontains", question.topic),
            ("date__gte", question.start),
            ("date__lte", question.end),
            ("_facet_array", "topics"),
            ("_facet_size", str(FACET_VALUES)),
            *(("_facet", name) for name in ("source", "year")),
            *(("_col", name) for name in ("title", "date", "source")),
            ("_shape", "objects"),
        ]
        return Target(f"/news/articles.json?{urlencode(parameters)}")

    def read(self, question: Question, body: bytes) -> Answer | None:
        given = json.loads(body)
        rows: list[dict[str, Any]] = given["rows"]
        ids = tuple(row["id"] for row in rows)
        if question.kind == "article":
            return Answer(len(rows), ids)
        if question.kind == "faceted":
            facets = sum(len(facet["results"]) for facet in given["facet_results"].values())
            return Answer(given["filtered_table_rows_count"], ids, facets=facets)
        total = rows[0]["total"] if rows else 0
        return Answer(total, ids, sum(bool(row["snippet"]) for row in rows))
