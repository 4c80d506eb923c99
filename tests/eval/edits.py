"""What desks do to a wire story before they print it, done by a program to paragraphs of folded words."""

import random
import string
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Words = list[str]
Paragraphs = list[Words]


@dataclass(frozen=True, slots=True)
class Desk:
    """One desk's hand: what it draws from, and another story, of which it takes what it puts in."""

    draw: random.Random
    other: Paragraphs

    @property
    def vocabulary(self) -> Words:
        return [word for paragraph in self.other for word in paragraph]


def cut_to(share: float) -> Callable[[Paragraphs, Desk], Paragraphs]:
    def edit(story: Paragraphs, _: Desk) -> Paragraphs:
        left = round(share * sum(map(len, story)))
        kept: Paragraphs = []
        for paragraph in story:
            kept.append(paragraph[:left])
            left -= len(kept[-1])
        return kept

    return edit


def new_lede(story: Paragraphs, desk: Desk) -> Paragraphs:
    """Its own lede in the place of the first fifth, and its notices at the end."""
    fifth = sum(map(len, story)) // 5
    lede, notices = desk.vocabulary[:fifth], desk.vocabulary[-30:]
    return [lede, joined(story)[fifth:], notices]


def local_paragraphs(story: Paragraphs, desk: Desk) -> Paragraphs:
    """After each paragraph one of its own, but for the last."""
    own = (paragraph for _ in iter(int, 1) for paragraph in desk.other)
    return [part for paragraph in story for part in (paragraph, next(own))][:-1]


def reordered(story: Paragraphs, desk: Desk) -> Paragraphs:
    """Sentences of twenty words in another order."""
    words = joined(story)
    sentences = [words[place : place + 20] for place in range(0, len(words), 20)]
    return desk.draw.sample(sentences, len(sentences))


def misread(share: float) -> Callable[[Paragraphs, Desk], Paragraphs]:
    """As optical recognition reads an old print: a share of the words with letters that are none of theirs."""

    def edit(story: Paragraphs, desk: Desk) -> Paragraphs:
        def wrong(word: str) -> str:
            place = desk.draw.randrange(len(word))
            return word[:place] + desk.draw.choice(string.digits) + word[place + 1 :]

        return [[wrong(word) if desk.draw.random() < share else word for word in part] for part in story]

    return edit


def reworded(share: float) -> Callable[[Paragraphs, Desk], Paragraphs]:
    """A share of the words replaced by others."""

    def edit(story: Paragraphs, desk: Desk) -> Paragraphs:
        others = desk.vocabulary
        return [
            [desk.draw.choice(others) if desk.draw.random() < share else word for word in part]
            for part in story
        ]

    return edit


def half_rewritten(story: Paragraphs, desk: Desk) -> Paragraphs:
    """Cut to its half, led in anew, and a word in twelve replaced."""
    return reworded(1 / 12)(new_lede(cut_to(0.5)(story, desk), desk), desk)


EDITS: dict[str, Callable[[Paragraphs, Desk], Paragraphs]] = {
    "cut to half": cut_to(0.5),
    "cut to 30 %": cut_to(0.3),
    "cut to 15 %": cut_to(0.15),
    "new lede and notices": new_lede,
    "local paragraphs": local_paragraphs,
    "sentences reordered": reordered,
    "a word in ten misread": misread(0.1),
    "a word in five misread": misread(0.2),
    "a word in six replaced": reworded(1 / 6),
    "halved, new lede, words replaced": half_rewritten,
}


def edited(name: str, story: Paragraphs, other: Paragraphs, seed: int) -> Words:
    return joined(EDITS[name](story, Desk(random.Random(seed), other)))


def joined(story: Sequence[Words]) -> Words:
    return [word for paragraph in story for word in paragraph]


def shared_runs(one: Words, two: Words) -> float:
    """Of the runs of three words that either has, the share that both have."""
    first, second = runs(one), runs(two)
    return len(first & second) / len(first | second)


def runs(words: Words) -> set[tuple[str, ...]]:
    return {tuple(words[place : place + 3]) for place in range(len(words) - 2)}
