"""Addresses of articles: words to read, and the id by which they hold."""

import pytest

from app.web.addresses import article_path, id_in, words_in

ID = "gpbpy2ktgghsgnfb"


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Border guards step aside", "border-guards-step-aside-"),
        ("Götze trifft!", "gotze-trifft-"),
        ("مبارك يتنحى", "مبارك-يتنحى-"),
        ("100 % <b>“Yes”</b> / no?", "100-b-yes-b-no-"),
        ("?!…", ""),
        ("word " * 30, "word-" * 12),
        ("字" * 80, "字" * 60 + "-"),
    ],
)
def test_an_address_has_the_words_of_the_title_and_ends_in_the_id(title: str, words: str) -> None:
    path = article_path(ID, title)
    assert path == f"/articles/{words}{ID}"
    assert id_in(path.removeprefix("/articles/")) == ID


def test_the_words_of_an_address_can_be_searched_for() -> None:
    assert words_in(f"border-guards-{ID}") == "border guards"
    assert words_in(ID) == ""
