"""Messages: every one has its values and a translation, and reports can be saved."""

import ast
import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import geodata
from geodata.files.formulas import with_formula, without_formula
from geodata.files.report import FileError, Finding, Outcome, report_as_csv, report_as_text

PACKAGE = Path(geodata.__file__).parent / "files"


def _calls():
    """Return every call in the package that makes a message, with its file."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in (
                "FileError",
                "Finding",
            ):
                yield pytest.param(node, id=f"{path.stem}:{node.lineno}")


def _templates(node):
    """Return the texts of a call that are marked for translation."""
    return [
        call.args[0].value
        for call in ast.walk(node)
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", "") == "N_"
        and isinstance(call.args[0], ast.Constant)
    ]


def _given(node):
    """Return the names of the values that a call gives."""
    names = {keyword.arg for keyword in node.keywords}
    for keyword in node.keywords:
        if keyword.arg == "values":
            names |= {
                each.elts[0].value
                for each in ast.walk(keyword.value)
                if isinstance(each, ast.Tuple)
                and each.elts
                and isinstance(each.elts[0], ast.Constant)
            }
            if not isinstance(keyword.value, ast.Tuple):
                return None
    return names


@pytest.mark.parametrize("call", list(_calls()))
def test_every_message_has_the_values_it_names(call):
    names = _given(call)
    if names is None:
        return
    for template in _templates(call):
        wanted = set(re.findall(r"\{(\w+)\}", template))
        assert wanted <= names, template


def test_every_message_is_translated():
    from layers.texts import Texts

    translated = Texts("es").gettext
    templates = {template for param in _calls() for template in _templates(param.values[0])}
    assert len(templates) > 50
    missing = [template for template in sorted(templates) if translated(template) == template]
    assert missing == []
    for template in templates:
        assert sorted(re.findall(r"\{\w+\}", template)) == sorted(
            re.findall(r"\{\w+\}", translated(template))
        ), template


FINDINGS = [
    Finding(
        Outcome.SKIPPED, "the row has {actual} columns", "mend it", 4, (("actual", "5"),), "a.csv"
    ),
    Finding(Outcome.NOTED, "“{name}”", "", None, (("name", "=1+1"),), "=b.csv"),
]


def spanish(message):
    """Translate a little."""
    return {"skipped": "omitida", "row {number}": "fila {number}", "mend it": "corríjala"}.get(
        message, message
    )


def test_report_as_text():
    assert report_as_text(FINDINGS, spanish) == (
        "a.csv, fila 4: omitida: the row has 5 columns; corríjala\n=b.csv: noted: “=1+1”\n"
    )


def test_report_as_csv_has_no_formulas():
    rows = list(csv.reader(io.StringIO(report_as_csv(FINDINGS, spanish))))
    assert rows[0] == ["File", "Row", "Outcome", "Reason", "What to do"]
    assert rows[1] == ["a.csv", "4", "omitida", "the row has 5 columns", "corríjala"]
    assert rows[2][0] == "'=b.csv"


def test_findings_survive_json():
    import json

    for finding in FINDINGS:
        assert Finding.from_dict(json.loads(json.dumps(finding.as_dict()))) == finding


def test_error_is_a_template_with_values():
    error = FileError("{file} is {what}", "mend {file}", file="a", what=5)
    assert (error.reason, error.advice) == ("{file} is {what}", "mend {file}")
    assert error.values == {"file": "a", "what": "5"}
    assert str(error) == "a is 5; mend a"
    assert error.text(lambda text: text.replace("is", "es")) == "a es 5; mend a"
    finding = error.as_finding(Outcome.SKIPPED)
    assert finding.cells(str) == ("a", "", "skipped", "a is 5", "mend a")


@given(st.text(st.sampled_from("=+-@\t\r\n' a1\uff1d")))
def test_formulas_come_back(text):
    safe = without_formula(text)
    assert safe[:1] not in tuple("=+-@\t\r\n\uff1d")
    assert with_formula(safe) == text


@pytest.mark.parametrize("text", ["", "a", "1", "a=b", "'", "'a", "O'Neill"])
def test_other_text_is_left_alone(text):
    assert without_formula(text) == with_formula(text) == text
