"""News agencies: which there are, under which names they are printed, and where a text names one."""

from collections.abc import Iterator

import regex

_NAMES = """
AAP: Australian Associated Press
AFP: Agence France-Presse, Agence France Presse, АФП, أ ف ب, أ.ف.ب, فرانس برس, 法新社, AFP通信
ANI: Asian News International
ANP: Algemeen Nederlands Persbureau
ANSA: Agenzia ANSA
AP: Associated Press, The Associated Press, The AP, АП, أسوشيتد برس, 美联社, AP通信
APA: Austria Presse Agentur
APP: Associated Press of Pakistan
Anadolu: Anadolu Agency, Anadolu Ajansı, AA, الأناضول
Antara: Antara News
BTA: Bulgarian Telegraph Agency
Belga: Agence Belga
Bernama: Bernama News
Bloomberg: Bloomberg News
CNS: China News Service, 中新社, 中国新闻社
CP: Canadian Press, The Canadian Press
ČTK: CTK, Czech News Agency
dpa: Deutsche Presse-Agentur, DPA, dpa-AFX, د ب أ
EFE: Agencia EFE, إفي
Europa Press: Europa-Press
IANS: Indo-Asian News Service
INP: Independent News Pakistan
IRNA: Islamic Republic News Agency
Interfax: Интерфакс
Jiji: Jiji Press, 時事, 時事通信, 時事通信社
KUNA: Kuwait News Agency, كونا
KCNA: Korean Central News Agency, 조선중앙통신
Kyodo: Kyodo News, 共同, 共同通信, 共同通信社, 共同社
Lusa: Agência Lusa
MENA: Middle East News Agency, أ ش أ
MTI: Magyar Távirati Iroda
NNI: News Network International
NTB: Norsk Telegrambyrå
PA: Press Association, PA Media
PAP: Polska Agencja Prasowa
PPI: Pakistan Press International
PTI: Press Trust of India
Petra: Jordan News Agency, بترا
Prensa Latina: Prensa-Latina
QNA: Qatar News Agency, قنا
RIA Novosti: RIA, РИА Новости, РИА
Reuters: Thomson Reuters, Reuters News, Рейтер, رويترز, 路透社, ロイター
Ritzau: Ritzaus Bureau
SANA: Syrian Arab News Agency, سانا
SDA: Keystone-SDA, Schweizerische Depeschenagentur
SPA: Saudi Press Agency, واس
TASS: ITAR-TASS, ИТАР-ТАСС, ТАСС, تاس, 塔斯社
TT: Tidningarnas Telegrambyrå
Tanjug: Tanyug
UNI: United News of India
UPI: United Press International
Ukrinform: Укринформ
VNA: Vietnam News Agency
WAM: Emirates News Agency, وام
Xinhua: Xinhua News Agency, 新华社, 新华网, 新華社, شينخوا
Yonhap: Yonhap News, Yonhap News Agency, 연합뉴스
"""


def _labels() -> Iterator[tuple[str, str]]:
    for line in _NAMES.strip().splitlines():
        label, names = line.split(": ")
        for name in (label, *names.split(", ")):
            yield name, label


_LABEL_OF = dict(_labels())
_LABEL_OF_UPPER = {name.upper(): label for name, label in _LABEL_OF.items() if len(name) > 3}
_ANY = "|".join(sorted(map(regex.escape, _LABEL_OF), key=len, reverse=True))
_NAMED = regex.compile(rf"(?<![\p{{L}}\p{{N}}])(?:{_ANY})(?![\p{{L}}\p{{N}}])")
_EDGES = " \t()[]{}«»\"'*|/-–—:،,."
_SEPARATOR = regex.compile(r"\s*(?:[/,|+&]|\band\b|\bet\b|\bund\b|\by\b)\s*|\s+[-–—]\s+")
_CREDIT = regex.compile(
    r"\(?(?:with\s+(?:additional\s+|agency\s+)?inputs?(?:\s+from)?|with\s+(?:additional\s+)?reporting\s+(?:by|from)"
    r"|additional\s+reporting\s+(?:by|from)|with\s+information\s+from|(?:news\s+)?source\s*:|courtesy\s*:?"
    r"|avec|mit\s+(?:material|informationen)\s+(?:von|der)|con\s+información\s+de|com\s+informações\s+d[aeo]"
    r"|с\s+материалами|по\s+материалам|по\s+данным|بالاشتراك\s+مع|المصدر\s*:|来源\s*[:：])\s+(?:the\s+)?",
    regex.IGNORECASE,
)
_SIGNATURE = regex.compile(r"[\(\[—–-]\s*(?P<name>[^()\[\]—–]{2,40}?)\s*[\)\]]?\s*")


def agency_named(text: str) -> str | None:
    """The label of the agency whose name the text is, brackets aside: `(Reuters)`, `Press Trust of India`."""
    name = text.strip(_EDGES)
    return _LABEL_OF.get(name) or _LABEL_OF_UPPER.get(name.upper())


def agency_in(text: str) -> str | None:
    """The first agency that the text names among other words."""
    found = _NAMED.search(text)
    return _LABEL_OF[found.group()] if found else None


def agency_line(text: str) -> str | None:
    """The first agency of a line of agencies and perhaps a place: `PTI`, `AFP/Reuters`, `PTI | New Delhi`."""
    if len(text) > 60:
        return None
    parts = [part for part in _SEPARATOR.split(text.strip(_EDGES)) if part]
    labels = [agency_named(part) for part in parts]
    named = [label for label in labels if label]
    places = len(parts) - len(named)
    return named[0] if named and places <= 1 and labels[0] and (places == 0 or "|" in text) else None


def credited_agency(text: str) -> str | None:
    """The agency that a closing line thanks: `With input from APP.`, `Source: Reuters`, `(AFP)`."""
    if len(text) <= 200 and (credit := _CREDIT.match(text)):
        return agency_in(text[credit.end() :])
    signature = _SIGNATURE.fullmatch(text)
    return agency_named(signature["name"]) if signature else None
