"""Who may import whom in app/, read from the code itself; docs/ARCHITECTURE.md says why."""

import ast
import graphlib
import importlib.util
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

LAYERS = (
    ("main", "cli", "keeping", "serving", "terminal"),
    ("wiring", "backup", "api", "web"),
    ("ingest", "search"),
    ("articles", "topics", "analysis"),
    ("database", "prepared", "sqlite_file", "keys"),
    ("settings", "errors", "rates", "kept", "memory", "turns"),
)
"""Rooms from the edge inwards: each may import those of its own layer and of all below."""

STRANGERS = frozenset({("ingest", "search"), ("search", "ingest")})
"""Rooms of one layer that must not know each other: importer, imported."""

WEB = ("app.main", "app.api.*", "app.web.*")
HOMES = {
    "cachetools": ("app.kept",),
    "fastapi": WEB,
    "limits": ("app.rates",),
    "starlette": WEB,
    "opentelemetry": ("app.api.traced",),
    "prometheus_client": ("app.api.figures", "app.api.metrics", "app.serving"),
    "rensa": ("app.articles.signatures",),
    "tantivy": ("app.search.engines.tantivy*",),
    "whoosh": ("app.search.engines.whoosh*", "app.search.query.*"),
    "whoosh.qparser": ("app.search.query.*",),
}
"""The only modules that import a library; of two names that fit an import the longer one counts."""

LONGEST_MODULE = 300

DEPTH = {room: depth for depth, rooms in enumerate(LAYERS) for room in rooms}


@dataclass(frozen=True, slots=True)
class Import:
    importer: str
    imported: str
    place: str
    late: bool
    """Inside a function."""

    def __str__(self) -> str:
        return f"{self.place}: {self.importer} imports {self.imported}"


@dataclass(frozen=True, slots=True)
class Module:
    name: str
    path: str
    is_package: bool
    length: int
    imports: tuple[Import, ...]


def read_modules(root: Path) -> dict[str, Module]:
    modules = (read_module(root, path) for path in sorted((root / "app").rglob("*.py")))
    return {module.name: module for module in modules}


def read_module(root: Path, path: Path) -> Module:
    shown = path.relative_to(root)
    is_package = path.name == "__init__.py"
    name = ".".join(shown.parent.parts if is_package else shown.with_suffix("").parts)
    package = ".".join(shown.parent.parts)
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text, filename=str(path))
    late = set(statements_in_functions(tree))
    imports = tuple(
        Import(name, imported, f"{shown}:{node.lineno}", node in late)
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for imported in imported_names(node, package)
    )
    return Module(name, str(shown), is_package, len(text.splitlines()), imports)


def statements_in_functions(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from ast.walk(node)


def imported_names(node: ast.Import | ast.ImportFrom, package: str) -> list[str]:
    """`from app import errors` and `import app.errors` are both `app.errors`."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    origin = importlib.util.resolve_name("." * node.level + (node.module or ""), package)
    return [f"{origin}.{alias.name}" for alias in node.names]


def longest_fit(name: str, outers: Iterable[str]) -> str | None:
    """The innermost of the modules or packages that `name` is or lies in."""
    return max((outer for outer in outers if is_within(name, outer)), key=len, default=None)


def is_within(name: str, outer: str) -> bool:
    return name == outer or name.startswith(f"{outer}.")


def room_of(module: str) -> str:
    return module.split(".")[1]


def all_imports(modules: dict[str, Module]) -> Iterator[Import]:
    for module in modules.values():
        yield from module.imports


def homeless_rooms(modules: dict[str, Module]) -> list[str]:
    return [
        f"{module.path}: {room_of(module.name)} has no place in LAYERS"
        for module in modules.values()
        if module.name != "app" and room_of(module.name) not in DEPTH
    ]


def against_the_direction(modules: dict[str, Module]) -> list[str]:
    return [
        str(found)
        for found in all_imports(modules)
        if (target := longest_fit(found.imported, modules)) not in (None, "app")
        and not may_import(room_of(found.importer), room_of(target))
    ]


def may_import(importer: str, imported: str) -> bool:
    if not {importer, imported} <= DEPTH.keys():
        return True  # homeless_rooms names it
    return DEPTH[importer] <= DEPTH[imported] and (importer, imported) not in STRANGERS


def away_from_home(modules: dict[str, Module]) -> list[str]:
    return [
        f"{found}, which belongs in {' or '.join(HOMES[library])}"
        for found in all_imports(modules)
        if (library := longest_fit(found.imported, HOMES))
        and not any(fnmatchcase(found.importer, home) for home in HOMES[library])
    ]


def late_imports(modules: dict[str, Module]) -> list[str]:
    return [str(found) for found in all_imports(modules) if found.late]


def imports_of_packages(modules: dict[str, Module]) -> list[str]:
    return [str(found) for found in all_imports(modules) if modules[found.importer].is_package]


def own_imports(modules: dict[str, Module]) -> dict[str, set[str]]:
    return {
        name: {own for found in module.imports if (own := longest_fit(found.imported, modules))}
        for name, module in modules.items()
    }


def cycles(modules: dict[str, Module]) -> list[str]:
    try:
        graphlib.TopologicalSorter(own_imports(modules)).prepare()
    except graphlib.CycleError as error:
        # graphlib names each module after one that it imports.
        return [" -> ".join(reversed(error.args[1]))]
    return []


def reachable(start: str, modules: dict[str, Module]) -> set[str]:
    graph = own_imports(modules)
    reached: set[str] = set()
    waiting = {start} & graph.keys()
    while waiting:
        name = waiting.pop()
        reached.add(name)
        waiting |= graph[name] - reached
    return reached


def fastapi_within_reach_of(start: str, modules: dict[str, Module]) -> list[str]:
    return [
        f"{found}, and {start} loads it"
        for name in sorted(reachable(start, modules))
        for found in modules[name].imports
        if longest_fit(found.imported, ("fastapi", "starlette"))
    ]


def too_long(modules: dict[str, Module]) -> list[str]:
    return [
        f"{module.path}: {module.length} lines, {LONGEST_MODULE} is the most"
        for module in modules.values()
        if module.length > LONGEST_MODULE
    ]


@pytest.fixture(scope="module")
def app() -> dict[str, Module]:
    return read_modules(ROOT)


def assert_none(offences: list[str]) -> None:
    assert not offences, "\n".join(["", *offences])


def test_every_room_has_a_layer(app: dict[str, Module]) -> None:
    assert_none(homeless_rooms(app))


def test_imports_run_from_the_edge_inwards(app: dict[str, Module]) -> None:
    assert_none(against_the_direction(app))


def test_a_library_is_imported_in_its_rooms_alone(app: dict[str, Module]) -> None:
    assert_none(away_from_home(app))


def test_no_function_imports(app: dict[str, Module]) -> None:
    assert_none(late_imports(app))


def test_a_package_imports_nothing_so_that_one_module_does_not_load_its_room(app: dict[str, Module]) -> None:
    assert_none(imports_of_packages(app))


def test_no_module_imports_itself_through_others(app: dict[str, Module]) -> None:
    assert_none(cycles(app))


def test_the_command_line_starts_without_fastapi(app: dict[str, Module]) -> None:
    assert_none(fastapi_within_reach_of("app.cli", app))


def test_no_module_outgrows_a_few_screens(app: dict[str, Module]) -> None:
    assert_none(too_long(app))


def written(root: Path, sources: dict[str, str]) -> dict[str, Module]:
    for path, source in sources.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(source, encoding="utf-8")
    return read_modules(root)


def test_an_import_against_the_direction_is_named_with_its_line(tmp_path: Path) -> None:
    modules = written(
        tmp_path,
        {
            "app/search/facets.py": "\nfrom app.api import routes\n",
            "app/api/routes.py": "import app.search.facets\n",
        },
    )
    assert against_the_direction(modules) == [
        "app/search/facets.py:2: app.search.facets imports app.api.routes"
    ]


def test_a_relative_import_is_followed(tmp_path: Path) -> None:
    modules = written(
        tmp_path, {"app/ingest/html.py": "from ..search import text\n", "app/search/text.py": ""}
    )
    assert against_the_direction(modules) == ["app/ingest/html.py:1: app.ingest.html imports app.search.text"]


def test_the_parser_of_whoosh_has_a_narrower_home_than_whoosh(tmp_path: Path) -> None:
    source = "from whoosh import query\nfrom whoosh.qparser import QueryParser\n"
    (offence,) = away_from_home(written(tmp_path, {"app/search/engines/whoosh.py": source}))
    assert offence.startswith("app/search/engines/whoosh.py:2: ")


def test_an_import_inside_a_function_is_found(tmp_path: Path) -> None:
    source = "import json\n\ndef load():\n    if True:\n        import gzip\n"
    assert late_imports(written(tmp_path, {"app/cli.py": source})) == ["app/cli.py:5: app.cli imports gzip"]


def test_a_cycle_is_named_in_the_order_of_its_imports(tmp_path: Path) -> None:
    modules = written(
        tmp_path, {f"app/{one}.py": f"import app.{next_}\n" for one, next_ in ("ab", "bc", "ca")}
    )
    assert cycles(modules)[0] in {
        "app.a -> app.b -> app.c -> app.a",
        "app.b -> app.c -> app.a -> app.b",
        "app.c -> app.a -> app.b -> app.c",
    }


def test_fastapi_is_found_behind_other_modules(tmp_path: Path) -> None:
    modules = written(
        tmp_path, {"app/cli.py": "import app.api.routes\n", "app/api/routes.py": "import fastapi\n"}
    )
    assert fastapi_within_reach_of("app.cli", modules) == [
        "app/api/routes.py:1: app.api.routes imports fastapi, and app.cli loads it"
    ]
