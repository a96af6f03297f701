"""What the atlas ships: the GeoPackage, facts, program texts, symbols and translations."""

from pathlib import Path

FOLDER = Path(__file__).parent
"""Where it lies; `importlib.resources` would say the same and take ten times as long to load."""
