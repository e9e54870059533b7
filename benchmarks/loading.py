"""Forks and threads while the library loads: ``python -m benchmarks.loading``.

In process after process, threads ask for everything that is loaded late, each beginning elsewhere, while the process
forks. Every thread and every child must answer as a process by itself does, and none may wait for ever. The command
prints counts; its exit code is 1 where an answer differs or one is missing.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections import Counter
from typing import Any, Final

from benchmarks.engines import ROOT

FORKS: Final = 20  # of each process
THREADS: Final = 8
SECONDS: Final = 60
ROUND: Final = """
import os, signal, sys, threading, time, warnings
import coedu_zones as cz
from coedu_zones.frames.columns import resolve_columns

warnings.simplefilter("ignore", DeprecationWarning)  # Python itself warns of such a fork since 3.12
signal.alarm(%(seconds)d)
texts = [f"江西省新余市渝水区仙来大道{n}号" for n in range(600)]
ASKED = (
    (lambda: cz.normalize("渝水区"), "江西省/新余市/渝水区"), (lambda: cz.normalize("江西省新余市鱼水区"), "江西省/新余市/渝水区"),
    (lambda: cz.normalize("Yushui District, Xinyu"), "江西省/新余市/渝水区"), (lambda: cz.resolve("祁阳县").code, "431181"),
    (lambda: len(cz.extract("渝水区和安图县的做法")), 2), (lambda: cz.search("渝水")[0].code, "360502"),
    (lambda: set(resolve_columns(texts)["code"]), {"360502"}), (lambda: len(cz.zones()), 97),
)
wrong = []
def ask(first):
    for at in range(len(ASKED)):
        question, answer = ASKED[(first + at) %% len(ASKED)]
        try:
            if question() != answer:
                wrong.append(first)
        except BaseException as error:
            wrong.append(repr(error))
def fork(first):
    child = os.fork()
    if not child:
        signal.alarm(%(seconds)d)
        ask(first)
        os._exit(bool(wrong))
    return child
sys.setswitchinterval(1e-5)
threads = [threading.Thread(target=ask, args=(at,)) for at in range(%(threads)d)]
for thread in threads:
    thread.start()
children = []
for at in range(%(forks)d):
    children.append(fork(at))
    time.sleep(0.02)
for thread in threads:
    thread.join()
bad = sum(os.waitpid(child, 0)[1] != 0 for child in children)
print(len(children), bad, len(threads), len(wrong))
"""


def measure(forks: int) -> dict[str, Any]:
    """So many forks, in as many processes as that takes."""
    counts: Counter[str] = Counter(forks=0, threads=0, wrong=0)
    while counts["forks"] < forks:
        some = min(FORKS, forks - counts["forks"])
        code = ROUND % {"seconds": SECONDS, "threads": THREADS, "forks": some}
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
        counts["processes"] += 1
        if done.returncode:
            print(done.stderr, file=sys.stderr)
            counts.update(forks=some, threads=THREADS, wrong=some)
            continue
        made, bad, threads, wrong = map(int, done.stdout.split())
        counts.update(forks=made, threads=threads, wrong=bad + wrong)
    return dict(counts)


def main(arguments: list[str] | None = None) -> int:
    """Print counts; return 1 where an answer was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--forks", type=int, default=10_000, metavar="N", help="forks (10,000, in an hour at most)")
    counts = measure(parser.parse_args(arguments).forks)
    print(", ".join(f"{count:,} {what}" for what, count in counts.items()))
    return 1 if counts["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
