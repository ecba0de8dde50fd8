"""The command line: finds the command, runs it, and turns what goes wrong into one sentence.

Exit status: 0 done; 1 refused, or a defect; 2 wrong usage. Each command's module is imported only when the
command is called, so none pays for another's libraries.
"""

from __future__ import annotations

import importlib
import sys
from typing import Any

import typer

from shelter_app.domain import faults
from shelter_app.i18n import LANGUAGES, N_, _, use_language

COMMANDS = {
    "init": ("init", N_("Create a new register with its first director account and one shelter.")),
    "demo": ("demo", N_("Create a register of fictional people, with one account for each role.")),
    "import": ("importing", N_("Import old records from an Excel or CSV file.")),
    "figures": ("figures", N_("Calculate the indicators of a period.")),
    "report": ("report", N_("Produce one report, or list the templates.")),
    "account": ("account", N_("Add, activate, list or suspend accounts.")),
    "check": ("check", N_("Check the register: pages, constraints, audit chain, keys.")),
}
REFUSED, WRONG_USAGE = 1, 2


def run(argv: list[str]) -> int:
    """Carry out one command and return the exit status; no error comes out."""
    try:
        words = _choose_language(argv)
        command = _build(_wanted(words))
        ended = command.main(args=words, prog_name="shelter-app", standalone_mode=False)
    except Exception as error:
        status, sentence = _explain(error)
        print(sentence, file=sys.stderr)
        return status
    return ended if isinstance(ended, int) else 0


class _WrongUsage(Exception):
    """The words on the command line make no command."""


def _explain(error: Exception) -> tuple[int, str]:
    """Return the exit status and the one sentence for what went wrong."""
    if isinstance(error, _WrongUsage):
        return WRONG_USAGE, str(error)
    if isinstance(error, typer.TyperException):
        return WRONG_USAGE, _usage_sentence(error)
    if isinstance(error, typer.Abort):
        return REFUSED, _("Stopped. What was not finished was not saved.")
    return REFUSED, faults.as_refusal(error).message


def _choose_language(argv: list[str]) -> list[str]:
    """Speak the language that ``--lang`` names and return the words without it.

    ``report`` keeps its own: the report is written in that language too.
    """
    words: list[str] = []
    rest = iter(argv)
    for word in rest:
        if word == "--lang" or word.startswith("--lang="):
            code = word.partition("=")[2] if "=" in word else next(rest, "")
            if code not in LANGUAGES:
                raise _WrongUsage(_("Choose a language after --lang: ro or en."))
            use_language(code)
            if "report" in words:
                words += ["--lang", code]
        else:
            words.append(word)
    return words


def _wanted(words: list[str]) -> str | None:
    """Return the name of the command that is called; None for the program's own help page."""
    first = words[0] if words else "--help"
    if first in COMMANDS:
        return first
    if first == "--help":
        return None
    raise _WrongUsage(
        _("There is no command {word}. The commands are: {commands}.").format(
            word=first, commands=", ".join(COMMANDS)
        )
    )


def _build(wanted: str | None) -> Any:
    app = typer.Typer(
        add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, help=_program_help()
    )

    @app.callback()
    def program() -> None:
        """Keep the commands a group, also when only one is loaded."""

    for name, (module_name, summary) in COMMANDS.items():
        if wanted is None:
            app.command(name, help=_(summary))(program)  # its line on the help page needs no libraries
        elif name == wanted:
            command = importlib.import_module(f"shelter_app.cli.{module_name}").COMMAND
            if isinstance(command, typer.Typer):
                app.add_typer(command, name=name, help=_(summary))
            else:
                app.command(name, help=_(summary))(command)
    built = typer.main.get_command(app)
    _translate(built)
    return built


def _program_help() -> str:
    return _(
        "The beds, care and reports of a shelter, in one encrypted register. Without a "
        "command the window opens."
    )


def _translate(command: Any) -> None:
    """Say the help of every option in the language in force."""
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = _(parameter.help)
    for inner in getattr(command, "commands", {}).values():
        _translate(inner)


def _usage_sentence(error: typer.TyperException) -> str:
    option = getattr(error, "option_name", None)
    parameter = getattr(error, "param", None)
    named = "/".join(parameter.opts) if parameter is not None else ""
    if parameter is not None and not error.message:
        sentence = _("{name} is missing.").format(name=named)
    elif type(error) is typer.BadParameter and parameter is None:
        sentence = error.message
    elif parameter is not None:
        sentence = _("The value of {name} is not valid.").format(name=named)
    elif option is not None:
        sentence = _("The option {name} is not known here, or its value is missing.").format(name=option)
    else:
        sentence = _("This command is not known.")
    return sentence + " " + _("Help: shelter-app COMMAND --help.")
