"""A server asked thousands of questions that are made up of its own OpenAPI document: `python -m tests.schema`."""

import argparse
import json
import os
import subprocess
import sys
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults.processes import ROOT, Commands, served

HERE = Path(__file__).resolve().parent
# Questions that each operation is asked at most while fuzzing. With those of the other phases it comes to some 5,400:
# fewer than this many is a run that does not count.
_EXAMPLES = 220
_FEWEST = 5_000


def main() -> int:
    options = _options()
    with TemporaryDirectory() as folder:
        commands = Commands(options.data or Path(folder, "data"))
        if options.data is None:
            ingested = commands.run("ingest", str(ROOT / "corpus"))
            if ingested.status:
                sys.exit(ingested.said)
        # Schemathesis keeps what failed where it runs.
        with served(commands) as server, chdir(folder):
            command = [
                *(str(options.schemathesis), "--config-file", str(HERE / "schemathesis.toml")),
                *("run", f"{server.address}/openapi.json", "--checks", "all", "--no-shrink"),
                *("--max-examples", str(options.examples), "--seed", str(options.seed), "--workers", "2"),
                *("--report", "json", "--report-json-path", "report.json"),
            ]
            hooks = {"SCHEMATHESIS_HOOKS": str(HERE / "refusals.py")}
            status = subprocess.run(command, env=os.environ | hooks, check=False).returncode
            asked = json.loads(Path("report.json").read_text("utf-8"))["test_cases"]["generated"]
        if options.examples >= _EXAMPLES and asked < _FEWEST:
            sys.exit(f"{asked:,} questions were asked, and {_FEWEST:,} are wanted: raise --examples.")
    return status


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.schema", description=__doc__)
    parser.add_argument("--data", type=Path, help="a data folder to ask instead of one made of corpus/")
    parser.add_argument("--examples", type=int, default=_EXAMPLES, help="for each operation (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="another seed asks other questions (%(default)s)")
    parser.add_argument(
        "--schemathesis",
        type=Path,
        default=ROOT / ".venv-schema" / "bin" / "schemathesis",
        help="the program (%(default)s)",
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
