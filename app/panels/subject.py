"""What a page of the details panel is about."""

from __future__ import annotations

from geodata.frozen import frozen
from layers.view_state import FeatureRef, Selection


@frozen
class Subject:
    """What a page is about; nothing for the overview."""

    feature: FeatureRef | None = None
    program: str | None = None
    layer: str | None = None
    selection: Selection | None = None
