"""The administrator's pages: professionals and their work tasks."""

import re
from datetime import date

from nippu.access.types import WorkTask
from nippu.organisations import actions, queries
from nippu.organisations.models import Assignment, Professional
from nippu.organisations.types import (
    AssignmentFields,
)
from tests import cast
from tests.pages.conftest import log_in
from tests.pages.organising import PAGES, PERSON, flaws
from tests.pages.reading import links, texts


def test_a_professional_is_added_given_a_password_and_a_work_task_and_logs_in(admin, organisation, now):
    answer = admin.post(f"{PAGES}professionals/new/", PERSON, follow=True)
    assert "Ei salasanaa" in texts(answer)
    person = Professional.objects.get(account__username="uuno")
    here = f"{PAGES}professionals/{person.id}/"
    assert {f"{here}password/", f"{here}work-tasks/new/"} <= links(answer)
    weak = admin.post(f"{here}password/", {"password": "a1b2c3"})
    assert flaws(weak) == {"password"}
    assert "a1b2c3" not in weak.content.decode()
    assert "Salasana on vaihdettu" in texts(
        admin.post(f"{here}password/", {"password": cast.PASSWORD}, follow=True)
    )
    task = {"unit": str(organisation.north), "work_task": "arranging", "start": "1.1.2026", "end": ""}
    answer = admin.post(f"{here}work-tasks/new/", task, follow=True)
    assert "Palvelun järjestäminen, Aikuissosiaalityö, Pohjoinen" in texts(answer)
    assert log_in("uuno").get("/").status_code == 200
    assert queries.actor_named("uuno", at=now).language == "sv"


def test_what_is_wrong_with_a_professional_is_told_beside_its_fields(admin, eero, uuno):
    wrong = PERSON | {"username": "eero", "family_name": "", "title_fi": ""}
    assert flaws(admin.post(f"{PAGES}professionals/new/", wrong)) == {"username", "family_name", "title_fi"}
    here = f"{PAGES}professionals/{uuno}/"
    assert flaws(admin.post(here, PERSON | {"given_names": ""})) == {"given_names"}
    assert "tallennettu" in texts(admin.post(here, PERSON | {"given_names": "Juuso"}, follow=True))
    assert Professional.objects.get(pk=uuno).given_names == "Juuso"


def test_the_list_is_narrowed_without_names_in_addresses(admin, eero, veera, uuno):
    here = f"{PAGES}professionals/"
    answer = admin.post(here, {"q": "akerman"}, follow=True)
    assert answer.redirect_chain[-1][0] == f"{here}?"
    shown = texts(answer)
    assert "1 henkilö. Luetteloa on rajattu." in shown
    assert "Pohjola" not in shown
    assert "Yksikään henkilö ei vastaa rajausta." in texts(admin.post(here, {"q": "zzz"}, follow=True))
    admin.post(here, {"q": ""})
    shown = texts(admin.get(f"{here}?order=-name"))
    assert shown.index("Åkerman") < shown.index("Ylläpitäjä") < shown.index("Pohjola")
    assert "Åkerman" in texts(admin.get(f"{here}?state=without"))
    assert "Pohjola" not in texts(admin.get(f"{here}?state=without"))


def test_a_long_list_has_pages(admin, monkeypatch, eero, veera, uuno):
    monkeypatch.setattr("nippu.web.organisations_staff.PAGE_ROWS", 2)
    first, second = (texts(admin.get(f"{PAGES}professionals/?page={each}")) for each in (1, 2))
    assert "Sivu 1 / 2" in first
    assert ("Etelä Veera" in first, "Etelä Veera" in second) == (True, False)
    assert "Åkerman" in second
    assert texts(admin.get(f"{PAGES}professionals/?page=99")) == second


def test_an_account_is_closed_and_opened(admin, eero, now):
    here = f"{PAGES}professionals/{eero.professional_id}/"
    assert "Tunnus on suljettu." in texts(admin.post(f"{here}account/", {"may": "no"}, follow=True))
    assert "Pohjola" in texts(admin.get(f"{PAGES}professionals/?state=closed"))
    assert not queries.assignments_of(eero.account_id, at=now)
    assert "Tunnus on avattu." in texts(admin.post(f"{here}account/", {"may": "yes"}, follow=True))


def test_ones_own_access_is_not_there_to_change(admin, yrsa):
    here = f"{PAGES}professionals/{yrsa.professional_id}/"
    answer = admin.get(here)
    assert "Pyydä toista pääkäyttäjää" in texts(answer)
    assert not {f"{here}password/", f"{here}work-tasks/new/"} & links(answer)
    assert admin.post(f"{here}account/", {"may": "no"}).status_code == 403
    assert admin.post(f"{here}password/", {"password": cast.PASSWORD}).status_code == 400
    task = {"unit": str(yrsa.unit_id), "work_task": "arranging", "start": "1.1.2026", "end": ""}
    assert admin.post(f"{here}work-tasks/new/", task).status_code == 400


def test_what_is_wrong_with_a_work_task_is_told_beside_its_fields(admin, organisation, uuno):
    here = f"{PAGES}professionals/{uuno}/work-tasks/new/"
    nothing = {"unit": "", "work_task": "", "start": "", "end": "", "supervisor": "nobody"}
    assert flaws(admin.post(here, nothing)) == {"unit", "work_task", "start", "supervisor"}
    wrong = {
        "unit": str(organisation.north),
        "work_task": "provider_arranging",
        "start": "1.1.2026",
        "end": "",
    }
    assert flaws(admin.post(here, wrong | {"student": "1"})) == {"work_task", "supervisor"}
    assert not Assignment.objects.filter(professional_id=uuno).exists()


def test_a_student_with_a_supervisor_and_service_tasks_of_the_own(admin, organisation, uuno, eero, now):
    given = {
        "unit": str(organisation.north),
        "work_task": "implementing",
        "service_tasks": ["10"],
        "student": "1",
        "supervisor": "eero",
        "start": "1.1.2026",
        "end": "",
    }
    shown = texts(admin.post(f"{PAGES}professionals/{uuno}/work-tasks/new/", given, follow=True))
    assert "Opiskelija" in shown
    assert "ohjaaja Eero Pohjola" in shown
    actor = queries.actor_named("uuno", at=now)
    assert (actor.student, actor.service_tasks) == (True, ("10",))
    page = admin.get(f"{PAGES}work-tasks/{actor.assignment_id}/").content.decode()
    assert 'value="eero"' in page
    assert 'value="10" checked' in page


def test_a_work_task_is_ended_and_one_given_by_mistake_removed(admin, organisation, eero, uuno, yrsa, now):
    here = f"{PAGES}work-tasks/{eero.assignment_id}/"
    assert "Poista työtehtävä" not in texts(admin.get(here))
    assert admin.post(f"{here}remove/").status_code == 409
    ended = admin.post(here, {"start": "1.1.2020", "end": "31.12.2020"}, follow=True)
    assert "1.1.2020–31.12.2020" in texts(ended)
    assert flaws(admin.post(here, {"start": "1.1.2020", "end": "31.12.2019"})) == {"end"}
    coming = AssignmentFields(
        unit_id=organisation.south, work_task=WorkTask.ARRANGING, start=date(2099, 1, 1)
    )
    given = actions.give_work_task(uuno, coming, by=yrsa, at=now)
    assert "Poista työtehtävä" in texts(admin.get(f"{PAGES}work-tasks/{given}/"))
    assert "poistettu" in texts(admin.post(f"{PAGES}work-tasks/{given}/remove/", follow=True))
    assert not Assignment.objects.filter(pk=given).exists()


def test_several_roles_are_shown_one_at_a_time(admin, organisation, eero, browser):
    second = actions.assign_work_task(
        eero.professional_id, organisation.south, WorkTask.MANAGEMENT, start=date(2026, 1, 1)
    )
    head = browser.get("/work-task/").content.decode()
    assert "Johto ja esihenkilöt" in head
    browser.post("/work-task/choose/", {"assignment": str(second), "next": "/"})
    shown = re.search(r'<p class="here">(.*?)</p>', browser.get("/work-task/").content.decode(), re.DOTALL)
    assert "<b>Johto ja esihenkilöt</b> Aikuissosiaalityö, Etelä" in shown[1]
