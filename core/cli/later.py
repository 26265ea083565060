"""Commands whose modules are loaded when they are called: the charts take half a second, and an import needs none."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

#: Where each of these commands is written, under its own name.
LATER = {
    "export": "core.cli.export",
    "numbers": "core.cli.publish",
    "check": "core.cli.publish",
    "publish": "core.cli.publish",
    "verify": "core.cli.publish",
}


class Later(TyperGroup):
    """The commands of the program, those of ``LATER`` after all others."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401 - typer's own kind of context
        """The names of all commands, as the help lists them."""
        return [*(name for name in super().list_commands(ctx) if name not in LATER), *LATER]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401
        """The command of that name; None where there is none."""
        if cmd_name in LATER and cmd_name not in self.commands:
            alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
            alone.command(cmd_name)(getattr(import_module(LATER[cmd_name]), cmd_name))
            self.commands[cmd_name] = typer.main.get_command(alone)
        return super().get_command(ctx, cmd_name)
