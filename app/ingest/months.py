"""The names of months, weekdays and zones, in the languages that Microfiche reads dates in."""

from collections.abc import Mapping

_MONTHS = """
1: january jan janvier janv enero ene januar jänner januari janeiro gennaio января январь янв
1: يناير جانفي มกราคม ม.ค.
2: february feb février févr fevrier febrero februar februari fevereiro febbraio февраля февраль фев
2: فبراير فيفري กุมภาพันธ์ ก.พ.
3: march mar mars marzo märz maerz mrz maart março марта март مارس มีนาคม มี.ค.
4: april apr avril avr abril abr aprile апреля апрель апр أبريل ابريل إبريل أفريل เมษายน เม.ย.
5: may mai mayo maio maggio mei мая май مايو ماي พฤษภาคม พ.ค.
6: june jun juin junio juni junho giugno июня июнь июн يونيو يونيه جوان มิถุนายน มิ.ย.
7: july jul juillet juil julio juli julho luglio июля июль июл يوليو يوليه جويلية กรกฎาคม ก.ค.
8: august aug août aout agosto augustus августа август авг أغسطس اغسطس أوت สิงหาคม ส.ค.
9: september sep sept septembre septiembre setiembre setembro settembre сентября сентябрь сен сент
9: سبتمبر กันยายน ก.ย.
10: october oct octobre octubre oktober okt outubro ottobre октября октябрь окт أكتوبر اكتوبر ตุลาคม ต.ค.
11: november nov novembre noviembre novembro ноября ноябрь ноя нояб نوفمبر พฤศจิกายน พ.ย.
12: december dec décembre déc decembre diciembre dic dezember dez dezembro dicembre декабря декабрь дек
12: ديسمبر ธันวาคม ธ.ค.
"""

_LEVANTINE = {
    "كانون الثاني": 1,
    "شباط": 2,
    "آذار": 3,
    "نيسان": 4,
    "أيار": 5,
    "حزيران": 6,
    "تموز": 7,
    "آب": 8,
    "أيلول": 9,
    "تشرين الأول": 10,
    "تشرين الثاني": 11,
    "كانون الأول": 12,
}


def _numbers() -> Mapping[str, int]:
    named = dict(_LEVANTINE)
    for line in _MONTHS.strip().splitlines():
        number, names = line.split(": ")
        named |= dict.fromkeys(names.split(), int(number))
    return named


MONTHS = _numbers()
"""Month name, in lower case and without a final stop in alphabets that have case, to its number."""

_WEEKDAYS = """
monday mon lundi lunes segunda montag понедельник الاثنين الإثنين 星期一 周一 月曜日 วันจันทร์ จันทร์
tuesday tue tues mardi martes terça dienstag вторник الثلاثاء 星期二 周二 火曜日 วันอังคาร อังคาร
wednesday wed mercredi miércoles quarta mittwoch среда الأربعاء 星期三 周三 水曜日 วันพุธ พุธ
thursday thu thur thurs jeudi jueves quinta donnerstag четверг الخميس 星期四 周四 木曜日 วันพฤหัสบดี พฤหัสบดี
friday fri vendredi viernes sexta freitag пятница الجمعة 星期五 周五 金曜日 วันศุกร์ ศุกร์
saturday sat samedi sábado samstag sonnabend суббота السبت 星期六 周六 土曜日 วันเสาร์ เสาร์
sunday sun dimanche domingo sonntag воскресенье الأحد 星期日 星期天 周日 日曜日 วันอาทิตย์ อาทิตย์
"""
WEEKDAYS = {name: day for day, names in enumerate(_WEEKDAYS.strip().splitlines()) for name in names.split()}
"""The names of the days, each with its number: Monday is 0, as `date.weekday` counts."""

HIJRI_MONTHS = (
    "muharram",
    "safar",
    "rabi",
    "jumada",
    "rajab",
    "shaban",
    "sha'ban",
    "sha’ban",
    "ramadan",
    "ramazan",
    "shawwal",
    "dhu al",
    "dhul",
    "zul",
    "محرم",
    "صفر",
    "ربيع",
    "جمادى",
    "رجب",
    "شعبان",
    "رمضان",
    "شوال",
    "ذو القعدة",
    "ذو الحجة",
    "ذي القعدة",
    "ذي الحجة",
    "ذوالحجہ",
    "ذیقعد",
)
"""How the names of the Islamic months begin, in Latin and Arabic letters."""

JAPANESE_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867}
"""Era to the year before its first."""

THAI_OFFSET = 543
"""Years that the Thai calendar is ahead."""

ZONES = {
    "Z": 0,
    "UTC": 0,
    "GMT": 0,
    "WET": 0,
    "CET": 60,
    "CEST": 120,
    "MEZ": 60,
    "MESZ": 120,
    "EET": 120,
    "EEST": 180,
    "MSK": 180,
    "PKT": 300,
    "JST": 540,
    "KST": 540,
    "EST": -300,
    "EDT": -240,
    "CDT": -300,
    "MST": -420,
    "MDT": -360,
    "PDT": -420,
}
"""Zone letters to minutes east of Greenwich, less those that mean two zones (IST, BST, CST, PST, ET)."""
