from collections.abc import Iterator
from pathlib import Path

import pytest

from app.search.engines.live import ENGINES
from app.search.engines.seam import Engine
from tests.contract.shelf import Shelf


@pytest.fixture(params=sorted(ENGINES))
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shelf]:
    """Where one kind of engine keeps its index; the suite runs once for each kind there is."""
    shelf = Shelf(request.param, tmp_path / "index")
    yield shelf
    shelf.close()


@pytest.fixture
def engine(shelf: Shelf) -> Engine:
    """An engine with an empty index."""
    return shelf.open()
