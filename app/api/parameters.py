"""Query parameters: models, how they are read and told of, and the rules that hold for all of them."""

from typing import Annotated, Any, Generic, TypeVar, get_origin

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)
from starlette.datastructures import QueryParams

from app.errors import Note, ParameterError
from app.search.requests import ArticleField

MAX_IDS = 100
# Of commas and spaces alone there are no ids.
ArticleId = Annotated[str, Field(max_length=100, json_schema_extra={"pattern": r"[^,\s\u001c-\u001f\u0085]"})]


class Parameters(BaseModel):
    """Unknown parameters are refused; an empty value is no value."""

    model_config = ConfigDict(extra="forbid", populate_by_name=False)

    @model_validator(mode="before")
    @classmethod
    def _drop_empty(cls, given: object) -> object:
        if not isinstance(given, dict):
            return given
        filled = {
            name: [one for one in value if one != ""] if isinstance(value, list) else value
            for name, value in given.items()
        }
        return {name: value for name, value in filled.items() if value not in ("", [])}


Asked = TypeVar("Asked", bound=Parameters)


class _Address(Generic[Asked]):
    """A dependency that reads parameters out of a request's address.

    FastAPI's own reading of such a model takes the last of a single value that is given twice in silence, and three
    times as long: 0.2 ms for a search.
    """

    def __init__(self, model: type[Asked]) -> None:
        self.model = model
        self._repeatable = {
            field.alias or name
            for name, field in model.model_fields.items()
            if get_origin(field.annotation) is list
        }

    # Not a plain function, for which FastAPI would take a thread.
    async def __call__(self, request: Request) -> Asked:
        given = request.query_params
        self._require_once(given)
        values = {name: given.getlist(name) if name in self._repeatable else given[name] for name in given}
        try:
            return self.model.model_validate(values)
        except ValidationError as error:
            found = error.errors(include_url=False)
            raise RequestValidationError([one | {"loc": ("query", *one["loc"])} for one in found]) from error

    def _require_once(self, given: QueryParams) -> None:
        """An empty value is none, but not after one that is filled: it would be taken."""
        for name in dict.fromkeys(name for name, value in given.multi_items() if value):
            values = given.getlist(name)
            filled = [value for value in values if value]
            if name not in self._repeatable and (len(filled) > 1 or not values[-1]):
                message = f"`{name}` is given {len(values)} times: give it once."
                raise ParameterError(
                    message,
                    code="repeated_parameter",
                    notes=[Note("repeated_parameter", message, name)],
                )


def in_address(model: type[Parameters]) -> Any:
    """Beside a handler's parameter of this model: it is read out of the request's address."""
    return Depends(_Address(model))


def told(model: type[Parameters]) -> dict[str, Any]:
    """What the route of such a handler adds to the OpenAPI document, as its `openapi_extra`."""
    schema = model.model_json_schema()
    required = schema.get("required", ())
    return {
        "parameters": [
            {"name": name, "in": "query", "required": name in required, "schema": one}
            | {key: one[key] for key in ("description",) if key in one}
            for name, one in schema.get("properties", {}).items()
        ]
    }


def split_at_commas(given: object) -> object:
    """`facets=topic,source` is `facets=topic&facets=source`."""
    if not isinstance(given, list):
        return given
    return [part.strip() for value in given for part in str(value).split(",") if part.strip()]


FIELDS: Any = Field(
    default=[],
    description="Show these fields alone: those of a hit and those of an article (`body`, `word_count`, `copies` ...). "
    "`id` is always there.",
)


class ArticlesParameters(Parameters):
    ids: Annotated[list[ArticleId], BeforeValidator(split_at_commas)] = Field(
        min_length=1,
        description=f"Ids as hits give them, up to {MAX_IDS}. An id given twice counts once.",
    )
    fields: Annotated[list[ArticleField], BeforeValidator(split_at_commas)] = FIELDS

    @field_validator("ids")
    @classmethod
    def _each_once(cls, ids: list[str]) -> list[str]:
        distinct = list(dict.fromkeys(ids))
        if len(distinct) > MAX_IDS:
            raise ValueError(f"{len(distinct)} ids are given: ask for at most {MAX_IDS} at once")
        return distinct


class ChangesParameters(Parameters):
    since: int = Field(
        default=0,
        ge=0,
        description="The revision up to which all is known; 0 tells everything from the beginning.",
    )
    after: str = Field(
        default="",
        max_length=100,
        description="Of the revision after `since`, the id up to which all is known. `next` fills it in where one "
        "revision changed more than a page tells.",
    )
    limit: int = Field(default=1_000, ge=1, le=10_000, description="Ids a page.")
