"""The catalogues hold every message of the code, translated, and nothing else."""

import gettext
import io
import re
import string

import pytest

from layers.texts import LANGUAGES, Texts, translations_path
from scripts import translations

TRANSLATED = sorted(set(LANGUAGES) - {"en"})


@pytest.fixture(scope="module", params=TRANSLATED)
def language(request):
    return request.param


@pytest.fixture(scope="module")
def catalogue(language):
    return translations.read(language)


@pytest.fixture(scope="module")
def template():
    return translations.extract()


def messages(catalogue):
    return [message for message in catalogue if message.id]


def keys(catalogue):
    return {(message.id, message.context) for message in messages(catalogue)}


def forms(text):
    return tuple(text) if isinstance(text, tuple | list) else (text,)


def test_every_language_but_english_is_kept_by_the_script():
    assert sorted(translations.TRANSLATED) == TRANSLATED


def test_the_code_has_messages(template):
    assert len(template) > 300


def test_the_catalogue_is_that_of_the_code(catalogue, template):
    missing, spare = keys(template) - keys(catalogue), keys(catalogue) - keys(template)
    assert not missing, "run: python -m scripts.translations, then translate what it lists"
    assert not spare, "run: python -m scripts.translations"
    assert not catalogue.obsolete


def test_everything_is_translated(catalogue):
    assert [message.id for message in translations.untranslated(catalogue)] == []
    assert [message.id for message in messages(catalogue) if message.fuzzy] == []


def test_every_plural_form_is_there(catalogue):
    for message in messages(catalogue):
        if message.pluralizable:
            assert len(forms(message.string)) == catalogue.num_plurals, message.id


def blanks(text):
    named = sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)
    return named + sorted(re.findall(r"%\(\w+\)[sr]|%[sr]", text))


def test_blanks_are_the_same_in_both_languages(catalogue):
    for message in messages(catalogue):
        wanted = blanks(forms(message.id)[-1])
        for form in forms(message.string):
            assert blanks(form) == wanted, message.id


def test_ends_are_the_same_in_both_languages(catalogue):
    """Space at an end, an ellipsis or a colon belong to how a text is used."""
    for message in messages(catalogue):
        for english, other in zip(forms(message.id), forms(message.string), strict=False):
            assert english[:1].isspace() == other[:1].isspace(), english
            assert english[-1:].isspace() == other[-1:].isspace(), english
            for end in ("…", ":"):
                assert english.endswith(end) == other.endswith(end), english


def test_menus_keep_their_mnemonics(catalogue):
    for message in messages(catalogue):
        for english, other in zip(forms(message.id), forms(message.string), strict=False):
            assert english.count("&") == other.count("&"), english


def test_menu_mnemonics_differ(catalogue):
    letters = [
        re.search(r"&(\w)", message.string)[1].lower()
        for message in messages(catalogue)
        if isinstance(message.string, str) and "&" in message.string
    ]
    assert len(letters) == len(set(letters))


def test_the_compiled_catalogue_is_that_of_the_text(language, catalogue):
    path = translations_path() / language / "LC_MESSAGES" / "atlas.mo"
    compiled = gettext.GNUTranslations(io.BytesIO(path.read_bytes()))
    wanted = gettext.GNUTranslations(io.BytesIO(translations.as_mo(catalogue)))
    kept = {key: text for key, text in compiled._catalog.items() if key}
    assert kept == {key: text for key, text in wanted._catalog.items() if key}


def test_a_text_is_looked_up(language):
    texts = Texts(language)
    assert texts.gettext("Layers") == "Capas"
    one, two = "{count} label hidden", "{count} labels hidden"
    assert texts.ngettext(one, two, 1) == "{count} nombre oculto"
    assert texts.ngettext(one, two, 2) == "{count} nombres ocultos"
    assert texts.pgettext("compass", "W") == "O"


def test_the_script_tells_what_is_missing(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(translations, "catalogue_path", lambda language: tmp_path / "atlas.po")
    assert translations.main([]) == 1
    assert "es: 'Layers'" in capsys.readouterr().out
    assert (tmp_path / "atlas.mo").exists()
    assert translations.main(["--check"]) == 1
