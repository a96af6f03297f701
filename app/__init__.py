"""The desktop program: window, canvas, panels, exports, command line. The only Qt code."""

import gc
import os

__version__ = "0.1.0"

# All that is imported stays: to look for garbage among it is wasted.
gc.disable()

# As numpy is imported its linear algebra, which nothing here uses, would start a thread for each
# processor and let it spin: a tenth of the time in which the atlas is to show its map.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Imported at this early moment, not below ten other imports: there Python takes and gives back a
# piece of memory for its stack at nearly every call, which takes as long as a third of numpy.
import numpy as np  # noqa: E402, F401

gc.freeze()
gc.enable()
