"""Encodings and delimiters are found."""

import csv
import io
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.files.report import FileError
from geodata.files.source import Source
from geodata.files.text import as_utf8, find_delimiter, find_encoding

SOURCE = Source.of(Path("a.csv"))
words = st.text(string.ascii_letters + "áéíóúñÁÉÍÓÚÑü ", min_size=1, max_size=20)
spanish = st.lists(words, min_size=1, max_size=30).map("\n".join)


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff"), min_size=1)
)
def test_utf8_is_utf8(text):
    assert find_encoding(text.encode()) == "utf-8"


@given(spanish, st.sampled_from(["cp1252", "utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_spanish_is_read_back(text, encoding):
    data = text.encode(encoding)
    found, _, findings = as_utf8(SOURCE, data, None)
    assert found.decode() == text
    assert findings == []


@given(
    st.lists(
        st.sampled_from(["Ahuachapán", "Cabañas", "Usulután", "Morazán", "La Unión"]), min_size=1
    )
)
def test_dos_spanish_is_read_back(names):
    text = "\n".join(names)
    assert as_utf8(SOURCE, text.encode("cp850"), None)[0].decode() == text


def text_or_error(data, encoding):
    """Return the text as UTF-8, or the name of the file that an error names."""
    try:
        return as_utf8(SOURCE, data, encoding)[0]
    except FileError as error:
        return error.values["file"].encode()


@given(st.binary(max_size=300))
def test_any_bytes_become_text_or_an_error_that_names_the_file(data):
    text = text_or_error(data, None)
    assert b"\0" not in text
    text.decode("utf-8")


@given(
    st.binary(max_size=50),
    st.sampled_from(["utf-8", "utf-16", "ascii", "cp1252", "rot13", "zip", "x"]),
)
def test_any_stated_encoding(data, encoding):
    text_or_error(data, encoding).decode("utf-8")


def test_first_letters_beyond_ascii_far_down():
    data = b"a,b\n" * 2_000_000 + "ñandú\n".encode("cp1252") * 10
    assert find_encoding(data) == "cp1252"


cells = st.text(string.ascii_letters + "áñ.;,|\t\"'\n0123456789-", min_size=1, max_size=12).map(
    "x".__add__
)


@given(
    st.sampled_from(",;\t|"),
    st.integers(2, 8).flatmap(
        lambda width: st.lists(
            st.lists(cells, min_size=width, max_size=width), min_size=2, max_size=20
        )
    ),
)
def test_delimiter_of_files_in_which_every_cell_is_quoted(delimiter, rows):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    found = find_delimiter(text.getvalue())
    assert found == delimiter


plain = st.text(string.ascii_letters + " áñ0123456789.-", min_size=1, max_size=12)


@given(
    st.sampled_from(",;\t|"),
    st.integers(2, 8).flatmap(
        lambda width: st.lists(
            st.lists(plain, min_size=width, max_size=width), min_size=2, max_size=20
        )
    ),
)
def test_delimiter_of_plain_files(delimiter, rows):
    assert find_delimiter("\n".join(map(delimiter.join, rows))) == delimiter


@pytest.mark.parametrize("text", ["", "a", "a\nb\n", "x" * 300_000])
def test_one_column(text):
    assert find_delimiter(text) == ","


def test_titles_do_not_hide_the_delimiter():
    assert find_delimiter("Informe, 2019\n\na;b;c\n1;2;3\n4;5;6\n") == ";"


def test_quotation_marks_that_close_too_early_do_not_hide_the_delimiter():
    assert find_delimiter('"x0";"x,"\r\n"x0";"x0"\r\n') == ";"
    # A space behind every quotation mark is against the rules, and yet the rows tell.
    rows = [f'"a, {n}" ;"b" ;"c"' for n in range(20)]
    assert find_delimiter("\n".join([*rows, "x, y"])) == ";"
    rows = [f'{n};"Colonia "Las Flores", casa {n}";5' for n in range(20)]
    assert find_delimiter("\n".join(["a;b;c", *rows])) == ";"
