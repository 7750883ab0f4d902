"""The administrator's pages: units and private providers, and who may see the pages."""

import re
from datetime import date

import pytest

from nippu.access.types import WorkTask
from nippu.base.ids import new_id
from nippu.base.texts import Bilingual
from nippu.http import replay
from nippu.organisations import actions
from nippu.organisations.models import Provider, ProviderContract, Unit
from nippu.organisations.types import (
    NewProfessional,
)
from tests import cast
from tests.pages.conftest import log_in
from tests.pages.organising import PAGES, PROVIDER, UNIT, flaws
from tests.pages.reading import links, texts


def test_the_frame_leads_an_administrator_to_the_organisation(admin, browser):
    assert f"{PAGES}units/" in links(admin.get("/"))
    assert f"{PAGES}units/" not in links(browser.get("/"))
    pages = {f"{PAGES}{each}/" for each in ("units", "professionals", "providers", "organisation-files")}
    assert pages <= links(admin.get(f"{PAGES}units/"))


def test_a_unit_is_added_and_listed(admin):
    answer = admin.post(f"{PAGES}units/new/", UNIT, follow=True)
    assert "Yksikkö on lisätty." in texts(answer)
    assert "Vammaispalvelut" in texts(answer)
    unit = Unit.objects.get(oid=UNIT["oid"])
    assert (unit.service_tasks, unit.start) == (["20", "15"], date(2026, 1, 1))
    assert f"{PAGES}units/{unit.id}/" in links(answer)


def test_what_is_wrong_with_a_unit_is_told_beside_its_fields(admin):
    wrong = UNIT | {"oid": "abc", "name_fi": "", "service_tasks": ["77"], "provider": ""}
    answer = admin.post(f"{PAGES}units/new/", wrong)
    assert flaws(answer) == {"oid", "name_fi", "service_tasks"}
    assert 'value="abc"' in answer.content.decode()
    wrong = {"end": "huomenna", "parent": str(new_id()), "name_fi": ""}
    answer = admin.post(f"{PAGES}units/new/", UNIT | wrong)
    assert flaws(answer) == {"end", "parent", "name_fi"}
    answer = admin.post(f"{PAGES}units/new/", UNIT | {"end": "huomenna"})
    assert flaws(answer) == {"end"}
    assert Unit.objects.count() == 2


def test_a_unit_is_changed_ended_and_taken_back(admin, organisation, provider):
    here = f"{PAGES}units/{organisation.south}/"
    changed = UNIT | {
        "provider": str(provider),
        "parent": str(organisation.north),
        "shelter": "1",
        "end": "2.2.2026",
    }
    assert "tallennettu" in texts(admin.post(here, changed, follow=True))
    unit = Unit.objects.get(pk=organisation.south)
    assert (unit.provider_id, unit.parent_id, unit.shelter, unit.mediation) == (
        provider,
        organisation.north,
        True,
        False,
    )
    assert "Vammaispalvelut" not in texts(admin.get(f"{PAGES}units/"))
    ended = texts(admin.get(f"{PAGES}units/?state=ended"))
    assert "Vammaispalvelut Päättynyt Turvakoti" in ended
    admin.post(here, changed | {"end": ""})
    assert "Vammaispalvelut" in texts(admin.get(f"{PAGES}units/"))
    page = admin.get(here).content.decode()
    assert re.search(r'value="20" checked', page)
    assert not re.search(r'value="24" checked', page)


def test_an_administrator_does_not_end_the_own_unit(admin, organisation):
    answer = admin.post(f"{PAGES}units/{organisation.north}/", UNIT | {"end": "1.1.2026"})
    assert answer.status_code == 400
    assert "Pyydä toista pääkäyttäjää" in texts(answer)


def test_a_unit_shows_who_works_in_it(admin, eero, organisation):
    shown = texts(admin.get(f"{PAGES}units/{organisation.north}/"))
    assert "Pohjola Eero" in shown
    assert "Laaja asiakasvastuu, 1.1.2020–" in shown
    assert "Kenelläkään ei ole työtehtävää" in texts(admin.get(f"{PAGES}units/{organisation.south}/"))


@pytest.mark.parametrize("order", ["name", "-name", "oid", "-oid", "provider", "workers", "-workers", "x"])
def test_units_are_sorted(admin, eero, order):
    shown = texts(admin.get(f"{PAGES}units/?order={order}"))
    north_first = shown.index("Pohjoinen") < shown.index("Etelä")
    assert north_first is (order in {"-name", "oid", "-workers"})


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("units/?save=csv", "Aikuissosiaalityö, Etelä;Vuxensocialarbete, Söder;"),
        ("professionals/save/?save=csv", "Ylläpitäjä;Yrsa;pääkäyttäjä;yrsa;"),
        ("providers/?save=csv", "Hoiva Oy;Hoiva Oy;2888888-1;"),
        ("organisation-files/units/", f"{cast.ROOT}.12;"),
        ("organisation-files/professionals/", "yrsa;Yrsa;Ylläpitäjä;"),
    ],
)
def test_lists_are_saved(admin, provider, path, words):
    answer = admin.get(f"{PAGES}{path}")
    assert words in answer.content.decode("utf-8-sig")
    assert answer["Content-Disposition"].startswith("attachment")


def test_there_is_something_to_read_where_there_is_nothing(admin):
    assert "Yksityisiä palveluntuottajia ei ole." in texts(admin.get(f"{PAGES}providers/"))
    assert "Tässä tilassa ei ole yksiköitä." in texts(admin.get(f"{PAGES}units/?state=ended"))
    assert "Tässä tilassa ei ole ammattihenkilöitä." in texts(
        admin.get(f"{PAGES}professionals/?state=closed")
    )


def test_a_provider_is_added_with_a_contract_which_is_changed(admin):
    answer = admin.post(f"{PAGES}providers/new/", PROVIDER | {"service_tasks": ["20"]}, follow=True)
    assert "Palveluntuottaja ja sopimus on lisätty." in texts(answer)
    contract = ProviderContract.objects.get()
    here = f"{PAGES}contracts/{contract.id}/"
    assert 'value="20" checked' in admin.get(here).content.decode()
    answer = admin.post(here, {"start": "1.1.2026", "end": "31.1.2026"}, follow=True)
    assert "1.1.2026–31.1.2026 Päättynyt Kaikki palvelutehtävät" in texts(answer)
    assert "Hoiva Oy" not in texts(admin.get(f"{PAGES}providers/"))
    assert "Hoiva Oy" in texts(admin.get(f"{PAGES}providers/?state=ended&order=-business_id"))
    new = f"{PAGES}providers/{contract.provider_id}/contracts/new/"
    assert flaws(admin.post(new, {"start": "", "end": "x"})) == {"start", "end"}
    assert flaws(admin.post(new, {"start": "2.1.2026", "end": "1.1.2026"})) == {"end"}
    assert "Sopimus on lisätty." in texts(admin.post(new, {"start": "1.2.2026", "end": ""}, follow=True))


def test_what_is_wrong_with_a_provider_is_told_beside_its_fields(admin, provider):
    wrong = PROVIDER | {"business_id": "1", "name_fi": "", "oid": "x"}
    assert flaws(admin.post(f"{PAGES}providers/new/", wrong)) == {"business_id", "name_fi", "oid"}
    here = f"{PAGES}providers/{provider}/"
    assert flaws(admin.post(here, wrong)) == {"business_id", "name_fi", "oid"}
    assert "tallennettu" in texts(admin.post(here, PROVIDER | {"name_fi": "Huoma Oy"}, follow=True))
    assert Provider.objects.get().name_fi == "Huoma Oy"


def test_a_provider_of_others_too_cannot_be_renamed_here(admin, provider):
    other = actions.create_controller(oid="1.2.246.10.1.10.0", name=Bilingual("Toinen"))
    ProviderContract.objects.create(controller_id=other, provider_id=provider, start=date(2026, 1, 1))
    here = f"{PAGES}providers/{provider}/"
    assert 'name="business_id"' not in admin.get(here).content.decode()
    assert admin.post(here, PROVIDER).status_code == 409


def addresses(organisation, eero, contract):
    return [
        "units/",
        "units/new/",
        f"units/{organisation.north}/",
        "providers/",
        "providers/new/",
        f"providers/{contract.provider_id}/",
        f"providers/{contract.provider_id}/contracts/new/",
        f"contracts/{contract.id}/",
        "professionals/",
        "professionals/save/",
        "professionals/new/",
        f"professionals/{eero.professional_id}/",
        f"professionals/{eero.professional_id}/password/",
        f"professionals/{eero.professional_id}/work-tasks/new/",
        f"work-tasks/{eero.assignment_id}/",
        "organisation-files/",
        "organisation-files/units/",
    ]


def test_the_pages_are_for_administrators_only(admin, browser, organisation, eero, provider):
    contract = ProviderContract.objects.get()
    answers = {
        each: (browser.get(f"{PAGES}{each}").status_code, admin.get(f"{PAGES}{each}").status_code)
        for each in addresses(organisation, eero, contract)
    }
    assert {each: codes for each, codes in answers.items() if codes != (403, 200)} == {}
    for each in (
        f"professionals/{eero.professional_id}/account/",
        f"work-tasks/{eero.assignment_id}/remove/",
    ):
        assert browser.post(f"{PAGES}{each}").status_code == 403


def test_what_is_of_another_controller_is_not_there(admin, eero, organisation, provider, yrsa, now):
    contract = ProviderContract.objects.get()
    other = actions.create_controller(oid="1.2.246.10.1.10.0", name=Bilingual("Toinen"))
    unit = actions.create_unit(other, oid="1.2.246.10.1.10.1", name=Bilingual("Yksikkö"), service_tasks=[])
    person = actions.create_professional(
        other,
        NewProfessional(
            given_names="O", family_name="O", title=Bilingual("x"), username="outi", password=cast.PASSWORD
        ),
    )
    actions.assign_work_task(person, unit, WorkTask.SYSTEM_ADMINISTRATION, start=date(2020, 1, 1))
    outi = log_in("outi")
    for each in addresses(organisation, eero, contract):
        if str(organisation.north) in each or "-" in each.partition("/")[2]:
            assert outi.get(f"{PAGES}{each}").status_code == 404, each


def test_what_was_typed_waits_for_a_new_log_in(admin, stranger, yrsa):
    mark = {replay.MARK: replay.mark_of(yrsa.account_id)}
    assert stranger.post(f"{PAGES}units/new/", UNIT | mark).status_code == 401
