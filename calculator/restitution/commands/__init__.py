"""Every question the calculator answers, by name. The protocol and the command line are built from this table."""

from restitution.commands.assessment import ASSESSMENT
from restitution.commands.assistance import ASSISTANCE
from restitution.commands.cases import CASES
from restitution.commands.command import Answer, Command, Live
from restitution.commands.compare import COMPARE
from restitution.commands.distribute import DISTRIBUTE
from restitution.commands.estimate import ESTIMATE
from restitution.commands.law import LAW_COMMAND
from restitution.commands.ledger import LEDGER
from restitution.commands.losses import LOSSES
from restitution.commands.provision import PROVISION
from restitution.commands.schedule import SCHEDULE
from restitution.commands.schema import schema_command
from restitution.fields import Table

_ANSWERING = (
    ESTIMATE,
    COMPARE,
    LOSSES,
    PROVISION,
    LEDGER,
    ASSISTANCE,
    ASSESSMENT,
    DISTRIBUTE,
    SCHEDULE,
    CASES,
    LAW_COMMAND,
)

INPUTS: dict[str, Table] = {command.name: command.options for command in _ANSWERING}
"""The fields that the params of each command may have."""

COMMANDS: dict[str, Command] = {command.name: command for command in (*_ANSWERING, schema_command(INPUTS))}

__all__ = ["COMMANDS", "INPUTS", "Answer", "Command", "Live"]
