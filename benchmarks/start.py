"""How long a newcomer waits: a clean clone to the first prompt of `make chat`, and every start after that.

The clone is of the last commit, in a temporary folder; the package cache of uv is used as it is, so run this twice for
figures with a warm cache. A start ends when the greeting has been printed.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from bot.cli.evaluate import provenance
from bot.content.library import PROJECT

GOAL_SECONDS = 6.0  # of a second start
GREETING = b"automated assistant"


def seconds_of(command: list[str], folder: Path) -> float:
    """Wall-clock seconds of a command that must succeed."""
    started = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - started


def seconds_to_prompt(folder: Path) -> float:
    """Wall-clock seconds from `make chat` to its greeting."""
    started = time.perf_counter()
    with subprocess.Popen(
        ["make", "chat"], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if GREETING in line:
                break
        else:
            raise SystemExit("`make chat` ended without a greeting")
        waited = time.perf_counter() - started
        process.communicate(b"/quit\n")
    return waited


def main() -> None:
    """Measure, print, and write the figures where `--json` says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--starts", type=int, default=5, help="how many later starts to time (default 5)")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        clone = Path(temporary) / "clone"
        subprocess.run(["git", "clone", "--quiet", str(PROJECT), str(clone)], check=True)
        install = seconds_of(["make", "setup"], clone)
        training = seconds_of(["make", "train"], clone)
        starts = [seconds_to_prompt(clone) for _ in range(options.starts)]
    figures = {
        **provenance(),
        "install_seconds": round(install, 1),
        "training_seconds": round(training, 1),
        "starts_seconds": [round(start, 2) for start in starts],
        "second_start_seconds": round(statistics.median(starts), 2),
        "second_start_goal": GOAL_SECONDS,
    }
    print(json.dumps(figures, indent=1))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
