"""A malformed dossier is refused with its file, its key and what to do."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.dossier_table import DossierError
from layers.programs import MAX_HIGHLIGHTS, load_programs

SOURCES_TOML = """
[[sources]]
id = "page"
kind = "government"
as_of = "2019"
url = "https://example.org/page"
short = "Page, 2019"
citation = { en = "The page", es = "La página" }
"""

DOSSIER_TOML = """
id = "works"
order = 1
since = "2013"
source = ["page"]
layers = ["program-sites"]
name = { en = "Works", es = "Obras" }
short_name = { en = "Works", es = "Obras" }
summary = { en = "It works.", es = "Funciona." }

[[figures]]
value = 12.5
label = { en = "people trained", es = "personas capacitadas" }
unit = { en = "people", es = "personas" }
year = "2018"
source = "page"
basis = "documented"

[[events]]
date = "2013-06"
text = { en = "It began.", es = "Comenzó." }
source = "page"

[[partners]]
name = { en = "Police", es = "Policía" }
role = { en = "works", es = "trabaja" }
source = "page"

[[notes]]
kind = "remark"
text = { en = "It is so.", es = "Así es." }
source = "page"
"""


def _folder(folder: Path, dossier: str = DOSSIER_TOML, sources: str = SOURCES_TOML) -> Path:
    (folder / "works.toml").write_text(dossier, encoding="utf-8")
    (folder / "sources.toml").write_text(sources, encoding="utf-8")
    return folder


def test_a_good_dossier_is_read(tmp_path):
    (program,) = load_programs(_folder(tmp_path))
    assert program.figures[0].value == 12.5
    assert program.events[0].text.es == "Comenzó."


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('id = "works"', 'id = "other"', "id: 'other' must be the name of its file"),
        ('id = "works"', 'id = "The Works"', "id: 'The Works' must look like border-security"),
        ("order = 1", "order = 1.5", "order: must be a whole number from 1 on"),
        ("order = 1", "", "order: must be a number"),
        ('since = "2013"', 'since = "long ago"', "since: 'long ago' must be a year, or empty"),
        (', es = "Funciona."', "", "summary.es: must be a text in quotes that is not empty"),
        ('es = "Funciona."', 'es = "  "', "summary.es: must be a text in quotes"),
        ('es = "Funciona."', 'es = "Funciona.", fr = "Oui"', "summary.fr: no such key"),
        ("value = 12.5", 'value = "12,5"', "figures[1].value: must be a number without quotes"),
        ("value = 12.5", "value = nan", "figures[1].value: must be a number smaller than"),
        ("value = 12.5", "value = true", "figures[1].value: must be a number without quotes"),
        ('year = "2018"', "year = 2018", "figures[1].year: must be a text in quotes"),
        ('year = "2018"', 'year = "2018-13"', "figures[1].year: '2018-13' must look like 2018"),
        ('basis = "documented"', 'basis = "sure"', "basis: 'sure' must be one of documented"),
        ('basis = "documented"', 'basis = "documented"\nhighlight = 1', "highlight: must be true"),
        ('date = "2013-06"', 'date = "June 2013"', "events[1].date: 'June 2013' must look like"),
        ('kind = "remark"', 'kind = "joke"', "notes[1].kind: 'joke' must be one of not published"),
        ('source = ["page"]', "source = []", "source: is empty; name the source"),
        ('source = ["page"]', 'source = ["web"]', "'web' is not in sources.toml; add it there"),
        ('source = ["page"]', 'source = ["page", "page"]', "source: names something twice"),
        ("[[notes]]", "[[note]]", "note: no such key; correct its name or take it out"),
        ("[[notes]]", "[notes]", "notes: must be a list of tables, each under [[notes]]"),
        ("[[notes]]", "[[notes", "not valid TOML"),
    ],
)
def test_a_malformed_dossier_is_refused_with_its_file_key_and_advice(tmp_path, old, new, message):
    assert old in DOSSIER_TOML
    with pytest.raises(DossierError) as caught:
        load_programs(_folder(tmp_path, DOSSIER_TOML.replace(old, new, 1)))
    assert str(caught.value).startswith("works.toml: ")
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("sources", "message"),
    [
        (SOURCES_TOML * 2, "sources[2].id: 'page' is there twice; rename one"),
        (SOURCES_TOML.replace("2019", "once", 1), "sources[1].as_of: 'once' must look like 2019"),
        (SOURCES_TOML.replace("government", "rumor"), "kind: 'rumor' must be one of government"),
    ],
)
def test_malformed_sources_are_refused(tmp_path, sources, message):
    with pytest.raises(DossierError) as caught:
        load_programs(_folder(tmp_path, sources=sources))
    assert str(caught.value).startswith("sources.toml: ")
    assert message in str(caught.value)


def test_too_many_tiles_are_refused(tmp_path):
    figures = DOSSIER_TOML[DOSSIER_TOML.index("[[figures]]") : DOSSIER_TOML.index("[[events]]")]
    tiles = figures.replace('"page"', '"page"\nhighlight = true') * (MAX_HIGHLIGHTS + 1)
    with pytest.raises(DossierError, match="only 4 may have highlight"):
        load_programs(_folder(tmp_path, DOSSIER_TOML.replace(figures, tiles)))


def test_a_missing_folder_or_file_is_named(tmp_path):
    with pytest.raises(DossierError, match="nowhere: no such folder"):
        load_programs(tmp_path / "nowhere")
    with pytest.raises(DossierError, match=r"sources\.toml: no such file"):
        load_programs(tmp_path)


def test_a_file_that_is_not_utf8_is_named(tmp_path):
    _folder(tmp_path)
    (tmp_path / "works.toml").write_bytes(DOSSIER_TOML.encode("latin-1"))
    with pytest.raises(DossierError, match=r"works\.toml: not UTF-8"):
        load_programs(tmp_path)


_KEYS = re.findall(r"^(\w+) = .*$", DOSSIER_TOML, re.MULTILINE)
_VALUES = st.recursive(
    st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda values: st.lists(values, max_size=3),
    max_leaves=5,
)


@given(line=st.integers(0, len(_KEYS) - 1), value=_VALUES)
def test_any_value_is_read_or_refused(tmp_path_factory, line, value):
    """Whatever stands behind a key, reading gives a program or a `DossierError`."""
    match = list(re.finditer(r"^(\w+) = .*$", DOSSIER_TOML, re.MULTILINE))[line]
    written = json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    dossier = DOSSIER_TOML[: match.start(1)] + f"{match.group(1)} = {written}"
    folder = _folder(tmp_path_factory.mktemp("works"), dossier + DOSSIER_TOML[match.end() :])
    error = None
    try:
        load_programs(folder)
    except DossierError as refusal:
        error = refusal
    assert error is None or str(error).startswith("works.toml: ")
