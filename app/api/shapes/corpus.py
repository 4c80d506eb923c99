"""What the corpus holds and how it changed, on the wire."""

from pydantic import BaseModel, Field


class ListedValue(BaseModel):
    value: str
    label: str
    count: int


class ListedTopic(ListedValue):
    broader: str | None


class ValuesShape(BaseModel):
    total: int
    values: list[ListedValue]
    next: str | None


class TopicsShape(BaseModel):
    total: int
    values: list[ListedTopic]
    next: str | None


class PublishedRange(BaseModel):
    """Printed days; null where no article is dated."""

    first: str | None = Field(alias="from")
    last: str | None = Field(alias="to")
    undated: int


class CorpusShape(BaseModel):
    articles: int
    revision: int
    updated: str | None
    published: PublishedRange
    languages: list[ListedValue]
    engine: str


class ChangesShape(BaseModel):
    """Ids in the order of revisions. `revision` is known whole once this page is taken in: the next `since`."""

    since: int
    revision: int
    changed: list[str]
    removed: list[str]
    next: str | None
