"""From a file's text to the articles that it holds, each with its own exact source."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.ingest.front_matter import front_matter
from app.ingest.json_fields import has_body
from app.ingest.json_text import NotJson, Placed, elements, members, whole
from app.ingest.reading import Kind, RawArticle, Rejected, place
from app.ingest.unpack import Unpacked

WRAPPERS = ("articles", "items", "data", "results", "docs", "hits", "response")
"""Keys under which an object may hold the array of articles, one inside another too (`hits.hits`)."""

_MOST_WRAPPERS = 3


@dataclass(frozen=True, slots=True)
class Clipping:
    """The exact source of one article, cut out and not yet parsed; the fields are those of `RawArticle`."""

    path: str
    position: int | None
    kind: Kind
    text: str
    encoding: str = "utf-8"


def split(unpacked: Unpacked) -> Iterator[Clipping | Rejected]:
    """The articles of a file, in order; a file that cannot be split is a refusal."""
    if unpacked.kind == "json_lines":
        yield from _lines(unpacked)
    elif unpacked.kind == "json":
        yield from _document(unpacked)
    else:
        yield Clipping(unpacked.path, None, unpacked.kind, unpacked.text, unpacked.encoding)


def parse(clipping: Clipping) -> RawArticle | Rejected:
    """The article with its fields, or why it has none: not_json, no_object."""
    path, position, kind, text = clipping.path, clipping.position, clipping.kind, clipping.text
    fields: Mapping[str, object] = {}
    if kind == "json":
        try:
            value = whole(text).value
        except NotJson as error:
            return _not_json(path, position, error)
        if not isinstance(value, dict):
            detail = f"{place(path, position)} holds no JSON object; an article is an object with a title and a body."
            return Rejected(path, position, "split", "no_object", detail)
        fields = value
    elif kind == "markdown":
        fields = front_matter(text).fields
    return RawArticle(path, position, kind, text, fields, clipping.encoding)


def _lines(unpacked: Unpacked) -> Iterator[Clipping]:
    for number, line in enumerate(unpacked.text.split("\n"), 1):
        if line.strip():
            yield Clipping(unpacked.path, number, "json", line.strip(), unpacked.encoding)


def _document(unpacked: Unpacked) -> Iterator[Clipping | Rejected]:
    path, text, encoding = unpacked.path, unpacked.text, unpacked.encoding
    try:
        root = whole(text)
    except NotJson as error:
        if _holds_lines(text):
            yield from _lines(unpacked)
        else:
            yield _not_json(path, None, error)
        return
    array = _array(text, root)
    if array is None:
        yield Clipping(path, None, "json", text, encoding)
        return
    found = False
    for index, element in enumerate(elements(text, array.start)):
        found = True
        yield Clipping(path, index, "json", text[element.start : element.end], encoding)
    if not found:
        yield Rejected(path, None, "split", "empty", f"{path} holds an empty list; nothing was read.")


def _array(text: str, root: Placed) -> Placed | None:
    for _ in range(_MOST_WRAPPERS):
        if isinstance(root.value, list):
            return root
        if not isinstance(root.value, dict) or has_body(root.value):
            return None
        wrapped = _wrapped(text, root, root.value)
        if wrapped is None:
            return None
        root = wrapped
    return root if isinstance(root.value, list) else None


def _wrapped(text: str, root: Placed, value: Mapping[str, object]) -> Placed | None:
    if not any(isinstance(value.get(name), list | dict) for name in WRAPPERS):
        return None
    held = {member.name: member for member in members(text, root.start)}
    return next(
        (held[name] for name in WRAPPERS if name in held and isinstance(held[name].value, list | dict)), None
    )


def _holds_lines(text: str) -> bool:
    lines = [line.strip() for line in text.lstrip().split("\n", 2)[:2]]
    try:
        return all(isinstance(whole(line).value, dict) for line in lines[:1]) and lines[-1].startswith("{")
    except NotJson:
        return False


def _not_json(path: str, position: int | None, error: NotJson) -> Rejected:
    return Rejected(
        path,
        position,
        "split",
        "not_json",
        f"{place(path, position)} is not JSON: {error}; mend or remove it.",
    )
