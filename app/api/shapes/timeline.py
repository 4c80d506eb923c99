"""A timeline on the wire."""

from pydantic import BaseModel, Field

from app.api.shapes.problems import ProblemNote, note_shape
from app.api.shapes.search import CorpusRevision
from app.search.buckets import Interval
from app.search.suspicion import Flag
from app.search.timeline import Bucket, Timeline


class BucketShape(BaseModel):
    first: str = Field(alias="from", description="The first day of the bucket.")
    last: str = Field(alias="to", description="Its last day.")
    count: int = Field(description="Articles of the search whose whole known span lies inside.")
    total: int = Field(description="Articles of the whole archive that do.")
    share: float | None = Field(description="`count` of `total`; null where that is 0.")
    flag: Flag | None = Field(
        description="Why most of these articles may be dated wrongly. `low_confidence`: dates of origins that are "
        "often wrong. Or their days have many times what is usual around them, and `crawl_like`: most of it "
        "published on the day it was fetched; `placeholder_day`: the first of a month; `heap`: more than events "
        "explain."
    )
    partial: bool = Field(
        description="Whether `from` or `to` of the request cuts through the bucket: `count` is of the part inside."
    )


class TimelineQueryShape(BaseModel):
    q: str
    understood: str
    filters: dict[str, object]
    notes: list[ProblemNote]


class TimelineShape(BaseModel):
    interval: Interval
    buckets: list[BucketShape]
    undated: int = Field(description="Articles of the search without a known date.")
    coarser: int = Field(description="Those whose date is known more coarsely than the interval.")
    query: TimelineQueryShape
    total: int = Field(description="All articles of the search: those in buckets, `undated` and `coarser`.")
    corpus: CorpusRevision


def timeline_shape(timeline: Timeline) -> TimelineShape:
    return TimelineShape(
        interval=timeline.interval,
        buckets=[_bucket_shape(bucket) for bucket in timeline.buckets],
        undated=timeline.undated,
        coarser=timeline.coarser,
        query=TimelineQueryShape(
            q=timeline.q,
            understood=timeline.understood,
            filters=dict(timeline.filters),
            notes=[note_shape(note) for note in timeline.notes],
        ),
        total=timeline.total,
        corpus=CorpusRevision(revision=timeline.revision),
    )


def _bucket_shape(bucket: Bucket) -> BucketShape:
    # By their names on the wire, which are no names in Python.
    return BucketShape.model_validate(
        {
            "from": bucket.span.first.isoformat(),
            "to": bucket.span.last.isoformat(),
            "count": bucket.count,
            "total": bucket.total,
            "share": bucket.share,
            "flag": bucket.flag,
            "partial": bucket.partial,
        }
    )
