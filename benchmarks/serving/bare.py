"""Tantivy in one thread of one process, with no HTTP: what the engine by itself takes for the same questions.

`python -m benchmarks.serving.bare ARTICLES QUESTIONS FOLDER` prints what it measured as JSON. Each question is asked
once: the search, ten rows with title and date, their snippets by Tantivy's own generator, facets where they are asked.
"""

import json
import os
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import tantivy

from benchmarks.serving.articles import read_articles, size_of
from benchmarks.serving.questions import Question
from benchmarks.serving.servers.server import FACET_VALUES, PAGE, Answer
from benchmarks.watching import held_bytes

_HEAP_BYTES = 200_000_000
_FACETS = ("topics", "source", "year")


def _schema() -> tantivy.Schema:
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for field in ("title", "body"):
        schema.add_text_field(field, stored=True, tokenizer_name="en_stem")
    for field in _FACETS:
        schema.add_text_field(field, tokenizer_name="raw", index_option="basic", fast=True)
    schema.add_date_field("date", stored=True, indexed=True, fast=True)
    return schema.build()


class Bare:
    def __init__(self, folder: Path) -> None:
        self._schema = _schema()
        self._index = tantivy.Index(self._schema, str(folder))

    def fill(self, articles: Path) -> None:
        writer = self._index.writer(_HEAP_BYTES, 1)
        for one in read_articles(articles):
            document = tantivy.Document(id=one.id, title=one.title, body=one.body, source=one.source)
            for topic in one.topics:
                document.add_text("topics", topic)
            if one.date:
                document.add_text("year", one.year)
                document.add_date("date", _instant(one.date))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def answer(self, question: Question) -> Answer:
        if question.kind == "article":
            query = tantivy.Query.term_query(self._schema, "id", question.id)
            return Answer(1, tuple(row["id"] for row in self._rows(query, snippets=False)[1]))
        query = self._query(question)
        total, rows = self._rows(query, snippets=True)
        facets = 0
        if question.kind == "faceted":
            wanted = {name: {"terms": {"field": name, "size": FACET_VALUES}} for name in _FACETS}
            counted = self._searcher.aggregate(query, wanted)
            facets = sum(len(counted[name]["buckets"]) for name in _FACETS)
        return Answer(
            total, tuple(row["id"] for row in rows), sum(bool(row["snippet"]) for row in rows), facets
        )

    def _query(self, question: Question) -> tantivy.Query:
        words = " ".join(question.words)
        text = f'"{words}"' if question.is_phrase else " AND ".join(question.words)
        query = self._index.parse_query(text, ["title", "body"])
        if question.kind != "faceted":
            return query
        start, end = _instant(question.start), _instant(question.end)
        filters = (
            tantivy.Query.term_query(self._schema, "topics", question.topic),
            tantivy.Query.range_query(self._schema, "date", tantivy.FieldType.Date, start, end),
        )
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in (query, *filters)])

    def _rows(self, query: tantivy.Query, *, snippets: bool) -> tuple[int, list[dict[str, Any]]]:
        found = self._searcher.search(query, PAGE)
        cutter = (
            tantivy.SnippetGenerator.create(self._searcher, query, self._schema, "body") if snippets else None
        )
        rows = []
        for _, address in found.hits:
            document = self._searcher.doc(address)
            row = {name: document.get_first(name) for name in ("id", "title", "date")}
            rows.append(row | {"snippet": cutter.snippet_from_doc(document).to_html() if cutter else ""})
        return int(found.count), rows  # type: ignore[attr-defined]  # Tantivy's stubs leave it out


def _instant(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


def measure(articles: Path, questions: Iterable[Question], folder: Path) -> dict[str, Any]:
    """Seconds for the index and for each question, bytes of index and process, and the answers."""
    bare = Bare(folder)
    begin = time.perf_counter()
    bare.fill(articles)
    result: dict[str, Any] = {"ingest": time.perf_counter() - begin, "index": size_of(folder.iterdir())}
    answers = []
    for question in questions:
        begin = time.perf_counter()
        answer = bare.answer(question)
        answers.append({"seconds": time.perf_counter() - begin, "answer": asdict(answer)})
    return result | {"answers": answers, "memory": held_bytes(os.getpid())}


def main() -> None:
    articles, asked, folder = map(Path, sys.argv[1:])
    given = json.loads(asked.read_text(encoding="utf-8"))
    questions = [Question(**{**one, "words": tuple(one["words"])}) for one in given]
    print(json.dumps(measure(articles, questions, folder)))


if __name__ == "__main__":
    main()
