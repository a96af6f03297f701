"""CSV files as they come, whole and broken: rows on the map, or a clear message."""

import os
import random

import pytest

from geodata.files.report import Outcome
from geodata.files.request import LAMBERT, LAMBERT_CNR, UTM_16N, OpenOptions
from tests.geodata.files.outcomes import places, rows_of, values
from tests.geodata.files.sample_files import SAN_SALVADOR, text


def test_plain_file(tmp_path, one_layer):
    path = text(
        tmp_path / "casos.csv", "nombre,lat,lon,edad\nAna,13.7,-89.2,30\nLuis,13.5,-88.9,41\n"
    )
    layer, findings = one_layer(path)
    assert layer.name == "casos"
    assert places(layer) == [(-89.2, 13.7), (-88.9, 13.5)]
    assert values(layer, "edad") == [30, 41]
    assert layer.table.columns["edad"].dtype == "int64"
    assert layer.numbers.tolist() == [2, 3]
    found = layer.recognised
    assert (found.format, found.encoding, found.delimiter) == ("CSV", "utf-8", ",")
    assert (found.x_column, found.y_column, found.crs) == ("lon", "lat", "EPSG:4326")
    assert findings == ()


@pytest.mark.parametrize(
    "encoding", ["cp1252", "cp850", "utf-16", "utf-16-le", "utf-8-sig", "utf-32"]
)
def test_encoding_is_found(tmp_path, one_layer, encoding):
    path = text(
        tmp_path / "a.csv", "nombre,lat,lon\nAhuachapán,13.9,-89.8\nCabañas,13.8,-88.7\n", encoding
    )
    layer, findings = one_layer(path)
    assert values(layer, "nombre") == ["Ahuachapán", "Cabañas"]
    assert layer.recognised.encoding.replace("-", "") in encoding.replace("-", "") + "sig"
    assert findings == ()


def test_chosen_encoding_counts(tmp_path, one_layer):
    path = text(tmp_path / "a.csv", "nombre,lat,lon\nAhuachapán,13.9,-89.8\n", "cp850")
    layer, _ = one_layer(path, options=OpenOptions(encoding="cp1252"))
    assert values(layer, "nombre") == ["Ahuachap\xa0n"]


def test_wrong_chosen_encoding_names_the_line(tmp_path, refusal):
    path = text(tmp_path / "a.csv", "nombre,lat,lon\nx,1,2\nAhuachapán,13.9,-89.8\n", "cp1252")
    assert refusal(path, options=OpenOptions(encoding="utf-8")).values["line"] == "3"
    assert "klingon" in refusal(path, options=OpenOptions(encoding="klingon")).text()


def test_few_bad_letters_in_utf8_are_reported_by_line(tmp_path, one_layer):
    good = "lon,lat,n\n" + "-89.1,13.7,áéíóú\n" * 10
    path = tmp_path / "a.csv"
    path.write_bytes(good.encode() + b"-89.1,13.7,mal\xf1o\n")
    layer, findings = one_layer(path)
    assert values(layer, "n")[-1] == "mal\N{REPLACEMENT CHARACTER}o"
    assert [dict(each.values)["line"] for each in findings] == ["12"]


def test_semicolon_decimal_comma_quotes_and_line_breaks(tmp_path, one_layer):
    head = 'id;"nota\nlarga";longitud;latitud;monto\n'
    content = head + '1;"a;b\nc ""q""";-89,2;13,7;12,50\n2;x;-89,1;13,6;1\n'
    layer, findings = one_layer(text(tmp_path / "a.csv", content))
    assert list(layer.table.columns) == ["id", "nota larga", "longitud", "latitud", "monto"]
    assert values(layer, "nota larga") == ['a;b\nc "q"', "x"]
    assert values(layer, "monto") == [12.5, 1.0]
    assert places(layer) == [(-89.2, 13.7), (-89.1, 13.6)]
    assert findings == ()


@pytest.mark.parametrize("delimiter", ["\t", "|", ";"])
def test_other_delimiters(tmp_path, one_layer, delimiter):
    rows = [["nombre", "lat", "lon"], ["a, b", "13.7", "-89.2"], ["c", "13.6", "-89.1"]]
    layer, _ = one_layer(text(tmp_path / "a.csv", "\n".join(map(delimiter.join, rows))))
    assert layer.recognised.delimiter == delimiter
    assert places(layer) == [(-89.2, 13.7), (-89.1, 13.6)]


def test_excel_line_that_states_the_delimiter(tmp_path, one_layer):
    layer, findings = one_layer(text(tmp_path / "a.csv", "sep=;\r\nlon;lat\r\n-89,1;13,5\r\n"))
    assert places(layer) == [(-89.1, 13.5)]
    assert layer.numbers.tolist() == [3]
    assert findings == ()


def test_line_ends_of_old_macs(tmp_path, one_layer):
    layer, _ = one_layer(text(tmp_path / "a.csv", "lon,lat\r-89.1,13.7\r-89.2,13.8\r"))
    assert places(layer) == [(-89.1, 13.7), (-89.2, 13.8)]


@pytest.mark.parametrize("content", ["", "\n \n", "\ufeff"], ids=["empty", "blank", "mark alone"])
def test_empty_file(tmp_path, refusal, content):
    assert "empty" in refusal(text(tmp_path / "a.csv", content)).text()


@pytest.mark.parametrize(
    "content", ["lon,lat,n\n", "lon,lat,n", "lon,lat,n\n\n\n", "lon,lat,n\n,,\n"]
)
def test_only_a_head(tmp_path, refusal, content):
    assert "no rows" in refusal(text(tmp_path / "a.csv", content)).text()


def test_rows_of_another_width_are_reported_by_number(tmp_path, one_layer):
    content = (
        "lon,lat,n\n-89,13,a\n-89.1,13.1\n-89.2,13.2,b,extra\n-89.3,13.3,c,,\n\n-89.4,13.4,d\n"
    )
    layer, findings = one_layer(text(tmp_path / "a.csv", content))
    assert values(layer, "n") == ["a", None, "c", "d"]
    assert layer.numbers.tolist() == [2, 3, 5, 7]
    assert rows_of(findings, Outcome.SKIPPED) == [4]
    assert rows_of(findings, Outcome.REPAIRED) == [3]


def test_ten_thousand_uneven_rows_are_not_ten_thousand_lines(tmp_path, one_layer):
    content = "lon,lat,n\n" + "-89,13,a\n" * 30 + "-89,13,a,b\n" * 10_000
    layer, findings = one_layer(text(tmp_path / "a.csv", content))
    assert len(layer.table) == 30
    assert len(findings) == 1001
    assert dict(findings[-1].values)["count"] == "9000"


def test_quotation_mark_that_is_not_closed(tmp_path, refusal):
    content = 'lon,lat,n\n-89,13,a\n-89.1,13.7,"b\n-89.2,13.7,c\n-89.2,13.7,d\n'
    assert refusal(text(tmp_path / "a.csv", content)).values["row"] == "3"


@pytest.mark.parametrize("rest", ['-89.2,13.7,"d"\n-89.2,13.7,"e"\n', "", '-89.2,13.7,d"\n\n\n'])
def test_open_quotation_mark_that_swallows_rows(tmp_path, refusal, rest):
    content = 'lon,lat,n\n-89,13,a\n-89.1,13.7,"b\n' + "-89.2,13.7,c\n" * 100 + rest
    assert refusal(text(tmp_path / "a.csv", content)).values["row"] == "3"


def test_long_quoted_text_of_many_lines_is_one_cell(tmp_path, one_layer):
    note = "\n".join(["línea"] * 300)
    layer, findings = one_layer(
        text(tmp_path / "a.csv", f'lon,lat,n\n-89.1,13.7,"{note}"\n\n-89.2,13.7,x\n')
    )
    assert values(layer, "n") == [note, "x"]
    assert findings == ()


def test_titles_above_the_head_are_left_out_and_said(tmp_path, one_layer):
    content = "Homicidios por municipio,,,\nFuente: x,,,\n,,,\nnombre,lat,lon,n\na,13.5,-89.1,3\n"
    layer, findings = one_layer(text(tmp_path / "a.csv", content))
    assert list(layer.table.columns) == ["nombre", "lat", "lon", "n"]
    assert layer.numbers.tolist() == [5]
    assert [dict(each.values) for each in findings] == [{"count": "2"}]


def test_file_without_a_head_loses_no_row(tmp_path, one_layer):
    layer, findings = one_layer(text(tmp_path / "a.csv", "-89.1,13.5,3\n-89.2,13.6,4\n"))
    assert places(layer) == [(-89.1, 13.5), (-89.2, 13.6)]
    assert layer.numbers.tolist() == [1, 2]
    assert "no head" in findings[0].reason


def test_head_that_lacks_the_name_of_row_names(tmp_path, one_layer):
    layer, _ = one_layer(text(tmp_path / "a.csv", '"lon","lat"\n"1",-89.1,13.7\n"2",-89.2,13.8\n'))
    assert places(layer) == [(-89.1, 13.7), (-89.2, 13.8)]


def test_two_hundred_columns_doubled_empty_and_in_other_scripts(tmp_path, one_layer):
    names = ["lon", "lat", "日本", "日本", "", "Ñandú", "العربية", *(f"c{n}" for n in range(193))]
    path = text(
        tmp_path / "a.csv",
        ",".join(names) + "\n" + ",".join(["-89.1", "13.7", *["1"] * 198]) + "\n",
    )
    layer, findings = one_layer(path)
    assert len(layer.table.columns) == 200
    assert list(layer.table.columns)[2:7] == ["日本", "日本 (2)", "column 5", "Ñandú", "العربية"]
    assert [dict(each.values)["number"] for each in findings] == ["4", "5"]


def test_exchanged_coordinates_are_turned_and_said(tmp_path, one_layer):
    layer, findings = one_layer(text(tmp_path / "a.csv", "lon,lat\n13.5,-89.1\n13.6,-89.2\n"))
    assert places(layer) == [(-89.1, 13.5), (-89.2, 13.6)]
    assert (layer.recognised.x_column, layer.recognised.y_column) == ("lat", "lon")
    assert [each.outcome for each in findings] == [Outcome.REPAIRED]


def test_western_longitudes_without_minus(tmp_path, one_layer):
    layer, findings = one_layer(text(tmp_path / "a.csv", "lon,lat\n89.1,13.5\n89.2,13.6\n"))
    assert places(layer) == [(-89.1, 13.5), (-89.2, 13.6)]
    assert "minus" in findings[0].reason


def test_chosen_columns_are_not_turned(tmp_path, one_layer):
    path = text(tmp_path / "a.csv", "lon,lat\n13.5,-89.1\n13.6,-89.2\n")
    layer, _ = one_layer(path, options=OpenOptions(x_column="lon", y_column="lat"))
    assert places(layer) == [(13.5, -89.1), (13.6, -89.2)]


def test_places_abroad_off_the_globe_and_unreadable(tmp_path, one_layer):
    content = (
        "lon,lat,n\n" + "-89.1,13.5,a\n" * 20 + "2.35,48.85,b\n500,13,c\n0,0,d\n,13,e\nx,13,f\n"
    )
    layer, findings = one_layer(text(tmp_path / "a.csv", content))
    assert len(layer.table) == 25, "rows without a place are kept"
    assert layer.table.placed_count == 21
    assert rows_of(findings, Outcome.UNPLACED) == [23, 24, 25, 26]
    # Row 22 lies abroad; row 26 is why the column of longitudes is text.
    assert rows_of(findings, Outcome.NOTED) == [22, 26]


def test_all_abroad_is_one_line(tmp_path, one_layer):
    layer, findings = one_layer(text(tmp_path / "a.csv", "lon,lat\n" + "2.35,48.85\n" * 50))
    assert layer.table.placed_count == 50
    assert [dict(each.values) for each in findings] == [{"count": "50"}]


@pytest.mark.parametrize(
    ("crs", "content"),
    [
        (UTM_16N, "x,y\n263079.6,1515552.2\n"),
        (UTM_16N, "este;norte\n263079,6;1515552,2\n"),
        (UTM_16N, "norte,este\n1515552.2,263079.6\n"),
        (LAMBERT, "x,y\n479259.4,286780.4\n"),
    ],
)
def test_metres_are_recognised(tmp_path, one_layer, crs, content):
    layer, _ = one_layer(text(tmp_path / "a.csv", content))
    assert layer.recognised.crs == crs
    assert not layer.recognised.crs_stated
    (x, y) = layer.table.geometry.coordinates[0]
    assert abs(x - SAN_SALVADOR[0]) < 0.005
    assert abs(y - SAN_SALVADOR[1]) < 0.005


def test_the_two_lambert_conics_are_told_of_and_differ(tmp_path, one_layer):
    path = text(tmp_path / "a.csv", "x,y\n479259.4,286780.4\n")
    old, findings = one_layer(path)
    assert "Lambert" in findings[0].reason
    new, quiet = one_layer(path, options=OpenOptions(crs=LAMBERT_CNR))
    assert quiet == ()
    shift = abs(old.table.geometry.coordinates - new.table.geometry.coordinates).max() * 111_000
    assert 50 < shift < 500


def test_a_system_that_is_none(tmp_path, refusal):
    path = text(tmp_path / "a.csv", "x,y\n479259.4,286780.4\n")
    assert "EPSG:99999" in refusal(path, options=OpenOptions(crs="EPSG:99999")).text()


def test_degrees_minutes_seconds(tmp_path, one_layer):
    content = "nombre;Longitud;Latitud\na;89° 12' 30\" O;13° 42' 0\" N\nb;no hay;13° 42' 0\" N\n"
    layer, findings = one_layer(text(tmp_path / "a.csv", content))
    assert places(layer) == [(-89.20833, 13.7)]
    assert [each.row for each in findings] == [3]


@pytest.mark.parametrize(
    "cell",
    ["13.7, -89.2", "(13.7,-89.2)", "13,7; -89,2", "13.7 -89.2 640 5", "13°42'N 89°12'O"],
)
def test_one_column_for_both_coordinates(tmp_path, one_layer, cell):
    path = text(tmp_path / "a.csv", f"id|coordenadas\na|{cell}\nb|{cell}\n")
    layer, findings = one_layer(path)
    assert places(layer)[0] == (-89.2, 13.7)
    assert layer.recognised.x_column == layer.recognised.y_column
    again, _ = one_layer(path, options=OpenOptions(x_column="coordenadas", y_column="coordenadas"))
    assert places(again)[0] == (-89.2, 13.7)
    assert findings == ()


def test_coordinates_found_by_what_the_columns_hold(tmp_path, one_layer):
    layer, _ = one_layer(text(tmp_path / "a.csv", "a,b,c\nq,13.7,-89.2\nw,13.8,-89.3\n"))
    assert (layer.recognised.x_column, layer.recognised.y_column) == ("c", "b")


def test_columns_of_one_place_belong_together(tmp_path, one_layer):
    content = "casa_lat,trabajo_lat,trabajo_lon,casa_lon\n13.1,13.2,-89.2,-89.1\n"
    layer, _ = one_layer(text(tmp_path / "a.csv", content))
    assert {layer.recognised.x_column, layer.recognised.y_column} in (
        {"casa_lat", "casa_lon"},
        {"trabajo_lat", "trabajo_lon"},
    )


def test_column_that_only_sounds_like_coordinates(tmp_path, one_layer):
    content = "este,norte,lat,lon\nsí,no,13.7,-89.2\nno,no,13.6,-89.1\n"
    layer, _ = one_layer(text(tmp_path / "a.csv", content))
    assert places(layer) == [(-89.2, 13.7), (-89.1, 13.6)]


@pytest.mark.parametrize(
    "geometry",
    [
        "POINT (-89.2 13.7)",
        "SRID=4326;POINT(-89.2 13.7)",
        "0101000000CDCCCCCCCC4C56C06666666666662B40",
    ],
)
def test_geometry_as_text(tmp_path, one_layer, geometry):
    layer, _ = one_layer(text(tmp_path / "a.csv", f"id|geom\n1|{geometry}\n2|{geometry}\n"))
    assert places(layer) == [(-89.2, 13.7)] * 2


def test_unreadable_geometry_as_text_is_kept_without_a_place(tmp_path, one_layer):
    layer, findings = one_layer(
        text(tmp_path / "a.csv", "id|geom\n1|POINT(-89.2 13.7)\n2|POINT(x\n3|\n")
    )
    assert layer.table.placed_count == 1
    assert sorted(each.row or 0 for each in findings if each.outcome is Outcome.UNPLACED) == [3, 4]


def test_zero_bytes(tmp_path, one_layer):
    layer, findings = one_layer(
        text(tmp_path / "a.csv", "lon,lat,n\n-89,13,a\0b\n" + "-89,13,abcdefgh\n" * 50)
    )
    assert values(layer, "n")[0] == "ab"
    assert "zero bytes" in findings[0].reason


def test_cell_of_a_megabyte_is_cut_and_said(tmp_path, one_layer):
    layer, findings = one_layer(
        text(tmp_path / "a.csv", f"lon,lat,n\n-89,13,{'x' * 1_200_000}\n-89,13,b\n")
    )
    assert [len(value) for value in values(layer, "n")] == [1_000_000, 1]
    assert [each.row for each in findings] == [2]


def test_number_that_is_too_large_for_one(tmp_path, one_layer):
    layer, findings = one_layer(
        text(tmp_path / "a.csv", "lon,lat,n\n-89,13,1e400\n1e400,13,2\n-89,13,3\n")
    )
    assert values(layer, "n") == ["1e400", "2", "3"], "no number is lost by making it infinite"
    assert layer.table.placed_count == 2
    assert rows_of(findings, Outcome.UNPLACED) == [3]


def test_codes_keep_their_zeros(tmp_path, one_layer):
    content = "lon,lat,codigo,largo\n-89,13,0101,12345678901234567890\n-89,13,0614,1\n"
    layer, _ = one_layer(text(tmp_path / "a.csv", content))
    assert values(layer, "codigo") == ["0101", "0614"]
    assert values(layer, "largo") == ["12345678901234567890", "1"]


def test_codes_far_down_keep_their_zeros(tmp_path, one_layer):
    content = "lon,lat,codigo\n" + "-89,13,1\n" * 300_000 + "-89,13,0614\n"
    layer, _ = one_layer(text(tmp_path / "a.csv", content))
    assert values(layer, "codigo")[-1] == "0614"


def test_text_far_down_in_a_column_of_numbers(tmp_path, one_layer):
    content = "lon,lat,edad\n" + "-89,13,1\n" * 300_000 + "-89,13,n/d\n"
    layer, findings = one_layer(text(tmp_path / "a.csv", content))
    assert values(layer, "edad")[-1] == "n/d"
    assert [(each.row, dict(each.values)["value"]) for each in findings] == [(300_002, "n/d")]


def test_commas_between_thousands(tmp_path, one_layer):
    content = 'lon,lat,sure,unclear\n-89,13,"1,234,567","1,234"\n-89,13,"12,345","12,500"\n'
    layer, findings = one_layer(text(tmp_path / "a.csv", content))
    assert values(layer, "sure") == [1_234_567, 12_345]
    assert values(layer, "unclear") == ["1,234", "12,500"], "12.5 or 12,500: nobody can tell"
    assert [dict(each.values) for each in findings] == [{"column": "unclear"}]


def test_html_called_csv(tmp_path, refusal):
    path = text(tmp_path / "a.csv", "<!DOCTYPE html>\n<html><body>Sign in</body></html>")
    assert "web page" in refusal(path).text()


@pytest.mark.parametrize("seed", range(3))
def test_binary_garbage(tmp_path, refusal, seed):
    path = tmp_path / "a.csv"
    path.write_bytes(random.Random(seed).randbytes(20_000))
    assert "a.csv" in refusal(path).text()


def test_names_in_any_script_with_spaces_and_line_breaks(tmp_path, one_layer, refusal):
    path = text(tmp_path / "año 2019\nñ 日本.csv", "lon,lat\n-89,13\n")
    layer, _ = one_layer(path)
    assert layer.name == "año 2019\N{REPLACEMENT CHARACTER}ñ 日本"
    assert "\n" not in refusal(tmp_path / "no\nhay.csv").text()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no names of bytes")
def test_name_of_bytes(tmp_path, one_layer):
    path = tmp_path / os.fsdecode(b"a\xff.csv")
    layer, _ = one_layer(text(path, "lon,lat\n-89,13\n"))
    assert len(layer.table) == 1


def test_samples_for_a_preview(tmp_path, one_layer):
    layer, _ = one_layer(
        text(tmp_path / "a.csv", "lon,lat,n\n-89,13,\n-89,13,a\n-89,13,a\n-89,13,b\n")
    )
    assert layer.samples("n") == ["a", "b"]
    assert layer.samples("lon", 1) == [-89]
    with pytest.raises(KeyError):
        layer.samples("m")
