"""``python -m benchmarks.web.kills``: kill the server at random moments while people sit an exam, and count.

The same as tests/app/faults/test_sittings.py, as often as one likes: it stops where an acknowledged answer is
not there, or is there twice. Progress on stderr, one JSON document on stdout.
"""

import argparse
import asyncio
import json
import random
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from simulator.web.settings import Settings
from tests.app.faults.exam_room import Kills, candidates_at, check_all_whole, sat_through_kills
from tests.app.faults.examinee import Candidate
from tests.app.faults.server import Server

ROUND = 20
"""Kills between two lines of progress."""


def main() -> None:
    """Do it, and print what was met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--examinees", type=int, default=100)
    parser.add_argument("--seed", type=int, default=5)
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        print(json.dumps(met(Path(folder), asked.kills, asked.examinees, asked.seed), indent=2))


def met(folder: Path, kills: int, examinees: int, seed: int) -> dict[str, float]:
    """What so many kills met; with an AssertionError for whatever was lost."""
    url, began = f"sqlite:///{folder / 'desk.sqlite'}", perf_counter()
    server = Server(folder, url)
    candidates = candidates_at(Settings(url, folder / "cache"), server.port, examinees)
    server.start()
    try:
        found = asyncio.run(_sat(server, url, candidates, kills, random.Random(seed)))
        check_all_whole(url, folder / "desk.sqlite", candidates)
        assert "Traceback" not in server.log.read_text()
    finally:
        server.stop()
    return {
        "kills": len(found.under_way),
        "examinees": len(candidates),
        "acknowledged": sum(len(one.acknowledged) for one in candidates),
        "lost": 0,  # the checks stop at the first one
        "under_way_at_a_kill": sum(found.under_way) / len(found.under_way),
        "kills_that_hit_an_answer": sum(count > 0 for count in found.under_way),
        "saved_without_being_told": sum(found.untold),
        "sent_again": sum(one.repeated for one in candidates),
        "seconds": round(perf_counter() - began, 1),
    }


async def _sat(
    server: Server, url: str, candidates: list[Candidate], kills: int, chance: random.Random
) -> Kills:
    def tell(found: Kills) -> None:
        if len(found.under_way) % ROUND == 0:
            print(f"{len(found.under_way)} kills, {sum(found.untold)} saved untold", file=sys.stderr)

    try:
        return await sat_through_kills(server, url, candidates, kills, chance, tell)
    finally:
        for one in candidates:
            one.line.close()


if __name__ == "__main__":
    main()
