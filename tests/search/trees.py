"""Random query trees whose words a corpus really has."""

import random
from collections.abc import Callable, Sequence

from app.search.query import tree

FIELDS = (None, None, None, "title", "body")
DATES = ("2012", "2014", "2015-06", "2016", "2017-03", "2018-11-06", "2019", "2020-02")
TOPICS = ("politics", "elections", "sport", "health", "economy, business and finance", "white_house")


class Trees:
    """`texts` are bodies as printed; their words and runs of words make the leaves."""

    def __init__(self, seed: int, texts: Sequence[str]) -> None:
        self._chance = random.Random(seed)
        self._texts = [text.split() for text in texts]

    def random(self, depth: int = 4) -> tree.Node:
        if depth == 0 or self._chance.random() < 0.25:
            return self._leaf()
        children = tuple(self.random(depth - 1) for _ in range(self._chance.randint(2, 3)))
        kind = self._chance.choice(("and", "or", "or", "not", "boost"))
        match kind:
            case "and":
                return tree.And(children)
            case "or":
                return tree.Or(children)
            case "boost":
                return tree.Boost(children[0], 2.0)
            case _:
                return tree.Not(children[0])

    def _leaf(self) -> tree.Node:
        makers: tuple[Callable[[], tree.Node], ...] = (
            self._term,
            self._term,
            self._term,
            lambda: tree.Phrase(self._run(2, 3), field=self._field()),
            lambda: tree.Near(self._run(2, 4), self._chance.randint(0, 6), field=self._field()),
            lambda: tree.Prefix(self._letters(6)[:5], field=self._field()),
            self._wildcard,
            lambda: tree.Fuzzy(self._letters(5), self._chance.randint(1, 2), field=self._field()),
            self._range,
            lambda: tree.Term(self._chance.choice(TOPICS), field="topic"),
            lambda: tree.Term(self._letters(4), field="author"),
            tree.All,
        )
        return self._chance.choice(makers)()

    def _term(self) -> tree.Node:
        return tree.Term(self._word(), field=self._field())

    def _wildcard(self) -> tree.Node:
        letters = self._letters(6)
        at = self._chance.randrange(2, len(letters))
        return tree.Wildcard(
            letters[:at] + self._chance.choice("?*") + letters[at + 1 :], field=self._field()
        )

    def _range(self) -> tree.Node:
        start, end = sorted(self._chance.sample(DATES, 2))
        return self._chance.choice((tree.Range(start, end), tree.Range(start, None), tree.Range(None, end)))

    def _field(self) -> str | None:
        return self._chance.choice(FIELDS)

    def _word(self) -> str:
        return self._run(1, 1)

    def _letters(self, least: int) -> str:
        """A word of plain letters, folded as patterns are compared."""
        while True:
            word = self._word().lower().strip('.,"()“”')
            if len(word) >= least and word.isascii() and word.isalpha():
                return word

    def _run(self, least: int, most: int) -> str:
        """Words that follow each other somewhere in the corpus."""
        while True:
            text = self._chance.choice(self._texts)
            length = self._chance.randint(least, most)
            start = self._chance.randrange(max(1, len(text) - length))
            run = " ".join(text[start : start + length])
            if any(letter.isalnum() for letter in run):
                return run
