"""The receipt over its source: kept and taken out add up to what was read."""

import re
from html import unescape

from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from app.articles.values import Original, Removed
from app.web.receipt import Stretch, spoken_reason, stretches, tally
from tests.api.test_articles import find


def original(text: str, *spans: tuple[int, int, str]) -> Original:
    removed = tuple(Removed(start=a, end=b, text=text[a:b], reason=reason) for a, b, reason in spans)
    return Original(text=text, path="a.txt", hash="", removed=removed)


@settings(max_examples=30)
@given(st.text(max_size=30), st.data())
def test_stretches_add_up_to_the_text_wherever_pieces_lie(text: str, data: st.DataObject) -> None:
    places = st.integers(0, len(text))
    spans = data.draw(st.lists(st.tuples(places, places).map(sorted), max_size=5))
    found = stretches(original(text, *((a, b, "teaser") for a, b in spans)))
    assert "".join(stretch.text for stretch in found) == text
    assert all(stretch.text for stretch in found)
    taken_out = {place for a, b in spans for place in range(a, b)}
    assert sum(len(stretch.text) for stretch in found if stretch.reason) == len(taken_out)


def test_a_run_of_pieces_says_its_reason_once() -> None:
    found = stretches(original("ab c d e", (0, 2, "teaser"), (3, 4, "teaser"), (7, 8, "teaser")))
    reason = spoken_reason("teaser")
    assert found == (
        Stretch("ab", reason, opens=True),
        Stretch(" "),
        Stretch("c", reason),
        Stretch(" d "),
        Stretch("e", reason, opens=True),
    )


def test_pieces_are_counted_by_their_reasons() -> None:
    pieces = original("abc", (0, 1, "tags"), (1, 2, "teaser"), (2, 3, "teaser")).removed
    assert tally(pieces) == ((spoken_reason("teaser"), 2), (spoken_reason("tags"), 1))


def test_the_source_view_shows_all_that_was_read(client: TestClient) -> None:
    for hit in find(client)[::3]:
        read = client.get(f"/v1/articles/{hit['id']}/original").json()
        page = client.get(f"/articles/{hit['id']}?view=source").text
        shown = re.search(r'<div class="read".*?>(.*?)</div>', page, re.DOTALL)
        assert shown
        without_labels = re.sub(r"<small.*?</small>", "", shown[1])
        taken_out = [unescape(text) for text in re.findall(r"<del.*?>(.*?)</del>", without_labels, re.DOTALL)]
        assert unescape(re.sub(r"</?(?:del|span).*?>", "", without_labels)) == read["text"]
        assert taken_out == [piece["text"] for piece in read["removed"]]


def test_every_reason_of_the_sample_articles_has_words(client: TestClient) -> None:
    receipts = (client.get(f"/v1/articles/{hit['id']}/original").json()["removed"] for hit in find(client))
    reasons = {piece["reason"] for removed in receipts for piece in removed}
    assert len(reasons) > 8
    assert not [reason for reason in reasons if spoken_reason(reason) == reason.replace("_", " ") != reason]
