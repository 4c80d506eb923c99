"""Writes the API's description, from which the TypeScript client is generated: `python -m tests.clients`."""

from tests.clients.description import DESCRIPTION, described

if __name__ == "__main__":
    DESCRIPTION.write_text(described(), encoding="utf-8")
