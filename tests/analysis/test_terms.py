"""The analysis of any text in any language: terms, and offsets that point back into the text."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.analysis.stems import stem, stemmed_alike
from app.analysis.terms import Terms, analyse, exact_terms, unpack

_LANGUAGES = st.sampled_from(
    [
        None,
        "ar",
        "ca",
        "da",
        "de",
        "el",
        "en",
        "es",
        "fi",
        "fr",
        "hi",
        "hu",
        "hy",
        "id",
        "it",
        "ja",
        "lt",
        "ne",
        "nl",
        "no",
        "pt",
        "ro",
        "ru",
        "sr",
        "sv",
        "ta",
        "th",
        "tr",
        "ur",
        "xx",
        "yi",
        "zh",
    ]
)
_SCRIPTS = [
    "abcdeß'’ ",
    "иёйжщ ",
    "ابتثةىىإ\u064b\u0640 ",
    "अआकखगछ\u093e\u093f\u094d ",
    "ιςωάΣ ",
    "中国人民東京をカナー 1",
    "ประเทศไทย ",
    "대한민국 ",
    "1\ufe0f\u20e3❤.-_\n",
]
# Any text at all seldom holds words: half of the texts are of the letters of one script.
_TEXTS = st.one_of(st.text(), *(st.text(st.sampled_from(script), max_size=60) for script in _SCRIPTS))


@given(_TEXTS, _LANGUAGES)
@example("छ", "ne")
def test_each_term_has_one_place_in_both_variants(text: str, language: str | None) -> None:
    terms = analyse(text, language)
    assert len(_split(terms.exact)) == len(_split(terms.stem)) == len(terms.starts) == len(terms.lengths)
    assert all(_split(terms.exact))
    assert all(_split(terms.stem))


@given(_TEXTS, _LANGUAGES)
def test_engines_that_split_on_any_white_space_find_the_same_terms(text: str, language: str | None) -> None:
    terms = analyse(text, language)
    assert terms.exact.split() == _split(terms.exact)
    assert terms.stem.split() == _split(terms.stem)


@given(_TEXTS, _LANGUAGES)
@example("\U00020000北京0", None)
def test_offsets_slice_to_words_of_the_text_in_order_and_apart(text: str, language: str | None) -> None:
    terms = analyse(text, language)
    stretches = [(s, s + n) for s, n in zip(terms.starts, terms.lengths, strict=True)]
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in stretches)
    assert all(end <= start for (_, end), (start, _) in pairwise(stretches))
    assert all(end <= len(text) for _, end in stretches)


@given(_TEXTS)
def test_a_stretch_analysed_by_itself_gives_its_term(text: str) -> None:
    terms = analyse(text, None)
    for term, start, length in zip(_split(terms.exact), terms.starts, terms.lengths, strict=True):
        # Words without spaces around them are told apart by what stands beside them.
        assert "".join(exact_terms(text[start : start + length])) == term


@given(_TEXTS, _LANGUAGES)
def test_what_is_packed_unpacks_to_the_same(text: str, language: str | None) -> None:
    terms = analyse(text, language)
    assert unpack(terms.pack()) == terms


@given(_TEXTS, _LANGUAGES)
def test_the_same_text_gives_the_same_terms(text: str, language: str | None) -> None:
    assert analyse(text, language) == analyse(text, language)


def test_a_word_longer_than_a_byte_counts_is_marked_as_far_as_that() -> None:
    terms = analyse(f"{'x' * 300} end", "en")
    assert list(terms.lengths) == [255, 3]
    assert list(terms.starts) == [0, 301]


def test_terms_of_an_empty_text_are_none() -> None:
    assert analyse("", "en") == Terms("", "", analyse("", "en").starts, analyse("", "en").lengths)
    assert not analyse("", "en").starts


@pytest.mark.parametrize(
    ("language", "words", "same"),
    [
        ("en", ["landing", "landings", "landed"], True),
        ("de", ["hauser", "hause"], True),
        ("ru", ["книга", "книги"], True),
        ("pt", ["eleicao", "eleicoes"], True),
        ("ar", ["المدرسه", "مدرسه", "والمدرسه"], True),
        ("ar", ["وزير", "ووزير", "الوزير"], True),
        ("ko", ["학교", "학교에서", "학교는"], True),
        ("ko", ["집", "집에서"], True),
        ("ko", ["나", "나는"], False),
        ("zh", ["landing", "landings"], False),
        (None, ["landing", "landings"], False),
    ],
)
def test_words_are_stemmed_in_their_language_alone(
    *, language: str | None, words: list[str], same: bool
) -> None:
    assert (len(set(stem(words, language))) == 1) is same


def test_languages_that_stem_alike_count_once() -> None:
    assert stemmed_alike(["en", "nb", "no", "zh", "ja", None]) == stemmed_alike(
        [None, "ja", "zh", "no", "nb", "en"]
    )
    assert len(stemmed_alike(["en", "nb", "no", "zh", "ja", None])) == 3


def _split(joined: str) -> list[str]:
    return joined.split(" ") if joined else []
