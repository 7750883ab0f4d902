"""Two windows of one browser in which cases are taken in: neither writes over the other's text."""

from tests.pages.reading import form, texts
from tests.pages.taking_in import begin, send


def test_two_windows_do_not_write_over_each_other(browser):
    intake = begin(browser, oral="")
    first, second = (form(browser.get(f"{intake}matter/"), "intake") for _n in range(2))
    part = browser.post(f"{intake}matter/", first | {"told": "Ensimmäinen"}, HTTP_HX_REQUEST="true")
    assert 'name="version" value="2"' in part.content.decode()
    late = browser.post(f"{intake}matter/", second | {"told": "Toinen"}, HTTP_HX_REQUEST="true")
    assert late.status_code == 409
    page = send(browser, f"{intake}matter/", **second | {"told": "Toinen", "go": "check"})
    assert page.status_code == 409
    shown = form(page, "intake")
    assert (shown["told"], shown["version"]) == ("Toinen", "2")
    assert "Ensimmäinen" in texts(page)
    assert send(browser, f"{intake}matter/", **shown, go="check").status_code == 200
    assert form(browser.get(f"{intake}matter/"), "intake")["told"] == "Toinen"


def test_two_windows_have_an_intake_each(browser):
    assert begin(browser) != begin(browser)
    assert "Ei keskeneräisiä." in texts(browser.get("/intake/"))
