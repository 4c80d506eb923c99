"""Citations: what is known and nothing else, whatever stands in a title."""

import json

import pytest

from app.articles.values import Article, Named, StoredArticle
from app.web.citing import bibtex, csl_json, plain_citation
from tests.articles.making import article

PAGE = "https://archive.example/articles/a-title-aaaaaaaaaaaaaaaa"
ID = "microfiche-aaaaaaaaaaaaaaaa"


def stored(one: Article) -> StoredArticle:
    kept = {"id": "a" * 16, "word_count": 2, "copies": (), "path": "a.txt", "revision": 1}
    return StoredArticle.model_validate(dict(one) | kept)


FULL = stored(
    article(
        "They are on the moon",
        url="https://www.harbourcourier.example/1969/07/21/moon",
        source="The Harbour Courier",
        date="1969-07-21",
        authors=("Eleanor Voss-Pemberton", "Ada Lindqvist"),
    ).model_copy(update={"agency": Named(id="ap", label="AP")})
)
BARE = stored(article(language=None))


def cited(one: StoredArticle) -> dict[str, object]:
    (only,) = json.loads(csl_json(one, PAGE))
    return dict(only)


def titled(title: str) -> str:
    line = bibtex(stored(article(title)), PAGE).splitlines()[1]
    return line.removeprefix("  title = {{").removesuffix("}},")


def test_all_that_is_known_stands_in_bibtex() -> None:
    assert bibtex(FULL, PAGE) == (
        f"@article{{{ID},\n"
        "  author = {Eleanor Voss-Pemberton and Ada Lindqvist},\n"
        "  title = {{They are on the moon}},\n"
        "  journal = {The Harbour Courier},\n"
        "  year = {1969},\n"
        "  month = jul,\n"
        "  date = {1969-07-21},\n"
        "  note = {Agency: AP},\n"
        "  url = {https://www.harbourcourier.example/1969/07/21/moon}\n"
        "}\n"
    )


def test_what_is_not_known_is_left_out() -> None:
    assert bibtex(BARE, PAGE) == f"@misc{{{ID},\n  title = {{{{A title}}}},\n  url = {{{PAGE}}}\n}}\n"
    assert cited(BARE) == {"id": ID, "type": "article-newspaper", "title": "A title", "URL": PAGE}
    assert plain_citation(BARE, PAGE) == f"“A title”, undated. {PAGE}"


def test_all_that_is_known_stands_in_csl_json() -> None:
    assert cited(FULL) == {
        "id": ID,
        "type": "article-newspaper",
        "title": "They are on the moon",
        "author": [{"literal": "Eleanor Voss-Pemberton"}, {"literal": "Ada Lindqvist"}],
        "container-title": "The Harbour Courier",
        "issued": {"date-parts": [[1969, 7, 21]]},
        "language": "en",
        "note": "Agency: AP",
        "URL": "https://www.harbourcourier.example/1969/07/21/moon",
    }


def test_a_plain_citation_reads_as_a_line() -> None:
    assert plain_citation(FULL, PAGE) == (
        "Eleanor Voss-Pemberton, Ada Lindqvist: “They are on the moon”, The Harbour Courier, 21 July 1969. "
        "https://www.harbourcourier.example/1969/07/21/moon"
    )


@pytest.mark.parametrize(
    ("date", "parts", "fields"),
    [
        ("1969", [1969], "  year = {1969},\n  date = {1969},\n"),
        ("1969-12", [1969, 12], "  year = {1969},\n  month = dec,\n  date = {1969-12},\n"),
    ],
)
def test_a_date_is_cited_only_as_far_as_it_is_known(date: str, parts: list[int], fields: str) -> None:
    one = stored(article(date=date))
    assert cited(one)["issued"] == {"date-parts": [parts]}
    assert fields in bibtex(one, PAGE)


@pytest.mark.parametrize(
    ("title", "escaped"),
    [
        ("100% of A&B, $5 #1 a_b", r"100\% of A\&B, \$5 \#1 a\_b"),
        ("a } b { c", r"a \textbraceright{} b \textbraceleft{} c"),
        ("~ ^ \\", r"\textasciitilde{} \textasciicircum{} \textbackslash{}"),
        ('“Yes” and "no"', '“Yes” and "no"'),
        ("مبارك يتنحى", "مبارك يتنحى"),
        ("屠呦呦获诺贝尔奖", "屠呦呦获诺贝尔奖"),
    ],
)
def test_what_tex_would_read_as_its_own_is_escaped(title: str, escaped: str) -> None:
    assert titled(title) == escaped
    assert cited(stored(article(title)))["title"] == title


@pytest.mark.parametrize("title", ["}}", "{", "a } b", "\\{", "%}"])
def test_braces_of_a_title_never_close_the_entry(title: str) -> None:
    text = bibtex(stored(article(title)), PAGE)
    depths, depth = [], 0
    for sign in text.rstrip():
        depth += {"{": 1, "}": -1}.get(sign, 0)
        depths.append(depth)
    assert depths[-1] == 0
    assert min(depths[text.index("{") : -1]) == 1


def test_names_that_bibtex_would_take_apart_are_kept_whole() -> None:
    text = bibtex(stored(article(authors=("Smith and Sons", "Voss, E.", "Ada Lindqvist"))), PAGE)
    assert "author = {{Smith and Sons} and {Voss, E.} and Ada Lindqvist}" in text


def test_an_address_keeps_its_signs_but_for_braces() -> None:
    one = stored(article(url="https://a.example/x_y%20{z}?a=1&b=#c"))
    assert "url = {https://a.example/x_y%20%7Bz%7D?a=1&b=#c}" in bibtex(one, PAGE)
