"""The one door for developers: ``nox -l`` lists what there is.

Each session makes its own environment; ``nox --no-venv -s lint types`` uses the
active one, as ``.ci/run`` does.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import nox

nox.options.sessions = ["tests", "lint", "types", "data", "docs"]
nox.options.reuse_existing_virtualenvs = True

#: The tests of what pydantic, rapidfuzz, the dataframe libraries and the file libraries do for us.
LEANING = [
    "tests/frames", "tests/files/test_annotate_files.py", "tests/test_doctests.py",
    "tests/test_fields.py", "tests/test_models.py", "tests/test_resolve.py",
]  # fmt: skip
#: What the extras bring: a library each, and the tests get along without any one of them.
LIBRARIES = ["pandas", "polars", "duckdb", "pyarrow", "openpyxl", "cairosvg", "pyspark"]
#: Python reads this before anything else; importlib then finds no such library, as where it is not installed.
HIDE = """
import sys
from importlib.machinery import PathFinder

class Others(PathFinder):
    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        return None if fullname.partition(".")[0] == "{library}" else super().find_spec(fullname, path, target)

sys.meta_path[sys.meta_path.index(PathFinder)] = Others
"""
#: The first minute of a user, without any extra.
SMOKE = """
import importlib.metadata
import coedu_zones as cz

assert "site-packages" in cz.__file__
assert cz.__version__ == importlib.metadata.version("coedu_zones")
assert cz.normalize("新余渝水") == "江西省/新余市/渝水区"
assert cz.normalize("江西省新余市鱼水区") == "江西省/新余市/渝水区"
assert cz.normalize("Yushui District, Xinyu") == "江西省/新余市/渝水区"
assert cz.resolve("祁阳县").code == "431181"
assert len(cz.zones()) == 97
try:
    cz.annotate("a.parquet")
except cz.MissingBackendError as error:
    assert "pip install" in str(error)
"""


def install(session: nox.Session, *extras: str) -> None:
    """Install the package with extras, unless the session runs in the active environment."""
    if not isinstance(session.virtualenv, nox.virtualenv.PassthroughEnv):
        session.install("-e", f".[{','.join(extras)}]" if extras else ".")


@nox.session
def tests(session: nox.Session) -> None:
    """Run the test suite; what is not installed (Spark, the site) is skipped with a reason."""
    install(session, "test")
    session.run("pytest", *session.posargs)


@nox.session
def everything(session: nox.Session) -> None:
    """Run the test suite with every backend, the site and the notebooks; the engines are compared on more texts."""
    install(session, "test", "spark", "docs", "notebooks", "browser")
    session.run("pytest", *session.posargs, env={"VARIED_TEXTS": "10000"})


@nox.session
def lint(session: nox.Session) -> None:
    """Look for mistakes, bad habits and lines that the formatter would lay otherwise."""
    install(session, "lint")
    session.run("ruff", "check", *session.posargs)
    session.run("ruff", "format", "--check")


@nox.session
def types(session: nox.Session) -> None:
    """Check all types strictly."""
    install(session, "lint", "test", "spark")
    session.run("mypy", *session.posargs)


@nox.session
def data(session: nox.Session) -> None:
    """Rebuild every table from the pinned sources, fit the weights, and compare, byte for byte."""
    install(session)
    session.run("python", "-m", "tools.build", "--check")
    session.run("python", "-m", "tools.fit", "--check")


@nox.session(venv_backend="uv")
def lowest(session: nox.Session) -> None:
    """Run what leans on other libraries with the lowest versions that ``pyproject.toml`` allows."""
    session.install("--resolution", "lowest-direct", "-e", ".[test,spark]")
    session.run("pytest", *(session.posargs or LEANING), env={"VARIED_TEXTS": "2000"})


@nox.session
@nox.parametrize("library", LIBRARIES)
def without(session: nox.Session, library: str) -> None:
    """Run what leans on optional libraries where one of them is missing: tests are skipped, or it is said what to install.

    The library is hidden from Python and stays installed, as others need it.
    """
    install(session, "test", "spark")
    hidden = Path(session.create_tmp())
    (hidden / "sitecustomize.py").write_text(HIDE.format(library=library), "utf-8")
    env = {"PYTHONPATH": str(hidden), "VARIED_TEXTS": "500"}
    session.run("pytest", "--quiet", *(session.posargs or LEANING), "tests/charts", env=env)


@nox.session
def licences(session: nox.Session) -> None:
    """Read the licence of whatever comes with the library and its extras; that of the data is checked by ``package``."""
    install(session, "all")
    session.install("packaging")
    session.run("python", "-m", "tools.check_licences")


@nox.session
def advisories(session: nox.Session) -> None:
    """Hold what is installed with every extra against published advisories; these come from the network.

    A mirror of packages has none: what could not be audited is a failure, so that nothing passes unseen.
    """
    session.install("pip-audit", "-e", ".[pandas,polars,duckdb,files,charts,spark]")
    session.run("pip-audit", "--strict", "--skip-editable", *session.posargs)


@nox.session
def package(session: nox.Session) -> None:
    """Build wheel and source distribution, compare them with the repository, try the wheel alone."""
    built = Path("dist").absolute()
    shutil.rmtree(built, ignore_errors=True)
    session.install("build")
    session.run("python", "-m", "build", "--outdir", str(built))  # the wheel comes from the source distribution
    session.run("python", "-m", "build", "--wheel", "--outdir", str(built / "direct"))
    session.run("python", "-m", "tools.check_package", str(built))
    session.run("pip", "uninstall", "--quiet", "--yes", "coedu_zones")
    session.install(*map(str, built.glob("*.whl")))
    session.cd(session.create_tmp())  # out of reach of the working tree
    session.run("pip", "check")
    session.run("python", "-I", "-W", "error", "-c", SMOKE)
    session.run("coedu-zones", "resolve", "渝水区", "头屯河区")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the site into ``site/``; a failing code block or a dead link is an error."""
    install(session, "docs")
    session.run("python", "docs/_site/browser.py")  # Python for the page "try it", which a build alone can do without
    session.run("mkdocs", "build", "--strict", *session.posargs)


@nox.session
def browser(session: nox.Session) -> None:
    """Read the built site in a real Chromium."""
    install(session, "test", "docs", "browser")
    session.run("pytest", "tests/browser", *session.posargs)


@nox.session
def benchmark(session: nox.Session) -> None:
    """Measure accuracy, scores and speed beside the rivals: ``nox -s benchmark -- --quick`` for a glance."""
    install(session)
    session.run("python", "-m", "benchmarks", *session.posargs)
