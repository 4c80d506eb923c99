"""Words as people write them, in many scripts."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis import words as module
from app.analysis.words import MAX_TERM, words

# The two ways are one behaviour that no caller can tell apart, so they are looked at from inside.
_FAST = module._fast  # noqa: SLF001
_CAREFUL = module._careful  # noqa: SLF001
_NEAR = [letter for letter in map(chr, range(0x3000)) if unicodedata.category(letter) != "Cs"]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Pakistan's", ["pakistan"]),
        ("Pakistan’s", ["pakistan"]),
        ("JAMES'S", ["james"]),
        ("l'homme", ["l", "homme"]),
        ("L’Homme", ["l", "homme"]),
        ("jusqu’au", ["jusqu", "au"]),
        ("dell'arte", ["dell", "arte"]),
        ("d'Artagnan's", ["d", "artagnan"]),
        ("don't", ["dont"]),
        ("O'Brien O’Brien", ["obrien", "obrien"]),
        ("U.S. u.s.a. U.S.-led", ["u", "s", "usa", "u", "s", "led"]),
        ("F.B.I N.A.T.O. С.Ш.А. J.R.R. Brown", ["fbi", "nato", "сша", "jrr", "brown"]),
        ("9 a.m., i.e.so B.1.1.7 Ph.D.", ["9", "a", "m", "i", "e", "so", "b", "1", "1", "7", "ph", "d"]),
        ("1,000 1.000.000 12,34,567 1'000", ["1000", "1000000", "1234567", "1000"]),
        ("3.5 3,5 1,23 0.125 1,2345 2021.04.07", "3 5 3 5 1 23 0 125 1 2345 2021 04 07".split()),
        ("1,234.567 1234,567,890", ["1234", "567", "1234", "567890"]),
        ("٢٠١١ ١٬٠٠٠ २०२०", ["2011", "1000", "2020"]),
        ("2020년 1,000원", ["2020", "년", "1000", "원"]),
        ("covid-19", ["covid", "19"]),
        ("snake_case", ["snake", "case"]),
        ("Ørsted", ["orsted"]),
        ("straße STRASSE", ["strasse", "strasse"]),
        ("İstanbul ISTANBUL ıstanbul", ["istanbul", "istanbul", "istanbul"]),
        ("cafe\u0301 café", ["cafe", "cafe"]),
        ("ёлка", ["елка"]),
        ("Чайковский", ["чайковский"]),
        ("مُحَمَّد محمد", ["محمد", "محمد"]),
        ("إسلام أحمد آب", ["اسلام", "احمد", "اب"]),
        ("مدرسة مدرسه", ["مدرسه", "مدرسه"]),
        ("کراچی كراچي", ["كراچي", "كراچي"]),
        ("שָׁלוֹם", ["שלום"]),
        ("Ｆｕｌｌ１ ＢＢＣ", ["full1", "bbc"]),
        ("ﬁne", ["fine"]),
        ("中国人民", ["中国", "人民"]),
        ("日本語を話します", ["日本", "語", "を", "話", "し", "ます"]),
        ("日本人 副总统 共和国", ["日本", "人", "副", "总统", "共和", "国"]),
        ("天安门 大韓民国", ["天安门", "大韓民国"]),
        ("ประเทศไทยสวยงามมาก", ["ประเทศไทย", "สวยงาม", "มาก"]),
        ("東京2020", ["東京", "2020"]),
        ("대한민국 정부", ["대한민국", "정부"]),
        ("राष्ट्रपति", ["राष्ट्रपति"]),
    ],
)
def test_words_are_found_as_readers_would_type_them(text: str, folded: list[str]) -> None:
    assert [unicodedata.normalize("NFC", word) for word in folded] == words(text).folded


@pytest.mark.parametrize("text", ["", " \n\t", "...", "'", "’s'", "— ❤️ —", "👨\u200d👩\u200d👧", "\u0301"])
def test_signs_and_lone_marks_are_no_words(text: str) -> None:
    assert [word for word in words(text).folded if word != "s"] == []


def test_the_shape_that_a_sign_takes_makes_no_other_word() -> None:
    assert words("1\ufe0f\u20e3 葛\U000e0100城").folded == words("1 葛城").folded


def test_an_ending_is_no_part_of_what_is_marked() -> None:
    found = words("Say: Pakistan's l'homme")
    assert list(zip(found.starts, found.lengths, strict=True)) == [(0, 3), (5, 8), (16, 1), (18, 5)]


def test_letters_outside_the_first_plane_keep_offsets_in_code_points() -> None:
    found = words("𠀀𠀁中国 𝐇𝐞𝐥𝐥𝐨")
    assert (found.folded[-1], found.starts[-1], found.lengths[-1]) == ("hello", 5, 5)


def test_a_run_of_encoded_data_is_cut_to_what_engines_take() -> None:
    assert words("a" * 10_000).folded == ["a" * MAX_TERM]


def test_a_text_of_a_million_letters_without_a_space_is_read() -> None:
    assert "".join(words("山" * 1_000_000).folded).startswith("山")


@pytest.mark.parametrize("piece", ["1,11,", "1,111,", "a.b.", "1.", "a'", "１,１１１,"])
def test_a_long_text_of_one_piece_is_read_in_a_time_that_grows_with_its_length(piece: str) -> None:
    assert len(words(piece * 100_000).folded) > 0


def test_the_fast_way_and_the_careful_one_agree_on_every_letter() -> None:
    for letter in _NEAR:
        _assert_ways_agree(f"a{letter}b {letter} '{letter} c'{letter} 1{letter}000 x.{letter}.y")


@given(
    st.text(st.sampled_from([*"''’ aéSs", *_NEAR])) | st.text(st.sampled_from("''.,1230aB é-"), max_size=40)
)
def test_the_fast_way_and_the_careful_one_agree_on_any_text(text: str) -> None:
    _assert_ways_agree(text)


def test_the_fast_way_leaves_hardly_any_letter_to_the_careful_one() -> None:
    assert _FAST("Naïve l'homme d’été: ÆØÅ, ёлка, عربي, 10,000 O'Brien's — and ''so'' on") is not None


@pytest.mark.parametrize(
    "text",
    ["a''b", "a'''b ''", "''a'' b", "F.B.I. 1,000.5", "x 3.14 a.b 1,00 a.b.c.dd", "1,000,00 1,000a.b.c"],
)
def test_the_fast_way_and_the_careful_one_agree_on_signs_between_letters(text: str) -> None:
    _assert_ways_agree(text)


def _assert_ways_agree(text: str) -> None:
    assert _FAST(text) in (None, _CAREFUL(text)), repr(text)
