"""A search service as a tutorial for FastAPI, SQLModel and Whoosh would write it: nothing made slow, nothing tuned.

`python -m benchmarks.serving.tutorial ARTICLES` fills the folder that `TUTORIAL_FOLDER` names; uvicorn serves `app`.
"""

import os
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException
from sqlmodel import Field, Session, SQLModel, create_engine
from whoosh import index
from whoosh.analysis.analyzers import StemmingAnalyzer
from whoosh.fields import DATETIME, ID, KEYWORD, TEXT, Schema
from whoosh.qparser.default import MultifieldParser
from whoosh.query.compound import And
from whoosh.query.qcore import Query
from whoosh.query.ranges import DateRange
from whoosh.query.terms import Term

from benchmarks.serving.articles import read_articles

_FOLDER = Path(os.environ.get("TUTORIAL_FOLDER", "tutorial"))
_ROWS_AT_ONCE = 1_000


class Story(SQLModel, table=True):
    """An article as the tutorial keeps it."""

    id: str = Field(primary_key=True)
    title: str
    body: str
    date: str
    source: str
    topics: str


app = FastAPI()
_engine = create_engine(f"sqlite:///{_FOLDER}/stories.db")
_schema = Schema(
    id=ID(stored=True, unique=True),
    title=TEXT(stored=True, analyzer=StemmingAnalyzer()),
    body=TEXT(stored=True, analyzer=StemmingAnalyzer()),
    date=DATETIME(stored=True),
    source=ID(stored=True),
    topics=KEYWORD(stored=True, commas=True),
    year=ID(stored=True),
)


def _session() -> Iterator[Session]:
    with Session(_engine) as session:
        yield session


SessionDep = Annotated[Session, Depends(_session)]


@app.get("/health")
def health() -> dict[str, str]:
    return {"status": "ok"}


@app.get("/search")
def search(  # noqa: PLR0913, PLR0917 - a tutorial names each parameter
    session: SessionDep,
    q: str,
    topic: str | None = None,
    start: datetime | None = None,
    end: datetime | None = None,
    facets: str | None = None,
) -> dict[str, Any]:
    found = index.open_dir(str(_FOLDER / "index"))
    with found.searcher() as searcher:
        query = MultifieldParser(["title", "body"], found.schema).parse(q)
        filters: list[Query] = []
        if topic:
            filters.append(Term("topics", topic))
        if start or end:
            filters.append(DateRange("date", start, end))
        grouped = facets.split(",") if facets else None
        results = searcher.search(
            query, limit=10, filter=And(filters) if filters else None, groupedby=grouped
        )
        hits = []
        for hit in results:
            story = session.get(Story, hit["id"])
            if story:
                shown = {"id": story.id, "title": story.title, "date": story.date, "source": story.source}
                hits.append(shown | {"snippet": hit.highlights("body") or hit.highlights("title")})
        counts = {
            name: {value: len(group) for value, group in results.groups(name).items()}
            for name in grouped or ()
        }
        return {"total": len(results), "hits": hits, "facets": counts}


@app.get("/articles/{story_id}")
def article(story_id: str, session: SessionDep) -> Story:
    story = session.get(Story, story_id)
    if story is None:
        raise HTTPException(status_code=404, detail="Not found")
    return story


def fill(articles: Path) -> None:
    """Put every article into the database and the index."""
    (_FOLDER / "index").mkdir(parents=True)
    SQLModel.metadata.create_all(_engine)
    writer = index.create_in(str(_FOLDER / "index"), _schema).writer(limitmb=256)
    with Session(_engine) as session:
        for number, one in enumerate(read_articles(articles), 1):
            topics = ",".join(one.topics)
            session.add(
                Story(
                    id=one.id, title=one.title, body=one.body, date=one.date, source=one.source, topics=topics
                )
            )
            if not number % _ROWS_AT_ONCE:
                session.commit()
            writer.add_document(
                id=one.id,
                title=one.title,
                body=one.body,
                date=datetime.fromisoformat(one.date) if one.date else None,
                source=one.source,
                topics=topics,
                year=one.year,
            )
        session.commit()
    writer.commit()


if __name__ == "__main__":
    fill(Path(sys.argv[1]))
