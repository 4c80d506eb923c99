"""The table of docs/accuracy.md on pages: `python -m tests.eval`."""

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from app.ingest.published import CONFIDENCE
from tests.eval.dates import counted
from tests.eval.labelled import right_and_wrong
from tests.eval.pages import (
    SET,
    Found,
    by_htmldate,
    by_justext,
    by_microfiche,
    by_trafilatura,
    labels,
    pages,
)
from tests.eval.related import measured
from tests.eval.relevance import (
    COLLECTIONS,
    LUCENE,
    TANTIVY,
    Judged,
    average,
    collection,
    known_items,
    stories,
)
from tests.eval.scoring import letters, mean, names, overlap

_READERS: Mapping[str, Callable[[str, str], Found]] = {
    "Microfiche": by_microfiche,
    "trafilatura": lambda _, html: by_trafilatura(html),
    "jusText": lambda _, html: by_justext(html),
    "htmldate": lambda _, html: by_htmldate(html),
}


def main() -> None:
    if not SET.is_dir():
        sys.exit(f"The gold pages are not at {SET}: there is nothing to measure.")
    found: dict[str, dict[str, Found]] = {reader: {} for reader in _READERS}
    for name, html in pages():
        for reader, reading in _READERS.items():
            found[reader][name] = reading(name, html)
    print(f"{len(labels())} pages")
    print("| | body F1 | precision | recall | four-word F1 | titles | authors | dates |")
    print("|---|---|---|---|---|---|---|---|")
    for reader, readings in found.items():
        print(f"| {reader} | {' | '.join(_cells(readings))} |")
    _print_worse(found["Microfiche"], found["trafilatura"])
    print("| origin of the date | claims | found right | stated |")
    print("|---|---|---|---|")
    for kind, count in sorted(counted().items()):
        print(f"| {kind} | {count.claims:,} | {count.share:.3f} | {CONFIDENCE.get(kind, '')} |")
    print("| labelled cases | right |")
    print("|---|---|")
    for group, cases, wrong in right_and_wrong():
        print(f"| {group} | {cases - wrong} of {cases} |")
    _print_related()
    _print_relevance()


def _print_related() -> None:
    with TemporaryDirectory() as folder:
        found = measured(Path(folder))
    print(f"| related, by {found.articles} articles of ECB+ | of the same event |")
    print("|---|---|")
    print(f"| the first | {found.first:.3f} |")
    print(f"| of the first five | {found.first_five:.3f} |")
    print(f"| of {found.said} said to be | {found.same_event:.3f} |")


def _print_relevance() -> None:
    print("| ranking | nDCG@10 | Lucene | bare Tantivy | MAP | recall of 100 | queries |")
    print("|---|---|---|---|---|---|---|")
    with TemporaryDirectory() as folder:
        for name in COLLECTIONS:
            found = collection(name, Path(folder, name))
            print(f"| {name} {_measures(found, f'{LUCENE[name]} | {TANTIVY[name]}')} |")
        print(f"| same event {_measures(stories(Path(folder, 'stories')), ' | ')} |")
        for name, rank in known_items(Path(folder, "news")).items():
            print(f"| by {name}: MRR@10 | {rank:.3f} | | | | | |")


def _measures(found: Mapping[str, Judged], others: str) -> str:
    mean_of = average(found)
    return f"| {mean_of.ndcg:.3f} | {others} | {mean_of.precision:.3f} | {mean_of.recall:.3f} | {len(found)}"


def _cells(readings: Mapping[str, Found]) -> Sequence[str]:
    known = labels()
    if any(reading.body is not None for reading in readings.values()):
        words, runs = (
            mean(overlap(label.body, readings[name].body or "", length) for name, label in known.items())
            for length in (1, 4)
        )
        bodies = [f"{value:.3f}" for value in (words.f1, words.precision, words.recall, runs.f1)]
    else:
        bodies = ["", "", "", ""]
    right = partial(_share, readings)
    return [
        *bodies,
        right("title", lambda found, name: letters(found.title) == letters(known[name].title)),
        right("authors", lambda found, name: names(found.authors) == names(known[name].authors)),
        right("date", lambda found, name: found.date == known[name].date),
    ]


def _share(readings: Mapping[str, Found], field: str, is_right: Callable[[Found, str], bool]) -> str:
    """The share of labelled pages on which a field is right; empty where the reader does not look for it."""
    if all(getattr(reading, field) is None for reading in readings.values()):
        return ""
    judged = [name for name, label in labels().items() if getattr(label, field) is not None]
    return f"{sum(is_right(readings[name], name) for name in judged) / len(judged):.3f}"


def _print_worse(ours: Mapping[str, Found], theirs: Mapping[str, Found]) -> None:
    print("Pages on which Microfiche's body is worse than trafilatura's by more than 0.01:")
    for name, label in labels().items():
        here, there = (overlap(label.body, found[name].body or "", 1).f1 for found in (ours, theirs))
        if here < there - 0.01:
            print(f"  {here:.3f} {there:.3f} {label.address}")


if __name__ == "__main__":
    main()
