"""``python -m app`` is the same as ``atlas-seguro``."""

import sys

from app.cli import main

sys.exit(main())
