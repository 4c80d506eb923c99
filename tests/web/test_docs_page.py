"""The pages of the docs: they lead on to one another, need nothing from elsewhere, and what they tell works."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.web.first_steps import STEPS

PAGES = ["/docs", "/docs/start", "/docs/query"]
ADDRESS = re.compile(r"http://testserver(/[^\s'\"`$]*)")


def snippets(client: TestClient) -> list[str]:
    page = client.get("/docs/start").text
    return [unescape(code) for code in re.findall(r"<code data-language=[^>]+>(.+?)</code>", page, re.DOTALL)]


@pytest.mark.parametrize("path", PAGES)
def test_each_page_has_a_tag_a_policy_and_links_to_the_others(client: TestClient, path: str) -> None:
    page = client.get(path)
    assert page.headers["Cache-Control"] == "no-cache"
    assert "script-src 'self';" in page.headers["Content-Security-Policy"]
    assert client.get(path, headers={"If-None-Match": page.headers["ETag"]}).status_code == 304
    assert client.head(path).headers["ETag"] == page.headers["ETag"]
    for other in {*PAGES, "/openapi.json"} - {path}:
        assert f'href="{other}"' in page.text
    assert f'href="{path}" aria-current="page"' in page.text


@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_a_script_or_a_style_of_its_own_or_anything_from_elsewhere(
    client: TestClient, path: str
) -> None:
    page = client.get(path).text
    assert not re.search(r"<script>|<style|\sstyle=", page)
    assert "https://" not in page
    for asset in re.findall(r'(?:src|href)="(/static/[^"]+)"', page):
        assert client.get(asset).status_code == 200


def test_behind_a_root_path_the_pages_lead_to_it(tmp_path_factory: pytest.TempPathFactory) -> None:
    app = create_app(Settings(data=tmp_path_factory.mktemp("rooted"), public_url="https://news.example/api"))
    with TestClient(app, root_path="/api") as client:
        for path in PAGES:
            page = client.get(f"/api{path}").text
            assert not re.search(r'(?:src|href)="/(?!api/)', page), path
        assert "curl 'https://news.example/api/v1/corpus'" in unescape(client.get("/api/docs/start").text)


def test_every_address_of_the_first_steps_answers_as_it_says(client: TestClient) -> None:
    told = snippets(client)
    assert len(told) == sum(len(step.snippets) for step in STEPS)
    addresses = [address for code in told for address in ADDRESS.findall(code) if address.startswith("/v1/")]
    assert len(addresses) > 5
    for address in addresses:
        assert client.get(address).status_code == (422 if "form=" in address else 200), address


def test_the_first_steps_are_found_from_the_openapi_document(client: TestClient) -> None:
    described = client.get("/openapi.json").json()["info"]["description"]
    assert "(docs/start)" in described
    assert "(docs/query)" in described
