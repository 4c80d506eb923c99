"""Related articles, with their reasons, on both engines."""

from collections.abc import Iterator

import pytest

from app.search.related import Related
from app.search.requests import SearchRequest
from app.wiring import Archive
from tests.archives import archive_at, ingest, write_lines

ALL = SearchRequest(limit=100)
_BRIDGE = (
    "The old stone bridge at Velden collapsed under a lorry loaded with gravel; divers searched the Aar."
)
_COPIED = (
    "Engineers had warned since spring that the arches of the bridge were hollow, and the canton had "
    "closed it to buses while letting gravel through. On Thursday at noon the middle arch gave way under "
    "a lorry that was twice as heavy as the sign allowed. Its driver swam ashore at the mill, where a "
    "baker gave him a coat and a telephone. By evening the ferry ran again, for the first time in forty "
    "years, and children rode on it until it was dark."
)
_WORDS = "harbour fleet council budget winter train festival museum orchard tariff glacier library".split()
_OTHERS: list[dict[str, object]] = [
    {
        "id": word,
        "title": f"On the {word}",
        "source": "Courier",
        "topics": [word],
        "body": f"Much was said of the {word} and of the {word}'s friends, and little was agreed.",
    }
    for word in _WORDS
]
ARTICLES: list[dict[str, object]] = [
    {
        "id": "bridge", "title": "Bridge at Velden collapses", "published": "2001-05-03", "source": "Courier",
        "topics": ["disaster and accident"], "body": f"{_BRIDGE} The lorry's driver swam ashore.",
    },
    {
        "id": "next-day", "title": "Divers leave Velden", "published": "2001-05-05", "source": "Gazette",
        "topics": ["disaster and accident"],
        "body": "Divers found no one under the bridge at Velden, which had collapsed under a lorry of gravel.",
    },
    {
        "id": "years-on", "title": "Velden has a bridge again", "published": "2011-05-03", "source": "Courier",
        "body": "Ten years after a lorry of gravel broke the old stone bridge, Velden opened a new one on the Aar.",
    },
    {
        "id": "copy", "title": "Bridge collapses", "published": "2001-05-04", "source": "Wire Daily",
        "body": _COPIED,
    },
    {
        "id": "copied", "title": "Old bridge at Velden down", "published": "2001-05-04", "source": "Evening Wire",
        "body": _COPIED,
    },
    {
        "id": "flood", "title": "Rivers leave their beds", "source": "Gazette", "topics": ["disaster and accident"],
        "body": "Whole valleys stood under water after three days of rain, and trains were late.",
    },
    *_OTHERS,
]  # fmt: skip


@pytest.fixture(scope="module", params=["tantivy", "whoosh"])
def archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp(str(request.param))
    with archive_at(folder / "data", request.param) as opened:
        ingest(opened, write_lines(folder / "known.jsonl", ARTICLES))
        yield opened


def related(archive: Archive, given_id: str, limit: int = 10) -> dict[str | None, Related]:
    ids = {hit.card.given_id: hit.card.id for hit in archive.search.search(ALL).hits}
    found = archive.related.of(ids[given_id], limit)
    assert found is not None
    return {one.card.given_id: one for one in found}


def test_articles_of_one_event_come_first_with_the_words_they_share(archive: Archive) -> None:
    found = related(archive, "bridge")
    assert next(one for one in found.values()).reason == "same_event"
    assert found["next-day"].reason == "same_event"
    assert {"Velden", "divers"} <= set(found["next-day"].terms)
    assert [topic.label for topic in found["next-day"].topics] == ["disaster and accident"]


def test_what_is_alike_years_later_is_no_same_event(archive: Archive) -> None:
    assert related(archive, "bridge")["years-on"].reason == "shared_terms"


def test_those_of_its_topics_follow(archive: Archive) -> None:
    flood = related(archive, "bridge")["flood"]
    assert (flood.reason, flood.similarity, flood.terms) == ("same_topic", None, ())


def test_the_article_itself_and_its_near_copies_are_not_among_them(archive: Archive) -> None:
    assert not {"copy", "copied"} & related(archive, "copied").keys()
    assert "bridge" not in related(archive, "bridge")


def test_the_most_similar_come_first(archive: Archive) -> None:
    shares = [one.similarity for one in related(archive, "bridge").values() if one.similarity is not None]
    assert shares == sorted(shares, reverse=True)
    assert all(0 < share <= 1 for share in shares)


def test_no_more_than_asked_are_given(archive: Archive) -> None:
    assert len(related(archive, "bridge", limit=2)) == 2


def test_an_unknown_article_has_none(archive: Archive) -> None:
    assert archive.related.of("nosuchid", 10) is None
