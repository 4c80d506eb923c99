"""Random corpora and random requests on them: few terms, few values and few days, so that they meet often."""

from datetime import date

from hypothesis import strategies as st

from app.search.engines.seam import (
    FACETS,
    Adjacent,
    AllOf,
    AnyOf,
    AnyWord,
    Between,
    Change,
    Clause,
    Close,
    Delete,
    Document,
    EngineRequest,
    Every,
    Except,
    FacetRequest,
    TallyRequest,
    Upsert,
    Weighted,
    Word,
)
from tests.contract.articles import article

_IDS = st.sampled_from([f"{n}" for n in range(12)])
_WORDS = st.sampled_from(["tide", "moon", "sun", "日本"])
_TOPICS = st.sampled_from(["sea", "sky", "los angeles"])
_NAMES = st.sampled_from(["", "ann lee", "ann", "lee chang"])
_DAYS = st.sampled_from([None, *(date(year, month, 7) for year in (1999, 2021) for month in (4, 12))])
_FIELDS = st.sampled_from(["body.stem", "title.exact", "author"])


def _text(longest: int) -> st.SearchStrategy[str]:
    return st.lists(_WORDS, max_size=longest).map(" ".join)


_DOCUMENTS: st.SearchStrategy[Document] = st.builds(
    article,
    _IDS,
    _text(9),
    title=_text(3),
    author=_NAMES,
    topics=st.lists(_TOPICS, max_size=3),
    day=_DAYS,
)
_CHANGES: st.SearchStrategy[Change] = st.builds(Upsert, _DOCUMENTS) | st.builds(Delete, _IDS)

BATCHES = st.lists(st.lists(_CHANGES, max_size=14), min_size=1, max_size=4)
"""Changes, batch by batch: later ones replace and remove what earlier ones put in."""

_TERMS = _WORDS | st.sampled_from(["ann", "lee", "absent"])
_NUMBERS = st.sampled_from([("year", 1999), ("year", 2021), ("month", 202104), ("first_day", 730_000)])
_LEAVES: st.SearchStrategy[Clause] = st.one_of(
    st.just(Every()),
    st.builds(Word, _FIELDS, _TERMS),
    st.builds(Word, st.just("topic"), _TOPICS),
    st.builds(Word, st.just("id"), _IDS),
    st.builds(AnyWord, _FIELDS, st.lists(_TERMS, max_size=3).map(tuple)),
    st.builds(Adjacent, _FIELDS, st.lists(_TERMS, min_size=2, max_size=4).map(tuple)),
    st.builds(Close, _FIELDS, _TERMS, _TERMS, st.integers(0, 9)),
    st.builds(lambda bound: Between(bound[0], None, bound[1]), _NUMBERS),
    st.builds(lambda bound: Between(bound[0], bound[1], None), _NUMBERS),
)


def _nested(inner: st.SearchStrategy[Clause]) -> st.SearchStrategy[Clause]:
    several = st.lists(inner, max_size=3).map(tuple)
    return st.one_of(
        st.builds(AllOf, several),
        st.builds(AnyOf, several),
        st.builds(Except, inner),
        st.builds(Weighted, inner, st.sampled_from([0.0, 0.5, 2.0])),
    )


CLAUSES: st.SearchStrategy[Clause] = st.recursive(_LEAVES, _nested, max_leaves=12)

_SELECTED = st.lists(st.sampled_from(["sea", "ann-lee", "2021", "2021-04", "none"]), max_size=2).map(tuple)

REQUESTS: st.SearchStrategy[EngineRequest] = st.builds(
    EngineRequest,
    query=CLAUSES,
    filters=st.dictionaries(st.sampled_from(["topic", "author", "date"]), CLAUSES, max_size=2),
    sort=st.sampled_from(["relevance", "newest", "oldest", "random"]),
    seed=st.sampled_from(["", "1", "двa"]),
    offset=st.integers(0, 5),
    limit=st.integers(0, 15),
    facets=st.lists(
        st.builds(
            FacetRequest,
            st.sampled_from(sorted(FACETS)),
            st.integers(0, 4),
            _SELECTED,
            _SELECTED,
            st.booleans(),
        ),
        max_size=3,
        unique_by=lambda facet: facet.name,
    ).map(tuple),
    counts=st.lists(CLAUSES, max_size=2).map(tuple),
    tallies=st.lists(
        st.builds(TallyRequest, st.sampled_from(["year", "month", "day"]), CLAUSES), max_size=2
    ).map(tuple),
)
