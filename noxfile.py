"""The one door for developers: ``nox -l`` lists what there is.

Each session makes its own environment; ``nox --no-venv -s lint types`` uses the
active one, as ``.ci/run`` does.
"""

from __future__ import annotations

import nox

nox.options.sessions = ["tests", "lint", "types", "data", "docs"]
nox.options.reuse_existing_virtualenvs = True


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
    """Run the test suite with every backend, the site and the notebooks."""
    install(session, "test", "spark", "docs", "notebooks", "browser")
    session.run("pytest", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Look for mistakes and bad habits."""
    install(session, "lint")
    session.run("ruff", "check", *session.posargs)


@nox.session
def types(session: nox.Session) -> None:
    """Check all types strictly."""
    install(session, "lint", "test", "spark")
    session.run("mypy", *session.posargs)


@nox.session
def data(session: nox.Session) -> None:
    """Rebuild every table from the pinned sources and compare, byte for byte."""
    install(session)
    session.run("python", "-m", "tools.build", "--check")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the site into ``site/``; a failing code block or a dead link is an error."""
    install(session, "docs")
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
