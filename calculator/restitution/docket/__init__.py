"""Money received and what it is applied to: read with every error reported, then replayed payment by payment."""

from restitution.docket.model import Docket, Obligation, Payment
from restitution.docket.reader import read_docket
from restitution.docket.replay import Applied, Exposure, Replay, replay

__all__ = ["Applied", "Docket", "Exposure", "Obligation", "Payment", "Replay", "read_docket", "replay"]
