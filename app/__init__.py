"""The desktop program: window, canvas, panels, exports, command line. The only Qt code."""

__version__ = "0.1.0"
