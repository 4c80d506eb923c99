"""What was read of articles lately: whoever is shown on one page is likely shown on another."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from sys import getsizeof
from typing import Any

from app.analysis.terms import Terms
from app.articles.reads import CardAndText
from app.articles.values import KeptCard
from app.kept import Kept, Value

# A card is some thirty small objects beside its texts, once it is read.
_CARD = 3_000
_TEXT = 1_000
# Of all that is kept, cards and labels have this share; texts and their terms are ten times as large.
_SMALL = 0.2


@dataclass(frozen=True, slots=True)
class Shelf:
    """Cards, cards with their texts, and labels under the state of the store that they were read in."""

    cards: Kept[KeptCard]
    texts: Kept[CardAndText]
    labels: Kept[str]

    @classmethod
    def of(cls, most: int) -> "Shelf":
        """A shelf for so many bytes."""
        small = int(most * _SMALL / 2)
        return cls(Kept(small), Kept(most - 2 * small), Kept(small))

    @property
    def by_name(self) -> Mapping[str, Kept[Any]]:
        return {"cards": self.cards, "texts": self.texts, "labels": self.labels}


def through(
    kept: Kept[Value],
    state: Hashable,
    names: Iterable[str],
    read: Callable[[Sequence[str]], dict[str, Value]],
    size: Callable[[Value], int],
) -> dict[str, Value]:
    """The values of these names: those that are kept of this state, and the others as `read` gives them."""
    found: dict[str, Value] = {}
    missing: list[str] = []
    for name in names:
        value = kept.get((state, name))
        if value is None:
            missing.append(name)
        else:
            found[name] = value
    if missing:
        for name, value in read(missing).items():
            kept.keep((state, name), value, size(value))
            found[name] = value
    return found


def card_size(card: KeptCard) -> int:
    return _CARD + 2 * len(card.json)


def text_size(text: CardAndText) -> int:
    return _TEXT + card_size(text.card) + getsizeof(text.body) + sum(map(_terms_size, text.terms.values()))


def label_size(label: str) -> int:
    return 2 * getsizeof(label)


def _terms_size(terms: Terms) -> int:
    return sum(map(getsizeof, (terms.exact, terms.stem, terms.starts, terms.lengths)))
