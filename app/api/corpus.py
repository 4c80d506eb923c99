"""What the corpus holds: its topics, its sources, its extent."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from app.api.context import RequestContext
from app.api.parameters import FacetParameters, Parameters, each_once
from app.api.problems import PROBLEMS
from app.api.shapes.corpus import (
    CorpusShape,
    ListedTopic,
    ListedValue,
    PublishedRange,
    TopicsShape,
    ValuesShape,
)
from app.articles import reads
from app.articles.values import CorpusSummary
from app.search.answers import Facet
from app.search.facets import LANGUAGE_LABELS
from app.search.requests import FacetName

router = APIRouter(prefix="/v1", tags=["Corpus"])

_LISTED = [Depends(each_once(FacetParameters))]
_ERRORS = {**PROBLEMS["parameters"], **PROBLEMS["archive"]}


@router.get("/topics", summary="Topics", dependencies=_LISTED, responses=_ERRORS)
async def topics(parameters: Annotated[FacetParameters, Query()], context: RequestContext) -> TopicsShape:
    """The topics of the corpus, the most frequent first. `broader` is the topic above, whose count includes this one.

    Topics with ids `medtop:...` are IPTC Media Topics; those with `corpus:...` are the corpus's own.
    """
    facet, next_url = await _page(context, "topic", parameters)
    tree = context.archive.topics
    found = ((value, tree.get(value.value)) for value in facet.values)
    values = [
        ListedTopic(
            value=value.value, label=value.label, count=value.count, broader=topic.broader if topic else None
        )
        for value, topic in found
    ]
    return TopicsShape(total=facet.distinct, values=values, next=next_url)


@router.get("/sources", summary="Sources", dependencies=_LISTED, responses=_ERRORS)
async def sources(parameters: Annotated[FacetParameters, Query()], context: RequestContext) -> ValuesShape:
    """The newspapers, stations and sites that the articles come from, the most frequent first."""
    facet, next_url = await _page(context, "source", parameters)
    values = [ListedValue(value=v.value, label=v.label, count=v.count) for v in facet.values]
    return ValuesShape(total=facet.distinct, values=values, next=next_url)


@router.get(
    "/corpus",
    summary="The corpus",
    dependencies=[Depends(each_once(Parameters))],
    responses={**_ERRORS},
)
async def corpus(_: Annotated[Parameters, Query()], context: RequestContext) -> CorpusShape:
    """How many articles there are, of which days and languages, and at which revision the corpus stands."""

    def summarise() -> CorpusSummary:
        with context.archive.store.read() as connection:
            return reads.summary(connection)

    found = await context.run(summarise)
    published = PublishedRange.model_validate(
        {"from": found.first_published, "to": found.last_published, "undated": found.undated}
    )
    languages = [
        ListedValue(value=code, label=LANGUAGE_LABELS.get(code, code), count=count)
        for code, count in sorted(found.languages.items(), key=lambda counted: (-counted[1], counted[0]))
    ]
    return CorpusShape(
        articles=found.articles,
        revision=found.revision,
        updated=found.updated,
        published=published,
        languages=languages,
        engine=context.archive.settings.engine,
    )


async def _page(
    context: RequestContext, name: FacetName, parameters: FacetParameters
) -> tuple[Facet, str | None]:
    offset = (parameters.page - 1) * parameters.limit
    facet = await context.run(lambda: context.archive.search.facet_values(name, offset, parameters.limit))
    return facet, context.url_with(page=str(parameters.page + 1)) if facet.more else None
