"""The clients' own tests, which Node runs, against an archive of the sample articles."""

import os
import subprocess

import pytest

from tests.clients.description import CLIENTS
from tests.faults.processes import Server

pytestmark = pytest.mark.examples


def test_the_clients_pass_their_own_tests(archive: Server, node: str) -> None:
    files = [str(file) for file in sorted(CLIENTS.glob("*/tests/*.test.js"))]
    ran = subprocess.run(
        [node, "--test", *files],
        env=os.environ | {"MICROFICHE_URL": archive.address},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
    assert "# skipped 0" in ran.stdout
