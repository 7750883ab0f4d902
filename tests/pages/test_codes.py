"""The guide of code sets: order, and what is saved of it."""

import pytest

from nippu.codes.sets import Coverage, all_code_sets, code_set
from nippu.web.lists import alphabetical
from tests.pages.reading import links, texts
from tests.pages.spreadsheet import Sheet, csv_column

SERVICE_TASKS = "1.2.246.537.6.1221"


def column(browser, address, head, **query):
    """A column of the list as it is saved with a query."""
    return Sheet(browser.get(address, {"save": "xlsx", **query})).column(head)


def in_tree(sets):
    """The first set whose codes stand below others."""
    return next(each for each in sets.values() if any(code.parent for code in each.codes))


def test_sets_are_ordered_by_name_to_begin_with_and_turned(browser):
    names = column(browser, "/codes/", "Nimi")
    assert len(names) == len(all_code_sets())
    assert names[0].casefold() < names[-1].casefold()
    assert column(browser, "/codes/", "Nimi", order="-name") == names[::-1]


def test_sets_are_ordered_by_how_many_codes_they_have(browser):
    counts = [each or 0 for each in column(browser, "/codes/", "Koodeja", order="-codes")]
    assert counts == sorted((len(each.codes) for each in all_code_sets().values()), reverse=True)
    assert [each or 0 for each in column(browser, "/codes/", "Koodeja", order="codes")] == counts[::-1]


def test_sets_are_ordered_by_how_much_of_them_is_known(browser):
    told = ["Täydellinen", "Osittainen", "Väliaikainen", "Ei saatavilla"]
    found = column(browser, "/codes/", "Kattavuus", order="coverage")
    assert list(dict.fromkeys(found)) == told
    assert list(dict.fromkeys(column(browser, "/codes/", "Kattavuus", order="-coverage"))) == told[::-1]
    names = column(browser, "/codes/", "Nimi", order="coverage")
    known = {each.name.fi for each in all_code_sets().values() if each.coverage is Coverage.COMPLETE}
    assert set(names[: len(known)]) == known


def test_the_headings_tell_the_order_and_keep_the_search(browser):
    page = browser.get("/codes/", {"q": "tila", "order": "codes"})
    assert '<th scope="col" aria-sort="ascending"><a href="/codes/?q=tila&amp;order=-codes">' in (
        page.content.decode()
    )
    assert "/codes/?q=tila&order=codes&save=csv" in links(page)
    assert "/codes/?q=tila&order=codes&save=xlsx" in links(page)
    assert '<input type="hidden" name="order" value="codes">' in page.content.decode()


def test_codes_stand_in_the_order_of_their_set_until_another_is_chosen(browser):
    found = in_tree(all_code_sets())
    address = f"/codes/{found.oid}/"
    own = [code.code for _depth, code in found.tree()]
    assert column(browser, address, "Koodi") == own
    assert "Luokituksen oma järjestys" not in texts(browser.get(address))
    page = browser.get(address, {"order": "-code"})
    assert "Luokituksen oma järjestys" in texts(page)
    assert f"{address}?" in links(page)
    turned = column(browser, address, "Koodi", order="-code")
    assert turned == column(browser, address, "Koodi", order="code")[::-1]
    assert sorted(turned) == sorted(own)


def test_nine_comes_before_ten_and_numbers_before_letters(browser):
    codes = column(browser, f"/codes/{SERVICE_TASKS}/", "Koodi", order="code")
    numbers = [int(each) for each in codes if each.isdigit()]
    assert numbers == sorted(numbers)
    assert codes[: len(numbers)] == [str(each) for each in numbers]
    assert codes[-1].startswith("X-")


def test_the_letters_with_dots_and_rings_come_last():
    names = ["Örn", "Zorn", "Äiti", "Åbo", "zz", "Éclair", "Eero", "aamu"]
    assert sorted(names, key=alphabetical) == ["aamu", "Éclair", "Eero", "Zorn", "zz", "Åbo", "Äiti", "Örn"]


@pytest.mark.parametrize(("order", "head"), [("name", "Nimi"), ("swedish", "Nimi ruotsiksi")])
def test_codes_are_ordered_by_name_in_either_language(browser, order, head):
    names = [each or "" for each in column(browser, f"/codes/{SERVICE_TASKS}/", head, order=order)]
    assert len(names) == len(code_set(SERVICE_TASKS).codes)
    letters = [each[:1].casefold() for each in names]
    assert letters == sorted(letters, key="abcdefghijklmnopqrstuvwxyzåäö".index)
    turned = column(browser, f"/codes/{SERVICE_TASKS}/", head, order=f"-{order}")
    assert [each or "" for each in turned] == names[::-1]


@pytest.mark.parametrize("order", ["swedish", "-swedish"])
def test_codes_without_a_name_in_swedish_come_last(browser, order):
    found = next(each for each in all_code_sets().values() if len({not c.name.sv for c in each.codes}) == 2)
    names = column(browser, f"/codes/{found.oid}/", "Nimi ruotsiksi", order=order)
    count = sum(bool(each.name.sv) for each in found.codes)
    assert all(names[:count])
    assert not any(names[count:])


def test_only_what_was_searched_for_is_saved(browser):
    answer = browser.get(f"/codes/{SERVICE_TASKS}/", {"save": "csv", "q": "10"})
    assert csv_column(answer, "Koodi") == ["10"]
    assert csv_column(answer, "Väliaikainen") == ["Ei"]


def test_a_set_without_codes_offers_no_file(browser):
    empty = next(each for each in all_code_sets().values() if not each.codes)
    assert not any("save=" in each for each in links(browser.get(f"/codes/{empty.oid}/")))


@pytest.mark.parametrize("address", ["/codes/", f"/codes/{SERVICE_TASKS}/"])
def test_a_strange_order_gives_the_list_all_the_same(browser, address):
    own = column(browser, address, "Nimi")
    assert sorted(column(browser, address, "Nimi", order="nonsense")) == sorted(own)
