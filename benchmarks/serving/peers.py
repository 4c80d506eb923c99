"""The folder that the peers from the Python registry are installed into, apart from the project's own."""

import subprocess
import sys
from pathlib import Path

LOCK = Path(__file__).with_name("peers.lock")


def datasette(folder: Path) -> Path:
    """The program of Datasette, installed by the lock where it is not yet. Raises `CalledProcessError`."""
    installed = folder / "peers.lock"
    program = folder / "bin" / "datasette"
    if not (program.exists() and installed.is_file() and installed.read_bytes() == LOCK.read_bytes()):
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)  # noqa: S603
        pip = [
            str(folder / "bin" / "python"),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ]
        subprocess.run(  # noqa: S603
            [*pip, "--no-deps", "--require-hashes", "--requirement", str(LOCK)], check=True
        )
        installed.write_bytes(LOCK.read_bytes())
    return program.absolute()
