"""`/v1/articles/{id}` and its original, on the sample articles."""

import pytest
from fastapi.testclient import TestClient

from tests.api.test_search import HIT_KEYS

ARTICLE_KEYS = (HIT_KEYS - {"score", "snippets"}) | {
    "subtitle", "agency", "body", "paragraphs", "modified", "crawled", "word_count", "origin", "copies", "story",
    "links",
}  # fmt: skip


def find(client: TestClient, **params: str) -> list[dict[str, object]]:
    hits: list[dict[str, object]] = client.get("/v1/search", params=params | {"limit": "100"}).json()["hits"]
    return hits


def test_an_article_has_all_that_is_known_of_it(client: TestClient) -> None:
    for hit in find(client):
        article = client.get(f"/v1/articles/{hit['id']}").json()
        assert article.keys() == ARTICLE_KEYS
        assert article["body"] == "\n\n".join(paragraph["text"] for paragraph in article["paragraphs"])
        assert {key: article[key] for key in HIT_KEYS - {"score", "snippets"}} == {
            key: hit[key] for key in HIT_KEYS - {"score", "snippets"}
        }
        filled = ("title", "published", "source", "language")
        assert all(name in article["origin"] for name in filled if article[name])


def test_an_unknown_parameter_is_refused(client: TestClient) -> None:
    article = find(client)[0]["id"]
    for tail in ("", "/original"):
        assert client.get(f"/v1/articles/{article}{tail}?colour=red").status_code == 422


def test_the_receipt_points_into_the_text_that_was_read(client: TestClient) -> None:
    receipts = 0
    for hit in find(client):
        original = client.get(f"/v1/articles/{hit['id']}/original").json()
        assert original.keys() == {"text", "path", "hash", "removed"}
        for piece in original["removed"]:
            assert original["text"][piece["start"] : piece["end"]] == piece["text"]
            assert piece["reason"]
            receipts += 1
    assert receipts > 50


def test_the_id_of_a_copy_leads_to_its_article(client: TestClient) -> None:
    articles = [client.get(f"/v1/articles/{hit['id']}").json() for hit in find(client)]
    copied = [(article, copy) for article in articles for copy in article["copies"] if copy["kind"] == "same"]
    assert copied
    for article, copy in copied:
        for tail in ("", "/original"):
            response = client.get(f"/v1/articles/{copy['id']}{tail}", follow_redirects=False)
            assert response.status_code == 308
            assert response.headers["location"].endswith(f"/v1/articles/{article['id']}{tail}")


def test_a_copy_says_where_it_was_read_and_how_it_is_one(client: TestClient) -> None:
    for hit in find(client):
        for copy in client.get(f"/v1/articles/{hit['id']}").json()["copies"]:
            assert copy.keys() == {"id", "url", "path", "kind", "similarity", "title", "source"}
            assert (copy["kind"] == "same") == (copy["similarity"] is None)


def test_one_wire_story_of_two_papers_is_two_articles_each_the_other_s_near_copy(client: TestClient) -> None:
    stories = find(client, q="tsunami waves Indian Ocean coasts", match="any", source="northbank-tribune")
    first = client.get(f"/v1/articles/{stories[0]['id']}").json()
    (near,) = first["copies"]
    assert (near["kind"], near["title"]) == ("near", "Killer waves sweep the shores of the Indian Ocean")
    assert 0.5 < near["similarity"] < 1
    second = client.get(f"/v1/articles/{near['id']}", follow_redirects=False)
    assert second.status_code == 200
    assert [copy["id"] for copy in second.json()["copies"]] == [first["id"]]


def test_related_articles_say_why(client: TestClient) -> None:
    answer = client.get("/v1/articles/bhrovb7xnok4gkun/related").json()
    assert answer.keys() == {"id", "related"}
    assert answer["related"]
    for one in answer["related"]:
        assert one["why"].keys() == {"reason", "similarity", "terms", "topics"}
        assert client.get(f"/v1/articles/{one['id']}").json()["title"] == one["title"]
    assert len(client.get("/v1/articles/bhrovb7xnok4gkun/related?limit=1").json()["related"]) == 1


def test_the_related_of_an_unknown_article_are_not_found(client: TestClient) -> None:
    assert client.get("/v1/articles/nosuch/related").status_code == 404


def test_several_articles_come_in_the_asked_order_with_all_that_is_known_of_each(client: TestClient) -> None:
    ids = [str(hit["id"]) for hit in find(client)][::-3]
    answer = client.get("/v1/articles", params={"ids": ",".join(ids)}).json()
    assert answer.keys() == {"articles", "missing", "corpus"}
    assert answer["missing"] == []
    assert answer["corpus"] == client.get("/v1/search?limit=0").json()["corpus"]
    for article_id, article in zip(ids, answer["articles"], strict=True):
        assert article.pop("asked_by") == [article_id]
        assert article == client.get(f"/v1/articles/{article_id}").json()


def test_ids_repeat_and_take_commas_and_an_article_comes_once(client: TestClient) -> None:
    one, two, three = [str(hit["id"]) for hit in find(client)][:3]
    answer = client.get(f"/v1/articles?ids={three},{one},{three}&ids={two}&ids={one}&fields=title").json()
    assert [article["id"] for article in answer["articles"]] == [three, one, two]


def test_missing_ids_are_named_in_the_asked_order(client: TestClient) -> None:
    one = str(find(client)[0]["id"])
    answer = client.get(f"/v1/articles?ids=zzz,{one},aaa,zzz,%F0%9F%90%9F").json()
    assert answer["missing"] == ["zzz", "aaa", "🐟"]
    assert [article["id"] for article in answer["articles"]] == [one]


def test_a_copy_s_id_gives_the_article_and_says_so(client: TestClient) -> None:
    article = next(
        article
        for article in (client.get(f"/v1/articles/{hit['id']}").json() for hit in find(client))
        if any(copy["kind"] == "same" for copy in article["copies"])
    )
    alias = next(copy["id"] for copy in article["copies"] if copy["kind"] == "same")
    by_alias = client.get(f"/v1/articles?ids={alias}&fields=title").json()["articles"]
    assert by_alias == [{"id": article["id"], "title": article["title"], "asked_by": [alias]}]
    by_both = client.get(f"/v1/articles?ids={alias},{article['id']}&fields=id").json()["articles"]
    assert by_both == [{"id": article["id"], "asked_by": [alias, article["id"]]}]


@pytest.mark.parametrize(
    ("query", "param"),
    [
        ("", "ids"),
        ("ids=", "ids"),
        ("ids=" + ",".join(map(str, range(101))), "ids"),
        ("ids=" + "a" * 101, "ids"),
        ("ids=a&fields=colour", "fields"),
        ("ids=a&fields=score", "fields"),
        ("ids=a&q=moon", "q"),
        ("ids=a&fields=", None),
        ("ids=" + ",".join(["a"] * 300), None),
        ("ids=" + ",".join(map(str, range(100))), None),
    ],
)
def test_what_cannot_be_fetched_at_once_is_refused(client: TestClient, query: str, param: str | None) -> None:
    answer = client.get(f"/v1/articles?{query}")
    assert answer.status_code == (422 if param else 200)
    if param:
        assert param in {error["param"] for error in answer.json()["errors"]}
