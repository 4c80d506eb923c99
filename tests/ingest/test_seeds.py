"""The five real articles, field by field."""

from pathlib import Path

import pytest

from app.articles.values import Article
from app.ingest.reading import Reading
from tests.ingest.making import read_file, reasons


@pytest.fixture(scope="module")
def seeds(shared: Path) -> dict[str, Reading]:
    found: dict[str, Reading] = {}
    for file in sorted((shared / "seeds").glob("*.txt")):
        (result,) = read_file(file.read_bytes(), file.name)
        assert isinstance(result, Reading)
        found[file.name[:3]] = result
    return found


def article(seeds: dict[str, Reading], number: str) -> Article:
    return seeds[number].article


def test_000_has_its_title_agency_and_deck(seeds: dict[str, Reading]) -> None:
    seed = article(seeds, "000")
    assert (
        seed.title == "Pakistan keen to forge long-term partnership with Russia: FM Qureshi to Sergey Lavrov"
    )
    assert seed.agency is not None
    assert (seed.agency.id, seed.agency.label, seed.origin["agency"]) == ("pti", "PTI", "agency_line")
    assert seed.subtitle is not None
    assert seed.subtitle.startswith("The two Foreign Ministers exchanged views")
    assert seed.body.startswith("Pakistan Foreign Minister Shah Mahmood Qureshi on Thursday called")
    assert seed.body.endswith("assured to play a positive role.")
    assert seed.published is None


def test_001_has_its_masthead_as_source_and_day_of_the_visit(seeds: dict[str, Reading]) -> None:
    seed = article(seeds, "001")
    assert seed.title == "Pakistan, Russia agree to take forward important bilateral agenda"
    assert seed.source is not None
    assert seed.source.label == "Aaj English TV"
    assert seed.published is None
    assert seed.crawled == "2024-11-23"
    assert seed.body.startswith("Pakistan and Russia have agreed")
    assert set(reasons(seeds["001"])) == {"masthead", "date_line", "hijri_date"}


def test_002_ends_with_its_article(seeds: dict[str, Reading]) -> None:
    seed = article(seeds, "002")
    assert seed.title == "Pakistan-Russia talks mark the beginning of ‘a new era’: Qureshi"
    assert seed.body.endswith("to conduct the joint anti-terrorism drills.")
    assert seed.published is None
    assert reasons(seeds["002"]) == {"previous_next": "Previous Post Next Post"}


def test_003_has_neither_trail_nor_teaser(seeds: dict[str, Reading]) -> None:
    seed = article(seeds, "003")
    assert seed.title == "FM Qureshi holds delegation-level talks with Russian counterpart at Foreign Office"
    assert seed.body.startswith("Foreign Minister Shah Mahmood Qureshi welcomed")
    assert seed.body.endswith("through further high-level contacts.”")
    assert seed.published is None
    removed = [(piece.reason, piece.text.split()[0]) for piece in seeds["003"].removed]
    assert removed == [
        ("breadcrumb", "Home"),
        ("teaser", "Check"),
        ("teaser", "Experts"),
        ("teaser", "ISLAMABAD:"),
    ]


def test_004_has_the_day_of_its_own_line_and_thanks_its_agency(seeds: dict[str, Reading]) -> None:
    seed = article(seeds, "004")
    assert seed.published is not None
    assert (seed.published.date, seed.published.precision) == ("2021-04-07", "day")
    assert (seed.published.method, seed.published.evidence) == ("text_line", "date 2021-04-07")
    assert seed.agency is not None
    assert seed.agency.label == "APP"
    assert seed.body.startswith("FM Shah Mahmood Qureshi and his Russian counterpart")
    assert seed.body.endswith("With input from APP.")
    assert [paragraph.text for paragraph in seed.paragraphs if paragraph.kind == "subhead"] == [
        "'Focus on geo-economics rather than geopolitics'",
        "PM Imran Khan orders expedition of gas pipeline project with Russia",
        "Afghan peace process",
        "Russian vaccine",
    ]
    assert reasons(seeds["004"])["caption"].endswith("Photo: FO")


def test_all_five_are_english_and_name_lavrov(seeds: dict[str, Reading]) -> None:
    assert len(seeds) == 5
    for result in seeds.values():
        assert result.article.language == "en"
        assert "Lavrov" in result.article.title + result.article.body


def test_no_day_of_the_body_is_taken_for_the_publication_s(seeds: dict[str, Reading]) -> None:
    assert [number for number, result in seeds.items() if result.article.published] == ["004"]
