"""One search, end to end, on both engines and a corpus small enough to know by heart."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.errors import ParameterError, QueryError
from app.search.answers import SearchAnswer
from app.search.requests import SearchRequest
from app.wiring import Archive
from tests.archives import archive_at, ingest, write_lines

ARTICLES: list[dict[str, object]] = [
    {
        "id": "moon", "title": "Men walk on the moon", "published": "1969-07-21", "source": "Courier",
        "authors": ["Ada Lindqvist"], "topics": ["space exploration"], "language": "en",
        "body": "Two astronauts landed in the Sea of Tranquility. The landing was seen by millions.",
    },
    {
        "id": "mars", "title": "A landing on Mars", "published": "1997-07", "source": "Gazette",
        "authors": ["Ada Lindqvist", "Bo Ek"], "topics": ["science and technology"], "language": "en",
        "body": "Pathfinder bounced to rest. Its rover, Sojourner, is no larger than a microwave oven.",
    },
    {
        "id": "lune", "title": "Des hommes sur la Lune", "published": "1969", "source": "Courier",
        "topics": ["sport"], "language": "fr",
        "body": "Deux astronautes américains ont marché sur la Lune. L'événement fut suivi partout.",
    },
    {
        "id": "final", "title": "Hosts win the final", "source": "Gazette", "topics": ["soccer"],
        "language": "en", "body": "The hosts won four to two after extra time. COVID-19 was unheard of.",
    },
]  # fmt: skip


@pytest.fixture(scope="module", params=["tantivy", "whoosh"])
def archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp(str(request.param))
    with archive_at(folder / "data", request.param) as opened:
        ingest(opened, write_lines(folder / "known.jsonl", ARTICLES))
        yield opened


def ask(archive: Archive, q: str = "", **options: Any) -> SearchAnswer:
    return archive.search.search(SearchRequest(q, **options))


def given_ids(answer: SearchAnswer) -> list[str | None]:
    return [hit.card.given_id for hit in answer.hits]


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("", {"moon", "mars", "lune", "final"}),
        ("landings", {"moon", "mars"}),
        ('"landings"', set()),
        ('"the landing was"', {"moon"}),
        ("américains", {"lune"}),
        ("AMERICAINS", {"lune"}),
        ("événement", {"lune"}),
        ("astronaut*", {"moon", "lune"}),
        ("m?rs", {"mars"}),
        ("tranquilitty~1", {"moon"}),
        ("covid-19", {"final"}),
        ("landing -moon", {"mars"}),
        ("NOT landing", {"lune", "final"}),
        ("mars OR final", {"mars", "final"}),
        ("author:lindqvist", {"moon", "mars"}),
        ('author:"bo ek"', {"mars"}),
        ("source:gazette language:en", {"mars", "final"}),
        ("topic:sport", {"lune", "final"}),
        ("date:1969", {"moon", "lune"}),
        ("date:1969-07", {"moon"}),
        ("date:[1969-07-01 TO 1997-12]", {"moon", "mars"}),
        ('"sea tranquility"~1', {"moon"}),
        ("title:landing", {"mars"}),
        ("body:landing", {"moon"}),
    ],
)
def test_a_query_finds_what_it_says(archive: Archive, q: str, found: set[str]) -> None:
    assert set(given_ids(ask(archive, q, match="all"))) == found


def test_auto_asks_for_any_of_the_words_where_no_article_has_all_and_says_so(archive: Archive) -> None:
    answer = ask(archive, "mars tranquility")
    assert set(given_ids(answer)) == {"moon", "mars"}
    assert "match_any" in {note.code for note in answer.notes}
    assert ask(archive, "mars tranquility", match="all").total == 0


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"topic": ("sport",)}, {"lune", "final"}),
        ({"topic": ("medtop:13000000",)}, {"moon", "mars"}),
        ({"source": ("Courier",), "language": ("en",)}, {"moon"}),
        ({"source": ("courier", "Gazette")}, {"moon", "mars", "lune", "final"}),
        ({"author": ("none",)}, {"lune", "final"}),
        ({"start": "1969-07", "end": "1969-07"}, {"moon"}),
        ({"start": "1969"}, {"moon", "lune", "mars"}),
        ({"start": "1969", "undated": "include"}, {"moon", "lune", "mars", "final"}),
        ({"undated": "only"}, {"final"}),
        ({"undated": "exclude"}, {"moon", "lune", "mars"}),
    ],
)
def test_filters_let_through_what_they_say(
    archive: Archive, filters: Mapping[str, Any], found: set[str]
) -> None:
    assert set(given_ids(ask(archive, **filters))) == found


def test_an_article_known_too_coarsely_for_the_range_is_counted_in_a_note(archive: Archive) -> None:
    notes = {note.code: note.message for note in ask(archive, start="1969-07", end="1969-08").notes}
    assert notes["dates_too_coarse"].startswith("1 more")


def test_undated_articles_come_last_in_both_date_orders(archive: Archive) -> None:
    assert given_ids(ask(archive, sort="newest")) == ["mars", "moon", "lune", "final"]
    assert given_ids(ask(archive, sort="oldest")) == ["lune", "moon", "mars", "final"]


def test_words_are_sorted_by_relevance_and_the_rest_by_date(archive: Archive) -> None:
    scores = [hit.score for hit in ask(archive, "landing").hits]
    assert None not in scores
    assert scores == sorted(scores, key=lambda score: -(score or 0))
    assert ask(archive, "language:en").hits[0].score is None


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_pages_follow_each_other_to_the_end(archive: Archive, sort: str) -> None:
    walked: list[str | None] = []
    cursor = None
    while True:
        answer = ask(archive, "*", sort=sort, limit=1, cursor=cursor)
        walked += given_ids(answer)
        cursor = answer.next_cursor
        if cursor is None:
            break
    assert len(walked) == answer.total == answer.page == 4
    assert walked == [
        one for page in (1, 2, 3, 4) for one in given_ids(ask(archive, "*", sort=sort, limit=1, page=page))
    ]


def test_a_page_reaches_so_deep_and_next_to_the_last_hit(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.search.service.MAX_OFFSET", 2)
    answer = ask(archive, sort="newest", limit=1, page=3)
    walked = given_ids(answer)
    while answer.next_cursor:
        answer = ask(archive, sort="newest", limit=1, cursor=answer.next_cursor)
        walked += given_ids(answer)
    assert len(walked) == 2
    with pytest.raises(ParameterError, match="follow `next`") as refused:
        ask(archive, sort="newest", limit=1, page=4)
    assert (refused.value.code, refused.value.notes[0].param) == ("page_too_deep", "page")


def test_facets_count_what_their_click_returns_and_roll_topics_up(archive: Archive) -> None:
    answer = ask(archive, facets=("topic", "source", "author", "language", "year", "month"))
    topics = {value.label: value.count for value in answer.facets["topic"].values}
    assert topics["sport"] == 2
    assert topics["science and technology"] == 2
    for name in ("topic", "source", "author", "language"):
        for value in answer.facets[name].values:
            click: dict[str, Any] = {name: (value.value,)}
            assert ask(archive, **click).total == value.count
    for name in ("year", "month"):
        for value in answer.facets[name].values:
            assert ask(archive, start=value.value, end=value.value).total == value.count


def test_a_facet_leaves_out_its_own_filter_and_lists_what_is_selected(archive: Archive) -> None:
    facet = ask(archive, "mars", source=("Courier",), facets=("source",)).facets["source"]
    assert {(v.value, v.count, v.selected) for v in facet.values} == {
        ("gazette", 1, False),
        ("courier", 0, True),
    }


def test_snippets_mark_stems_phrases_and_other_scripts_accents(archive: Archive) -> None:
    marked = [
        part.text
        for hit in ask(archive, 'astronautes OR "extra time"').hits
        for snippet in hit.snippets
        for part in snippet.parts
        if part.match
    ]
    assert {"astronauts", "astronautes", "extra time"} <= set(marked)


def test_an_unknown_topic_is_no_hit_and_a_note(archive: Archive) -> None:
    answer = ask(archive, topic=("gardening",))
    assert answer.total == 0
    assert [(note.code, note.param) for note in answer.notes] == [("unknown_topic", "topic")]


def test_an_unknown_topic_in_the_query_is_a_note_with_its_place(archive: Archive) -> None:
    notes = ask(archive, "moon OR topic:gardening").notes
    assert [(note.code, note.param, note.start, note.end) for note in notes] == [
        ("unknown_topic", "q", 14, 23)
    ]


def test_a_cursor_of_another_search_is_refused(archive: Archive) -> None:
    cursor = ask(archive, limit=1).next_cursor
    with pytest.raises(ParameterError, match="another search"):
        ask(archive, "moon", limit=1, cursor=cursor)
    with pytest.raises(ParameterError, match="next_cursor"):
        ask(archive, cursor="nonsense")


def test_a_query_that_had_to_be_read_kindly_says_so_or_is_refused(archive: Archive) -> None:
    assert [note.code for note in ask(archive, '"unclosed').notes][:1] == ["unclosed_quote"]
    with pytest.raises(QueryError):
        ask(archive, '"unclosed', strict=True)


def test_a_prefix_of_too_many_words_is_refused_with_its_place(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.search.expansion.MAX_EXPANSIONS", 3)
    with pytest.raises(QueryError) as refused:
        ask(archive, "moon t*")
    assert (refused.value.notes[0].start, refused.value.notes[0].end) == (5, 7)


def test_a_walk_across_a_change_says_so(tmp_path: Path) -> None:
    with archive_at(tmp_path / "data") as archive:
        ingest(archive, write_lines(tmp_path / "known.jsonl", ARTICLES))
        cursor = ask(archive, limit=2).next_cursor
        ingest(archive, write_lines(tmp_path / "more.jsonl", [{"title": "More", "body": "More of it."}]))
        assert "corpus_changed" in {note.code for note in ask(archive, limit=2, cursor=cursor).notes}


def test_an_index_built_anew_between_pages_is_told_where_scores_order_them(tmp_path: Path) -> None:
    alike = [{"id": f"{n}", "title": "Tide", "body": f"The tide. {n}"} for n in range(6)]
    with archive_at(tmp_path / "data") as archive:
        ingest(archive, write_lines(tmp_path / "alike.jsonl", alike))
        cursors = {
            sort: ask(archive, "tide", sort=sort, limit=2).next_cursor for sort in ("relevance", "newest")
        }
        archive.indexing.reindex()
        told = {
            sort: [note.code for note in ask(archive, "tide", sort=sort, limit=2, cursor=cursor).notes]
            for sort, cursor in cursors.items()
        }
    assert told == {"relevance": ["index_rebuilt"], "newest": []}


def test_an_article_that_is_read_anew_keeps_the_time_at_which_it_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = datetime(2026, 1, 5, 12, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)
    file = tmp_path / "wire.jsonl"
    with archive_at(tmp_path / "data") as archive:
        monkeypatch.setattr("time.time", first.timestamp)
        ingest(archive, write_lines(file, ARTICLES[:2]))
        monkeypatch.setattr("time.time", second.timestamp)
        ingest(archive, write_lines(file, [ARTICLES[0] | {"body": "Changed."}, *ARTICLES[1:3]]))
        ingest(archive, file, again=True)
        since = {
            text: given_ids(ask(archive, added_from=text, sort="oldest"))
            for text in (
                "2026-01-05T12:00:00Z",
                "2026-01-05T12:00:01Z",
                "2026-01-06",
                "2026-03-01",
                "2026-03-02",
            )
        }
    everything, new = ["lune", "moon", "mars"], ["lune"]
    assert [sorted(ids, key=str) for ids in since.values()] == [sorted(everything), new, new, new, []]


def test_a_source_called_none_is_none(tmp_path: Path) -> None:
    called = [{"id": f"{n}", "title": f"Tide {n}", "body": "The tide.", "source": name}
              for n, name in enumerate(("None", "", "Courier"))]  # fmt: skip
    with archive_at(tmp_path / "data") as archive:
        ingest(archive, write_lines(tmp_path / "called.jsonl", called))
        answer = ask(archive, source=("none",), sort="oldest", facets=("source",))
        listed = {value.value: value.count for value in answer.facets["source"].values}
    assert sorted(filter(None, given_ids(answer))) == ["0", "1"]
    assert listed == {"courier": 1, "none": 2}
