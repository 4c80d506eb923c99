"""Views: one state of the index and one of the store that fit together, for as long as a request takes."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection

from app.articles.reads import CardAndText, cards, cards_and_texts, labels
from app.articles.revisions import State, StateGlance, current_state
from app.articles.values import KeptCard
from app.database import Database
from app.search.engines.live import LiveIndex
from app.search.engines.seam import Engine
from app.search.expansion import Vocabulary
from app.search.frequencies import Frequencies
from app.search.lowering import Lowering, lowering
from app.search.shelf import Shelf, card_size, label_size, text_size, through
from app.search.spellings import Spellings
from app.topics.tree import TopicTree

Answer = TypeVar("Answer")
# Of a whole result nothing is kept: it would drive out what pages share.
_NOTHING = Shelf.of(0)


class _StoreMoved(Exception):
    """The store changed between the first look at it and the first read."""


class _Store:
    """One state of the store, opened when something is first read that is not kept."""

    def __init__(self, database: Database, held: ExitStack, state: State | None) -> None:
        """The state that it was seen in; None where it is to be opened at once, and has the state that it has then."""
        self._database = database
        self._held = held
        self._connection: Connection | None = None
        self.state: State = state or current_state(self._open())

    @property
    def connection(self) -> Connection:
        if self._connection is None and current_state(self._open()) != self.state:
            raise _StoreMoved
        return self._open()

    def _open(self) -> Connection:
        if self._connection is None:
            self._connection = self._held.enter_context(self._database.read())
        return self._connection


@dataclass(frozen=True, slots=True)
class Words:
    """What is found out of an index once, and holds as long as it."""

    vocabulary: Vocabulary
    lowered: Lowering
    spellings: Spellings
    frequencies: Frequencies


class View:
    """What a request is answered from."""

    def __init__(
        self,
        engine: Engine,
        store: _Store,
        topics: TopicTree,
        words: Words,
        shelf: Shelf,
    ) -> None:
        self.engine = engine
        self.topics = topics
        self._words = words
        self._store = store
        self._shelf = shelf

    @property
    def lowered(self) -> Lowering:
        """Turns query trees to clauses for this very index."""
        return self._words.lowered

    @property
    def spellings(self) -> Spellings:
        return self._words.spellings

    @property
    def frequencies(self) -> Frequencies:
        return self._words.frequencies

    @property
    def connection(self) -> Connection:
        """The store in the view's state."""
        return self._store.connection

    def cards(self, ids: Iterable[str]) -> dict[str, KeptCard]:
        """The cards of these articles, in no order."""
        return through(
            self._shelf.cards, self._store.state, ids, lambda some: cards(self.connection, some), card_size
        )

    def texts(self, ids: Iterable[str]) -> dict[str, CardAndText]:
        """The cards of these articles with their texts, in no order."""
        return through(
            self._shelf.texts,
            self._store.state,
            ids,
            lambda some: cards_and_texts(self.connection, some),
            text_size,
        )

    def labels(self, kind: str, ids: Iterable[str]) -> dict[str, str]:
        """How sources, agencies, authors or the corpus's own topics are written."""
        state = (self._store.state, kind)
        return through(
            self._shelf.labels, state, ids, lambda some: labels(self.connection, kind, some), label_size
        )

    def beside(self, store: _Store) -> "View":
        return View(self.engine, store, self.topics, self._words, _NOTHING)


class Views:
    def __init__(self, database: Database, index: LiveIndex, topics: TopicTree, shelf: Shelf) -> None:
        self.topics = topics
        self._database = database
        self._index = index
        self._shelf = shelf
        self._standing = StateGlance(database)
        self._words: Words | None = None

    def answer(self, ask: Callable[[View], Answer]) -> Answer:
        """What `ask` answers from a view whose store is opened only where something is read that is not kept.

        It is asked again where the store changed just then. Raises `IndexUnreadable` where there is nothing to search.
        """
        with suppress(_StoreMoved), self._opened(self._standing.look()) as view:
            return ask(view)
        with self.opened() as view:
            return ask(view)

    @contextmanager
    def opened(self) -> Iterator[View]:
        """A view on a store that is open. Raises `IndexUnreadable` where there is nothing to search."""
        with self._opened(None) as view:
            yield view

    @contextmanager
    def again(self, view: View) -> Iterator[View]:
        """The engine of an earlier view beside the store as it is now, which may lack what was purged since."""
        with ExitStack() as held:
            yield view.beside(_Store(self._database, held, None))

    def close(self) -> None:
        self._standing.close()

    @contextmanager
    def _opened(self, seen: State | None) -> Iterator[View]:
        """The engine, and a state of the store that still has, and already has, every article that the engine knows.

        The store is looked at first: what is purged afterwards it shows still. Where the engine was published in
        between it knows articles that this state has not yet, and both are taken anew.
        """
        for last in (False, False, True):
            with ExitStack() as held:
                store = _Store(self._database, held, seen)
                engine = self._index.engine()
                # A store put back to an earlier day stays behind until its index is built anew.
                if engine.revision <= store.state.revision or last:
                    yield View(engine, store, self.topics, self._words_of(engine), self._shelf)
                    return
            seen = None

    def _words_of(self, engine: Engine) -> Words:
        words = self._words
        if words is None or words.vocabulary.engine is not engine or not words.vocabulary.is_current:
            vocabulary = Vocabulary(engine)
            lowered = lowering(vocabulary, self.topics)
            words = self._words = Words(vocabulary, lowered, Spellings(engine), Frequencies(engine))
        return words
