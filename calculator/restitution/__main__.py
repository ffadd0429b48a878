"""``python -m restitution``."""

import sys

from restitution.cli import main

sys.exit(main())
