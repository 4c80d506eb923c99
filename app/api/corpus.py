"""`GET /v1/corpus`: what the corpus holds."""

from typing import Annotated

from fastapi import APIRouter

from app.api.context import RequestContext
from app.api.parameters import Parameters, in_address
from app.api.problems import PROBLEMS
from app.api.shapes.corpus import CorpusShape, ListedValue, PublishedRange
from app.articles.extent import summary
from app.articles.values import CorpusSummary
from app.search.facets import LANGUAGE_LABELS

router = APIRouter(prefix="/v1", tags=["Corpus"])


@router.get(
    "/corpus",
    summary="The corpus",
    responses={**PROBLEMS["parameters"], **PROBLEMS["archive"]},
)
async def corpus(_: Annotated[Parameters, in_address(Parameters)], context: RequestContext) -> CorpusShape:
    """How many articles there are, of which days and languages, and at which revision the corpus stands."""

    def summarise() -> CorpusSummary:
        with context.archive.store.read() as connection:
            return summary(connection)

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
