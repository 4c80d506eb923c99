"""Makes app/topics/leanings.tsv.gz: how far each word leans to each top of the topic tree.

`python -m benchmarks.topic_leanings NEWS.jsonl.gz...` needs `pip install wordllama scikit-learn`, which nothing else
here does. A linear model learns from the vectors of terms drawn from words.toml to which top they belong; what it gives
for the vector of a single word is that word's leaning, rarer words counting for more. The news says which words there
are and how rare each is, and nothing else.
"""

import gzip
import json
import random
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import wordllama
from sklearn.linear_model import LogisticRegression

from app.topics.classifier import words

_ROOM = Path(__file__).resolve().parent.parent / "app" / "topics"
_DRAWN = 700
"""Handfuls of terms of each top; one, two, four or eight in each, so that one word is known as well as a sentence."""

_HANDFULS = (1, 2, 4, 8)
_WEAK_ONES = (0, 0, 1, 2)
_READ = 3_000
_LEAST_TEXTS = 4
_RAREST = 7.0
_HIGHEST = 127


def main() -> None:
    listed = tomllib.loads((_ROOM / "words.toml").read_text(encoding="utf-8"))
    tops = sorted(listed)
    texts, total = _texts_of_words(sys.argv[1:])
    known = {word for groups in listed.values() for group in groups.values() for word in words(group)}
    names = sorted(
        word
        for word in texts.keys() | known
        if (texts[word] >= _LEAST_TEXTS or word in known)
        and word.isascii()
        and not word.isdigit()
        and len(word) > 1
    )
    vectors = wordllama.WordLlama.load(cache_dir=Path(wordllama.__file__).parent, disable_download=True)
    drawn = [(handful, index) for index, top in enumerate(tops) for handful in _handfuls(listed[top])]
    model = LogisticRegression(C=3, max_iter=400)
    model.fit(vectors.embed([handful for handful, _ in drawn], norm=True), [index for _, index in drawn])
    leanings = vectors.embed(names, norm=False) @ model.coef_.T
    rarity = np.log((total + 1) / (np.array([texts[name] for name in names]) + 1))
    leanings = (leanings - leanings.mean(axis=1, keepdims=True)) * np.sqrt(np.minimum(rarity, _RAREST))[
        :, None
    ]
    rounded = np.rint(leanings * _HIGHEST / np.percentile(np.abs(leanings), 99.95))
    rows = np.clip(rounded, -_HIGHEST, _HIGHEST).astype(int)
    lines = ["\t".join(["word", *tops])]
    lines += ["\t".join([name, *map(str, row)]) for name, row in zip(names, rows, strict=True)]
    packed = gzip.compress(("\n".join(lines) + "\n").encode(), 9, mtime=0)
    (_ROOM / "leanings.tsv.gz").write_bytes(packed)
    print(f"{len(names):,} words, {len(packed):,} bytes")


def _texts_of_words(paths: Iterable[str]) -> tuple[Counter[str], int]:
    texts: Counter[str] = Counter()
    total = 0
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                texts.update(set(words(f"{row['title']} {row['body'][:_READ]}")))
                total += 1
    return texts, total


def _handfuls(groups: Mapping[str, str]) -> Iterable[str]:
    chance = random.Random(0)  # noqa: S311 - drawn anew in the same order, not secret
    lists = {name: [" ".join(term.split()) for term in group.split(",")] for name, group in groups.items()}
    weak = lists.pop("weak", [])
    for _ in range(_DRAWN):
        strong = chance.choice(list(lists.values()))
        size = min(len(strong), chance.choice(_HANDFULS))
        extra = min(len(weak), chance.choice(_WEAK_ONES))
        yield " ".join([*chance.sample(strong, size), *chance.sample(weak, extra)])


if __name__ == "__main__":
    main()
