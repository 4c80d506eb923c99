"""The front matter of a Markdown file: its fields, every value as printed, and where it ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import regex
import yaml

from app.ingest.prose import without_surrogates

_FENCED = regex.compile(
    r"\ufeff?(?:[ \t]*\r?\n)*---[ \t]*\r?\n(?P<fields>.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)",
    regex.S | regex.M,
)
_KEYED = regex.compile(r"(?P<key>[A-Za-z_][\w\- ]{0,40}):[ \t]+(?P<value>.*\S)")
_LONGEST = 65_536
"""Code points: front matter is a page at most, and a longer one is the text between two rules."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """`end` is the code point where the text after it begins, 0 where there is none."""

    fields: Mapping[str, object]
    end: int


class _AsPrinted(yaml.SafeLoader):
    """Scalars stay strings as printed: `2020` is no number, `2021-04-07` no date, `no` no falsehood.

    Aliases are refused: lists of aliases of lists of aliases stand for more values than there is memory.
    """

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not read")
        return super().compose_node(parent, index)


_AsPrinted.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if tag == "tag:yaml.org,2002:null"]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def front_matter(text: str) -> FrontMatter:
    """The front matter that the text opens with; what is no YAML is read line by line, `key: value`."""
    found = _FENCED.match(text)
    if not found or found.end("fields") - found.start("fields") > _LONGEST:
        return FrontMatter({}, 0)
    printed = without_surrogates(found["fields"])
    fields = _parsed(printed)
    if fields is None:
        fields = {
            match["key"]: match["value"].strip("\"'")
            for match in map(_KEYED.match, printed.splitlines())
            if match
        }
    return FrontMatter(fields, found.end()) if fields or not printed.strip() else FrontMatter({}, 0)


def _parsed(printed: str) -> dict[str, Any] | None:
    try:
        fields = yaml.load(printed, Loader=_AsPrinted)  # noqa: S506 (a SafeLoader with fewer types)
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    return {str(key): value for key, value in fields.items()} if isinstance(fields, dict) else None
