"""The hand-labelled cases: short sources with one defect each, and what an honest reading makes of them.

`cases/*.yaml` hold lists of cases. `defect` names one, `kind` says what the source is (plain text unless it says else;
there each line is a paragraph, and blank lines are put between). Every other key is a label. A label that is not given
holds too: no author, no agency, no date, and nothing taken out; only language, source and the kinds of paragraphs
are compared where they are given alone. A paragraph or a removed line that ends in ` …` is its opening.
`known_wrong` says why the present reading misses a case.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from app.ingest.reading import RawArticle, Reading, Rejected
from app.ingest.split import Clipping, parse

CASES = Path(__file__).with_name("cases")
OPENING = " …"

Expected = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    group: str
    defect: str
    raw: RawArticle
    labels: Expected
    known_wrong: str | None

    def __str__(self) -> str:
        return f"{self.group}: {self.defect}"


def cases() -> list[Case]:
    files = sorted(CASES.glob("*.yaml"))
    return [_case(path.stem, given) for path in files for given in _loaded(path)]


def _loaded(path: Path) -> Any:
    # Labels are compared with what was printed: no date of theirs may become anything but text.
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 (makes text alone)


def _case(group: str, given: dict[str, Any]) -> Case:
    labels = dict(given)
    defect, kind, source = labels.pop("defect"), labels.pop("kind", "text"), labels.pop("source")
    reason = labels.pop("known_wrong", None)
    text = "\n\n".join(source.splitlines()) if kind == "text" else source
    raw = parse(Clipping(f"{group}.{kind}", None, kind, text))
    assert not isinstance(raw, Rejected), raw
    return Case(group, defect, raw, labels, reason)


def expected(case: Case) -> dict[str, Any]:
    """What the labels say, those that go without saying included."""
    unsaid: dict[str, Any] = {"subtitle": "", "authors": [], "agency": "", "published": "", "modified": ""}
    unsaid |= {"crawled": "", "removed": {}}
    return {**unsaid, **case.labels}


def found(case: Case, result: Reading) -> dict[str, Any]:
    """What the reading says of the same, in the words of the labels."""
    article = result.article
    day = article.published
    said = {
        "title": article.title,
        "subtitle": article.subtitle or "",
        "authors": [author.label for author in article.authors],
        "agency": article.agency.label if article.agency else "",
        "source_name": article.source.label if article.source else "",
        "published": f"{day.date}, {day.precision}" if day else "",
        "at": day.at.isoformat() if day and day.at else "",
        "read_from": day.method if day else "",
        "modified": article.modified or "",
        "crawled": article.crawled or "",
        "language": article.language or "",
        "kinds": [paragraph.kind for paragraph in article.paragraphs],
        "body": _as_labelled([part.text for part in article.paragraphs], case.labels["body"]),
        "removed": _removed(result, case.labels.get("removed", {})),
    }
    return {name: said[name] for name in expected(case)}


def _removed(result: Reading, labels: Mapping[str, list[str]]) -> dict[str, list[str]]:
    by_reason: dict[str, list[str]] = {}
    for piece in result.removed:
        by_reason.setdefault(piece.reason, []).append(" ".join(piece.text.split()))
    return {reason: _as_labelled(texts, labels.get(reason, [])) for reason, texts in by_reason.items()}


def _as_labelled(texts: list[str], labels: list[str]) -> list[str]:
    """The texts, each written as its label is where the label gives but its opening."""
    if len(texts) != len(labels):
        return texts
    return [label if _opens(text, label) else text for text, label in zip(texts, labels, strict=True)]


def _opens(text: str, label: str) -> bool:
    return label.endswith(OPENING) and text.startswith(label.removesuffix(OPENING))


def right_and_wrong() -> Iterator[tuple[str, int, int]]:
    """For each group its name, how many cases it has, and how many of them are known to be read wrong."""
    every = cases()
    for group in sorted({case.group for case in every}):
        own = [case for case in every if case.group == group]
        yield group, len(own), sum(case.known_wrong is not None for case in own)
