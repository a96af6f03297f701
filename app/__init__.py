"""The desktop program: window, canvas, panels, exports, command line. The only Qt code."""
