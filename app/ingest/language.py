"""The language of an article: as given, else by its script, else by its words; None where that is unsure."""

from collections.abc import Iterable
from functools import cache
from threading import Lock

import regex
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from app.ingest.reading import Claim

_LANGUAGES = """
af afr afrikaans | am amh amharic አማርኛ | ar ara arabic العربية عربي | az aze azerbaijani
be bel belarusian беларуская | bg bul bulgarian български | bn ben bengali বাংলা | bs bos bosnian
ca cat catalan català | cs ces cze czech čeština | cy cym welsh cymraeg | da dan danish dansk
de deu ger german deutsch | el ell gre greek ελληνικά | en eng english
es spa spanish español castellano | et est estonian eesti | eu eus basque euskara
fa fas per persian farsi فارسی | fi fin finnish suomi | fr fra fre french français francais
ga gle irish gaeilge | gl glg galician galego | gu guj gujarati | ha hau hausa | he heb iw hebrew עברית
hi hin hindi हिन्दी हिंदी | hr hrv croatian hrvatski | hu hun hungarian magyar | hy hye armenian հայերեն
id ind in indonesian | is isl icelandic íslenska | it ita italian italiano | ja jpn japanese 日本語
ka kat georgian ქართული | kk kaz kazakh | km khm khmer | kn kan kannada | ko kor korean 한국어 | lo lao lao
lt lit lithuanian lietuvių | lv lav latvian latviešu | mk mkd macedonian македонски | ml mal malayalam
mr mar marathi मराठी | ms msa malay melayu | my mya burmese | ne nep nepali नेपाली
nl nld dut dutch nederlands | no nor nb nob nn nno norwegian norsk | pa pan punjabi ਪੰਜਾਬੀ
pl pol polish polski | ps pus pashto پښتو | pt por portuguese português portugues
ro ron rum romanian română | ru rus russian русский | si sin sinhala | sk slk slovak slovenčina
sl slv slovenian slovenščina | so som somali | sq sqi albanian shqip | sr srp serbian српски srpski
sv swe swedish svenska | sw swa swahili kiswahili | ta tam tamil தமிழ் | te tel telugu | th tha thai ไทย
tl tgl fil tagalog filipino | tr tur turkish türkçe | uk ukr ukrainian українська | ur urd urdu اردو
uz uzb uzbek | vi vie vietnamese | zh zho chi chinese 中文 汉语 漢語
"""
_SCRIPTS = {
    "ja": r"[\p{Hiragana}\p{Katakana}]",
    "ko": r"\p{Hangul}",
    "th": r"\p{Thai}",
    "el": r"\p{Greek}",
    "hy": r"\p{Armenian}",
    "ka": r"\p{Georgian}",
    "gu": r"\p{Gujarati}",
    "pa": r"\p{Gurmukhi}",
    "ta": r"\p{Tamil}",
    "te": r"\p{Telugu}",
    "kn": r"\p{Kannada}",
    "ml": r"\p{Malayalam}",
    "si": r"\p{Sinhala}",
    "lo": r"\p{Lao}",
    "km": r"\p{Khmer}",
    "my": r"\p{Myanmar}",
    "zh": r"\p{Han}",
}
"""Scripts in which one language alone is printed as news, Chinese last: Japanese is known by its kana."""

_OF_ONE_LANGUAGE = {language: regex.compile(pattern) for language, pattern in _SCRIPTS.items()}
_SHARED_SCRIPT = regex.compile(r"[\p{Latin}\p{Cyrillic}\p{Arabic}\p{Devanagari}\p{Bengali}\p{Hebrew}]")
_LETTER = regex.compile(r"\p{L}")
_KANA_SHARE = 0.1
_SCRIPT_SHARE = 0.5
SAMPLE = 400
"""Code points that the detector sees: ten times as many changed no answer on the first 1,000 of news-10k."""

LEAST_LETTERS = 16
LEAST_CONFIDENCE = 0.5
"""Found on 4,400 beginnings of the paragraphs of corpus/ in six languages: of 16 to 20 letters 73 % are told,
99.5 % of them rightly; of 30 and more 96 %, all rightly. Below 12 letters 5 % of those told are wrong.
"""

CONFIDENCE_AGAINST_MARKUP = 0.9
"""At which all of those from 16 letters on were told rightly."""

_ENGLISH = frozenset(
    "the of and to that with from which by his has are they this been were would their".split()
)
"""Frequent words of English that few other languages share."""

_LEAST_ENGLISH = 0.1
_LEAST_WORDS = 20
"""Of 18,899 samples (titles, beginnings and later stretches of news-10k, Reuters and ECB+) the detector told all of
the 13,495 of so many words and such a share to be English, and took thirty times as long to say so.
"""

_LEAST_ENGLISH_TOLD = 0.05
"""Enough where the markup says English too: none of 568 stretches of corpus/ in other languages has as much."""

_LONGEST_WORDS = 10
"""Code points a word, with its space: English news has 6, and a language that writes no spaces many more."""

_TAG = regex.compile(r"(?P<language>[a-z]{2,3})(?:[-_].*)?", regex.IGNORECASE)
_MARKUP = ("meta:", "html:", "json_ld:")
_LOADING = Lock()


@cache
def _codes() -> dict[str, str]:
    codes = {}
    for entry in _LANGUAGES.replace("\n", " | ").split("|"):
        names = entry.split()
        codes.update(dict.fromkeys(names, names[0]) if names else {})
    return codes


def language(claims: Iterable[Claim], text: str) -> tuple[str, str] | None:
    """The ISO 639-1 code and where it was read: the first given one that is known, else the text's.

    What a page's markup says is often its template's: the text overrules it where it leaves no doubt.
    """
    told = ((given_language(claim.value), claim.origin) for claim in claims)
    given, origin = next((each for each in told if each[0]), (None, ""))
    if given and not origin.startswith(_MARKUP):
        return given, origin
    if given == "en" and _is_plain_english(text[:SAMPLE], _LEAST_ENGLISH_TOLD):
        return given, origin
    found = detected(text, least=CONFIDENCE_AGAINST_MARKUP if given else LEAST_CONFIDENCE)
    if given and found in (given, None):
        return given, origin
    return (found, "detected") if found else None


def given_language(value: object) -> str | None:
    """The code of a language given by code, tag or name: `en-GB`, `eng`, `English`, `{"name": "English"}`."""
    if isinstance(value, list) and value and not isinstance(value[0], list):
        return given_language(value[0])
    if isinstance(value, dict):
        value = value.get("alternateName") or value.get("name")
    if not isinstance(value, str):
        return None
    name = value.strip().lower()
    tag = _TAG.fullmatch(name)
    return _codes().get(name) or (_codes().get(tag["language"]) if tag else None)


def detected(text: str, least: float = LEAST_CONFIDENCE) -> str | None:
    """The language that the text begins in; None where it is too short or could be several."""
    sample = text[:SAMPLE]
    if _is_plain_english(sample):
        return "en"
    letters = len(_LETTER.findall(sample))
    by_script = _by_script(sample, letters)
    if by_script or letters < LEAST_LETTERS:
        return by_script
    code, confidence = _identifier().classify(sample)
    return code if confidence >= least else None


def _is_plain_english(sample: str, least: float = _LEAST_ENGLISH) -> bool:
    words = sample.lower().split()
    told = sum(map(_ENGLISH.__contains__, words))
    # A script without spaces hides in a few words what would outweigh them all.
    spaced = len(sample) <= _LONGEST_WORDS * len(words)
    return spaced and len(words) >= _LEAST_WORDS and told >= least * len(words)


def _by_script(sample: str, letters: int) -> str | None:
    if not letters or len(_SHARED_SCRIPT.findall(sample)) > _SCRIPT_SHARE * letters:
        return None
    for code, pattern in _OF_ONE_LANGUAGE.items():
        share = _KANA_SHARE if code == "ja" else _SCRIPT_SHARE
        if len(pattern.findall(sample)) >= share * letters:
            return code
    return None


def _identifier() -> LanguageIdentifier:
    # Two threads that ask at once must not both spend the second that loading takes.
    with _LOADING:
        return _loaded()


@cache
def _loaded() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(set(_codes().values()) & set(identifier.labels))
    # Made anew of what is left, it lets go of the other languages: 19 MB in each process.
    return LanguageIdentifier(
        identifier.nb_ptc,
        identifier.nb_pc,
        identifier.nb_classes,
        identifier.tk_nextmove,
        identifier.tk_output,
        norm_probs=True,
        tk_row=identifier.tk_row,
    )
