"""The topics of an article: what its source gives, else what the place says where it stands, else what its words say.

What the source gives is mapped to IPTC's topics where they know it, and is the corpus's own topic where they do not. A
place or the words never make a topic of the corpus's own: folders have any names.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import regex

from app.articles.names import slug
from app.articles.values import Topic, TopicMethod
from app.ingest.prose import tidy
from app.ingest.reading import Claim
from app.topics.classifier import LANGUAGES, classify
from app.topics.tree import OWN, TopicTree

Topics = tuple[tuple[Topic, ...], str]
"""An article's topics, each once, and where the first of them was read."""

MOST_TOPICS = 50
"""Topics of one article; pages that stuff their keywords have hundreds."""

_LONGEST = 100
_KEPT = 1_024
"""Topics that are remembered: news-10k and Reuters have 228 between them, corpora of free keywords many more."""

_SEPARATOR = regex.compile(r"\s*[,;|，、；،]\s*|\s+[/>]\s+")

SECTIONS: Mapping[str, str] = {
    name: topic
    for topic, names in {
        "medtop:01000000": "arts culture entertainment arts-entertainment entertainment-arts arts-culture "
        "arts-and-culture showbiz celebrity kultur cultura feuilleton культура ثقافة 文化 娱乐 บันเทิง",
        "medtop:02000000": "crime courts justice crime-courts justiz sucesos",
        "medtop:04000000": "business economy finance markets money business-finance wirtschaft finanzen "
        "economie economia economía negocios экономика اقتصاد 财经 经济 経済 เศรษฐกิจ",
        "medtop:05000000": "education schools bildung educación éducation",
        "medtop:06000000": "environment climate-environment environment-climate environnement umwelt "
        "medio-ambiente",
        "medtop:07000000": "health wellness gesundheit santé salud здоровье صحة 健康 สุขภาพ",
        "medtop:10000000": "lifestyle life-style leisure travel food",
        "medtop:11000000": "politics politik politique política politica политика سياسة 政治 时政 การเมือง",
        "medtop:12000000": "religion faith",
        "medtop:13000000": "science tech technology sci-tech science-tech science-technology "
        "technology-science wissenschaft technik sciences ciencia tecnología наука "
        "технологии علوم تكنولوجيا 科技 科学 เทคโนโลยี",
        "medtop:14000000": "society gesellschaft société sociedad общество مجتمع 社会",
        "medtop:15000000": "sport sports deportes deporte спорт رياضة 体育 スポーツ กีฬา",
        "medtop:17000000": "weather wetter météo",
        "medtop:20000418": "climate climate-change klima climat",
    }.items()
    for name in map(slug, names.split())
}
"""Slug of a section that newspapers have, to the topic that it stands for.

Sections that name a place or a kind of text (World, Local, Opinion) are no subject and are not here.
"""


_NO_SUBJECT = frozenset({"people", "media", "bank", "family", "history"})
"""Names of topics that folders have for other reasons."""


def topics(given: Iterable[Claim], sections: Iterable[Claim], tree: TopicTree) -> Topics | None:
    """What the source gives, topics before sections; None without any."""
    found: dict[str, Topic] = {}
    origin = ""
    for claims, method in ((given, _GIVEN), (sections, _SECTION)):
        for claim in claims:
            for name in _names(claim.value, tree):
                topic = _topic(name, method, tree)
                origin = origin or claim.origin
                found.setdefault(topic.id, topic)
    return (tuple(found.values())[:MOST_TOPICS], origin) if found else None


def topics_of_place(trails: Iterable[Iterable[Claim]], tree: TopicTree) -> Topics | None:
    """What the steps of the first trail that names a subject stand for, without what is broader than another step."""
    for trail in trails:
        known = {_subject(claim.value, tree): claim.origin for claim in trail if isinstance(claim.value, str)}
        found = [topic for topic in known if topic]
        above = {wide for topic in found for wide in tree.with_broader([topic]) if wide != topic}
        kept = [topic for topic in found if topic not in above]
        if kept:
            made = (Topic(id=topic, label=tree.label(topic), method="rule") for topic in kept)
            return tuple(made), known[kept[0]]
    return None


def topics_of_words(language: str | None, title: str, lead: str, tree: TopicTree) -> Topics | None:
    """What the text itself says, where its language is one whose words are known."""
    guess = classify(title, lead) if language in LANGUAGES else None
    if guess is None:
        return None
    label = tree.label(guess.topic)
    topic = Topic(id=guess.topic, label=label, confidence=guess.confidence, method="classifier")
    return (topic,), "classifier"


@lru_cache(maxsize=_KEPT)
def _subject(name: str, tree: TopicTree) -> str | None:
    """The topic that a section or an IPTC label of this name stands for, where there is just one."""
    if slug(name) in _NO_SUBJECT:
        return None
    labelled = tree.find(name)
    return SECTIONS.get(slug(name)) or (labelled[0] if len(labelled) == 1 else None)


_GIVEN: TopicMethod = "given"
_SECTION: TopicMethod = "section"


@lru_cache(maxsize=_KEPT)
def _topic(name: str, method: TopicMethod, tree: TopicTree) -> Topic:
    section = SECTIONS.get(slug(name)) if method == _SECTION else None
    known = (
        section or (name if tree.get(name) else next(iter(tree.find(name)), None)) or SECTIONS.get(slug(name))
    )
    if known:
        return Topic(id=known, label=tree.label(known), method=method)
    return Topic(id=OWN + slug(name), label=name, method=method)


def _names(value: object, tree: TopicTree) -> Iterator[str]:
    if isinstance(value, list):
        for part in value[:MOST_TOPICS]:
            yield from _names(None if isinstance(part, list) else part, tree)
    elif isinstance(value, dict):
        yield from _names(
            next((value[key] for key in ("name", "label", "id") if isinstance(value.get(key), str)), None),
            tree,
        )
    elif isinstance(value, str) and len(value) <= _LONGEST * MOST_TOPICS:
        yield from _names_in(value, tree)


@lru_cache(maxsize=_KEPT)
def _names_in(text: str, tree: TopicTree) -> tuple[str, ...]:
    whole = tidy(text)
    # IPTC's own labels have commas: `disaster, accident and emergency incident`.
    names = [whole] if tree.find(whole) or tree.get(whole) else _SEPARATOR.split(whole)
    return tuple(name.strip("# ") for name in names if slug(name) and len(name) <= _LONGEST)
