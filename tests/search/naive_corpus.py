"""A second, naive way to find what a query tree means: sets of articles, straight from the texts.

It shares the analysis with the search, since the terms are what is asked for, and nothing else.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from app.analysis.stems import stem
from app.analysis.terms import exact_terms
from app.articles.dates import day_span
from app.articles.values import Article, StoredArticle
from app.search.query import tree
from app.topics.tree import topic_tree

TEXTS = ("title", "lead", "body")

Places = dict[str, dict[str, list[int]]]
"""Term to article id to its positions there, in one field."""


class NaiveCorpus:
    def __init__(self, articles: Iterable[StoredArticle]) -> None:
        self.articles: dict[str, Article] = {}
        self.fields: dict[str, Places] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
        for article in articles:
            self.articles[article.id] = article
            texts = {"title": article.title, "lead": article.summary or "", "body": article.body}
            for field, text in texts.items():
                words = exact_terms(text)
                self._place(f"{field}.exact", article.id, words)
                self._place(f"{field}.stem", article.id, stem(words, article.language))
            self._place("author", article.id, exact_terms(" ".join(a.label for a in article.authors)))
            self._place("source", article.id, exact_terms(article.source.label if article.source else ""))
        self.languages = {article.language for article in self.articles.values()}

    def find(self, node: tree.Node) -> set[str]:
        everything = set(self.articles)
        match node:
            case tree.All():
                return everything
            case tree.Nothing():
                return set()
            case tree.And():
                return everything.intersection(*map(self.find, node.children))
            case tree.Or():
                return set().union(*map(self.find, node.children))
            case tree.Not():
                return everything - self.find(node.child)
            case tree.Boost():
                return self.find(node.child)
            case tree.Range():
                return {i for i, article in self.articles.items() if _inside(article, node)}
            case _ if node.field == "topic":
                return {i for i, article in self.articles.items() if _has_topic(article, node)}
            case _:
                return set().union(*(self._in_field(node, field) for field in self._fields(node)))

    def _fields(self, node: tree.Leaf) -> Sequence[str]:
        if node.field in ("author", "source"):
            return [node.field]
        variant = "stem" if isinstance(node, tree.Term) else "exact"
        return [f"{name}.{variant}" for name in (TEXTS if node.field is None else (node.field,))]

    def _in_field(self, node: tree.Leaf, field: str) -> set[str]:
        places = self.fields[field]
        match node:
            case tree.Term() if field.endswith(".stem"):
                forms = {tuple(stem(exact_terms(node.text), language)) for language in self.languages}
                return set().union(*(_in_a_row(places, form) for form in forms))
            case tree.Term() | tree.Phrase():
                return _in_a_row(places, exact_terms(node.text))
            case tree.Near():
                words = exact_terms(node.text)
                near = [_close(places, first, second, node.distance) for first, second in pairwise(words)]
                return set.intersection(*near) if near else _in_a_row(places, words)
            case tree.Prefix():
                return _with_any(places, lambda term: term.startswith(node.text))
            case tree.Wildcard():
                shape = re.compile(re.escape(node.pattern).replace(r"\?", ".").replace(r"\*", ".*"))
                return _with_any(places, lambda term: shape.fullmatch(term) is not None)
            case tree.Fuzzy():
                return _with_any(places, lambda term: _edits(term, node.text) <= node.distance)

    def _place(self, field: str, article_id: str, words: Sequence[str]) -> None:
        for position, word in enumerate(words):
            self.fields[field][word][article_id].append(position)


def _in_a_row(places: Places, words: Sequence[str]) -> set[str]:
    if not words:
        return set()
    found = set()
    for article_id, starts in places.get(words[0], {}).items():
        for start in starts:
            if all(
                start + step in places.get(word, {}).get(article_id, ()) for step, word in enumerate(words)
            ):
                found.add(article_id)
    return found


def _close(places: Places, first: str, second: str, distance: int) -> set[str]:
    return {
        article_id
        for article_id, here in places.get(first, {}).items()
        for there in places.get(second, {}).get(article_id, ())
        if any(there != position and abs(there - position) <= distance + 1 for position in here)
    }


def _with_any(places: Places, wanted: Callable[[str], bool]) -> set[str]:
    return {article_id for term, where in places.items() if wanted(term) for article_id in where}


def _edits(one: str, other: str) -> int:
    """Insertions, deletions, changes and neighbour swaps between two words."""
    if abs(len(one) - len(other)) > 2:
        return 3
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, against in enumerate(other, 1):
            best = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


def _inside(article: Article, asked: tree.Range) -> bool:
    known = day_span(article.published.date) if article.published else None
    start = day_span(asked.start) if asked.start else None
    end = day_span(asked.end) if asked.end else None
    if known is None:
        return False
    return (start is None or known.first >= start.first) and (end is None or known.last <= end.last)


def _has_topic(article: Article, asked: tree.Leaf) -> bool:
    assert isinstance(asked, tree.Term)
    wanted = set(topic_tree().resolve(asked.text))
    return bool(wanted & set(topic_tree().with_broader(topic.id for topic in article.topics)))
