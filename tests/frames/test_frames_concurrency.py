"""Rule: same text, same answer, in every thread and process, from the first call on."""

from __future__ import annotations

import json
import multiprocessing
import os
import pickle
import threading
from typing import Any, Final

import pytest

from coedu_zones import Normalizer, divisions
from coedu_zones.frames.columns import ColumnResolver, resolve_columns
from coedu_zones.parse import parser
from coedu_zones.parse.decide import Decider
from coedu_zones.parse.decision import Decision
from tests.frames.conftest import fresh, plain_answers
from tests.frames.texts import EVERY, varied_texts

METHODS: Final = sorted(multiprocessing.get_all_start_methods())  # a fork first, as it wants no other thread
SOME: Final = slice(None, None, 1 if EVERY else 3)  # of what every thread or process reads from a cold start


@pytest.fixture(scope="module")
def texts() -> list[str | None]:
    return [text for text in varied_texts(150, seed=5) if text is None or len(text) < 3000]


@pytest.fixture(scope="module")
def plain(texts: list[str | None]) -> dict[str, list[Any]]:
    return plain_answers(texts)


def test_sixteen_threads_from_a_cold_start(texts: list[str | None], plain: dict[str, list[Any]]) -> None:
    code = """
import json, sys, threading
import coedu_zones as cz
from coedu_zones.frames.columns import resolve_columns

texts = json.load(sys.stdin)
start = threading.Barrier(16)
answers = [None] * 16

def work(i):
    start.wait()
    mine = texts[i:] + texts[:i]  # every thread begins elsewhere
    columns = {field: values[len(texts) - i:] + values[:len(texts) - i] for field, values in resolve_columns(mine).items()}
    others = [  # everything else that is loaded late, begun elsewhere too
        lambda: len(cz.divisions()), lambda: [len(cz.extract(text)) for text in texts[1:50]],
        lambda: str(cz.history("祁阳市")), lambda: [str(place) for place in cz.search("渝水")],
        lambda: str(cz.resolve("Yushui District, Xinyu")), lambda: str(cz.resolve("江西省新余市鱼水区")),
        lambda: [str(found) for found in cz.zones_covering("吉林省长春市农安县")], lambda: len(cz.provinces()),
        lambda: str(cz.resolve("祁阳县", as_of=2015)), lambda: str(cz.find_zone("头屯河区")), cz.data_version,
    ]
    found = {at: others[at]() for at in [*range(i % len(others), len(others)), *range(i % len(others))]}
    answers[i] = [columns, [found[at] for at in sorted(found)]]

sys.setswitchinterval(1e-5)
threads = [threading.Thread(target=work, args=(i,)) for i in range(16)]
for thread in threads: thread.start()
for thread in threads: thread.join()
assert all(answer == answers[0] for answer in answers)
json.dump(answers[0][0], sys.stdout)
"""
    assert json.loads(fresh(code, json.dumps(texts[SOME]))) == {field: values[SOME] for field, values in plain.items()}


def test_threads_share_a_resolver(texts: list[str | None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Its memory forgets all the time, and no answer changes."""
    expected = resolve_columns(texts)
    monkeypatch.setattr(parser, "MOST_REMEMBERED", 70)
    shared = ColumnResolver(normalizer=Normalizer())
    wrong: list[Any] = []

    def work(first: int) -> None:
        for at in [*range(first, len(texts) - 40, 17), *range(0, first, 17)]:
            found = shared.columns(texts[at : at + 40])
            if found != {field: values[at : at + 40] for field, values in expected.items()}:
                wrong.append(at)

    threads = [threading.Thread(target=work, args=(i * 20,)) for i in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


@pytest.fixture(scope="module", params=[False, True], ids=["before_load", "after_load"])
def from_pools(request: pytest.FixtureRequest, texts: list[str | None]) -> dict[str, list[dict[str, list[Any]]]]:
    """Way of starting a process → the columns from two processes, all of one parent that has loaded nothing or something."""
    code = f"""
import json, multiprocessing, sys
import coedu_zones
from coedu_zones.frames.columns import resolve_columns

if __name__ == "__main__":
    texts, found = json.load(sys.stdin), {{}}
    if {request.param}:
        coedu_zones.resolve("渝水区")
    for method in {METHODS}:
        with multiprocessing.get_context(method).Pool(2) as pool:
            found[method] = pool.map(resolve_columns, [texts, texts[::-1]], chunksize=1)
    json.dump(found, sys.stdout)
"""
    found: dict[str, list[dict[str, list[Any]]]] = json.loads(fresh(code, json.dumps(texts[SOME])))
    return found


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_processes(method: str, from_pools: dict[str, list[dict[str, list[Any]]]], plain: dict[str, list[Any]]) -> None:
    if method not in METHODS:
        pytest.skip(f"{method} does not exist on this system")
    expected = {field: values[SOME] for field, values in plain.items()}
    assert from_pools[method] == [expected, {field: values[::-1] for field, values in expected.items()}]


def test_no_import_waits_for_another_thread() -> None:
    """The face imports with the lock held: a module that took it while it is imported could wait for ever."""
    fresh("""
import importlib, pkgutil, signal, threading
import coedu_zones
from coedu_zones.data.locks import shared_lock

held, done = threading.Event(), threading.Event()
def hold():
    with shared_lock:
        held.set()
        done.wait()
threading.Thread(target=hold).start()
held.wait()
signal.alarm(60)
for module in pkgutil.walk_packages(coedu_zones.__path__, "coedu_zones."):
    if module.name.split(".")[1] != "frames":  # those import their backends
        importlib.import_module(module.name)
done.set()
""")


SLOWED = {
    "a table is read": """
read = shipped.read_bytes
shipped.read_bytes = lambda name: (slow(), read(name))[1]
work = lambda: cz.resolve("渝水区")
""",
    "a public name is asked for": """
class Finder:
    def find_spec(self, name, *rest):
        return slow() if name == "coedu_zones.resolver" else None
sys.meta_path.insert(0, Finder())
work = lambda: cz.resolve("渝水区")
""",
    "a module is imported": """
class Finder:
    def find_spec(self, name, *rest):
        return slow() if name == "rapidfuzz" else None
sys.meta_path.insert(0, Finder())
work = lambda: cz.resolve("江西省新余市鱼水区")
""",
    "a property is worked out": """
from coedu_zones.lookup import search_table
buckets = search_table._buckets
search_table._buckets = lambda *given: (slow(), buckets(*given))[1]
work = lambda: cz.search("渝水")
""",
    "a validator is built": """
from typing import Annotated
from coedu_zones.places.frozen import Frozen
class Type:
    def __get_pydantic_core_schema__(self, source, handler):
        return (slow(), handler(source))[1]
class Model(Frozen):
    field: Annotated[int, Type()]
work = lambda: Model(field=1)
""",
}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
@pytest.mark.parametrize("setup", SLOWED.values(), ids=SLOWED)
def test_a_fork_waits_for_what_another_thread_loads(setup: str) -> None:
    """Else the child inherits a lock that nobody releases, and waits for ever."""
    fresh(f"""
import os, signal, sys, threading, time, warnings
import coedu_zones as cz
from coedu_zones.data import reader as shipped

started = threading.Event()
def slow():
    if not started.is_set():
        started.set()
        time.sleep(0.3)
{setup}
thread = threading.Thread(target=work)
thread.start()
assert started.wait(60)
warnings.simplefilter("ignore", DeprecationWarning)  # Python itself warns of such a fork since 3.12
child = os.fork()
if child == 0:
    signal.alarm(60)
    work()
    os._exit(0)
code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
thread.join()
assert code == 0, f"the child ended with {{code}}"
""")


def test_nothing_global_changes_after_the_load(texts: list[str | None]) -> None:
    code = """
import gc, json, locale, logging, os, random, sys, warnings
import coedu_zones as cz
from coedu_zones.frames.columns import resolve_columns

def state():
    names = {
        (module, name): repr(value) if isinstance(value, (dict, list, set)) else id(value)
        for module, held in sorted(sys.modules.items()) if module.split(".")[0] == "coedu_zones"
        for name, value in vars(held).items() if not name.startswith("__")
    }
    around = (
        dict(os.environ), os.getcwd(), sys.path[:], sys.getrecursionlimit(), sys.getswitchinterval(), random.getstate(),
        locale.setlocale(locale.LC_ALL), gc.isenabled(), gc.get_threshold(), warnings.filters[:], logging.root.handlers[:],
        logging.root.level, sys.stdout, sys.excepthook,
    )
    return names, around

texts = json.load(sys.stdin)
before = state()[1]
cz.resolve("渝水区"), cz.extract("渝水区和安图县"), resolve_columns(texts[:40], candidates=True), cz.Normalizer
loaded = state()
assert loaded[1] == before
for options in ({}, {"within": "北京"}, {"candidates": True}, {"normalizer": cz.Normalizer(aliases={"咱们区": "360502"})}):
    resolve_columns(texts, **options)
[cz.extract(text) for text in texts if text]
assert state() == loaded, [key for key in loaded[0] if state()[0].get(key) != loaded[0][key]]
"""
    fresh(code, json.dumps(texts[SOME]))


def test_the_memory_is_bounded_and_does_not_travel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser, "MOST_REMEMBERED", 50)
    normalizer = Normalizer()
    resolver = ColumnResolver(normalizer=normalizer, candidates=True)
    empty = len(pickle.dumps(resolver))
    names = [found.name for found in divisions(level="county")[:400]]
    for at in range(0, 400, 20):
        found = resolver.columns(names[at : at + 20])
        assert found == resolve_columns(names[at : at + 20], candidates=True)
        assert 0 < len(normalizer.parser._memo) <= 50
    assert len(pickle.dumps(resolver)) == empty
    assert pickle.loads(pickle.dumps(resolver)).columns(["渝水区"]) == resolve_columns(["渝水区"], candidates=True)  # noqa: S301


def test_what_was_seen_once_is_decided_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The decision is remembered by what it saw: the names, and of what kind every other word is."""
    decided: list[object] = []
    decide = Decider.decide

    def spy(self: Decider, *options: Any) -> Decision:
        decided.append(options)
        return decide(self, *options)

    monkeypatch.setattr(Decider, "decide", spy)
    resolver = ColumnResolver(normalizer=Normalizer())
    found = resolver.columns([f"渝水区仰天路{number}号" for number in range(1, 90)])
    assert set(found["code"]) == {"360502"}
    assert len(set(found["remainder"])) == 89
    assert len(decided) == 1
