"""A client on the sample articles, as `make serve` serves them."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.archives import CORPUS, archive_at, ingest


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    data = tmp_path_factory.mktemp("served")
    with archive_at(data) as archive:
        ingest(archive, CORPUS)
    with TestClient(create_app(Settings(data=data))) as made:
        yield made
