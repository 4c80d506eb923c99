"""What a Whoosh index says of a term: in which articles, how often, at which places, worth how much.

An article is known here by Whoosh's number, which holds for one opened state of the index.
"""

from collections.abc import Iterator, Mapping, Sequence
from heapq import merge
from itertools import groupby
from math import log

from whoosh.matching.mcore import Matcher
from whoosh.reading import IndexReader
from whoosh.scoring import BM25F, bm25

from app.search.engines.damage import damage_named
from app.search.engines.seam import TermCount
from app.search.engines.whoosh_damage import DAMAGE


class Postings:
    def __init__(self, reader: IndexReader) -> None:
        self._reader = reader
        self._segments = reader.leaf_readers()
        self._model = BM25F()

    def weights(self, field: str, term: str) -> dict[int, float]:
        """How often each article that has the term has it in `field`."""
        with damage_named(*DAMAGE):
            return {number: matcher.weight() for number, matcher in self._walk(field, term)}

    def places(self, field: str, term: str) -> dict[int, Sequence[int]]:
        """Where each article that has the term has it in `field`, in rising order."""
        with damage_named(*DAMAGE):
            return {number: matcher.value_as("positions") for number, matcher in self._walk(field, term)}

    def scores(self, field: str, terms: Sequence[str], weights: Mapping[int, float]) -> dict[int, float]:
        """BM25 of what each article has `weights` times in `field`, as rare as `terms` are together."""
        reader, model = self._reader, self._model
        with damage_named(*DAMAGE):
            lengths = {number: reader.doc_field_length(number, field, 1) for number in weights}
            usual = reader.field_length(field) / max(1, reader.doc_count_all())
            rarity = sum(self._rarity(field, term) for term in terms) if weights else 0.0
        return {
            number: bm25(rarity, weight, lengths[number], usual, model.B, model.K1)
            for number, weight in weights.items()
        }

    def terms(self, field: str, prefix: str) -> Iterator[TermCount]:
        """The terms that begin with `prefix`, in code-point order, each with how many articles have it."""
        with damage_named(*DAMAGE):
            listed = merge(*(reader.expand_prefix(field, prefix) for reader, _ in self._segments))
            for encoded, _ in groupby(listed):
                term = encoded.decode()
                # Counted one by one, for Whoosh's own figure has the removed articles in it.
                if count := len(self.weights(field, term)):
                    yield TermCount(term, count)

    def _rarity(self, field: str, term: str) -> float:
        # Whoosh's own measure, of the whole index rather than of one segment.
        return log(self._reader.doc_count_all() / (self._reader.doc_frequency(field, term) + 1)) + 1

    def _walk(self, field: str, term: str) -> Iterator[tuple[int, Matcher]]:
        for reader, base in self._segments:
            if (field, term.encode()) in reader:
                matcher = reader.postings(field, term)
                while matcher.is_active():
                    yield base + matcher.id(), matcher
                    matcher.next()
