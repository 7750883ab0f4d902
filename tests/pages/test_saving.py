"""Lists saved for a spreadsheet: what CSV and XLSX hold, and how they look."""

import pytest

from nippu.audit.models import UseRecord
from nippu.cases.models import Case
from nippu.catalogue.queries import newest
from nippu.people.types import NewPerson
from nippu.ui.show import day
from tests import cast
from tests.pages.reading import links
from tests.pages.spreadsheet import MAIN, Sheet, csv_column

SERVICE_TASKS = "1.2.246.537.6.1221"
SAVED = ["/cases/save/", "/structures/", "/codes/", f"/codes/{SERVICE_TASKS}/"]


def _open(given_names, *, by, at):
    client = cast.make_client(
        NewPerson(family_name="Lehto", given_names=given_names, birth_date=at.date()), by=by, at=at
    )
    return cast.own_case(client, by=by, at=at)


@pytest.mark.parametrize("address", SAVED)
def test_both_forms_hold_the_same_rows(browser, eero, aino, now, address):
    cast.own_case(aino, by=eero, at=now)
    sheet = Sheet(browser.get(address, {"save": "xlsx"}))
    comma = browser.get(address, {"save": "csv"})
    assert len(sheet.rows) > 1
    for head in sheet.rows[0].values():
        told = [day(each) if hasattr(each, "year") else str(each or "") for each in sheet.column(head)]
        assert told == [each if each != "0" else "" for each in csv_column(comma, head)]


@pytest.mark.parametrize("address", SAVED)
def test_the_headings_of_a_sheet_are_bold_stay_in_sight_and_narrow_the_list(
    browser, eero, aino, now, address
):
    cast.own_case(aino, by=eero, at=now)
    sheet = Sheet(browser.get(address, {"save": "xlsx"}))
    assert sheet.heads_are_bold
    assert sheet.part("pane") | {"ySplit": "1", "state": "frozen"} == sheet.part("pane")
    last = list(sheet.rows[0])[-1]
    assert sheet.part("autoFilter")["ref"] == f"A1:{last}{len(sheet.rows)}"
    assert len(sheet.widths) == len(sheet.rows[0])
    assert all(3 < width < 62 for width in sheet.widths)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/cases/save/", "nippu-asiat"),
        ("/structures/", "nippu-rakenteet"),
        ("/codes/", "nippu-luokitukset"),
        ("/codes/1221/", f"nippu-luokitus-{SERVICE_TASKS}"),
    ],
)
def test_the_file_has_a_name_of_its_own(browser, address, name, form):
    answer = browser.get(address, {"save": form})
    assert answer["Content-Disposition"] == f'attachment; filename="{name}.{form}"'


@pytest.mark.parametrize("form", ["pdf", "", "XLSX"])
def test_an_unknown_form_shows_the_list(browser, form):
    assert browser.get("/codes/", {"save": form})["Content-Type"].startswith("text/html")


def test_days_are_days_in_a_sheet_and_the_case_number_is_text(browser, eero, aino, now):
    case = Case.objects.get(pk=cast.own_case(aino, by=eero, at=now))
    sheet = Sheet(browser.get("/cases/save/", {"save": "xlsx"}))
    assert sheet.column("Avattu") == [case.opened_on]
    assert sheet.column("Asianumero") == [case.number]
    assert csv_column(browser.get("/cases/save/"), "Avattu") == [day(case.opened_on)]


@pytest.mark.parametrize("given_names", ["=SUM(A1)", "+358", "-1", "@A1", "https://a.fi", "12"])
def test_a_name_stays_text_in_a_sheet(browser, eero, now, given_names):
    _open(given_names, by=eero, at=now)
    sheet = Sheet(browser.get("/cases/save/", {"save": "xlsx"}))
    assert sheet.column("Asiakas") == [f"{given_names} Lehto"]
    assert not list(sheet.root.iter(f"{MAIN}f"))
    assert not list(sheet.root.iter(f"{MAIN}hyperlink"))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_whole_list_is_saved_as_it_is_narrowed_and_ordered(browser, eero, now, form):
    for number in range(27):
        _open(f"Aa{number:02}", by=eero, at=now)
    _open("Öö", by=eero, at=now)
    browser.post("/cases/", {"q": "aa"})
    address = next(each for each in links(browser.get("/cases/?order=-number")) if f"save={form}" in each)
    answer = browser.get(address)
    names = Sheet(answer).column("Asiakas") if form == "xlsx" else csv_column(answer, "Asiakas")
    assert names == [f"Aa{number:02} Lehto" for number in range(26, -1, -1)]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_saving_is_in_the_log_of_use(browser, eero, aino, now, form):
    cast.own_case(aino, by=eero, at=now)
    before = UseRecord.objects.count()
    browser.get("/cases/save/", {"save": form})
    used = list(UseRecord.objects.order_by("id"))[before:]
    assert [(each.action, each.clients) for each in used] == [("case.export", [aino])]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_another_unit_and_a_stranger_get_nothing(other_browser, stranger, eero, aino, now, form):
    cast.own_case(aino, by=eero, at=now)
    answer = other_browser.get("/cases/save/", {"save": form, "whose": "unit"})
    numbers = Sheet(answer).column("Asianumero") if form == "xlsx" else csv_column(answer, "Asianumero")
    assert numbers == []
    for address in SAVED:
        assert stranger.get(address, {"save": form}).status_code == 404


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_structures_are_saved_as_they_are_narrowed(browser, form):
    found = newest("1506.1019")
    page = browser.get("/structures/", {"q": "palvelutarpeen arvio", "state": "all"})
    answer = browser.get(next(each for each in links(page) if f"save={form}" in each))
    read = Sheet(answer).column if form == "xlsx" else lambda head: csv_column(answer, head)
    at = read("OID").index(found.oid)
    assert (read("Nimi")[at], read("Tyyppi")[at], read("Tila")[at]) == (found.name.fi, "Arvio", "Voimassa")
    assert all("arvio" in each.casefold() for each in read("Nimi"))


def test_the_headings_are_in_the_language_of_the_reader(browser):
    browser.post("/language/", {"language": "sv", "next": "/"})
    assert "Namn" in Sheet(browser.get("/codes/", {"save": "xlsx"})).rows[0].values()
