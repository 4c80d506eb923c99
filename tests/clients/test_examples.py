"""The examples of docs/examples, each as its README says to run it: in a browser, or on a kernel."""

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.clients.sites import Site
from tests.faults.processes import ROOT, Server

pytestmark = pytest.mark.examples

_ARCHIVE = "http://127.0.0.1:8000"
_NOTEBOOK = ROOT / "docs" / "examples" / "notebook" / "archive.ipynb"
_KERNEL = ROOT / ".venv-examples" / "bin"
_AXE = ROOT / "docs" / "clients" / "node_modules" / "axe-core" / "axe.min.js"


def _open(page: Page, site: Site, example: str, archive: Server) -> None:
    """The example's own page, with this archive's address in the place of the one it has."""
    path = f"/docs/examples/{example}/index.html"
    html = (ROOT / path.removeprefix("/")).read_text("utf-8")
    assert _ARCHIVE in html
    site.pages[path] = html.replace(_ARCHIVE, archive.address)
    page.goto(f"{site.origin}{path}")


@pytest.mark.browser
def test_plain_html_searches_filters_and_goes_on(
    page: Page, site: Site, archive: Server, said: list[str]
) -> None:
    _open(page, site, "plain", archive)
    count = page.get_by_role("status")
    expect(count).to_have_text("67 articles")
    hits = page.locator("article")
    expect(hits).to_have_count(10)
    page.get_by_role("button", name="More").click()
    expect(hits).to_have_count(20)
    page.get_by_label("Search the archive").fill("moon")
    page.get_by_role("button", name="Search").click()
    expect(count).to_have_text("3 articles")
    expect(hits.first.locator("mark").first).to_have_text(re.compile("moon", re.IGNORECASE))
    leads_to = hits.first.get_by_role("link").get_attribute("href")
    assert leads_to
    assert page.request.get(leads_to).ok
    page.get_by_label(re.compile(r"^\s*1969")).check()
    expect(count).to_have_text("2 articles")
    page.get_by_label(re.compile(r"^\s*The Harbour Courier")).check()
    expect(count).to_have_text("1 articles")
    page.get_by_label("Search the archive").fill("date:someday")
    page.get_by_role("button", name="Search").click()
    expect(count).to_contain_text("is no date")
    # The browser tells of each refusal by itself.
    assert [one for one in said if "422" not in one] == []


@pytest.mark.browser
def test_react_finds_narrows_and_keeps_its_state_in_the_address(
    page: Page, site: Site, archive: Server, said: list[str]
) -> None:
    _open(page, site, "react", archive)
    stats = page.locator(".ais-Stats")
    expect(stats).to_contain_text("67 results")
    page.get_by_placeholder("Search the archive").fill("the")
    expect(page.locator(".ais-Hits mark").first).to_be_visible()
    page.get_by_role("link", name=re.compile("^science and technology")).click()
    page.get_by_role("link", name=re.compile("^natural science")).click()
    expect(page.get_by_role("link", name=re.compile("^astronomy"))).to_be_visible()
    page.get_by_label("Authors").get_by_role("searchbox").fill("ad")
    expect(page.get_by_label("Authors").locator("mark").first).to_have_text("Ad")
    years = page.get_by_label("Years")
    last = years.locator("input").last.get_attribute("placeholder")
    assert last
    years.locator("input").first.fill(last)
    years.get_by_role("button").click()
    expect(page.locator(".ais-CurrentRefinements")).to_contain_text(f"≥ {last}")
    page.locator(".ais-SortBy select").select_option("articles:oldest")
    expect(page).to_have_url(re.compile("articles%3Aoldest"))
    expect(page).to_have_url(re.compile(last))
    told = stats.inner_text().split(" found")[0]
    page.reload()
    expect(stats).to_contain_text(told)
    page.locator(".ais-ClearRefinements button").click()
    page.get_by_placeholder("Search the archive").fill("")
    expect(stats).to_contain_text("67 results")
    page.get_by_role("link", name="Last Page").click()
    expect(page.locator(".ais-Hits article")).to_have_count(7)
    assert said == []


@pytest.mark.browser
# InstantSearch's own boxes, the one for articles and the one in a list, are both searches without a name.
@pytest.mark.parametrize("example", ["plain", "react"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong_with_an_example(
    example: str, scheme: Any, page: Page, site: Site, archive: Server
) -> None:
    page.emulate_media(color_scheme=scheme)
    _open(page, site, example, archive)
    expect(page.locator("article").first).to_be_visible()
    page.add_script_tag(path=_AXE)
    rules = {"rules": {"landmark-unique": {"enabled": example != "react"}}}
    violations = page.evaluate("(rules) => axe.run(rules).then((found) => found.violations)", rules)
    assert [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in violations] == []


def test_the_notebook_runs_on_a_kernel(archive: Server, tmp_path: Path) -> None:
    done = tmp_path / "archive.ipynb"
    ran = subprocess.run(
        [_KERNEL / "jupyter-execute", str(_NOTEBOOK), "--output", str(done)],
        # The kernel's own program is found beside this one's Python, not by the path.
        env=os.environ | {"MICROFICHE_URL": archive.address, "IPYTHONDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    outputs = [
        out for cell in json.loads(done.read_text("utf-8"))["cells"] for out in cell.get("outputs", [])
    ]
    told = "".join("".join(out.get("text", [])) for out in outputs)
    assert "67 articles, 12 without a date" in told
    pictures = [out["data"]["image/svg+xml"] for out in outputs if "image/svg+xml" in out.get("data", {})]
    assert len(pictures) == 1
    assert "1989:" in "".join(pictures[0])
