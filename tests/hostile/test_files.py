"""Hostile files: nothing is run, nothing outside is read, no network is asked, nothing hangs."""

import http.server
import json
import os
import sqlite3
import struct
import threading
import zipfile
from contextlib import closing

import pytest

from geodata.files.limits import Limits
from geodata.files.opening import open_file
from geodata.files.report import FileError, Outcome
from tests.geodata.files.sample_files import (
    archive,
    geojson,
    geopackage,
    kml,
    placemark,
    point,
    shapefile,
    text,
)

SECRET = "the secret of another file"


@pytest.fixture
def secret(tmp_path):
    """A file that no other may read out."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return text(folder / "secret.csv", f"lon,lat,secret\n-89.2,13.7,{SECRET}\n")


def refusal(path, **how):
    """Return why a file is refused."""
    with pytest.raises(FileError) as caught:
        open_file(path, **how)
    assert SECRET not in str(caught.value)
    return caught.value


def outcome(path, **how):
    """Return everything that comes of a file: its texts, or why it is refused."""
    try:
        return everything_in(open_file(path, **how))
    except FileError as error:
        return str(error)


def everything_in(opened):
    """Return every text of every layer, and of the findings."""
    cells = [
        str(layer.table.value(row, column))
        for layer in opened.layers
        for column in layer.table.columns
        for row in range(len(layer.table))
    ]
    return " ".join([*cells, *(str(finding) for finding in opened.findings)])


class _Requests:
    """A server that notes who asks it for anything."""

    def __init__(self):
        self.seen: list[str] = []
        seen = self.seen

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                seen.append(self.path)
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"+proj=utm +zone=16")

            do_HEAD = do_POST = do_GET  # noqa: N815 - the names that the server calls

            def log_message(self, *_):
                """Say nothing."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def close(self):
        """Stop serving."""
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def network(monkeypatch):
    """A server that must not be asked for anything."""
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    requests = _Requests()
    yield requests.url
    requests.close()
    assert requests.seen == []


# ------------------------------------------------------------------ formats that point elsewhere


def _vrt(target, prefix=""):
    return (
        f'{prefix}<OGRVRTDataSource><OGRVRTLayer name="secret"><SrcDataSource relativeToVRT="0">'
        f"{target}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
    )


@pytest.mark.parametrize("ending", ["geojson", "json", "csv", "gpkg", "shp", "kml", "vrt"])
@pytest.mark.parametrize("prefix", ["", "\n \n", "<!-- x -->", "\ufeff"])
def test_virtual_format_in_disguise(tmp_path, secret, ending, prefix):
    error = refusal(text(tmp_path / f"a.{ending}", _vrt(secret, prefix)))
    assert "virtual" in str(error)


def test_virtual_format_in_an_archive(tmp_path, secret):
    content = _vrt(secret).encode()
    assert "virtual" in str(refusal(archive(tmp_path / "a.zip", {"a.geojson": content})))
    good = text(tmp_path / "good.csv", "lon,lat\n-89,13\n")
    opened = open_file(archive(tmp_path / "b.zip", {"a.geojson": content, "b.csv": good}))
    assert [layer.name for layer in opened.layers] == ["b"]
    assert SECRET not in everything_in(opened)
    assert [each.outcome for each in opened.findings] == [Outcome.SKIPPED]


def test_virtual_format_behind_a_mark_of_another_format(tmp_path, secret):
    for mark in (b"SQLite format 3\0", b"PAR1", b"PK\x03\x04", b"\x00\x00\x27\x0a", b"{"):
        path = tmp_path / "a.geojson"
        path.write_bytes(mark + _vrt(secret).encode())
        refusal(path)


@pytest.mark.parametrize(
    "content",
    [
        '{"type":"gdal_streamed_alg","command_line":"gdal vector pipeline ! read %s"}',
        '{"type":"FeatureCollection","features":[],"xsi":"%s"}',
        '{"esriFieldType":"esriFieldTypeOID","geometryType":"%s"}',
    ],
)
def test_other_formats_in_json(tmp_path, secret, content):
    refusal(text(tmp_path / "a.json", content % secret))


@pytest.mark.skipif(os.name == "nt", reason="names as on Linux and macOS")
@pytest.mark.parametrize("name", ["/vsicurl/http://127.0.0.1/a", "zip://a.zip!b", "GeoJSON:{}"])
def test_names_that_are_no_files(tmp_path, name, monkeypatch):
    from pathlib import Path

    monkeypatch.chdir(tmp_path)
    assert "no file" in str(refusal(Path(name)))


# ------------------------------------------------------------------------------------ XML


LAUGHS = "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' if n else '<!ENTITY a0 "ha">' for n in range(12)
)


@pytest.mark.parametrize(
    "prolog",
    [
        f"<!DOCTYPE kml [{LAUGHS}]>",
        "<!doctype kml [<!ENTITY a11 'x'>]>",
        "<!-- " + "x" * 200_000 + " --><!DOCTYPE kml [<!ENTITY a11 'x'>]>",
        "<?pi <kml> ?>\n<!DOCTYPE kml [<!ENTITY a11 'x'>]>",
    ],
    ids=["laughs", "small", "far down", "instruction"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities(tmp_path, prolog, encoding):
    inside = f"<Document>{placemark('&a11;', -89, 13)}</Document>"
    path = kml(tmp_path / "a.kml", inside, prolog, encoding)
    assert "entities" in str(refusal(path, limits=Limits(seconds=20)))


def test_entity_of_another_file(tmp_path, secret, network):
    for address in (secret.as_uri(), f"{network}/a"):
        prolog = f'<!DOCTYPE kml [<!ENTITY x SYSTEM "{address}">]>'
        inside = f"<Document>{placemark('&x;', -89, 13)}</Document>"
        assert "entities" in str(refusal(kml(tmp_path / "a.kml", inside, prolog)))


def test_entity_that_is_declared_nowhere(tmp_path):
    inside = f"<Document>{placemark('&x;', -89, 13)}</Document>"
    refusal(kml(tmp_path / "a.kml", inside))


# ------------------------------------------------------------------------------------ network


@pytest.mark.parametrize("kind", ["link", "url", "URL", "name", "OGC"])
@pytest.mark.parametrize("key", ["href", "url", "name"])
def test_reference_system_at_an_address(tmp_path, network, kind, key):
    crs = {"type": kind, "properties": {key: f"{network}/crs", "type": "proj4"}}
    opened = open_file(geojson(tmp_path / "a.geojson", point(-89.2, 13.7), crs=crs))
    assert opened.layers[0].table.placed_count == 1
    if kind.lower() != "name" and key != "name":
        assert "link" in opened.findings[0].reason


def test_links_of_kml(tmp_path, network):
    link = f"<NetworkLink><Link><href>{network}/a.kml</href></Link></NetworkLink>"
    style = f"<styleUrl>{network}/s.kml#a</styleUrl>"
    style += f'<ExtendedData><SchemaData schemaUrl="{network}#a"/>'
    path = kml(
        tmp_path / "a.kml",
        f"<Document>{link}{placemark('a', -89, 13, style + '</ExtendedData>')}"
        f"<GroundOverlay><Icon><href>{network}/a.png</href></Icon></GroundOverlay></Document>",
    )
    opened = open_file(path)
    assert len(opened.layers) == 1
    assert dict(opened.findings[0].values) == {"count": "2"}


SYSTEMS = (
    "{network}/prj",
    "+init={secret}:1",
    "+proj=longlat +nadgrids={secret}",
    "+proj=longlat +nadgrids={network}/grid",
    'GEOGCS["x",DATUM["x",SPHEROID["x",6378137,298],EXTENSION["PROJ4_GRIDS","{secret}"]]]',
)


@pytest.mark.parametrize("prj", SYSTEMS)
def test_reference_system_in_another_file(tmp_path, network, secret, prj):
    prj = prj.format(network=network, secret=secret)
    opened = open_file(shapefile(tmp_path, [(-89.2, 13.7)], prj=prj))
    assert opened.layers[0].table.placed_count == 1
    assert SECRET not in everything_in(opened)
    assert "reference system" in opened.findings[0].reason


def test_geoparquet_whose_system_is_in_another_file(tmp_path, network, secret):
    import pyarrow as pa
    import pyarrow.parquet
    import shapely

    for crs in (f"+proj=longlat +nadgrids={network}", {"type": "x", "href": network}, [1]):
        column = {"encoding": "WKB", "crs": crs}
        geo = {"primary_column": "geometry", "columns": {"geometry": column}}
        table = pa.table({"geometry": [shapely.to_wkb(shapely.Point(-89.2, 13.7))]})
        table = table.replace_schema_metadata({"geo": json.dumps(geo)})
        pyarrow.parquet.write_table(table, tmp_path / "a.parquet")
        opened = open_file(tmp_path / "a.parquet")
        assert opened.layers[0].table.placed_count == 1


# ------------------------------------------------------------------------------------ databases


def test_geopackage_that_reads_other_files(tmp_path, secret):
    path = geopackage(tmp_path / "a.gpkg", {"a": [{"geom": "POINT(-89 13)", "n": "x"}]})
    with closing(sqlite3.connect(path)) as db:
        db.execute("ALTER TABLE a RENAME TO b")
        calls = "load_extension('x'), readfile('{0}'), ogr_datasource_load_layers('{0}')"
        for number, call in enumerate(calls.format(secret).split(", ")):
            db.execute(f"CREATE VIEW v{number} AS SELECT fid, geom, {call} AS n FROM b")
            db.execute(
                "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id)"
                f" VALUES ('v{number}', 'features', 'v{number}', 4326)"
            )
            db.execute(
                "INSERT INTO gpkg_geometry_columns VALUES"
                f" ('v{number}', 'geom', 'POINT', 4326, 0, 0)"
            )
        db.commit()
    assert SECRET not in outcome(path)


def test_geopackage_that_attaches_another(tmp_path, secret):
    path = geopackage(tmp_path / "a.gpkg", {"a": [{"geom": "POINT(-89 13)", "n": "x"}]})
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TRIGGER t AFTER UPDATE ON a BEGIN DELETE FROM a; END")
        db.execute("PRAGMA writable_schema = ON")
        db.execute(
            "INSERT INTO sqlite_master VALUES ('table', 'evil', 'evil', 0,"
            f" 'CREATE VIRTUAL TABLE evil USING VirtualOGR(''{secret}'')')"
        )
        db.commit()
    before = path.read_bytes()
    assert SECRET not in outcome(path)
    assert path.read_bytes() == before


# ------------------------------------------------------------------------------------ archives


@pytest.mark.parametrize(
    "name",
    ["../../x.csv", "a/../../x.csv", "/etc/x.csv", "C:\\x.csv", "..\\x.csv", "\\\\host\\x.csv"],
)
def test_names_that_lead_out_of_an_archive(tmp_path, name):
    before = set(tmp_path.parent.rglob("x.*"))
    path = archive(tmp_path / "a.zip", {name: b"lon,lat\n-89,13\n", "b.csv": b"lon,lat\n-89,13\n"})
    assert "leads out" in str(refusal(path))
    assert set(tmp_path.parent.rglob("x.*")) == before


@pytest.mark.parametrize("name", ["CON.csv", "b:.csv", "a\nb.csv", "a" * 250 + ".csv", "~.csv"])
def test_strange_names_in_an_archive(tmp_path, name):
    (layer,) = open_file(archive(tmp_path / "a.zip", {f"x/{name}": b"lon,lat\n-89,13\n"})).layers
    assert layer.name == name.removesuffix(".csv").replace("\n", "\N{REPLACEMENT CHARACTER}")


def test_link_in_an_archive_is_no_link(tmp_path, secret):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
        link = zipfile.ZipInfo("a.csv")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        file.writestr(link, str(secret))
    refusal(tmp_path / "a.zip")


def test_bomb_that_tells_the_truth(tmp_path):
    path = archive(tmp_path / "a.zip", {"a.csv": b"0" * 50_000_000})
    assert path.stat().st_size < 100_000
    assert "unpacks" in str(refusal(path, limits=Limits(unzipped_size=10_000_000)))


def test_bomb_that_lies_about_its_size(tmp_path):
    path = archive(tmp_path / "a.zip", {"a.csv": b"0" * 50_000_000})
    data = path.read_bytes().replace(struct.pack("<I", 50_000_000), struct.pack("<I", 100))
    path.write_bytes(data)
    refusal(path, limits=Limits(unzipped_size=10_000_000))


def test_bomb_in_a_bomb(tmp_path):
    inner = archive(tmp_path / "inner.zip", {"a.csv": b"0" * 10_000_000})
    path = archive(tmp_path / "a.zip", {f"{n}.zip": inner for n in range(100)})
    assert "nothing" in str(refusal(path))


def test_members_that_lie_over_one_another(tmp_path):
    """One compressed body under many names (https://www.bamsoftware.com/hacks/zipbomb/)."""
    path = archive(tmp_path / "a.zip", {f"{n}.csv": b"0" * 1_000_000 for n in range(2)})
    with zipfile.ZipFile(path) as file:
        first, second = file.infolist()
    data = path.read_bytes()
    start = data.index(b"PK\x01\x02")
    directory = data[start:].replace(
        struct.pack("<I", second.header_offset) + b"1.csv", struct.pack("<I", 0) + b"1.csv"
    )
    path.write_bytes(data[:start] + directory)
    assert first.header_offset == 0
    refusal(path, limits=Limits(unzipped_size=1_500_000))


def test_encrypted(tmp_path):
    path = archive(tmp_path / "a.zip", {"a.csv": b"lon,lat\n-89,13\n"})
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(data))
    assert "encrypted" in str(refusal(path))


# ------------------------------------------------------------------------------------ texts


def test_templates_and_formulas_stay_text(tmp_path):
    strings = ["{{7*7}}", "{%x%}", "{file}", "{0}", "%s", "=1+1", "`${1}`", "<script>", "\u202eabc"]
    features = [point(-89, 13, **{"{n}": text}) for text in strings]
    opened = open_file(geojson(tmp_path / "{file}{x}.geojson", *features, {"type": "x"}))
    assert [opened.layers[0].table.value(row, "{n}") for row in range(len(strings))] == strings
    assert "{file}{x}" in opened.layers[0].name


def test_braces_in_names_of_files_and_columns_break_no_message(tmp_path):
    path = text(tmp_path / "{0}{file}.csv", "lon,lat,{a},{a}\n-89,13,1,2\nx,13,1\n")
    for finding in open_file(path).findings:
        assert finding.cells(str)[3]
    assert "{0}{file}.csv" in str(refusal(tmp_path / "no" / "{0}{file}.csv"))


def test_regular_expressions_do_not_blow_up(tmp_path):
    cells = [
        "1" * 5000,
        "1," * 3000,
        "1.000." * 2000,
        " " * 9000,
        "89°" * 3000,
        "N" * 5000,
        "-" * 5000,
    ]
    rows = "".join(f'"{cell}";"{cell}";{cell[:50]}\n' for cell in cells)
    opened = open_file(text(tmp_path / "a.csv", f"lon;lat;geom\n{rows}"), limits=Limits(seconds=20))
    assert len(opened.layers[0].table) == len(cells)
