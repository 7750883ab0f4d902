"""Days, moments and names as people write them."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from nippu.ui import show

NOW = datetime(2026, 11, 30, 12, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (datetime(2026, 11, 30, 12, 5, tzinfo=UTC), "tänään 14.05"),
        (datetime(2026, 11, 29, 22, 30, tzinfo=UTC), "tänään 0.30"),  # in Helsinki it is already Monday
        (datetime(2026, 11, 29, 7, 15, tzinfo=UTC), "eilen 9.15"),
        (datetime(2026, 12, 3, 7, 15, tzinfo=UTC), "to 3.12. klo 9.15"),
        (datetime(2025, 12, 3, 7, 15, tzinfo=UTC), "ke 3.12.2025 klo 9.15"),
        (date(2026, 11, 30), "tänään"),
        (date(2026, 12, 1), "huomenna"),
        (date(2027, 2, 10), "ke 10.2.2027"),
    ],
)
def test_near_moments_are_told_in_words(value, words):
    with translation.override("fi"):
        assert show.in_words(value, NOW) == words


def test_a_moment_carries_the_exact_one_for_print(settings):
    with translation.override("fi"):
        html = show.moment({}, datetime(2026, 11, 30, 12, 5, tzinfo=UTC), NOW)
    assert 'title="ma 30.11.2026 klo 14.05"' in html
    assert ">tänään 14.05</time>" in html


def test_a_day_has_no_leading_zeros():
    assert show.day(date(2026, 3, 5)) == "5.3.2026"
    assert show.day(None) == ""


def test_an_identity_code_shows_only_the_day_of_birth():
    assert show.masked("120493-914E") == "120493-••••"
    assert show.masked(None) == ""


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Riina Maria Lehtovaara", "RL"), ("Åsa", "Å"), ("", ""), ("von Essen", "VE")],
)
def test_initials_are_those_of_the_first_and_the_last_name(name, letters):
    assert show.initials(name) == letters


def test_names_are_listed_as_in_a_sentence():
    with translation.override("fi"):
        assert show.join_names(["Riina", "Jarno", "Eero"]) == "Riina, Jarno ja Eero"
    assert show.join_names(["Riina"]) == "Riina"
    assert show.join_names([]) == ""


def test_text_is_shown_in_paragraphs_and_never_as_markup():
    assert show.paragraphs("<b>a</b>\nb\r\n\r\nc") == "<p>&lt;b&gt;a&lt;/b&gt;<br>b</p>\n<p>c</p>"


def test_each_document_type_has_a_colour_and_a_name():
    assert show.type_slug("Päätös") == "paatos"
    assert show.type_slug("Tuntematon") == "muu"
    assert show.type_name("Tuntematon") == "Tuntematon"
