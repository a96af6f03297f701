"""The desktop program: window, canvas, panels, exports, command line. The only Qt code."""

import os

__version__ = "0.1.0"

# As numpy is imported its linear algebra, which nothing here uses, would start a thread for each
# processor and let it spin: a tenth of the time in which the atlas is to show its map.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
