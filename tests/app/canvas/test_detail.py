"""Which detail of geometry is drawn."""

import app.canvas.detail as detail_module
from app.bench.data import random_polygons
from app.canvas.detail import Detail
from geodata.projection import to_map


def test_of_very_many_areas_that_are_hardly_finer_the_data_are_drawn(monkeypatch):
    looked_at = []
    plain = detail_module.thin_in_steps

    def watched(coordinates, *rest):
        looked_at.append(len(coordinates))
        return plain(coordinates, *rest)

    monkeypatch.setattr(detail_module, "thin_in_steps", watched)
    octagons = random_polygons(20_000, 8, 0.006).geometry
    metres = octagons.with_coordinates(to_map(octagons.coordinates))
    near = Detail(metres)
    list(near.prepare(metres, 50.0))
    assert near.at(metres, 50.0) is metres
    assert sum(looked_at) < len(metres.coordinates) / 5
    # From afar hardly a vertex shows: there the look at some leads to a look at all.
    far = Detail(metres)
    list(far.prepare(metres, 2000.0))
    assert len(far.at(metres, 2000.0).coordinates) < 0.6 * len(metres.coordinates)
