"""Pages as they come over the wire, from the sample articles."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from lxml import html

from tests.api.conftest import client

__all__ = ["client"]

Page = Callable[..., html.HtmlElement]


@pytest.fixture
def page(client: TestClient) -> Page:
    """The page at an address, read; its status has to be `status`."""

    def read(address: str, status: int = 200) -> html.HtmlElement:
        answer = client.get(address)
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        return html.document_fromstring(answer.text)

    return read
