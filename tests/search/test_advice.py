"""What is said where little or nothing was found, on both engines."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.search.answers import SearchAnswer
from app.search.requests import SearchRequest
from app.wiring import Archive
from tests.archives import archive_at, ingest, write_lines

_GOVERNMENT = [
    {
        "id": f"g{i}",
        "title": f"The government answers, part {i}",
        "source": "Courier",
        "authors": ["Zoltan Ferreira"],
        "topics": ["politics"],
        "published": "2001-05-01",
        "body": f"The government met the press in Bern for the {i}th time, and ministers spoke of the harbour.",
    }
    for i in range(30)
]
_OTHERS: list[dict[str, object]] = [
    {
        "id": "moscow", "title": "Лавров прибыл в Москву", "language": "ru", "source": "Gazette",
        "body": "Министр Лавров прибыл в Москву на переговоры с послами.",
    },
    {
        "id": "whales", "title": "Whales off the coast", "source": "Gazette", "published": "1999-02-03",
        "body": "Fishermen counted eleven whales and a calf. The goverment was told by letter.",
    },
]  # fmt: skip


@pytest.fixture(scope="module", params=["tantivy", "whoosh"])
def archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp(str(request.param))
    with archive_at(folder / "data", request.param) as opened:
        ingest(opened, write_lines(folder / "known.jsonl", [*_GOVERNMENT, *_OTHERS]))
        yield opened


def ask(archive: Archive, q: str = "", **options: Any) -> SearchAnswer:
    return archive.search.search(SearchRequest(q, **options))


@pytest.mark.parametrize(
    ("q", "meant"),
    [
        ("govrenment", "government"),
        ("goverment", "government"),
        ("gogovernment", "government"),
        ("ogvernment", "government"),
        ("overnment", "government"),
        ("harbuor", "harbour"),
        ("govrenment harbuor", "government harbour"),
        ('"met the pres"~1', '"met the press"~1'),
        ('"governmant met"', '"government met"'),
        ("title:governmant", "title:government"),
        ("author:Fereira", "author:ferreira"),
        ("Лаврав", "лавров"),
        ("govrenment -whales", "government -whales"),
    ],
)
def test_a_slip_is_put_as_the_corpus_spells_it(archive: Archive, q: str, meant: str | None) -> None:
    assert ask(archive, q).did_you_mean == meant


@pytest.mark.parametrize(
    "q",
    [
        "government",
        "whales",
        "zzyzx",
        "wha",
        "1999",
        "whale?",
        "topic:politcs",
        "*",
        "",
        "-govrenment",
    ],
)
def test_nothing_is_said_of_words_that_are_right_or_have_no_neighbour(archive: Archive, q: str) -> None:
    assert ask(archive, q).did_you_mean is None


def test_another_spelling_is_only_told_where_it_finds_more(archive: Archive) -> None:
    assert ask(archive, "govrenment", source=("Courier",)).did_you_mean == "government"
    assert ask(archive, "govrenment", topic=("sport",)).did_you_mean is None


def test_what_is_meant_finds_more_under_the_same_filters(archive: Archive) -> None:
    asked = ask(archive, "goverment", start="1999")
    assert asked.did_you_mean
    assert ask(archive, asked.did_you_mean, start="1999").total > asked.total


def test_an_empty_answer_says_what_each_part_keeps_out(archive: Archive) -> None:
    answer = ask(archive, "whales government bicycles", match="all", source=("Courier",), start="2001")
    assert answer.total == 0
    assert [(one.param, one.text, one.start, one.end, one.total) for one in answer.without] == [
        ("q", "whales", 0, 6, 0),
        ("q", "government", 7, 17, 0),
        ("q", "bicycles", 18, 26, 0),
        ("source", "source=Courier", None, None, 0),
        ("from", "from=2001", None, None, 0),
    ]
    assert ("nothing_has", 18, 26) in {(note.code, note.start, note.end) for note in answer.notes}


@pytest.mark.parametrize(
    ("q", "filters", "kept_out_by"),
    [
        ("government -harbour", {}, ("q", "-harbour", 30)),
        ("whales", {"source": ("Courier",)}, ("q", "whales", 30)),
        ("whales", {"source": ("Courier",)}, ("source", "source=Courier", 1)),
        ("whales", {"start": "2001", "end": "2002"}, ("from", "from=2001&to=2002", 1)),
        ("", {"author": ("nobody",), "source": ("Gazette",)}, ("author", "author=nobody", 2)),
        ('government "of the sea"', {"match": "all"}, ("q", '"of the sea"', 30)),
        ("government (bicycles OR trams)", {"match": "all"}, ("q", "bicycles OR trams", 30)),
    ],
)
def test_the_count_without_what_emptied_the_answer_is_what_leaving_it_out_finds(
    archive: Archive, q: str, filters: dict[str, Any], kept_out_by: tuple[str, str, int]
) -> None:
    answer = ask(archive, q, **filters)
    assert answer.total == 0
    assert kept_out_by in [(one.param, one.text, one.total) for one in answer.without]
    told = [note.message for note in answer.notes if note.code == "emptied_by"]
    assert any(kept_out_by[1] in message for message in told)


def test_an_answer_with_hits_says_nothing_of_the_kind(archive: Archive) -> None:
    answer = ask(archive, "whales")
    assert answer.without == ()
    assert answer.notes == ()


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_a_word_of_removed_articles_is_not_what_was_meant(tmp_path: Path, engine: str) -> None:
    kept = {"id": "a", "title": "Boats", "body": "Two boats lay in the harbour.", "language": "en"}
    gone = [
        {"id": f"gone-{i}", "title": f"Story {i}", "body": "Boats in harbuoz.", "language": "en"}
        for i in range(3)
    ]
    with archive_at(tmp_path / "data", engine) as archive:
        ingest(archive, write_lines(tmp_path / "known.jsonl", [kept, *gone]))
        assert ask(archive, "harbuor").did_you_mean == "harbuoz"
        ingest(archive, write_lines(tmp_path / "known.jsonl", [kept]), prune=True)
        assert ask(archive, "harbuor").did_you_mean == "harbour"
