"""Topics by the place where an article stands: breadcrumb, address and folder."""

import json
from dataclasses import replace
from typing import Any

import pytest

from app.articles.values import Article
from app.ingest.reading import RawArticle
from tests.ingest.making import (
    PARAGRAPH,
    SECOND,
    json_source,
    page,
    read_html,
    read_json,
    read_text,
    reading,
    text_source,
)

TITLE = "Harbour closed"


def told(article: Article) -> list[tuple[str, str, str]]:
    return [(topic.id, topic.method, article.origin["topics"]) for topic in article.topics]


def placed(article: Article) -> list[tuple[str, str, str]]:
    return [topic for topic in told(article) if topic[1] != "classifier"]


def in_folder(path: str, **fields: Any) -> Article:
    raw = text_source(TITLE, PARAGRAPH, SECOND) if not fields else json_source({"body": PARAGRAPH, **fields})
    return reading(replace(raw, path=path)).article


@pytest.mark.parametrize(
    ("step", "topic_id"),
    [("Politics", "medtop:11000000"), ("Sports", "medtop:15000000"), ("Wirtschaft", "medtop:04000000")],
)
def test_a_printed_trail_names_the_topic(step: str, topic_id: str) -> None:
    article = read_text(f"Home / {step} / {TITLE}", TITLE, PARAGRAPH).article
    assert told(article) == [(topic_id, "rule", "breadcrumb")]


@pytest.mark.parametrize(
    ("url", "topic_id"),
    [
        ("https://paper.example/sport/2021/04/harbour-closed", "medtop:15000000"),
        ("https://paper.example/news/business/harbour-closed.html", "medtop:04000000"),
        ("https://paper.example/sport/rugby/harbour-closed", "medtop:20001176"),
        ("https://paper.example/%E4%BD%93%E8%82%B2/1.html", "medtop:15000000"),
    ],
)
def test_an_address_names_the_topic(url: str, topic_id: str) -> None:
    assert told(read_json(url=url).article) == [(topic_id, "rule", "url")]


@pytest.mark.parametrize(
    "url",
    [
        "https://paper.example/sport",
        "https://paper.example/world/2021/harbour-closed",
        "https://paper.example/people/health-minister-resigns",
        "https://sport.example/a/b",
    ],
)
def test_an_address_whose_steps_are_no_section_names_none(url: str) -> None:
    assert placed(read_json(url=url).article) == []


def test_a_folder_names_the_topic() -> None:
    assert told(in_folder("desk/sport/a.txt")) == [("medtop:15000000", "rule", "folder")]


@pytest.mark.parametrize("path", ["desk/world/a.txt", "sport.txt", "harbour-courier/1989/a.txt"])
def test_a_folder_of_any_other_name_is_no_topic(path: str) -> None:
    assert placed(in_folder(path)) == []


def test_of_two_steps_the_narrower_is_kept_and_unrelated_ones_both() -> None:
    assert [topic[0] for topic in told(in_folder("sport/rugby/a.txt"))] == ["medtop:20001176"]
    assert [topic[0] for topic in told(in_folder("business/technology/a.txt"))] == [
        "medtop:04000000",
        "medtop:13000000",
    ]


def test_what_the_source_gives_goes_before_the_place() -> None:
    article = in_folder("sport/a.json", title=TITLE, section="Business")
    assert told(article) == [("medtop:04000000", "section", "json:section")]


def test_a_trail_goes_before_the_address_and_that_before_the_folder() -> None:
    text = '<nav class="breadcrumb"><a href="/">Home</a> <a href="/b">Business</a></nav>'
    address = '<link rel="canonical" href="https://paper.example/sport/harbour">'
    assert told(read_html(page(TITLE, PARAGRAPH, SECOND, head=address, around=text)).article) == [
        ("medtop:04000000", "rule", "breadcrumb")
    ]
    article = in_folder("health/a.json", title=TITLE, url="https://paper.example/sport/harbour")
    assert told(article) == [("medtop:15000000", "rule", "url")]


@pytest.mark.parametrize(
    "around",
    [
        '<nav aria-label="Breadcrumb"><ol><li><a href="/">Home</a></li><li>Sport</li></ol></nav>',
        '<div id="breadcrumbs"><span>Home</span> › <span>Sport</span></div>',
    ],
)
def test_a_pages_breadcrumb_is_read_in_its_usual_shapes(around: str) -> None:
    assert told(read_html(page(TITLE, PARAGRAPH, SECOND, around=around)).article) == [
        ("medtop:15000000", "rule", "breadcrumb")
    ]


@pytest.mark.parametrize("shape", ["name", "item"])
def test_a_list_of_json_ld_is_read(shape: str) -> None:
    steps: list[dict[str, Any]] = [{"name": "Home"}, {"name": "Sport"}]
    elements = [step if shape == "name" else {"item": step} for step in steps]
    graph = {"@graph": [{"@type": "WebPage"}, {"@type": "BreadcrumbList", "itemListElement": elements}]}
    head = f'<script type="application/ld+json">{json.dumps(graph)}</script>'
    assert told(read_html(page(TITLE, PARAGRAPH, SECOND, head=head)).article) == [
        ("medtop:15000000", "rule", "breadcrumb")
    ]


@pytest.mark.parametrize("source", ['{"@type": "BreadcrumbList"', '{"@type": "BreadcrumbList"}', "[" * 9_000])
def test_a_broken_list_is_passed_over(source: str) -> None:
    head = f'<script type="application/ld+json">{source} BreadcrumbList</script>'
    assert placed(read_html(page(TITLE, PARAGRAPH, SECOND, head=head)).article) == []


def test_a_path_that_no_address_has_is_passed_over() -> None:
    raw = RawArticle("a.txt", None, "text", f"{TITLE}\n\n{PARAGRAPH}", {"url": "https://[x/sport/b"})
    assert placed(reading(raw).article) == []
