"""The administrator's pages: units and professionals from a file and to a file."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nippu.organisations import queries
from nippu.organisations.models import Unit
from tests import cast
from tests.pages.organising import PAGES
from tests.pages.reading import texts

# Files

REGISTER = f"CodeId;LongName;ParentId\n{cast.ROOT}.31;Perhetyö;{cast.ROOT}.0\n1.2.3;Muu;1.2\n"


def sent(text):
    return SimpleUploadedFile("yksikot.txt", text.encode("iso-8859-1"))


def test_a_file_is_tried_first_and_then_imported(admin):
    here = f"{PAGES}organisation-files/"
    answer = admin.post(here, {"kind": "units", "file": sent(REGISTER)})
    shown = texts(answer)
    assert "Lisätään: 1." in shown
    assert "1 rivi koskee muita organisaatioita" in shown
    assert Unit.objects.count() == 2
    content = re.search(
        r'<textarea name="content" hidden>\n(.*?)</textarea>', answer.content.decode(), re.DOTALL
    )
    done = admin.post(here, {"kind": "units", "content": content[1]}, follow=True)
    assert "1 rivi tuotiin." in texts(done)
    assert Unit.objects.get(oid=f"{cast.ROOT}.31").name_fi == "Perhetyö"
    again = texts(admin.post(here, {"kind": "units", "file": sent(REGISTER)}))
    assert "Tuotavaa ei ole." in again


def test_a_file_with_a_wrong_row_is_told_of_row_by_row(admin):
    here = f"{PAGES}organisation-files/"
    wrong = f"{REGISTER}{cast.ROOT}.32;;{cast.ROOT}.0\n"
    answer = admin.post(here, {"kind": "units", "file": sent(wrong)})
    assert "mitään ei tuotu" in texts(answer)
    assert "4 Korjattava" in texts(answer)
    assert "LongName: Tieto on pakollinen." in texts(answer)
    assert 'name="content"' not in answer.content.decode()
    assert "mitään ei tuotu" in texts(admin.post(here, {"kind": "units", "content": wrong}))
    assert Unit.objects.count() == 2


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"kind": "units"}, "Valitse ensin tiedosto."),
        ({"kind": "professionals", "file": "CodeId\n"}, "Ensimmäiseltä riviltä puuttuu: username"),
    ],
)
def test_what_is_no_such_file_is_refused(admin, given, words):
    if "file" in given:
        given = given | {"file": sent(given["file"])}
    answer = admin.post(f"{PAGES}organisation-files/", given)
    assert answer.status_code == 400
    assert words in texts(answer)


def test_professionals_come_from_a_file(admin, organisation, now):
    head = "username;given_names;family_name;title_fi;unit;work_task;start;end\n"
    row = f"uuno;Uuno;Uusi;ohjaaja;{cast.ROOT}.11;implementing;1.1.2026;\n"
    here = f"{PAGES}organisation-files/"
    admin.post(here, {"kind": "professionals", "content": head + row})
    assert queries.actor_named("uuno", at=now).unit_id == organisation.north
    assert admin.post(here, {"kind": "x", "content": head}).status_code == 404
    assert admin.get(f"{here}x/").status_code == 404
