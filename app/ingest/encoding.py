"""Bytes to text: what they say of themselves first, then what they look like; wrong bytes are never fatal."""

import codecs
from dataclasses import dataclass

import regex
from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = regex.compile(
    rb"<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,100}?encoding)\s*=\s*[\"']?\s*([\w\-.:]{2,40})",
    regex.IGNORECASE,
)
_DECLARED_WITHIN = 4096
_AS_BROWSERS_READ = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "tis-620": "cp874",
}
"""Encodings that pages declare and browsers read as their superset, since that is what the pages hold."""

_WESTERN_LETTERS = frozenset(
    "àáâãäåæçèéêëìíîïñòóôõöøœùúûüÿßÀÁÂÃÄÅÆÇÈÉÊËÍÎÏÑÓÔÕÖØŒÙÚÛÜ‘’“”‚„–—…«»‹›°€£©®™·•ºª¡¿§½¼¾\u00a0\u00ad"
)
_MOST_ACCENTS = 0.25
_LEAST_WESTERN = 0.9
"""Western text has few letters beyond ASCII, and those few are these: on corpus/ French has 4 % of them,
Spanish 3 %, German 2 %. A sentence of Turkish, Polish or Czech read as Western has 15 to 20 %, and 41 to 83 %
of those listed here.
"""

_OTHERS = (
    "cp1256 cp1251 cp1250 cp1253 cp1254 cp1255 cp874 koi8_r gb18030 big5 shift_jis euc_jp euc_kr "
    "cp1252".split()
)
_WESTERN = "cp1252"
_SAMPLE = 60_000
"""Bytes that the detector sees: its own samples are 2.5 kB, and more text only costs time."""

_WRONG_PER_RIGHT = 0.5
"""Broken UTF-8 has two sound sequences of bytes for each wrong byte; other encodings have hardly any."""

_MOST_STRANGE = 0.02
_MOST_ASCII = 0.8
"""In UTF-16 of any script fewer bytes than this are printable ASCII: in Latin every second one is zero."""

_MULTIBYTE_UTF8 = regex.compile(rb"[\xc3-\xf4][\x80-\xbf]+")
_CONTROL_BYTES = bytes(set(range(0x20)) - set(b"\t\n\f\r\x1a\x1b"))
_ASCII_BYTE = regex.compile(rb"[\x20-\x7e]")
_SEPARATOR = regex.compile(r"[ \n\r、。，]")
_STRANGE = regex.compile(r"[\p{Cn}\p{Co}\p{Cs}\ufffd]|[^\P{Cc}\t\n\r\f\v\x85]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """`encoding` is a Python codec's name, with `, wrong bytes replaced` where some were."""

    text: str
    encoding: str


def has_controls(data: bytes) -> bool:
    """Whether there are bytes that may mean another encoding, or no text at all."""
    # Taking them out and looking at what is left takes a tenth of the time of a search.
    return len(data.translate(None, _CONTROL_BYTES)) < len(data)


def decode(data: bytes, *, markup: bool) -> Decoded | None:
    """The text of the bytes; None where they are none. `markup` lets a page's own declaration count."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _lenient(data.removeprefix(codecs.BOM_UTF8), name)
    if has_controls(data):
        return _wide(data) or (None if b"\0" in data else _narrow(data, markup=markup))
    return _narrow(data, markup=markup)


def _wide(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: zero bytes betray Latin, control bytes the others."""
    if len(_ASCII_BYTE.findall(data[:_SAMPLE])) > _MOST_ASCII * min(len(data), _SAMPLE):
        return None
    readings = [_lenient(data, name) for name in ("utf-16-le", "utf-16-be")]
    best = max(readings, key=lambda reading: len(_SEPARATOR.findall(reading.text, 0, _SAMPLE)))
    sample = best.text[:_SAMPLE]
    strange = len(_STRANGE.findall(sample))
    return best if _SEPARATOR.search(sample) and strange <= _MOST_STRANGE * len(sample) else None


def _narrow(data: bytes, *, markup: bool) -> Decoded:
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return (_declared(data) if markup else None) or _detected(data)


def _declared(data: bytes) -> Decoded | None:
    found = _DECLARED.search(data[:_DECLARED_WITHIN])
    if not found:
        return None
    try:
        name = codecs.lookup(found[1].decode("ascii")).name
        name = _AS_BROWSERS_READ.get(name, name)
        return Decoded(data.decode(name), name)
    except (LookupError, UnicodeDecodeError):
        return None


def _detected(data: bytes) -> Decoded:
    if _is_broken_utf8(data):
        return _lenient(data, "utf-8")
    western = _lenient(data, _WESTERN)
    if _is_western(western.text[:_SAMPLE]):
        return western
    best = from_bytes(data[:_SAMPLE], cp_isolation=_OTHERS).best()
    return _lenient(data, best.encoding) if best else western


def _is_broken_utf8(data: bytes) -> bool:
    wrong = data.decode("utf-8", "replace").count("\ufffd")
    return wrong <= _WRONG_PER_RIGHT * len(_MULTIBYTE_UTF8.findall(data))


def _is_western(text: str) -> bool:
    beyond = [letter for letter in text if not letter.isascii()]
    if len(beyond) > _MOST_ACCENTS * len(text):
        return False
    return sum(letter in _WESTERN_LETTERS for letter in beyond) >= _LEAST_WESTERN * len(beyond)


def _lenient(data: bytes, name: str) -> Decoded:
    try:
        return Decoded(data.decode(name), name)
    except UnicodeDecodeError:
        return Decoded(data.decode(name, "replace"), f"{name}, wrong bytes replaced")
