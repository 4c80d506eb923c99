"""Walks over HTTP: from the first page to the last."""

from typing import Any

from fastapi.testclient import TestClient


def walked(client: TestClient, query: str) -> list[dict[str, Any]]:
    hits: list[dict[str, Any]] = []
    url: str | None = f"/v1/search?{query}"
    while url:
        answer = client.get(url).json()
        hits += answer["hits"]
        url = answer["next"]
    return hits
