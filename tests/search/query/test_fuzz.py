"""A slice of the fuzzing at each run, the whole of it by `python -m tests.search.query.fuzz`; and over HTTP."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.search.engines.live import ENGINES
from app.settings import Settings
from tests.archives import archive_at, ingest, write_lines
from tests.search.query.fuzz import SEED, fuzz, queries
from tests.search.query.noise import Noise

REAL = [
    "moon landing",
    '"berlin wall" OR mauer -film',
    "title:fire date:2019",
    "wahlen~1 author:b*",
    "北京 OR 東京",
]
SLICE = 500
OVER_HTTP, SLICE_OVER_HTTP = 300, 50
REFUSALS = {"too_long", "too_deep", "too_many_words", "bad_date", "too_many_expansions"}


@pytest.fixture(scope="module", params=sorted(ENGINES))
def client(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp(f"fuzz-{request.param}")
    article = {
        "title": "Moon landing",
        "body": "A wall in 北京, l'homme, covid-19.",
        "published": "2021-04-07",
    }
    with archive_at(folder, request.param) as archive:
        ingest(archive, write_lines(folder / "one.jsonl", [article]))
    with TestClient(create_app(Settings.model_validate({"data": folder, "engine": request.param}))) as client:
        yield client


def test_a_slice_of_the_noise_is_read_and_reads_back() -> None:
    found = fuzz(Noise(SEED, REAL).texts(SLICE))
    assert found.broken == []
    assert found.noted > SLICE / 5
    assert set(found.refused) <= REFUSALS


@pytest.mark.slow
def test_all_of_the_noise_is_read_and_reads_back(shared: Path) -> None:
    real = list(queries(sorted((shared / "data" / "queries").iterdir())))
    found = fuzz([*real, *Noise(SEED, real).texts(100_000)])
    assert found.broken == []
    assert set(found.refused) <= REFUSALS


def test_a_slice_of_the_noise_does_not_make_the_endpoint_fail(client: TestClient) -> None:
    assert_answered(client, Noise(SEED + 1, REAL).texts(SLICE_OVER_HTTP))


@pytest.mark.slow
def test_no_noise_makes_the_endpoint_fail(client: TestClient) -> None:
    assert_answered(client, Noise(SEED + 2, REAL).texts(OVER_HTTP))


def assert_answered(client: TestClient, texts: Iterable[str]) -> None:
    for text in texts:
        # A half of a surrogate pair cannot be sent.
        asked = text.encode("utf-8", "replace").decode()
        response = client.get("/v1/search", params={"q": asked, "limit": "1"})
        assert response.status_code in (200, 422), asked
        if response.status_code == 422:
            assert response.json()["code"] in REFUSALS, asked


def test_every_piece_of_noise_is_new() -> None:
    first, second = (list(islice(Noise(seed, REAL).texts(500), 500)) for seed in (1, 2))
    assert first == list(Noise(1, REAL).texts(500))
    assert len(set(first) & set(second)) < len(first) / 10


def test_a_refusal_is_no_finding() -> None:
    found = fuzz(["date:x", "a AND", "b"])
    assert (found.inputs, found.noted, dict(found.refused)) == (3, 1, {"bad_date": 1})
