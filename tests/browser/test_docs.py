"""The pages of the docs in a real browser, and their programs run as they are printed."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest
from lxml import html
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

PAGES = ("/docs", "/docs/start", "/docs/query")
SECONDS = 30
Programs = Callable[[str], list[str]]


@pytest.fixture
def programs(server: str) -> Programs:
    """The programs of the first steps in one language, as they stand on the page."""
    page = html.fromstring(httpx2.get(f"{server}/docs/start").text)

    def printed(language: str) -> list[str]:
        found = [code.text_content() for code in page.iterfind(f".//code[@data-language='{language}']")]
        assert found
        return found

    return printed


@pytest.fixture
def troubles(page: Page, server: str) -> list[str]:
    """What the browser complains of, and what it asks of others."""
    told: list[str] = []
    page.on(
        "console", lambda message: told.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on(
        "request",
        lambda request: None if request.url.startswith((server, "data:")) else told.append(request.url),
    )
    return told


def test_the_pages_are_shown_without_a_complaint_also_when_they_are_shown_again(
    page: Page, server: str, troubles: list[str]
) -> None:
    for path in (*PAGES, "/docs"):
        page.goto(f"{server}{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        expect(page.locator("body")).not_to_have_css("background-color", "rgba(0, 0, 0, 0)")
    page.goto(f"{server}/docs")
    expect(page.locator(".opblock-tag").first).to_contain_text("Begin here")
    assert troubles == []


def test_the_operations_are_dark_where_the_system_is(page: Page, server: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(f"{server}/docs")
    expect(page.locator("html")).to_have_class("dark-mode")
    page.emulate_media(color_scheme="light")
    expect(page.locator("html")).not_to_have_class("dark-mode")


def test_an_example_of_the_query_language_leads_to_its_hits(page: Page, server: str) -> None:
    page.goto(f"{server}/docs/query")
    page.get_by_role("link", name='"world cup"', exact=True).click()
    expect(page.get_by_text("Hurst scores three").first).to_be_visible()


def test_the_program_for_browsers_runs_on_its_own_page(page: Page, server: str, programs: Programs) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{server}/docs/start")
    for program in programs("JavaScript"):
        page.evaluate(f"(async () => {{ {program} }})()")
    assert said[0] == "3 found"
    assert any("[" in line for line in said[1:])


def test_the_programs_in_python_run(programs: Programs) -> None:
    read, walked = (
        subprocess.run(
            [sys.executable, "-c", program], check=True, capture_output=True, text=True, timeout=SECONDS
        ).stdout
        for program in programs("Python")
    )
    assert "world cup" in read.lower()
    assert len(walked.splitlines()) == 9


def test_the_lines_for_a_shell_run(programs: Programs, tmp_path: Path) -> None:
    shell, curl = shutil.which("sh"), shutil.which("curl")
    if not shell or not curl:
        pytest.skip("no curl on the PATH")
    said = [
        subprocess.run(
            [shell, "-c", line], check=True, capture_output=True, text=True, timeout=SECONDS, cwd=tmp_path
        ).stdout
        for line in programs("curl")
    ]
    # All but the one that writes a file.
    assert [answer[:2] for answer in said].count('{"') == len(said) - 1
    assert (tmp_path / "sport.csv").stat().st_size
    assert "unknown_parameter" in said[-1]


def test_everything_that_is_opened_has_a_name_and_is_reached_by_the_keyboard(page: Page, server: str) -> None:
    page.goto(f"{server}/docs#/Corpus/changes")
    opened = page.locator(".opblock.is-open")
    expect(opened).to_contain_text("What changed")
    opened.get_by_role("button", name="Execute").press("Enter")
    expect(opened.locator(".live-responses-table")).to_contain_text("200")
    expect(opened.get_by_label("since, example")).to_be_visible()
    for unnamed in ("select:not([aria-label])", ".copy-to-clipboard > button:not([aria-label])"):
        expect(opened.locator(unnamed)).to_have_count(0)
    expect(opened.locator(".microlight:not([tabindex])")).to_have_count(0)
    expect(page.locator(".opblock-summary-control a")).to_have_count(0)
