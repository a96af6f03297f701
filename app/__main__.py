"""``python -m app`` is the same as ``atlas-seguro``."""

import signal
import sys

# Nothing is written before the command begins: until then Ctrl+C may end the process at once.
signal.signal(signal.SIGINT, signal.SIG_DFL)

from app.cli import main  # noqa: E402

sys.exit(main())
