"""KML and KMZ files as they come, whole and broken."""

import pytest

from geodata.files.opening import list_layers
from geodata.files.report import Outcome
from geodata.geometry import Family
from tests.geodata.files.outcomes import places, values
from tests.geodata.files.sample_files import archive, kml, placemark, text


def document(*parts):
    """Return a KML document."""
    return f"<Document><name>Doc</name>{''.join(parts)}</Document>"


def folder(name, *parts):
    """Return a KML folder."""
    return f"<Folder><name>{name}</name>{''.join(parts)}</Folder>"


def test_folders_become_layers(tmp_path, opened):
    extended = '<ExtendedData><Data name="pob"><value>12</value></Data></ExtendedData>'
    inner = folder("Adentro", placemark("c", -89.3, 13.3))
    path = kml(
        tmp_path / "a.kml",
        document(
            folder("Uno", placemark("a", -89.2, 13.7, extended)),
            folder("Dos", inner, placemark("b", -89.1, 13.1)),
            placemark("suelto", -89, 13),
        ),
    )
    assert {each.name for each in list_layers(path)} >= {"Uno", "Dos", "Adentro"}
    result = opened(path)
    found = {layer.name: values(layer, "Name") for layer in result.layers}
    assert found == {"Uno": ["a"], "Dos": ["b"], "Adentro": ["c"], "Doc": ["suelto"]}
    assert values(result.layers[1], "pob") == ["12"]
    assert result.findings == ()


def test_without_a_document_the_file_names_the_layer(tmp_path, one_layer):
    layer, _ = one_layer(kml(tmp_path / "puestos.kml", placemark("solo", -89.2, 13.7)))
    assert layer.name == "puestos"
    assert list(layer.table.columns) == ["Name", "description"]
    assert places(layer) == [(-89.2, 13.7)]


def test_points_and_areas_in_one_placemark(tmp_path, opened):
    ring = "-89,13 -89.1,13 -89.1,13.1 -89,13"
    area = (
        f"<Polygon><outerBoundaryIs><LinearRing><coordinates>{ring}</coordinates></LinearRing>"
        "</outerBoundaryIs></Polygon>"
    )
    dot = "<Point><coordinates>-89,13</coordinates></Point>"
    both = f"<Placemark><name>a</name><MultiGeometry>{dot}{area}</MultiGeometry></Placemark>"
    result = opened(kml(tmp_path / "a.kml", document(both)))
    families = {layer.table.geometry.family for layer in result.layers}
    assert families == {Family.POINT, Family.POLYGON}


@pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1252", "utf-16", "utf-8"])
def test_declared_encoding(tmp_path, one_layer, encoding):
    path = kml(tmp_path / "a.kml", document(placemark("Ahuachapán", -89, 13)), encoding=encoding)
    layer, _ = one_layer(path)
    assert values(layer, "Name") == ["Ahuachapán"]


def test_declared_encoding_that_is_wrong(tmp_path, one_layer):
    path = kml(tmp_path / "a.kml", document(placemark("Ahuachapán", -89, 13)))
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1252"))
    layer, _ = one_layer(path)
    assert values(layer, "Name") == ["Ahuachapán"]


def test_links_are_not_followed_but_said(tmp_path, one_layer):
    link = "<NetworkLink><Link><href>http://127.0.0.1:1/a.kml</href></Link></NetworkLink>"
    layer, findings = one_layer(kml(tmp_path / "a.kml", document(link, placemark("a", -89, 13))))
    assert len(layer.table) == 1
    assert [(each.outcome, dict(each.values)) for each in findings] == [
        (Outcome.SKIPPED, {"count": "1"})
    ]


def test_page_in_a_description_is_no_entity(tmp_path, one_layer):
    note = "<description><![CDATA[<!DOCTYPE html><b>x</b>]]></description>"
    layer, _ = one_layer(kml(tmp_path / "a.kml", document(placemark("a", -89, 13, note))))
    assert values(layer, "description") == ["<!DOCTYPE html><b>x</b>"]


def test_nothing_in_it(tmp_path, refusal):
    assert "no rows" in refusal(kml(tmp_path / "a.kml", document())).text()


def test_cut_short(tmp_path, refusal):
    path = text(tmp_path / "a.kml", '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>')
    assert "cut short" in refusal(path).text()


def test_other_xml(tmp_path, refusal):
    path = text(tmp_path / "a.kml", '<?xml version="1.0"?><gpx></gpx>')
    assert "no KML" in refusal(path).text()


def test_kmz(tmp_path, one_layer):
    inside = kml(tmp_path / "doc.kml", document(placemark("a", -89.2, 13.7)))
    layer, findings = one_layer(archive(tmp_path / "a.kmz", {"doc.kml": inside, "i/x.png": b"1"}))
    assert places(layer) == [(-89.2, 13.7)]
    assert dict(findings[0].values)["members"] == "i/x.png"
