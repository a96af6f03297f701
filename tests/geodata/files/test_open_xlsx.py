"""Workbooks as they come, whole and broken."""

import re
from datetime import datetime, time
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from geodata.files.limits import Limits
from geodata.files.opening import list_layers
from geodata.files.report import Outcome
from geodata.files.request import OpenOptions
from tests.geodata.files.outcomes import places, values
from tests.geodata.files.sample_files import archive


def workbook(path, **sheets):
    """Write a workbook."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def rewritten(path, member, change):
    """Change the text of a member of an archive."""
    with ZipFile(path) as old:
        members = {name: old.read(name) for name in old.namelist()}
    members[member] = change(members[member].decode()).encode()
    with ZipFile(path, "w", ZIP_DEFLATED) as new:
        for name, content in members.items():
            new.writestr(name, content)
    return path


HEAD = ["nombre", "lat", "lon", "valor"]


def test_several_sheets(tmp_path, opened):
    path = workbook(
        tmp_path / "a.xlsx",
        Casos=[HEAD, ["Ana", 13.7, -89.2, 3]],
        Vacía=[],
        Otros=[HEAD, ["Luis", 13.5, -89.1, 4.5]],
    )
    assert [each.name for each in list_layers(path)] == ["Casos", "Vacía", "Otros"]
    result = opened(path)
    assert [layer.name for layer in result.layers] == ["Casos", "Otros"]
    assert places(result.layers[1]) == [(-89.1, 13.5)]
    chosen = opened(path, options=OpenOptions(layers=("Otros",)))
    assert [layer.name for layer in chosen.layers] == ["Otros"]


def test_kinds_of_cells(tmp_path, one_layer):
    cells = {
        "día": (datetime(2019, 5, 1), "2019-05-01"),
        "momento": (datetime(2019, 5, 1, 13, 30), "2019-05-01T13:30:00"),
        "hora": (time(8, 0), "08:00:00"),
        "sí": (True, "true"),
        "código": ("0101", "0101"),
        "entero": (7, 7),
        "grande": (1e20, 1e20),
        "texto": ("a\nb", "a\nb"),
    }
    rows = [["lat", "lon", *cells], [13.7, -89.2, *(cell for cell, _ in cells.values())]]
    layer, _ = one_layer(workbook(tmp_path / "a.xlsx", Hoja=rows))
    for name, (_, expected) in cells.items():
        assert values(layer, name) == [expected]


def test_titles_blank_rows_and_cells_beyond_the_head(tmp_path, one_layer):
    rows = [["Informe 2019"], [], HEAD, ["a", 13.7, -89.2, 1, "más"], [], ["b", 13.7, -89.2]]
    layer, findings = one_layer(workbook(tmp_path / "a.xlsx", Hoja=rows))
    assert list(layer.table.columns) == [*HEAD, "column 5"]
    assert layer.numbers.tolist() == [4, 6]
    assert values(layer, "column 5") == ["más", None]
    assert {each.outcome for each in findings} == {Outcome.NOTED, Outcome.REPAIRED}


def test_formulas_give_their_last_values(tmp_path, one_layer):
    path = workbook(tmp_path / "a.xlsx", Hoja=[HEAD, ["a", 13.7, -89.2, "=1+1"]])
    rewritten(
        path, "xl/worksheets/sheet1.xml", lambda xml: re.sub("<v ?/>|<v></v>", "<v>2</v>", xml)
    )
    layer, findings = one_layer(path)
    assert values(layer, "valor") == [2]
    assert findings == ()


def test_formulas_that_were_never_computed_are_said(tmp_path, one_layer):
    rows = [HEAD, ["a", 13.7, -89.2, "=1+1"], ["b", 13.7, -89.2, 5]]
    layer, findings = one_layer(workbook(tmp_path / "a.xlsx", Hoja=rows))
    assert values(layer, "valor") == [None, 5]
    assert [(each.row, dict(each.values)) for each in findings] == [(2, {"cell": "D2"})]


def test_errors_of_formulas_are_said(tmp_path, one_layer):
    rows = [HEAD, ["a", 13.7, -89.2, "#DIV/0!"], ["b", 13.7, -89.2, 5]]
    layer, findings = one_layer(workbook(tmp_path / "a.xlsx", Hoja=rows))
    assert values(layer, "valor") == [None, 5]
    assert dict(findings[0].values) == {"cell": "D2", "error": "#DIV/0!"}


def test_with_a_password_or_old(tmp_path, refusal):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000))
    assert "password" in refusal(path).text()


def test_cut_short(tmp_path, refusal):
    path = workbook(tmp_path / "a.xlsx", Hoja=[HEAD] * 100)
    path.write_bytes(path.read_bytes()[:-500])
    assert "damaged" in refusal(path).text()


def test_damaged_inside(tmp_path, refusal):
    path = workbook(tmp_path / "a.xlsx", Hoja=[HEAD, ["a", 13.7, -89.2, 1]])
    rewritten(path, "xl/worksheets/sheet1.xml", lambda xml: xml[:200])
    assert "no readable workbook" in refusal(path).text()


def test_entities_are_refused(tmp_path, refusal):
    path = workbook(tmp_path / "a.xlsx", Hoja=[HEAD, ["a", 13.7, -89.2, 1]])
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    rewritten(path, "xl/worksheets/sheet1.xml", lambda xml: laughs + xml)
    assert "a.xlsx" in refusal(path).text()


def test_no_rows(tmp_path, refusal):
    assert "no rows" in refusal(workbook(tmp_path / "a.xlsx", Hoja=[])).text()
    assert "no rows" in refusal(workbook(tmp_path / "b.xlsx", Hoja=[HEAD])).text()


def test_bomb(tmp_path, refusal):
    path = workbook(tmp_path / "a.xlsx", Hoja=[HEAD, ["a" * 30_000, 1, 2, 3]])
    error = refusal(path, limits=Limits(unzipped_size=10_000))
    assert "unpacks" in error.text()


@pytest.mark.parametrize("name", ["word/document.xml", "content.xml"])
def test_other_documents(tmp_path, refusal, name):
    kind = "mimetype" if name == "content.xml" else "[Content_Types].xml"
    path = archive(tmp_path / "a.xlsx", {kind: b"x", name: b"<x/>"})
    assert "document" in refusal(path).text()
