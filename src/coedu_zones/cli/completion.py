"""The command ``coedu-zones completion``: a script by which a shell completes commands, options and their values."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import partial
from typing import Final

from coedu_zones.cli.grammar import Grammar, actions_of, commands_of
from coedu_zones.messages import say

_EXAMPLES: Final = """examples:
  eval "$(coedu-zones completion bash)"                       in ~/.bashrc
  eval "$(coedu-zones completion zsh)"                        in ~/.zshrc, after compinit
  coedu-zones completion fish > ~/.config/fish/completions/coedu-zones.fish
"""

_BASH: Final = """_coedu_zones() {{
    local current="${{COMP_WORDS[COMP_CWORD]}}" previous="${{COMP_WORDS[COMP_CWORD-1]}}" words=""
    COMPREPLY=()
    if [ "$COMP_CWORD" -eq 1 ]; then
        words="{commands}"
    else
        case "${{COMP_WORDS[1]}} $previous" in
{values}
            *) case "${{COMP_WORDS[1]}}" in
{options}
            esac ;;
        esac
    fi
    case "$current" in
        -*) ;;
        *) [ "$COMP_CWORD" -gt 1 ] && case "$words" in -*) COMPREPLY=($(compgen -f -- "$current")); return ;; esac ;;
    esac
    COMPREPLY=($(compgen -W "$words" -- "$current"))
}}
complete -o filenames -F _coedu_zones coedu-zones
"""

_ZSH: Final = """_coedu_zones() {{
    local -a commands
    commands=({commands})
    if (( CURRENT == 2 )); then
        _describe command commands
        return
    fi
    case "${{words[2]}} ${{words[CURRENT-1]}}" in
{values}
    esac
    if [[ "${{words[CURRENT]}}" != -* ]]; then
        _files
        return
    fi
    case "${{words[2]}}" in
{options}
    esac
}}
compdef _coedu_zones coedu-zones
"""


def add_completion(commands: argparse._SubParsersAction[Grammar], root: Grammar) -> None:
    """Add the command to the grammar of the command line, whose words it writes down."""
    command = commands.add_parser(
        "completion", help=say("a script that completes commands in a shell"), epilog=say(_EXAMPLES),
        description=say("Print a script by which a shell completes commands, options and their values."),
    )  # fmt: skip
    command.add_argument("shell", choices=sorted(_SCRIPTS), help=say("the shell that reads the script"))
    command.set_defaults(run=partial(completion_command, root=root))


def completion_command(args: argparse.Namespace, root: Grammar) -> int:
    """Run the command; returns the exit code."""
    print(_SCRIPTS[args.shell](root), end="")
    return 0


def _helps(root: Grammar) -> dict[str, str]:
    """The commands with their one line of help."""
    listed = (choice for action in actions_of(root) for choice in getattr(action, "_choices_actions", ()))
    return {choice.dest: choice.help or "" for choice in listed}


def _options(command: Grammar) -> list[str]:
    return [option for action in actions_of(command) for option in action.option_strings]


def _values(root: Grammar) -> list[tuple[str, str, list[str]]]:
    """Command, option and values, of the options and arguments that take one of a few; an argument follows its command."""
    return [
        (name, option, [str(choice) for choice in action.choices])
        for name, command in commands_of(root).items()
        for action in actions_of(command) if action.choices
        for option in action.option_strings or [name]
    ]  # fmt: skip


def _bash(root: Grammar) -> str:
    commands = commands_of(root)
    return _BASH.format(
        commands=" ".join(commands),
        values="\n".join(f'            "{name} {option}") words="{" ".join(values)}" ;;' for name, option, values in _values(root)),
        options="\n".join(f'                {name}) words="{" ".join(_options(command))}" ;;' for name, command in commands.items()),
    )  # fmt: skip


def _zsh(root: Grammar) -> str:
    return _ZSH.format(
        commands=" ".join(_quoted(f"{name}:{text}") for name, text in _helps(root).items()),
        values="\n".join(f'        "{name} {option}") compadd -- {" ".join(values)}; return ;;' for name, option, values in _values(root)),
        options="\n".join(
            f"        {name}) compadd -- {' '.join(_options(command))} ;;" for name, command in commands_of(root).items()
        ),
    )  # fmt: skip


def _fish(root: Grammar) -> str:
    lines = [
        f"complete -c coedu-zones -n __fish_use_subcommand -f -a {n} -d {_quoted(h)}" for n, h in _helps(root).items()
    ]
    for name, command in commands_of(root).items():
        seen = f'complete -c coedu-zones -n "__fish_seen_subcommand_from {name}"'
        for action in actions_of(command):
            flags = " ".join(f"-l {o[2:]}" if o.startswith("--") else f"-s {o[1:]}" for o in action.option_strings)
            values = f" -x -a {_quoted(' '.join(map(str, action.choices)))}" if action.choices else ""
            if flags or values:
                said = f" -d {_quoted(action.help)}" if action.help else ""
                lines.append(f"{seen}{' ' + flags if flags else ''}{values}{said}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A text as one word of a shell."""
    return "'" + text.replace("'", r"'\''") + "'"


_SCRIPTS: Final[dict[str, Callable[[Grammar], str]]] = {"bash": _bash, "zsh": _zsh, "fish": _fish}
