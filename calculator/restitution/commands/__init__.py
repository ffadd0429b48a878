"""Every question the calculator answers, by name. The protocol and the command line follow this table."""

from restitution.commands.command import Answer, Command
from restitution.commands.estimate import ESTIMATE
from restitution.commands.law import LAW_COMMAND

COMMANDS: dict[str, Command] = {command.name: command for command in (ESTIMATE, LAW_COMMAND)}

__all__ = ["COMMANDS", "Answer", "Command"]
