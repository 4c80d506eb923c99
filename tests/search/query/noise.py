"""Query texts that nobody would think of, from a seed: six ways to make them."""

import random
import string
from collections.abc import Callable, Iterator, Sequence

from app.search.query.parse import MAX_LENGTH
from app.search.query.tree import QUERY_FIELDS

_SOUP = (
    *"()[]{}\"“”„'*?~^-+!&|:\\/.,;#@ \t\n",
    *("AND", "OR", "NOT", " AND ", " OR ", " NOT ", "TO", "~1", "~99", "^2", "^9999", "-(", "* ", '"a b"~3'),
    *("date:", "date:2021", "date:[2021 TO 2022]", "date:[x TO", "2021-04", "foo:", "C++", "7:30", "AT&T"),
    *(f"{name}:" for name in QUERY_FIELDS),
    *(
        "wor*",
        "w?rd",
        "moon",
        "covid-19",
        "U.S.",
        "l'homme",
        "北京",
        "東京都",
        "ประเทศ",
        "مدرسة",
        "학교에서",
        "😀",
    ),
)
# Letters, marks, spaces and controls of every kind, and halves of surrogate pairs.
_RANGES = ((0, 0x20), (0x20, 0x7F), (0x80, 0x250), (0x300, 0x370), (0x590, 0x700), (0x900, 0x1000))
_FAR_RANGES = ((0x2000, 0x2070), (0x3040, 0xA000), (0xAC00, 0xD7A4), (0xD800, 0xE000), (0xFE00, 0x10FFFF))
_LONG = "aé中ก1-.'*?\\\"(~^:á"


class Noise:
    """`real` are queries that people typed, to be garbled."""

    def __init__(self, seed: int, real: Sequence[str]) -> None:
        self._chance = random.Random(seed)
        self._real = real
        self._makers: tuple[Callable[[], str], ...] = (
            self._letters,
            self._soup,
            self._soup,
            self._garbled,
            self._garbled,
            self._long_word,
            self._deep,
        )

    def texts(self, number: int) -> Iterator[str]:
        for _ in range(number):
            yield self._chance.choice(self._makers)()

    def _letters(self) -> str:
        ranges = self._chance.choices(_RANGES + _FAR_RANGES, k=3)
        return "".join(
            chr(self._chance.randrange(*self._chance.choice(ranges))) for _ in range(self._length(200))
        )

    def _soup(self) -> str:
        return "".join(self._chance.choices(_SOUP, k=self._length(60)))

    def _garbled(self) -> str:
        letters = list(self._chance.choice(self._real))
        for _ in range(self._length(6)):
            place = self._chance.randrange(len(letters) + 1)
            match self._chance.randrange(3):
                case 0:
                    letters.insert(place, self._chance.choice(_SOUP))
                case 1:
                    letters[place : place + 1] = []
                case _:
                    letters[place : place + 1] = [self._chance.choice(string.printable)]
        return "".join(letters)

    def _long_word(self) -> str:
        letters = self._chance.choices(_LONG, k=self._chance.randint(1, 4))
        return "".join(self._chance.choices(letters, k=self._chance.choice((100, 500, MAX_LENGTH))))

    def _deep(self) -> str:
        opening = self._chance.choice(("(", "-(", "NOT (", "title:(", "(a OR ", "(a ", '("', "[", "date:("))
        levels = self._chance.choice((3, 30, 49, 50, 51, 300))
        return (opening * levels + "a" + self._chance.choice((")", "", ")^2", ") ")) * levels)[:MAX_LENGTH]

    def _length(self, most: int) -> int:
        """Mostly short, at times as long as `most`."""
        return self._chance.randint(1, self._chance.choice((5, 20, most)))
