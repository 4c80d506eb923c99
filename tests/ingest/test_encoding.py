"""Encodings: each comes out right, and wrong bytes are never fatal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ingest.encoding import decode

FRENCH = "La flèche s’est effondrée à 19 h 50 ; l’origine du feu n’est pas connue, dit-on à la préfecture."
SPANISH = "El Gobierno añadió que “es un honor”: ¿qué más podía decir García Márquez aquel día en Estocolmo?"
ARABIC = "أعلنت الأكاديمية السويدية في ستوكهولم منح جائزة نوبل للآداب للروائي المصري نجيب محفوظ"
RUSSIAN = "На Чернобыльской атомной электростанции произошла авария. Повреждён один из реакторов."
POLISH = "Prezydent powiedział, że rząd będzie działał szybko w sprawie podatków i służby zdrowia."
CHINESE = "瑞典卡罗琳医学院十月五日宣布，将诺贝尔奖的一半授予中国药学家屠呦呦，以表彰她的发现。"
JAPANESE = "雲ひとつない秋空の下、第十八回オリンピック東京大会が十日、国立競技場で開会式を迎えた。"
THAI = "หน่วยซีลประกาศเมื่อค่ำวันอังคารว่า ทีมหมูป่าออกจากถ้ำหลวงได้อย่างปลอดภัยแล้ว"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "cp1252"),
        (SPANISH, "cp1252"),
        (ARABIC, "cp1256"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (POLISH, "cp1250"),
        (CHINESE, "gb18030"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (THAI, "cp874"),
    ],
)
def test_the_bytes_tell_the_encoding(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding), markup=False)
    assert decoded is not None
    assert decoded.text == text


@pytest.mark.parametrize(
    "text", [FRENCH, ARABIC, RUSSIAN, CHINESE, JAPANESE, THAI, "Plain words, no accents."]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_comes_out_right_with_and_without_a_mark(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding), markup=False)
    assert decoded is not None
    assert decoded.text == text


def test_a_lone_smart_quote_makes_ascii_windows_1252() -> None:
    decoded = decode(b"He said \x93now\x94.", markup=False)
    assert decoded is not None
    assert decoded.text == "He said “now”."
    assert decoded.encoding == "cp1252"


def test_a_wrong_byte_in_utf_8_is_replaced_and_noted() -> None:
    decoded = decode("déjà vu à Évreux, où l’été naît ".encode() + b"\xff end", markup=False)
    assert decoded is not None
    assert decoded.text.endswith("naît \ufffd end")
    assert decoded.encoding == "utf-8, wrong bytes replaced"


def test_a_page_says_its_own_charset() -> None:
    page = '<html><head><meta charset="windows-1251"></head><p>да</p>'.encode("cp1251")
    decoded = decode(page, markup=True)
    assert decoded is not None
    assert "<p>да</p>" in decoded.text


def test_a_page_that_says_latin_1_means_windows_1252() -> None:
    page = b'<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><p>\x93caf\xe9\x94</p>'
    decoded = decode(page, markup=True)
    assert decoded is not None
    assert "“café”" in decoded.text


def test_what_a_page_says_falsely_is_not_believed() -> None:
    decoded = decode('<meta charset="us-ascii"><p>café où déjà</p>'.encode(), markup=True)
    assert decoded is not None
    assert "café" in decoded.text


@given(st.binary(max_size=400))
def test_no_bytes_are_fatal(data: bytes) -> None:
    decoded = decode(data, markup=True)
    assert decoded is None or isinstance(decoded.text, str)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_utf_8_always_comes_out_as_it_went_in(text: str) -> None:
    decoded = decode(text.encode(), markup=False)
    assert decoded is not None
    assert decoded.text == text.removeprefix("\ufeff")
