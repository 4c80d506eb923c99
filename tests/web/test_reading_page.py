"""`/articles/{ref}` on the sample articles, without a script."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from lxml import html

from app.errors import IndexUnreadable
from app.main import create_app
from app.search.related import RelatedArticles
from app.settings import Settings
from tests.api.test_articles import find
from tests.archives import archive_at, ingest, write_lines

MOON = "/articles/they-are-on-the-moon-bhrovb7xnok4gkun"
WALL = "gpbpy2ktgghsgnfb"
UNDATED = "/articles/killer-waves-sweep-the-shores-of-the-indian-ocean-jvvgbtgy6u7qhzfk"
ARABIC = "qycyb4coc3r3zhsi"
HOSTILE = 'A </script <!-- "bold" & {{ 7 * 7 }} claim'


def page(client: TestClient, path: str) -> html.HtmlElement:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return html.document_fromstring(answer.content)


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def only(root: html.HtmlElement, path: str) -> html.HtmlElement:
    (found,) = root.xpath(path)
    return found


def location(client: TestClient, path: str) -> str:
    answer = client.get(path, follow_redirects=False)
    assert answer.status_code == 308
    return str(answer.headers["location"])


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client on one article whose facts are all markup."""
    folder = tmp_path_factory.mktemp("hostile")
    article = {
        "id": "h1",
        "title": HOSTILE,
        "body": "<script>alert(1)</script> is told.\n\n<b>Boldly</b> said.",
        "authors": ["Eve <img src=x onerror=alert(1)>"],
        "source": "<i>The Paper</i>",
        "url": "https://a.example/?a=%22%3E&b=\u2028",
    }
    with archive_at(folder / "data") as archive:
        ingest(archive, write_lines(folder / "a.jsonl", [article]))
    with TestClient(create_app(Settings(data=folder / "data"))) as made:
        yield made


@pytest.mark.parametrize("ref", [WALL, f"-{WALL}", f"another-title-{WALL}", f"{'x' * 300}-{WALL}"])
def test_every_address_that_ends_in_the_id_leads_to_one(client: TestClient, ref: str) -> None:
    to = "border-guards-step-aside-as-berliners-cross-the-wall"
    assert location(client, f"/articles/{ref}") == f"http://testserver/articles/{to}-{WALL}"


def test_the_search_that_led_here_survives_the_way_and_leads_back(client: TestClient) -> None:
    way = location(client, f"/articles/{MOON[-16:]}?q=moon+landing&topic=science")
    assert way == f"http://testserver{MOON}?q=moon+landing&topic=science"
    back = only(page(client, way), "//nav[@class='way']/a[1]")
    assert words(back) == "Back to the search for “moon landing”"
    assert back.get("href") == "/?q=moon+landing&topic=science"


def test_the_id_of_a_copy_leads_to_its_article(client: TestClient) -> None:
    articles = (client.get(f"/v1/articles/{hit['id']}").json() for hit in find(client))
    copied = next(one for one in articles if one["copies"] and one["copies"][0]["kind"] == "same")
    way = location(client, f"/articles/{copied['copies'][0]['id']}")
    assert way.endswith(copied["id"])
    for name in ("cite.bib", "cite.json"):
        assert location(client, f"/articles/{copied['copies'][0]['id']}/{name}") == f"{way}/{name}"


@pytest.mark.parametrize("tail", ["", "/cite.bib", "/cite.json", "?view=source"])
def test_an_unknown_article_is_a_page_that_offers_to_search_for_its_words(
    client: TestClient, tail: str
) -> None:
    answer = client.get(f"/articles/the-wall-falls-aaaaaaaaaaaaaaaa{tail}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    box = only(html.document_fromstring(answer.text), "//form[@role='search']//input[@name='q']")
    assert box.get("value") == "the wall falls"


def test_an_article_is_read_whole_at_its_own_address(client: TestClient) -> None:
    for hit in find(client)[::4]:
        root = page(client, f"/articles/{hit['id']}")
        article = client.get(f"/v1/articles/{hit['id']}").json()
        assert words(only(root, "//h1")) == " ".join(article["title"].split())
        shown = [words(paragraph) for paragraph in only(root, "//div[@class='text']")]
        assert shown == [" ".join(paragraph["text"].split()) for paragraph in article["paragraphs"]]
        canonical = only(root, "//link[@rel='canonical']").get("href")
        assert client.get(canonical, follow_redirects=False).status_code == 200


def test_the_page_needs_no_script(client: TestClient) -> None:
    root = page(client, MOON)
    assert {script.get("type") for script in root.iter("script")} == {"application/ld+json"}
    assert not root.xpath("//@style | //@*[starts-with(name(), 'on')]")


def test_facts_lead_to_searches(client: TestClient) -> None:
    links = {words(link): link.get("href") for link in page(client, MOON).xpath("//article//a")}
    assert links["Ada Lindqvist"] == "/?author=ada-lindqvist"
    assert links["The Harbour Courier"] == "/?source=the-harbour-courier"
    assert links["Apollo 11"] == "/?topic=corpus%3Aapollo-11"
    assert links["21 July 1969"] == "#fact-published"


def test_each_fact_stands_beside_where_it_was_read(client: TestClient) -> None:
    date = words(only(page(client, MOON), "//tr[@id='fact-published']"))
    assert date.startswith("Date 21 July 1969")
    assert "the page’s data for search engines, “datePublished”" in date
    undated = words(only(page(client, UNDATED), "//tr[@id='fact-published']"))
    assert "undated: no date was found in what was read" in undated


def test_structured_data_is_json_and_no_title_ends_its_script(
    client: TestClient, hostile: TestClient
) -> None:
    told = json.loads(only(page(client, MOON), "//script").text)
    assert (told["@type"], told["headline"]) == ("NewsArticle", "They are on the moon")
    assert told["datePublished"] == "1969-07-21T10:00:00Z"
    assert told["url"] == f"http://testserver{MOON}"
    ids = [hit["id"] for hit in find(hostile)]
    title = hostile.get(f"/v1/articles/{ids[0]}").json()["title"]
    assert "</script " in title
    source = hostile.get(f"/articles/{ids[0]}").text
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', source, re.DOTALL)
    assert json.loads(script)["headline"] == title


def test_nothing_of_an_article_becomes_markup(hostile: TestClient) -> None:
    (article,) = find(hostile)
    for view in ("", "?view=source", "?q=%22%3E%3Cscript%3E"):
        source = hostile.get(f"/articles/{article['id']}{view}").text
        assert "<script>" not in source
        assert "<img" not in source
        assert "<i>" not in source
        assert "49 claim" not in source
    assert unescape(only(page(hostile, f"/articles/{article['id']}"), "//h1").text) == article["title"]


def test_the_head_names_the_page_for_others(client: TestClient) -> None:
    head = only(page(client, MOON), "//head")
    assert only(head, "link[@rel='canonical']").get("href") == f"http://testserver{MOON}"
    assert only(head, "link[@type='application/json']").get("href") == f"/v1/articles/{MOON[-16:]}"
    assert only(head, "meta[@property='og:title']").get("content") == "They are on the moon"
    assert only(head, "meta[@name='description']").get("content").startswith("HOUSTON — At 10.56")
    assert not head.xpath("meta[@name='robots']")


def test_the_source_view_is_on_a_switch_and_not_for_search_engines(client: TestClient) -> None:
    switch = only(page(client, f"{MOON}?q=moon"), "//a[text()='Show what was read']").get("href")
    assert switch == f"{MOON}?q=moon&view=source"
    root = page(client, switch)
    assert only(root, "//meta[@name='robots']").get("content") == "noindex"
    assert only(root, "//a[text()='To the reading view']").get("href") == f"{MOON}?q=moon"
    assert "the page around the article (20 times)" in words(only(root, "//ul[@class='tally']"))
    assert [del_.get("title") for del_ in root.iter("del")].count("buttons to share it") == 2


def test_an_arabic_article_runs_from_right_to_left_and_its_address_reads_so(client: TestClient) -> None:
    root = page(client, f"/articles/{ARABIC}")
    article = only(root, "//article")
    assert (article.get("lang"), article.get("dir")) == ("ar", "rtl")
    canonical = only(root, "//link[@rel='canonical']").get("href")
    assert (
        canonical
        == f"http://testserver/articles/{quote('مبارك-يتنحى-بعد-ثمانية-عشر-يوما-من-الاحتجاجات')}-{ARABIC}"
    )


def test_related_articles_say_why(client: TestClient) -> None:
    related = only(page(client, MOON), "//ul[@class='related']")
    assert len(related) == 6
    first = related[0]
    assert "Two Americans walk on the moon 21 July 1969 The same event; shares the words “moon”" in words(
        first
    )
    assert client.get(only(first, "a").get("href"), follow_redirects=False).status_code == 200


def test_an_article_can_be_read_while_the_index_is_mended(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise IndexUnreadable("The index is being built anew.")

    monkeypatch.setattr(RelatedArticles, "of", fail)
    # Of another search, so that no kept answer is given.
    assert not page(client, f"{MOON}?q=mended").xpath("//aside")


def test_copies_are_listed_each_with_its_kind(client: TestClient) -> None:
    near = words(only(page(client, UNDATED), "//ul[@class='copies']"))
    assert "its own article, some" in near
    assert "northbank-tribune/tsunami-wire.md" in near
    same = words(
        only(page(client, f"/articles/{find(client, q='title:ethiopia')[0]['id']}"), "//ul[@class='copies']")
    )
    assert "This very article, read again in rescrape-2025/northbank-tribune/live-aid.md" in same


def test_citations_are_files_with_their_types(client: TestClient) -> None:
    for name, media in (
        ("cite.bib", "application/x-bibtex"),
        ("cite.json", "application/vnd.citationstyles.csl+json"),
    ):
        href = only(page(client, MOON), f"//a[@type='{media}']").get("href")
        assert href == f"{MOON}/{name}"
        answer = client.get(href)
        assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, media)
        assert "They are on the moon" in answer.text
    assert "“They are on the moon”" in words(only(page(client, MOON), "//p[@class='citation']"))


def test_a_page_has_a_tag_and_answers_head(client: TestClient) -> None:
    first = client.get(MOON)
    assert client.get(MOON, headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    head = client.head(MOON)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", first.headers["etag"])


def test_a_page_behind_a_proxy_names_the_address_that_clients_use(tmp_path: Path) -> None:
    with archive_at(tmp_path / "data") as archive:
        ingest(
            archive, write_lines(tmp_path / "a.jsonl", [{"id": "1", "title": "One", "body": "It is told."}])
        )
    settings = Settings(data=tmp_path / "data", public_url="https://news.example/archive")
    with TestClient(create_app(settings)) as client:
        (hit,) = find(client)
        answer = client.get(f"/articles/{hit['id']}", follow_redirects=False)
        assert answer.headers["location"] == f"https://news.example/archive/articles/one-{hit['id']}"
