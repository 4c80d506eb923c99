"""How often each kind of claim names the day of publication, beside the confidence that is stated for it."""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from app.ingest.clean import clean
from app.ingest.dates import moment, plausible
from app.ingest.html_article import draft, guessed_date
from app.ingest.page import parse_page
from app.ingest.published import published
from app.ingest.reading import Claim, RawArticle
from tests.eval.pages import labels, pages
from tests.ingest.making import TODAY

NEWS = Path(__file__).resolve().parents[3] / "shared" / "data" / "news-10k.jsonl.gz"


@dataclass(slots=True)
class Count:
    claims: int = 0
    right: int = 0

    def add(self, *, right: bool) -> None:
        self.claims += 1
        self.right += right

    @property
    def share(self) -> float:
        return self.right / self.claims


def counted() -> Mapping[str, Count]:
    """By kind of origin (`json_ld`, `meta`): the first claim of that kind on each gold page; addresses everywhere."""
    found: dict[str, Count] = defaultdict(Count)
    for name, html in pages():
        label = labels()[name]
        for kind, day in _claims(name, html).items():
            found[kind].add(right=label.date.startswith(day))
        _add_address(found["url"], label.address, label.date)
    if NEWS.is_file():
        with gzip.open(NEWS, "rt", encoding="utf-8") as lines:
            for article in map(json.loads, lines):
                _add_address(found["url"], article.get("url"), article.get("date"))
    return found


def _claims(name: str, html: str) -> Mapping[str, str]:
    """The day that each kind of claim names first."""
    made = draft(RawArticle(f"{name}.html", None, "html", html, {}))
    given: Iterable[Claim] = clean(made).claimed("published") if made else ()
    root = parse_page(html)
    guesses = [claim for _, claim in guessed_date(root)] if root is not None else []
    found: dict[str, str] = {}
    for claim in chain(given, guesses):
        day = moment(claim.value)
        if day and plausible(day, TODAY):
            found.setdefault(claim.origin.partition(":")[0], day.date)
    return found


def _add_address(count: Count, address: str | None, date: str | None) -> None:
    found = published([], address, [], TODAY) if date else None
    if found and date:
        count.add(right=date.startswith(found.date))
