import pytest
from tantivy import Index, Query, SchemaBuilder

from app.errors import IndexUnreadable
from app.search.engines.damage import damage_named


def test_what_is_named_becomes_unreadable() -> None:
    with pytest.raises(IndexUnreadable, match="no posting list"), damage_named(ValueError):
        raise ValueError("no posting list")


def test_what_is_not_named_stays_what_it_is() -> None:
    with pytest.raises(KeyError), damage_named(ValueError):
        raise KeyError("title")


def test_a_panic_becomes_unreadable() -> None:
    searcher = Index(SchemaBuilder().build()).searcher()
    with pytest.raises(IndexUnreadable, match="Limit must be greater than 0"), damage_named():
        searcher.search(Query.all_query(), limit=0)


def test_an_interruption_is_let_through() -> None:
    with pytest.raises(KeyboardInterrupt), damage_named(ValueError):
        raise KeyboardInterrupt
