"""What is known, in the words of readers."""

import pytest
from fastapi.testclient import TestClient

from app.articles.values import Published
from app.web.wording import day, spoken_origin
from tests.api.test_articles import find

# Each form of origin that the readers and stages of ingest write, beside those of the sample articles.
ORIGINS = (
    "json:headline", "front_matter:date", "json_ld:author", "meta:og:site_name", "itemprop:datePublished", "time",
    "rel:author", "link:canonical", "html", "html:title", "html:lang", "h1", "url", "folder", "breadcrumb",
    "masthead", "text", "text:title", "markdown", "text_line", "first_line", "first_sentence", "first_paragraph",
    "heading", "deck", "subtitle", "byline", "agency_line", "dateline", "credit_line", "printed_in", "detected",
    "classifier", "htmldate", "link:canonical:host", "json:url:host",
)  # fmt: skip
# Notes beside origins, which are told in rows of their own.
NOTES = {"published_refused", "encoding"}


@pytest.mark.parametrize("origin", ORIGINS)
def test_every_origin_has_words(origin: str) -> None:
    said = spoken_origin(origin)
    assert said.removeprefix("the host in ").startswith(("the ", "a "))
    assert "_" not in said.partition("“")[0]


def test_every_origin_of_the_sample_articles_is_among_them(client: TestClient) -> None:
    known = {origin.partition(":")[0] for origin in ORIGINS}
    for hit in find(client):
        origins = client.get(f"/v1/articles/{hit['id']}").json()["origin"]
        assert {where.partition(":")[0] for name, where in origins.items() if name not in NOTES} <= known


def test_an_origin_names_its_field_and_a_host_its_address() -> None:
    assert spoken_origin("json:headline") == "the source’s field “headline”"
    assert spoken_origin("meta:og:url:host") == "the host in the page’s markup, “og:url”"


@pytest.mark.parametrize(
    ("date", "said"), [("1969", "1969"), ("1969-07", "July 1969"), ("1969-07-02", "2 July 1969")]
)
def test_a_date_is_said_only_as_far_as_it_is_known(date: str, said: str) -> None:
    assert day(Published(date=date, precision="day", method="url", evidence="")) == said
