"""What the corpus holds, over HTTP."""

from fastapi.testclient import TestClient


def test_topics_are_a_tree_whose_counts_are_those_of_their_filters(client: TestClient) -> None:
    topics = client.get("/v1/topics?limit=1000").json()
    by_id = {topic["value"]: topic for topic in topics["values"]}
    assert topics["total"] == len(by_id) > 20
    assert {"value", "label", "count", "broader"} == topics["values"][0].keys()
    for topic in by_id.values():
        assert (
            client.get("/v1/search", params={"topic": topic["value"], "limit": 0}).json()["total"]
            == topic["count"]
        )
        if topic["broader"]:
            assert by_id[topic["broader"]]["count"] >= topic["count"]


def test_sources_come_in_pages(client: TestClient) -> None:
    whole = client.get("/v1/sources").json()["values"]
    url, walked, total = "/v1/sources?limit=3", [], 0
    while url:
        answer = client.get(url).json()
        walked += answer["values"]
        url, total = answer["next"], answer["total"]
    assert walked == whole
    assert total == len(whole) > 5


def test_the_corpus_tells_its_extent(client: TestClient) -> None:
    corpus = client.get("/v1/corpus").json()
    assert corpus.keys() == {"articles", "revision", "updated", "published", "languages", "engine"}
    assert corpus["articles"] == client.get("/v1/search?limit=0").json()["total"]
    assert corpus["published"]["from"].startswith("1920")
    assert corpus["published"]["undated"] == client.get("/v1/search?undated=only&limit=0").json()["total"]
    assert sum(language["count"] for language in corpus["languages"]) <= corpus["articles"]
    assert len(corpus["languages"]) >= 4


def test_health_says_whether_the_worker_lives_and_can_answer(client: TestClient) -> None:
    assert client.get("/health/live").json() == {"status": "ok"}
    assert client.get("/health/ready").json() == {"status": "ok"}
