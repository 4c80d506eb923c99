"""How others find the archive: sitemaps, rules for crawlers, a search engine of the browser, a page for models."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from fastapi.testclient import TestClient
from lxml import etree

from app.articles import listing
from app.keys import create_key
from app.main import create_app
from app.settings import Settings
from app.web.addresses import article_path
from tests.archives import archive_at, ingest, write_lines

Serve = Callable[..., TestClient]
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
ARTICLE = {"id": "a", "title": "Fish & chips", "body": "Cod and haddock."}
FOUND = [
    "/sitemap.xml",
    "/sitemaps/1.xml",
    "/robots.txt",
    "/opensearch.xml",
    "/opensearch/suggest?q=mo",
    "/llms.txt",
]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Serves an archive of these articles, with these settings besides."""
    with ExitStack() as running:

        def start(articles: Sequence[Mapping[str, object]], **settings: object) -> TestClient:
            if articles:
                with archive_at(tmp_path / "data") as archive:
                    ingest(archive, write_lines(tmp_path / "articles.jsonl", articles))
            chosen = Settings.model_validate({"data": tmp_path / "data", **settings})
            return running.enter_context(TestClient(create_app(chosen)))

        yield start


def numbered(count: int) -> list[dict[str, object]]:
    return [{"id": str(n), "title": f"Title {n}", "body": f"The text of number {n}."} for n in range(count)]


def places(client: TestClient, path: str) -> list[tuple[str, str | None]]:
    """The addresses of a sitemap or an index of such, with their times."""
    root = etree.fromstring(client.get(path).content)
    return [(place.findtext(f"{SITEMAP}loc", ""), place.findtext(f"{SITEMAP}lastmod")) for place in root]


def walked(client: TestClient) -> list[list[str]]:
    """The pages that each part names."""
    parts = [urlsplit(address).path for address, _ in places(client, "/sitemap.xml")]
    return [[address for address, _ in places(client, part)] for part in parts]


def ids(client: TestClient) -> set[str]:
    told = client.get("/v1/changes?since=0&limit=10000").json()
    return set(told["changed"])


def test_the_sitemaps_name_each_article_once_by_its_page(client: TestClient) -> None:
    (pages,) = walked(client)
    told = client.get("/v1/search?limit=100&q=*").json()["hits"]
    titles = {hit["id"]: hit["title"] for hit in told}
    assert len(pages) == len(titles) > 60
    for page in pages:
        assert page.isascii()
        assert titles.pop(page[-16:])
    assert any("/articles/two-americans-walk-on-the-moon-grr6oyonidv6wkie" in page for page in pages)


def test_the_addresses_of_a_sitemap_are_those_that_the_pages_call_their_own(client: TestClient) -> None:
    (pages,) = walked(client)
    for address in (
        next(page for page in pages if "moon" in page),
        next(page for page in pages if "%D9" in page),
    ):
        page = client.get(address, follow_redirects=False)
        assert page.status_code == 200
        (canonical,) = re.findall(r'<link rel="canonical" href="([^"]+)"', page.text)
        assert unquote(canonical) == unquote(address)


def test_parts_cover_each_article_once_whatever_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PART", 4)
    data, file = tmp_path / "data", tmp_path / "articles.jsonl"
    everything = numbered(10)
    with archive_at(data) as archive:
        ingest(archive, write_lines(file, everything))
        with TestClient(create_app(Settings(data=data))) as client:
            whole = walked(client)
            assert [len(part) for part in whole] == [4, 4, 2]
            assert {page[-16:] for part in whole for page in part} == ids(client)
            ingest(archive, write_lines(file, [everything[0], *everything[8:]]))
            left = walked(client)
            assert {page[-16:] for part in left for page in part} == ids(client)
            assert sum(map(len, left)) == 3
            # The part of which nothing is left is named no more; the others stay what they were.
            assert [len(part) for part in left] == [1, 2]
            assert client.get("/sitemaps/2.xml").status_code == 404


def test_a_copy_is_on_no_sitemap(serve: Serve) -> None:
    one = {"title": "One story", "body": "Told in the same words.", "source": "The Paper"}
    client = serve([one | {"id": "a"}, one | {"id": "b"}])
    assert [len(part) for part in walked(client)] == [1]


def test_a_sitemap_says_since_when_an_article_is_as_it_is(tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "articles.jsonl"
    with archive_at(data) as archive:
        ingest(archive, write_lines(file, numbered(2)))
        with TestClient(create_app(Settings(data=data))) as client:
            times = {time for _, time in places(client, "/sitemaps/1.xml")}
            (latest,) = [time for _, time in places(client, "/sitemap.xml")]
            updated = client.get("/v1/corpus").json()["updated"]
    assert times == {latest} == {updated}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", updated)


def test_an_empty_archive_has_a_sitemap_without_parts(serve: Serve) -> None:
    assert places(serve([]), "/sitemap.xml") == []


@pytest.mark.parametrize("part", ["0", "2", "x", "-1", "1.5", "9" * 30, "९", "50001"])
def test_there_is_no_other_part(client: TestClient, part: str) -> None:
    answer = client.get(f"/sitemaps/{part}.xml")
    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"


def test_addresses_begin_with_the_public_one(serve: Serve) -> None:
    client = serve([ARTICLE], public_url="https://news.example/fish&chips/")
    base = "https://news.example/fish&chips"
    assert places(client, "/sitemap.xml")[0][0] == f"{base}/sitemaps/1.xml"
    assert places(client, "/sitemaps/1.xml")[0][0].startswith(f"{base}/articles/fish-chips-")
    rules = client.get("/robots.txt").text.splitlines()
    assert f"Sitemap: {base}/sitemap.xml" in rules
    assert "Disallow: /fish&chips/?" in rules
    urls = etree.fromstring(client.get("/opensearch.xml").content).iterfind(f"{OPENSEARCH}Url")
    assert all(url.get("template").startswith(f"{base}/") for url in urls)
    assert f"({base}/v1/changes?since=0)" in client.get("/llms.txt").text


@pytest.mark.parametrize(
    ("title", "path"),
    [
        ("Two Americans walk on the moon", "/articles/two-americans-walk-on-the-moon-x"),
        ("北京奥运会开幕", "/articles/北京奥运会开幕-x"),
        ("!?", "/articles/x"),
        ("word " * 30, f"/articles/{'-'.join(['word'] * 12)}-x"),
        ("a" * 70, f"/articles/{'a' * 60}-x"),
    ],
)
def test_the_path_of_an_article_has_the_beginning_of_its_title(title: str, path: str) -> None:
    assert article_path("x", title) == path


@pytest.mark.parametrize("path", FOUND)
def test_each_has_a_tag_by_which_it_is_not_sent_again(client: TestClient, path: str) -> None:
    first = client.get(path)
    assert first.status_code == 200
    assert first.headers["Cache-Control"] == "no-cache"
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    head = client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["ETag"] == first.headers["ETag"]


def test_crawlers_may_read_pages_and_leave_searches_alone(client: TestClient) -> None:
    rules = client.get("/robots.txt").text.splitlines()
    assert rules[:3] == ["User-agent: *", "Disallow: /?", "Disallow: /opensearch/"]
    assert rules[-1] == "Sitemap: http://testserver/sitemap.xml"
    assert "X-Robots-Tag" not in client.get("/").headers


def test_a_keeper_may_refuse_all_crawlers(serve: Serve) -> None:
    client = serve([ARTICLE], robots="refuse")
    assert client.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"
    for path in ("/", "/docs", "/v1/search", "/nowhere"):
        assert client.get(path).headers["X-Robots-Tag"] == "noindex"


def test_a_closed_archive_names_no_sitemap_and_says_that_a_key_is_needed(
    serve: Serve, tmp_path: Path
) -> None:
    key = create_key(tmp_path / "keys.json", "reader", None)
    client = serve([ARTICLE], api_keys_file=tmp_path / "keys.json")
    assert "Sitemap" not in client.get("/robots.txt").text
    assert client.get("/sitemap.xml").status_code == client.get("/llms.txt").status_code == 401
    assert "needs a key" in client.get("/llms.txt", headers={"X-API-Key": key}).text


def opensearch(client: TestClient) -> dict[str, str]:
    """The templates of the description by their media types."""
    root = etree.fromstring(client.get("/opensearch.xml").content)
    assert root.tag == f"{OPENSEARCH}OpenSearchDescription"
    assert len(root.findtext(f"{OPENSEARCH}ShortName", "")) <= 16
    return {url.get("type"): url.get("template") for url in root.iterfind(f"{OPENSEARCH}Url")}


def test_a_browser_finds_how_to_search(client: TestClient) -> None:
    assert client.get("/opensearch.xml").headers["Content-Type"] == "application/opensearchdescription+xml"
    assert 'href="/opensearch.xml"' in client.get("/docs/query").text
    for media, template in opensearch(client).items():
        filled = template.replace("{searchTerms}", "moon%20landing")
        for page, count in (("1", "5"), ("", "")):
            answer = client.get(filled.replace("{startPage?}", page).replace("{count?}", count))
            assert answer.status_code == 200
            assert answer.headers["Content-Type"].partition(";")[0] == media


@pytest.mark.parametrize("typed", ["mo", "walk on th", "spo", "har", "ott", "ber", "北京", "مكتب"])
def test_every_suggestion_to_a_browser_finds_something(client: TestClient, typed: str) -> None:
    q, suggested = client.get("/opensearch/suggest", params={"q": typed}).json()
    assert q == typed
    assert suggested
    for query in suggested:
        found = client.get("/v1/search", params={"q": query, "match": "all", "limit": 0}).json()
        assert found["total"] > 0, query


def test_a_suggested_title_holds_no_signs_of_the_query_language(serve: Serve) -> None:
    title = 'Not "X": why -this AND (that) OR C* date:none'
    client = serve([{"id": "a", "title": title, "body": "A text."}])
    _, (query,) = client.get("/opensearch/suggest?q=wh").json()
    found: dict[str, Any] = client.get(
        "/v1/search", params={"q": query, "match": "all", "strict": "true"}
    ).json()
    assert found["total"] == 1


def test_nothing_typed_suggests_nothing(client: TestClient) -> None:
    assert client.get("/opensearch/suggest").json() == ["", []]


def test_models_are_told_what_there_is_and_how_to_ask(client: TestClient) -> None:
    text = client.get("/llms.txt").text
    corpus = client.get("/v1/corpus").json()
    lines = text.splitlines()
    assert lines[0] == "# Microfiche"
    assert lines[2].startswith(f"> An archive of {corpus['articles']} news articles, published from ")
    assert f"{corpus['published']['from']} to {corpus['published']['to']}" in lines[2]
    links = re.findall(r"^- \[.+?\]\(http://testserver(.+?)\)", text, re.MULTILINE)
    assert len(links) > 10
    for link in links:
        assert client.get(link).status_code == 200


def test_models_are_told_of_an_empty_archive(serve: Serve) -> None:
    assert "holds none yet" in serve([]).get("/llms.txt").text
