"""Texts of the interface: collected, compared, compiled."""

import gettext
import os

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from nippu.cli import messages


@pytest.fixture
def code(tmp_path, monkeypatch):
    """A small code tree with two texts, and an empty locale."""
    pages = tmp_path / "web" / "jinja2" / "web"
    pages.mkdir(parents=True)
    (pages / "start.html").write_text('<h1>{{ _("Asiat") }}</h1>')
    (tmp_path / "errors.py").write_text('text = _("Luonnoksia: {n}")\n')
    monkeypatch.setattr(messages, "CODE", tmp_path)
    monkeypatch.setattr(messages, "LOCALE", tmp_path / "locale")
    return tmp_path


def translate(code, language, texts):
    catalogue = Catalog(locale=language)
    for text, translation in texts.items():
        catalogue.add(text, translation)
    path = code / "locale" / language / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue)
    return path


def test_texts_are_found_in_code_and_pages(code):
    assert {message.id for message in messages.collected() if message.id} == {"Asiat", "Luonnoksia: {n}"}


def test_a_text_without_translation_is_a_fault(code):
    translate(code, "sv", {"Asiat": "Ärenden", "Luonnoksia: {n}": ""})
    translate(code, "en", {"Asiat": "Cases", "Luonnoksia: {n}": "Drafts: {n}"})
    assert list(messages.find_faults()) == ["sv: no translation: 'Luonnoksia: {n}'"]


def test_a_translation_with_other_values_is_a_fault(code):
    translate(code, "sv", {"Asiat": "Ärenden", "Luonnoksia: {n}": "Utkast: {antal}"})
    translate(code, "en", {"Asiat": "Cases", "Luonnoksia: {n}": "Drafts: {n}"})
    assert list(messages.find_faults()) == ["sv: other values than in 'Luonnoksia: {n}'"]


def test_what_is_compiled_is_read_by_gettext_and_made_anew_only_when_changed(code):
    source = translate(code, "sv", {"Asiat": "Ärenden"})
    assert len(messages.compile_stale()) == 1
    assert messages.compile_stale() == []
    found = gettext.translation("django", code / "locale", languages=["sv"])
    assert found.gettext("Asiat") == "Ärenden"
    os.utime(source, (source.stat().st_mtime + 10,) * 2)
    assert len(messages.compile_stale()) == 1
