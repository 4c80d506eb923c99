"""How well hits are ranked: judged collections, and news looked for by what one may know of it."""

import gzip
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import fsum, log2
from pathlib import Path
from statistics import fmean

from app.search.query.parse import MAX_LENGTH
from app.search.query.spelling import OPERATORS
from app.search.query.tree import MAX_LEAVES
from app.search.requests import SearchRequest
from app.search.service import SearchService
from tests.archives import archive_at, ingest, write_lines

SET = Path(__file__).resolve().parents[3] / "shared" / "data" / "relevance"
COLLECTIONS = ("cran", "cisi", "med")
LUCENE = {"cran": 0.332, "cisi": 0.364, "med": 0.665}
"""nDCG@10 of Lucene: k1 0.9, b 0.4, its English analyzer, title and body in one field."""

TANTIVY = {"cran": 0.348, "cisi": 0.312, "med": 0.708}
"""nDCG@10 of bare Tantivy."""

_DEPTH = 100
# Enough news for words to be common in it, and few enough to be read in five seconds.
_NEWS = 2_000
_ASKED = 200
_TOP = 10
# What the query language reads as more than a word; the sentences mean none of it.
_SIGNS = str.maketrans(dict.fromkeys('"“”„()[]{}:*?~^\\', " "))

Grades = Mapping[str, int]
"""Given ids of judged documents, and how relevant each is."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One query's measures, each between 0 and 1."""

    ndcg: float
    precision: float
    """Average precision down to the hundredth hit."""
    recall: float


@contextmanager
def searchable(
    documents: Iterable[Mapping[str, object]], folder: Path, engine: str
) -> Iterator[SearchService]:
    """A real archive of these documents below `folder`."""
    with archive_at(folder / engine, engine) as archive:
        ingest(archive, write_lines(folder / "documents.jsonl", list(documents)))
        yield archive.search


def collection(name: str, folder: Path, engine: str = "tantivy") -> dict[str, Judged]:
    """The measures of each judged query of a collection, run as a user would type it."""
    texts = queries(name)
    documents = map(json.loads, _lines(SET / f"{name}.docs.jsonl.gz"))
    with searchable(documents, folder, engine) as search:
        return {
            query: measures(_found(search, plain(texts[query])), grades)
            for query, grades in judgements(name).items()
        }


def stories(folder: Path, engine: str = "tantivy") -> dict[str, Judged]:
    """News looked for by the title of another article on the same event, which itself does not count."""
    rows = [json.loads(line) for line in _lines(SET.parent / "stories-ecbplus.jsonl.gz")]
    found: dict[str, Judged] = {}
    with searchable(rows, folder, engine) as search:
        for row in rows:
            others = {
                other["id"]: 1 for other in rows if other["cluster"] == row["cluster"] and other is not row
            }
            hits = [hit for hit in _found(search, plain(row["title"])) if hit != row["id"]]
            found[row["id"]] = measures(hits, others)
    return found


def known_items(folder: Path, engine: str = "tantivy") -> dict[str, float]:
    """The mean of 1/place (0 past the tenth) at which news is found by what a reader may remember of it."""
    rows = [json.loads(line) for line in _lines(SET.parent / "news-10k.jsonl.gz")[:_NEWS]]
    remembered: Mapping[str, Callable[[Mapping[str, str]], str]] = {
        "title": lambda row: row["title"],
        "title less its first word": lambda row: " ".join(row["title"].split()[1:]),
        "three words of the title": lambda row: " ".join(
            sorted(row["title"].split(), key=len, reverse=True)[:3]
        ),
        "first sentence": lambda row: row["body"].split(". ")[0],
        "eight words of the middle": _middle,
    }
    asked = rows[:: _NEWS // _ASKED]
    with searchable(rows, folder, engine) as search:
        return {
            name: fmean(_rank(_found(search, plain(query(row))), row["id"]) for row in asked)
            for name, query in remembered.items()
        }


def _middle(row: Mapping[str, str]) -> str:
    words = row["body"].split()
    return " ".join(words[len(words) // 2 :][:8])


def _rank(found: Sequence[str], wanted: str) -> float:
    top = found[:_TOP]
    return 1 / (top.index(wanted) + 1) if wanted in top else 0.0


def queries(name: str) -> dict[str, str]:
    rows = map(json.loads, _lines(SET / f"{name}.queries.jsonl"))
    return {row["id"]: row["text"] for row in rows}


def judgements(name: str) -> dict[str, dict[str, int]]:
    """The grades by query; those that no document has are left out, as are queries without any."""
    found: dict[str, dict[str, int]] = {}
    for line in _lines(SET / f"{name}.qrels.tsv"):
        query, _, document, grade = line.split()
        if int(grade) > 0:
            found.setdefault(query, {})[document] = int(grade)
    return found


def plain(sentence: str) -> str:
    """A sentence without the signs that mean something in a query, cut where a query has to end."""
    words = sentence.translate(_SIGNS).split()[:MAX_LEAVES]
    written = " ".join(word.lower() if word in OPERATORS else word.lstrip("-") for word in words)
    return written[:MAX_LENGTH]


def measures(found: Sequence[str], grades: Grades) -> Judged:
    ideal = sorted(grades.values(), reverse=True)
    right = [place for place, document in enumerate(found) if document in grades]
    precisions = [(count + 1) / (place + 1) for count, place in enumerate(right)]
    return Judged(
        ndcg=_gain([grades.get(document, 0) for document in found]) / _gain(ideal),
        precision=sum(precisions) / len(grades),
        recall=len(right) / len(grades),
    )


def average(found: Mapping[str, Judged]) -> Judged:
    rows = found.values()
    return Judged(*(fmean(getattr(row, name) for row in rows) for name in ("ndcg", "precision", "recall")))


def _gain(grades: Sequence[int]) -> float:
    return fsum((2.0**grade - 1) / log2(place + 2) for place, grade in enumerate(grades[:_TOP]))


def _found(search: SearchService, text: str) -> list[str]:
    request = SearchRequest(text, match="any", sort="relevance", limit=_DEPTH, snippets=False)
    return [hit.card.given_id or "" for hit in search.search(request).hits]


def _lines(path: Path) -> list[str]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        return [line for line in lines if line.strip()]
