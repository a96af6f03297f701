"""What a page of the details panel is about."""

from __future__ import annotations

from dataclasses import dataclass

from layers.view_state import FeatureRef


@dataclass(frozen=True, slots=True)
class Subject:
    """What a page is about; nothing for the overview."""

    feature: FeatureRef | None = None
    program: str | None = None
    layer: str | None = None
