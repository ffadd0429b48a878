"""Every question the calculator answers, by name. The protocol and the command line are built from this table.

The module of a command is imported when it is first asked for: one question does not wait for the others.
"""

from restitution.commands.command import Answer, Command, Live
from restitution.fields import Table
from restitution.lazy import LazyTable

_ANSWERING = (
    "estimate",
    "compare",
    "losses",
    "provision",
    "ledger",
    "assistance",
    "assessment",
    "distribute",
    "schedule",
    "cases",
    "law",
)


def _command(name: str) -> Command:
    match name:
        case "estimate":
            from restitution.commands.estimate import ESTIMATE

            return ESTIMATE
        case "compare":
            from restitution.commands.compare import COMPARE

            return COMPARE
        case "losses":
            from restitution.commands.losses import LOSSES

            return LOSSES
        case "provision":
            from restitution.commands.provision import PROVISION

            return PROVISION
        case "ledger":
            from restitution.commands.ledger import LEDGER

            return LEDGER
        case "assistance":
            from restitution.commands.assistance import ASSISTANCE

            return ASSISTANCE
        case "assessment":
            from restitution.commands.assessment import ASSESSMENT

            return ASSESSMENT
        case "distribute":
            from restitution.commands.distribute import DISTRIBUTE

            return DISTRIBUTE
        case "schedule":
            from restitution.commands.schedule import SCHEDULE

            return SCHEDULE
        case "cases":
            from restitution.commands.cases import CASES

            return CASES
        case "law":
            from restitution.commands.law import LAW_COMMAND

            return LAW_COMMAND
        case "schema":
            from restitution.commands.schema import schema_command

            return schema_command(INPUTS)
    raise KeyError(name)


COMMANDS = LazyTable((*_ANSWERING, "schema"), _command)

INPUTS: LazyTable[Table] = LazyTable(_ANSWERING, lambda name: COMMANDS[name].options)
"""The fields that the params of each command may have."""

__all__ = ["COMMANDS", "INPUTS", "Answer", "Command", "Live"]
