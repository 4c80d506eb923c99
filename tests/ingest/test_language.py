"""Languages: given, told by script, detected, or unknown."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.ingest.language import detected, given_language, language
from app.ingest.reading import Claim

ENGLISH = (
    "The harbour was closed for the third day running, and nobody would say when the boats could go out."
)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("en", "en"),
        ("en-GB", "en"),
        ("en_US", "en"),
        ("EN", "en"),
        ("eng", "en"),
        ("English", "en"),
        ("zh-Hans-CN", "zh"),
        ("Deutsch", "de"),
        ("العربية", "ar"),
        ("iw", "he"),
        ("nb", "no"),
        (["fr", "en"], "fr"),
        ({"@type": "Language", "name": "Spanish", "alternateName": "es"}, "es"),
        ("xx", None),
        ("", None),
        (None, None),
        (7, None),
    ],
)
def test_a_given_language_is_brought_to_its_code(given: object, code: str | None) -> None:
    assert given_language(given) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (ENGLISH, "en"),
        (
            "La flèche s’est effondrée hier soir et l’origine du feu n’est pas encore connue de la police.",
            "fr",
        ),
        ("Der Hafen war am dritten Tag geschlossen, und niemand wusste, wann die Boote auslaufen.", "de"),
        ("El puerto estuvo cerrado por tercer día y nadie sabía cuándo podrían salir los barcos.", "es"),
        ("Порт был закрыт третий день, и никто не знал, когда лодки смогут выйти в море.", "ru"),
        ("أعلنت الأكاديمية السويدية في ستوكهولم منح جائزة نوبل للآداب للروائي المصري", "ar"),
        ("屠呦呦获诺贝尔奖", "zh"),
        ("東京五輪が開幕", "ja"),
        ("หมูป่าออกจากถ้ำ", "th"),
        ("서울에서 열린 회의", "ko"),
        ("Ο πρωθυπουργός δήλωσε", "el"),
    ],
)
def test_the_words_tell_the_language(text: str, code: str) -> None:
    assert detected(text) == code


@pytest.mark.parametrize(
    "text",
    ["", "PTI", "Hello", "12345 67890 12345 67890", "!!! ??? ...", "zxcv qwpo mnbv asdf ghjk qwer tyui"],
)
def test_too_little_or_nothing_of_any_language_is_unknown(text: str) -> None:
    assert detected(text) is None


def test_a_given_language_goes_before_the_words() -> None:
    assert language([Claim("xx", "json:lang"), Claim("de", "json:language")], ENGLISH) == (
        "de",
        "json:language",
    )


def test_a_page_s_markup_goes_before_the_words_unless_they_leave_no_doubt() -> None:
    assert language([Claim("en", "html:lang")], "Hafen zu") == ("en", "html:lang")
    assert language([Claim("de", "html:lang")], ENGLISH) == ("en", "detected")


def test_threads_that_ask_at_once_get_the_same_answer() -> None:
    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(detected, [ENGLISH] * 16)) == {"en"}
