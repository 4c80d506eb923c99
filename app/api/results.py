"""A search's hits as picked fields, as lines of JSON or as a table: a page of them, or all."""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace

from fastapi.responses import Response, StreamingResponse
from pydantic_core import to_json

from app.api.conditional import NEVER_THE_SAME
from app.api.context import Context
from app.api.formats import MEDIA_TYPES, Format
from app.api.headers import drawn, file_header, next_link, result_headers
from app.api.search_parameters import SearchParameters
from app.api.shapes.fields import hit_json, hit_values, shown_names
from app.api.shapes.lines import header_row, json_lines, rows
from app.api.shapes.search import search_shape
from app.errors import Note
from app.search.answers import Hit, SearchAnswer
from app.search.requests import HIT_FIELDS, FieldName, SearchRequest

# A table's own choice: snippets hang on the query, not on the article, and take longest to make.
_TABLE: tuple[FieldName, ...] = tuple(name for name in HIT_FIELDS if name != "snippets")


class Results:
    """The answers to one request in the format that was chosen; `request` is what the search is to be asked."""

    def __init__(self, context: Context, parameters: SearchParameters, chosen: Format) -> None:
        asked = parameters.request()
        if chosen == "csv" and not asked.fields:
            asked = replace(asked, fields=_TABLE)
        self.request: SearchRequest = asked
        self._context = context
        self._chosen = chosen
        self._html = parameters.highlight == "html"
        self._columns = [*shown_names(tuple(asked.fields)), *(["collapsed"] if asked.collapse else [])]

    def answer(self, answer: SearchAnswer, next_url: str | None) -> Response:
        """The plain answer. Its shape is known to be right, so that nothing checks it again on its way out."""
        shape = dict(search_shape(replace(answer, hits=()), html=self._html, next_url=next_url))
        before = {name: shape.pop(name) for name in ("query", "total")}
        # Hits are written already, each by itself.
        del shape["hits"]
        pieces = to_json(before)[:-1], b',"hits":[', self._joined(answer.hits), b"],", to_json(shape)[1:]
        headers = {"Vary": "Accept"} | drawn(answer, self.request.seed or self.request.cursor)
        if next_url:
            headers["Link"] = next_link(next_url)
        headers["Server-Timing"] = ", ".join(
            f"{phase};dur={milliseconds:.2f}" for phase, milliseconds in answer.timings.items()
        )
        return Response(b"".join(pieces), headers=headers, media_type=MEDIA_TYPES["json"])

    def page(self, answer: SearchAnswer, next_url: str | None) -> Response:
        body = self._beginning + self._lines(answer.hits)
        headers = self._headers(answer, next_url) | drawn(answer, self.request.seed or self.request.cursor)
        return Response(body, headers=headers, media_type=MEDIA_TYPES[self._chosen])

    async def whole(self) -> Response:
        """All hits, made while they are sent: between two steps only the index is held."""
        context = self._context
        stream = await context.run(lambda: context.archive.search.stream(self.request))

        def step() -> bytes | None:
            hits = next(stream.chunks, None)
            return None if hits is None else self._lines(hits)

        async def body() -> AsyncIterator[bytes]:
            if context.wants_headers_only:
                # A first piece, so that what compresses it says so as it does of a GET.
                yield b""
                return
            if self._beginning:
                yield self._beginning
            # Each step takes a thread anew, so that a slow reader holds none.
            while (lines := await context.go_on(step)) is not None:
                if lines:
                    yield lines

        # The corpus may change while it is sent, so that no tag could stand for its bytes.
        headers = self._headers(stream.head, None) | NEVER_THE_SAME
        return StreamingResponse(body(), headers=headers, media_type=MEDIA_TYPES[self._chosen])

    @property
    def _beginning(self) -> bytes:
        return header_row(self._columns) if self._chosen == "csv" else b""

    def _lines(self, hits: Sequence[Hit]) -> bytes:
        values = self._values(hits)
        return rows(values, self._columns) if self._chosen == "csv" else json_lines(values)

    def _joined(self, hits: Sequence[Hit]) -> bytes:
        if self.request.fields:
            return to_json(self._values(hits))[1:-1]
        return b",".join([hit_json(hit, html=self._html) for hit in hits])

    def _values(self, hits: Sequence[Hit]) -> list[dict[str, object]]:
        fields, html, base = self.request.fields, self._html, self._context.base
        return [hit_values(hit, fields, html=html, base=base) for hit in hits]

    def _headers(self, answer: SearchAnswer, next_url: str | None) -> dict[str, str]:
        unsaid = without_place(self.request, self._chosen)
        return result_headers(answer, *unsaid, next_url=next_url) | file_header(answer, self._chosen)


def without_place(request: SearchRequest, chosen: Format) -> Iterator[Note]:
    """What was asked for and the format has no place for."""
    if request.facets:
        message = f"`format={chosen}` has no place for facets: they are left out."
        yield Note("facets_without_place", message, "facets")
    if request.explain and chosen != "ndjson":
        message = f"`format={chosen}` has no place for explanations: they are left out."
        yield Note("explanation_without_place", message, "explain")
