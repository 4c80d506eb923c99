from pathlib import Path

import pytest

from benchmarks.serving.articles import Article


@pytest.fixture
def articles() -> list[Article]:
    """Thirty on harbours, ten of them of 2020 and on politics, with the words to ask for."""
    return [
        Article(
            id=f"article{number}",
            title=f"Harbour news {number}",
            body=f"The harbour opened gates{'abc'[number % 3]} while ferries crossed. Later storms closed quays.",
            date=f"{2020 + number % 3}-04-0{1 + number % 9}",
            source="gazette",
            topics=("medtop:11000000",) if number % 3 == 0 else ("medtop:15000000",),
        )
        for number in range(30)
    ]


@pytest.fixture
def articles_file(tmp_path: Path) -> Path:
    return tmp_path / "articles.jsonl"
