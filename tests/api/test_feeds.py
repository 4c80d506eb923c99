"""Any search as a feed: RSS, Atom and JSON Feed, as parsers and their specifications want them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import feedparser
import pytest
from fastapi.testclient import TestClient
from lxml import etree

from app.main import create_app
from app.settings import Settings
from tests.archives import archive_at, ingest, write_lines

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
XML_FEEDS = ("rss", "atom")
FEEDS = (*XML_FEEDS, "jsonfeed")
STRANGE: list[dict[str, object]] = [
    {
        "id": "strange", "title": "Fish & <b>chips</b> \x08now\x1b 🐟 \ufffe", "url": "javascript:alert(1)",
        "body": "Cod < haddock & ]]> plaice.\n\nSecond \x00 paragraph.", "authors": ["Zoë Söhne"],
        "summary": "Cod < haddock & ]]> &amp; plaice.", "language": "en", "published": "2021-04-07T10:00:00+05:00",
    },
    {"id": "rtl", "title": "المغرب", "body": "خبر من المغرب اليوم.", "language": "ar", "published": "2022-12"},
    {"id": "zh", "title": "奥运会开幕", "body": "奥运会今天开幕。", "published": "2008-08-08", "source": "日报"},
    {"id": "bare", "title": "Nothing is known", "body": "Of this one."},
]  # fmt: skip


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("strange")
    with archive_at(folder / "data") as archive:
        ingest(archive, write_lines(folder / "strange.jsonl", STRANGE))
    with TestClient(create_app(Settings(data=folder / "data"))) as made:
        yield made


def hits(client: TestClient, query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/v1/search?{query}").json()["hits"]
    return found


def parsed(client: TestClient, url: str) -> Any:
    told = feedparser.parse(client.get(url).content)
    assert not told.bozo, told.get("bozo_exception")
    return told


def rss_items(client: TestClient, query: str) -> list[Any]:
    root = etree.fromstring(client.get(f"/v1/search?{query}&format=rss").content)
    return list(root.iterfind("channel/item"))


def atom_entries(client: TestClient, query: str) -> list[Any]:
    root = etree.fromstring(client.get(f"/v1/search?{query}&format=atom").content)
    return list(root.iterfind(f"{ATOM}entry"))


@pytest.mark.parametrize("name", XML_FEEDS)
@pytest.mark.parametrize(
    "query", ["q=the", "q=moon", "topic=sport&limit=100", "language=ar", "q=nosuchword", ""]
)
def test_a_parser_of_feeds_finds_the_newest_hits(client: TestClient, name: str, query: str) -> None:
    told = parsed(client, f"/v1/search?{query}&format={name}")
    expected = hits(client, f"{query}&sort=newest" + ("" if "limit" in query else "&limit=20"))
    assert told.version == {"rss": "rss20", "atom": "atom10"}[name]
    assert [unescape(entry.title) for entry in told.entries] == [hit["title"] for hit in expected]
    for entry, hit in zip(told.entries, expected, strict=True):
        assert entry.link == hit["url"] or entry.link.endswith(f"/v1/articles/{hit['id']}")
        assert unescape(entry.get("summary", "")) == (hit["summary"] or "")
        assert len(entry.get("tags", [])) == len(hit["topics"])


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_may_be_sorted_and_cut_otherwise_and_leads_on(client: TestClient, name: str) -> None:
    titles: list[str] = []
    url = f"/v1/search?q=the&sort=relevance&limit=7&format={name}"
    while url:
        answer = client.get(url)
        if name == "jsonfeed":
            titles += [item["title"] for item in answer.json()["items"]]
            following = answer.json().get("next_url", "")
        else:
            told = feedparser.parse(answer.content)
            titles += [entry.title for entry in told.entries]
            following = next((link.href for link in told.feed.links if link.rel == "next"), "")
        assert following == answer.links.get("next", {}).get("url", "")
        url = following
    assert titles == [hit["title"] for hit in hits(client, "q=the&limit=100")]


def test_atom_has_all_that_its_specification_requires(strange: TestClient) -> None:
    root = etree.fromstring(strange.get("/v1/search?format=atom").content)
    entries = root.findall(f"{ATOM}entry")
    for element in (root, *entries):
        for name in ("id", "title", "updated"):
            assert len(element.findall(ATOM + name)) == 1
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", element.findtext(f"{ATOM}id"))
        assert datetime.fromisoformat(element.findtext(f"{ATOM}updated")).tzinfo
        assert len(element.findall(f"{ATOM}link[@rel='alternate']")) == 1
    assert len(entries) == len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(STRANGE)
    assert all(entry.findtext(f"{ATOM}author/{ATOM}name") for entry in entries)
    assert root.find(f"{ATOM}link[@rel='self']").get("href") == "http://testserver/v1/search?format=atom"
    assert root.findtext(f"{ATOM}updated") == max(entry.findtext(f"{ATOM}updated") for entry in entries)


def test_rss_has_all_that_its_specification_requires(strange: TestClient) -> None:
    root = etree.fromstring(strange.get("/v1/search?format=rss").content)
    channel = root.find("channel")
    assert root.get("version") == "2.0"
    assert all(channel.findtext(name) for name in ("title", "link", "description"))
    assert parsedate_to_datetime(channel.findtext("lastBuildDate")).tzinfo
    assert channel.find(f"{ATOM}link[@rel='self']").get("href") == "http://testserver/v1/search?format=rss"
    items = channel.findall("item")
    assert all(item.find("guid").get("isPermaLink") == "false" for item in items)
    assert len({item.findtext("guid") for item in items}) == len(items) == len(STRANGE)


def test_json_feed_has_all_that_its_specification_requires(strange: TestClient) -> None:
    told = strange.get("/v1/search?format=jsonfeed").json()
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert told["title"]
    assert told["feed_url"] == "http://testserver/v1/search?format=jsonfeed"
    assert "next_url" not in told
    for item in told["items"]:
        assert item["id"]
        assert item["content_text"]
        assert all(author["name"] for author in item.get("authors", []))
        for name in ("date_published", "date_modified"):
            assert name not in item or datetime.fromisoformat(item[name]).tzinfo
    assert len(told["items"]) == len(STRANGE)


def test_an_instant_is_published_and_a_day_a_month_or_nothing_is_not_made_one(strange: TestClient) -> None:
    found = {hit["given_id"]: hit for hit in hits(strange, "sort=newest")}
    order = [hit["given_id"] for hit in hits(strange, "sort=newest")]
    items = dict(zip(order, rss_items(strange, ""), strict=True))
    entries = dict(zip(order, atom_entries(strange, ""), strict=True))
    told = dict(zip(order, strange.get("/v1/search?format=jsonfeed").json()["items"], strict=True))
    instant = datetime(2021, 4, 7, 5, tzinfo=UTC)
    assert parsedate_to_datetime(items["strange"].findtext("pubDate")) == instant
    assert datetime.fromisoformat(entries["strange"].findtext(f"{ATOM}published")) == instant
    assert datetime.fromisoformat(told["strange"]["date_published"]) == instant
    for name in ("rtl", "zh", "bare"):
        assert items[name].find("pubDate") is None
        assert entries[name].find(f"{ATOM}published") is None
        assert "date_published" not in told[name]
    for name, hit in found.items():
        printed = hit["published"]["date"] if hit["published"] else None
        assert items[name].findtext(f"{DC}date") == entries[name].findtext(f"{DC}date") == printed
        assert told[name].get("_microfiche", {}).get("date") == printed


def test_text_of_every_kind_comes_through_less_what_xml_forbids(strange: TestClient) -> None:
    for name in XML_FEEDS:
        entries = parsed(strange, f"/v1/search?format={name}").entries
        titles = [entry.title for entry in entries]
        assert {"المغرب", "奥运会开幕"} <= set(titles)
    (hit,) = hits(strange, "q=haddock")
    (item,), (entry,) = rss_items(strange, "q=haddock"), atom_entries(strange, "q=haddock")
    shown = "".join(letter for letter in hit["title"] if letter.isprintable() and letter != "\ufffe")
    assert item.findtext("title") == entry.findtext(f"{ATOM}title") == shown
    assert (
        item.findtext(f"{DC}creator")
        == entry.findtext(f"{ATOM}author/{ATOM}name")
        == hit["authors"][0]["label"]
    )
    # A description is HTML by custom, a summary of Atom the very text.
    assert unescape(item.findtext("description")) == entry.findtext(f"{ATOM}summary") == hit["summary"]
    assert "<" not in item.findtext("description")


@pytest.mark.parametrize("name", XML_FEEDS)
def test_a_question_with_what_xml_forbids_makes_a_feed_that_can_be_read(
    strange: TestClient, name: str
) -> None:
    told = feedparser.parse(
        strange.get("/v1/search", params={"q": "a\x01\x1b\ufffe<b> & c", "format": name}).content
    )
    assert not told.bozo
    assert unescape(told.feed.title) == "Microfiche: a<b> & c"


def test_an_address_that_is_no_web_page_is_not_linked_to(strange: TestClient) -> None:
    (hit,) = hits(strange, "q=haddock")
    (item,) = rss_items(strange, "q=haddock")
    assert item.findtext("link") == f"http://testserver/v1/articles/{hit['id']}"


def test_the_language_of_each_entry_is_told(strange: TestClient) -> None:
    (entry,) = atom_entries(strange, "q=المغرب")
    assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"


def test_fields_choose_what_a_feed_tells_and_may_bring_whole_texts(strange: TestClient) -> None:
    (hit,) = hits(strange, "q=haddock&fields=body")
    (item,) = rss_items(strange, "q=haddock&fields=body")
    (entry,) = atom_entries(strange, "q=haddock&fields=body")
    told = strange.get("/v1/search?q=haddock&fields=body&format=jsonfeed").json()["items"][0]
    html = item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded")
    assert html == entry.findtext(f"{ATOM}content")
    assert html.startswith("<p>Cod &lt; haddock &amp; ]]&gt; plaice.</p><p>Second")
    assert told["content_text"] == hit["body"]
    assert item.find("description") is None
    assert item.find(f"{DC}creator") is None
    assert "authors" not in told


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_that_has_not_changed_is_not_sent_again(client: TestClient, name: str) -> None:
    # Each encoding has a tag of its own.
    plain = {"Accept-Encoding": "identity"}
    first = client.get(f"/v1/search?q=moon&format={name}", headers=plain)
    tag = first.headers["etag"]
    assert re.fullmatch(r'"[0-9a-f]{32}"', tag)
    for known in (tag, f'"other", W/{tag}', "*"):
        again = client.get(f"/v1/search?q=moon&format={name}", headers=plain | {"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
        assert again.headers["last-modified"] == first.headers["last-modified"]
    other = client.get(f"/v1/search?q=berlin&format={name}", headers={"If-None-Match": tag})
    assert other.status_code == 200


def entry_of(client: TestClient, title: str) -> tuple[str, str]:
    """An entry's id and when it was updated."""
    (entry,) = (e for e in atom_entries(client, "") if e.findtext(f"{ATOM}title") == title)
    return entry.findtext(f"{ATOM}id"), entry.findtext(f"{ATOM}updated")


def test_a_feed_tells_what_is_new_and_what_is_changed_under_the_ids_it_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"

    @contextmanager
    def served_after(hour: int, articles: list[dict[str, object]]) -> Iterator[TestClient]:
        """A client of the corpus to which this was done at that hour."""

        class Stopped(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> "Stopped":
                return cls(2026, 5, 1, hour, tzinfo=tz)

        monkeypatch.setattr("app.articles.revisions.datetime", Stopped)
        with archive_at(data) as archive:
            ingest(archive, write_lines(tmp_path / "few.jsonl", articles))
        with TestClient(create_app(Settings(data=data))) as client:
            yield client

    one: dict[str, object] = {"id": "1", "title": "One", "body": "The first."}
    two: dict[str, object] = {"id": "2", "title": "Two", "body": "The second."}
    with served_after(10, [one]) as client:
        before, first = client.get("/v1/search?format=atom"), entry_of(client, "One")
    with served_after(11, [one, two]) as client:
        after, second = client.get("/v1/search?format=atom"), entry_of(client, "Two")
        assert entry_of(client, "One") == first
    with served_after(12, [one, two | {"body": "The second, mended."}]) as client:
        mended = entry_of(client, "Two")
    assert before.headers["etag"] != after.headers["etag"]
    assert before.headers["last-modified"] == "Fri, 01 May 2026 10:00:00 GMT"
    assert after.headers["last-modified"] == "Fri, 01 May 2026 11:00:00 GMT"
    assert first[1] == "2026-05-01T10:00:00Z"
    assert second[1] == "2026-05-01T11:00:00Z"
    assert mended == (second[0], "2026-05-01T12:00:00Z")


def test_a_feed_is_known_by_what_it_asks_and_not_by_how_it_is_shown(client: TestClient) -> None:
    def feed_id(query: str) -> str:
        return str(parsed(client, f"/v1/search?{query}&format=atom").feed.id)

    assert feed_id("q=moon") == feed_id("limit=3&fields=title&q=moon") == feed_id("q=moon&highlight=none")
    assert feed_id("topic=sport&topic=health") == feed_id("topic=health&topic=sport")
    assert len({feed_id(q) for q in ("q=moon", "q=mars", "q=moon&from=1969", "q=moon&sort=relevance")}) == 4


def test_a_feed_s_own_address_brings_this_very_feed(client: TestClient) -> None:
    by_header = client.get("/v1/search?q=moon", headers={"Accept": "application/rss+xml"})
    told = feedparser.parse(by_header.content)
    address = next(link.href for link in told.feed.links if link.rel == "self")
    assert parse_qs(urlsplit(address).query) == {"q": ["moon"], "format": ["rss"]}
    assert client.get(address).content == by_header.content


def test_a_feed_is_titled_after_what_was_asked(client: TestClient) -> None:
    assert parsed(client, "/v1/search?q=moon&topic=sport&from=1969&format=rss").feed.title == (
        "Microfiche: moon; topic sport; from 1969"
    )
    assert parsed(client, "/v1/search?format=atom").feed.title == "Microfiche: all articles"
