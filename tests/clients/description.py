"""What `/openapi.json` says, as the clients' folder keeps it."""

import json
from pathlib import Path

from app.main import create_app
from app.settings import Settings

CLIENTS = Path(__file__).resolve().parents[2] / "docs" / "clients"
DESCRIPTION = CLIENTS / "openapi.json"


def described() -> str:
    """The description of an application with default settings, a line for each value."""
    return json.dumps(create_app(Settings()).openapi(), ensure_ascii=False, indent=1) + "\n"
