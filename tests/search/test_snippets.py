"""Snippets: what is marked, where the windows are cut, and that nothing is made up."""

from html import unescape
from itertools import accumulate

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analysis.stems import stem
from app.analysis.terms import analyse, exact_terms
from app.api.shapes.search import HtmlSnippet, search_shape
from app.articles.values import Card, KeptCard
from app.search.answers import Hit, SearchAnswer, Snippet
from app.search.engines.seam import (
    Adjacent,
    AllOf,
    AnyOf,
    AnyWord,
    Between,
    Clause,
    Close,
    Every,
    Except,
    Weighted,
    Word,
)
from app.search.marks import marks
from app.search.snippets import snippets

# A snippet is 220 code points, and the word at its end; a result card has room for about so many.
_LONGEST = 300


def shown(
    clause: Clause, body: str, *, title: str = "", lead: str = "", language: str = "en"
) -> tuple[Snippet, ...]:
    texts = {"title": title, "lead": lead, "body": body}
    return snippets(marks(clause), texts, {name: analyse(text, language) for name, text in texts.items()})


def marked(found: tuple[Snippet, ...]) -> list[str]:
    return [part.text for snippet in found for part in snippet.parts if part.match]


def printed(snippet: Snippet) -> str:
    return "".join(part.text for part in snippet.parts)


def stemmed(word: str, language: str = "en") -> Word:
    return Word("body.stem", stem(exact_terms(word), language)[0])


@pytest.mark.parametrize(
    ("clause", "body", "found"),
    [
        (stemmed("landings"), "It landed. The Landing, all landings!", ["landed", "Landing", "landings"]),
        (Word("body.exact", "landing"), "It landed. The Landing.", ["Landing"]),
        (Word("body.exact", "pakistan"), "Pakistan's and Pakistan’s", ["Pakistan", "Pakistan"]),
        (Word("body.exact", "homme"), "C'est l'homme.", ["homme"]),
        (Word("body.exact", "evenement"), "L'ÉVÉNEMENT fut suivi.", ["ÉVÉNEMENT"]),
        (Adjacent("body.exact", ("a", "b")), "a b, b a, a c b, a a b", ["a b", "a b"]),
        (Adjacent("body.exact", ("a", "a")), "a a a b a", ["a a a"]),
        (Close("body.exact", "a", "b", 1), "a x b . b x a", ["a", "b", "b", "a"]),
        (Close("body.exact", "a", "b", 0), "a x b", []),
        (Close("body.exact", "a", "a", 1), "a x a x x a", ["a", "a"]),
        (AnyWord("body.exact", ("moon", "moons")), "moon moons moonlight", ["moon", "moons"]),
        (Word("body.exact", "人民"), "中国人民万岁", ["人民"]),
        (Word("body.exact", "ประเทศไทย"), "ประเทศไทยสวยงามมาก", ["ประเทศไทย"]),
        (Word("body.exact", "محمد"), "قال مُحَمَّد اليوم", ["مُحَمَّد"]),
        (AllOf((Word("body.exact", "a"), Except(Word("body.exact", "b")))), "a b", ["a"]),
        (AnyOf((Weighted(Word("body.exact", "a"), 2.0), Word("body.exact", "z"))), "a b", ["a"]),
        (AllOf((Every(), Between("year", 2020, None))), "a b", []),
    ],
)
def test_a_snippet_marks_what_the_query_found_and_no_more(
    clause: Clause, body: str, found: list[str]
) -> None:
    assert marked(shown(clause, body)) == found


def test_a_field_without_a_match_has_no_snippet() -> None:
    assert shown(Word("title.exact", "moon"), "The moon.", title="The sun") == ()


def test_a_title_is_shown_whole() -> None:
    title = "moon " * 100
    [snippet] = shown(Word("title.exact", "moon"), "", title=title)
    assert printed(snippet) == title


def test_a_lead_that_begins_the_body_is_shown_once() -> None:
    clause = AnyOf((Word("lead.exact", "moon"), Word("body.exact", "moon")))
    assert [s.field for s in shown(clause, "The moon.\n\nMore.", lead="The moon.")] == ["body"]
    assert [s.field for s in shown(clause, "The moon.", lead="A deck on the moon.")] == ["summary", "body"]


def test_windows_of_a_long_body_are_cut_at_words_and_say_so() -> None:
    body = " ".join(f"word{number} {'moon' if number % 97 == 50 else 'sun'}" for number in range(1_000))
    found = shown(Word("body.exact", "moon"), body)
    assert 1 <= len(found) <= 2
    words = set(body.split())
    for snippet in found:
        assert len(printed(snippet)) <= _LONGEST
        assert (snippet.parts[0].text, snippet.parts[-1].text) == ("… ", " …")
        assert set("".join(part.text for part in snippet.parts[1:-1]).split()) <= words
        assert "moon" in marked((snippet,))


def test_the_windows_with_the_most_matches_are_chosen_and_stand_in_order() -> None:
    body = f"moon {'x ' * 400} moon moon {'y ' * 400} moon moon moon {'z ' * 200}"
    found = shown(Word("body.exact", "moon"), body)
    assert [len(marked((snippet,))) for snippet in found] == [2, 3]


def test_a_window_stays_in_its_paragraph() -> None:
    body = f"{'x ' * 60}\n\nThe moon rose.\n\n{'y ' * 60}"
    [snippet] = shown(Word("body.exact", "moon"), body)
    assert printed(snippet) == "… The moon rose. …"


@pytest.mark.parametrize("letter", ["山", "x"])
def test_a_body_without_a_space_has_a_short_snippet(letter: str) -> None:
    body = f"{letter * 5_000} moon {letter * 5_000}"
    [snippet] = shown(Word("body.exact", "moon"), body)
    assert len(printed(snippet)) <= _LONGEST
    assert marked((snippet,)) == ["moon"]


def test_a_chinese_body_has_a_short_snippet() -> None:
    body = "中国人民万岁，" * 2_000
    found = shown(Word("body.exact", "人民"), body, language="zh")
    assert all(len(printed(snippet)) <= _LONGEST for snippet in found)
    assert set(marked(found)) == {"人民"}


def test_a_body_of_one_line_of_a_megabyte_is_marked() -> None:
    body = "the moon and the sun " * 50_000
    found = shown(AnyOf((Word("body.exact", "moon"), Adjacent("body.exact", ("the", "sun")))), body)
    assert all(len(printed(snippet)) <= _LONGEST for snippet in found)
    assert {"moon", "the sun"} == set(marked(found))


def test_the_window_with_most_different_words_is_shown_and_then_what_it_lacks() -> None:
    clause = AllOf(tuple(Word("body.exact", word) for word in ("moon", "sun", "star")))
    body = f"moon moon moon {'x ' * 400} star {'y ' * 400} sun moon {'z ' * 200}"
    assert [marked((snippet,)) for snippet in shown(clause, body)] == [["star"], ["sun", "moon"]]


def test_of_windows_with_the_same_words_the_one_with_the_phrase_is_shown() -> None:
    clause = AnyOf(
        (
            Adjacent("body.exact", ("moon", "landing")),
            Word("body.exact", "moon"),
            Word("body.exact", "landing"),
        )
    )
    body = f"moon, a landing, moon {'x ' * 400} landing, moon {'y ' * 400} the moon landing {'z ' * 200}"
    assert "moon landing" in marked(shown(clause, body))


def test_a_rare_word_is_shown_with_a_common_one_far_into_a_body() -> None:
    clause = AllOf((Word("body.exact", "the"), Word("body.exact", "moon")))
    found = shown(clause, f"{'the sun and ' * 400} the moon and the stars {'x ' * 400}")
    assert marked(found)[-3:] == ["the", "moon", "the"]


def test_a_phrase_is_marked_with_what_stands_between_its_words() -> None:
    clause = Adjacent("body.exact", ("covid", "19", "patients"))
    assert marked(shown(clause, "Of COVID-19 –\npatients.")) == ["COVID-19 – patients"]


def test_a_query_of_one_field_marks_that_alone() -> None:
    found = shown(Word("title.stem", "moon"), "The moon.", title="Moons", lead="A moon.")
    assert [(snippet.field, marked((snippet,))) for snippet in found] == [("title", ["Moons"])]


@pytest.mark.parametrize("field", ["topic", "author", "source", "language"])
def test_what_is_found_by_no_word_of_the_text_has_no_snippets(field: str) -> None:
    assert marks(Word(field, "moon")) == {}


def test_line_breaks_are_shown_as_a_space() -> None:
    [snippet] = shown(Word("body.exact", "moon"), "The old\r\n  moon\nrose.")
    assert [part.text for part in snippet.parts] == ["The old ", "moon", " rose."]


@pytest.mark.parametrize("word", ["中国", "ประเทศไทย", "山"])
def test_writing_without_spaces_is_cut_at_its_words(word: str) -> None:
    body = f"{'人民万岁' * 300}moon{'สวยงามมาก' * 300}".replace("moon", f" {word} ")
    [snippet, *_] = shown(Word("body.exact", word), body)
    inner = "".join(part.text for part in snippet.parts[1:-1])
    assert (snippet.parts[0].text, snippet.parts[-1].text) == ("… ", " …")
    assert set(exact_terms(inner)) <= set(exact_terms(body))
    assert 100 < len(inner) <= _LONGEST


_LINE_BREAK = regex.compile(r"\s*[\n\r]+\s*")
_WORDS = st.sampled_from(
    ["moon", "moons", "sun", "the", "中国人民", "l'homme", "x" * 250, ".", "\n\n", "\n", "—", "é", "e\u0301", "นำ",
     "\u0301moon", "moon\u0301\u0301", "sun\u200d", "👩\u200d👩\u200d👧", "🇫🇷🇩🇪🇫", "1\ufe0f\u20e3", "\u0600sun", "𝕞oon"]
)  # fmt: skip
# Not with an accent that stands on a line's end: it would stand on the space that is shown for that.
_TEXTS = st.builds(str.join, st.sampled_from([" ", "", "\u3000"]), st.lists(_WORDS, max_size=150)).map(
    lambda text: regex.sub(r"\n\s*\u0301", "\n", text)
)
_CLAUSES = st.sampled_from(
    [
        Word("body.exact", "moon"),
        Word("body.stem", "moon"),
        Word("body.exact", "人民"),
        Adjacent("body.exact", ("the", "moon")),
        Close("body.exact", "sun", "moon", 3),
        AnyOf((Word("body.stem", "sun"), Close("body.stem", "the", "the", 5))),
        AllOf((Word("body.stem", "sun"), Except(Word("body.stem", "moon")))),
    ]
)
_ASKED = {"moon", "人民", "the", "sun"}


def edges(text: str) -> set[int]:
    return {0, *(cluster.end() for cluster in regex.finditer(r"\X", text))}


@settings(max_examples=150)
@given(_TEXTS, _CLAUSES)
def test_a_snippet_is_a_stretch_of_the_text_cut_and_marked_between_signs(body: str, clause: Clause) -> None:
    line = _LINE_BREAK.sub(" ", body)
    signs = edges(line)
    for snippet in shown(clause, body):
        parts = [part.text for part in snippet.parts]
        assert all(parts)
        assert any(part.match for part in snippet.parts)
        assert len(printed(snippet)) <= _LONGEST + 250
        inner = parts[parts[0] == "… " : len(parts) - (parts[-1] == " …")]
        cuts = list(accumulate(map(len, inner), initial=0))
        places = [
            match.start() for match in regex.finditer(regex.escape("".join(inner)), line, overlapped=True)
        ]
        assert any(all(place + cut in signs for cut in cuts) for place in places)


@settings(max_examples=100)
@given(_TEXTS, _CLAUSES)
def test_what_is_marked_is_in_its_own_analysis_what_was_asked(body: str, clause: Clause) -> None:
    for piece in marked(shown(clause, body)):
        terms = analyse(piece, "en")
        assert {*terms.exact.split(), *terms.stem.split()} & _ASKED
        assert set(terms.stem.split()) <= _ASKED


@settings(max_examples=50)
@given(_TEXTS, _CLAUSES, st.sampled_from(["<b>", "&amp;", "</mark>", "<mark>"]))
def test_marks_are_balanced_in_html_and_all_else_is_escaped(body: str, clause: Clause, sign: str) -> None:
    for snippet in shown(clause, body.replace(" ", f" {sign} ")):
        html = in_html(snippet)
        pieces = regex.split(r"<mark>([^<>]*)</mark>", html)
        assert not any("<" in piece or ">" in piece for piece in pieces)
        assert [unescape(piece) for piece in pieces[1::2]] == marked((snippet,))
        assert unescape("".join(pieces)) == printed(snippet)


def in_html(snippet: Snippet) -> str:
    card = Card(
        id="a", given_id=None, title="", summary=None, url=None, source=None, authors=(), language=None, topics=(),
        published=None,
    )  # fmt: skip
    answer = SearchAnswer(
        "moon", "moon", {}, (), 1, (Hit(KeptCard.of(card), 1.0, (snippet,)),), {}, 1, None, 1
    )
    [shape] = search_shape(answer, html=True, next_url=None).hits[0].snippets
    assert isinstance(shape, HtmlSnippet)
    return shape.html


def test_what_the_article_says_is_escaped_in_html() -> None:
    [snippet] = shown(Word("body.exact", "moon"), '<script>alert("moon & sun")</script>')
    assert in_html(snippet) == "&lt;script&gt;alert(&quot;<mark>moon</mark> &amp; sun&quot;)&lt;/script&gt;"
