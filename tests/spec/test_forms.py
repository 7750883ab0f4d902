"""The form of every structure: shown, sent and read back it is the same document."""

from collections import Counter
from pathlib import Path

import pytest
from django.template import engines
from django.utils import translation

from nippu.structures import publication as publications
from nippu.structures.form_data import from_form
from nippu.structures.samples import full_document, minimal_document
from nippu.structures.tree import Structure
from nippu.ui.form_posted import posted
from nippu.ui.forms import FIRST_SIGHT, build_form
from tests.spec.sent import SentForm


@pytest.fixture(scope="session")
def structures(publication: Path) -> list[Structure]:
    return [publications.parse(raw, name) for name, raw in publications.read(publication)]


def sent(structure: Structure, content: dict[str, object], language: str) -> SentForm:
    with translation.override(language):
        view = build_form(structure, content, [], language)
        return SentForm(str(engines["jinja2"].env.get_template("ui/form.html").module.fields(view)))


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_every_form_gives_back_the_full_document_it_shows(structures, language):
    for structure in structures:
        content = full_document(structure)
        form = sent(structure, content, language)
        assert from_form(structure, posted(structure, form.data)) == content, structure.oid
        assert [each for each, times in Counter(form.ids).items() if times > 1] == [], structure.oid
        assert form.labelled <= set(form.ids), structure.oid


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_every_form_gives_back_the_least_document_it_shows(structures, language):
    for structure in structures:
        content = minimal_document(structure)
        form = sent(structure, content, language)
        assert from_form(structure, posted(structure, form.data)) == content, structure.oid


def test_every_field_of_every_structure_has_its_place_in_the_form(structures):
    for structure in structures:
        view = build_form(structure, full_document(structure))
        shown = {"/".join(key for key in name.split(".") if not key.isdigit()) for name in view.controls}
        root = structure.root.path + "/"
        asked = {
            field.path.removeprefix(root).replace("[]", "")
            for field in structure.walk()
            if field.path.startswith(root) and not (field.is_group and field.fields)
        }
        assert shown == asked, structure.oid


def test_a_new_document_shows_few_fields_before_the_first_fold(structures):
    for structure in structures:
        sections = build_form(structure, {structure.root.key: {}}).sections
        shown = 0
        for section in sections:
            if not section.open:
                break
            shown += section.total
        assert shown <= max(FIRST_SIGHT, sections[0].total), structure.oid
