"""Every address answers one who has not logged in as if there were nothing there."""

import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from nippu.base.ids import new_id
from nippu.http.replay import MARK
from tests.conventions.our_files import listed

SAMPLES = {"int": "1", "str": "x", "slug": "x", "path": "x/y", "uuid": str(UUID(int=new_id().int))}
ARGUMENT = re.compile(r"<(?:(\w+):)?\w+>")

OPEN: dict[str, tuple[int, int]] = {
    "/": (302, 302),  # leads to the log-in
    "/login/": (200, 200),
    "/login/second-step/": (302, 200),  # the log-in page, for one who has not begun
    "/language/": (405, 302),
}
"""Addresses that answer a stranger something else, and what: the status of a GET and of a POST."""

KEEPS_WHAT_WAS_SENT = {
    "/search/",
    "/clients/<uuid:client_id>/details/<slug:part>/",
    "/clients/<uuid:client_id>/disclosure/",
    "/clients/<uuid:client_id>/risks/",
    "/clients/<uuid:client_id>/risks/<uuid:risk_id>/",
    "/cases/",
    "/special-access/",
    "/special-access/reviews/<uuid:ground_id>/",
    "/intake/",
    "/intake/<uuid:intake_id>/<slug:step>/",
    "/cases/<uuid:case_id>/start-document/",
    "/documents/<uuid:document_id>/base/",
    "/documents/<uuid:document_id>/edit/",
    "/administration/units/new/",
    "/administration/units/<uuid:unit_id>/",
    "/administration/providers/new/",
    "/administration/providers/<uuid:provider_id>/",
    "/administration/providers/<uuid:provider_id>/contracts/new/",
    "/administration/contracts/<uuid:contract_id>/",
    "/administration/professionals/",
    "/administration/professionals/new/",
    "/administration/professionals/<uuid:professional_id>/",
    "/administration/professionals/<uuid:professional_id>/work-tasks/new/",
    "/administration/work-tasks/<uuid:assignment_id>/",
}
"""Addresses where what a worker sent after the log-in had expired waits in the log-in page, answered 401."""

ASKS_AGAIN = {
    "/clients/<uuid:client_id>/restriction/",
    "/clients/<uuid:client_id>/security-ban/",
    "/intake/<uuid:intake_id>/discard/",
    "/documents/<uuid:document_id>/discard/",
    "/documents/<uuid:document_id>/sign/",
    "/administration/professionals/<uuid:professional_id>/password/",
}
"""Addresses of what cannot be undone: the log-in page, answered 401, leads back to them to press again."""

KNOWN = OPEN | dict.fromkeys(KEEPS_WHAT_WAS_SENT | ASKS_AGAIN, (404, 401))


def addresses(patterns: list[URLPattern | URLResolver], before: str = "/") -> Iterator[str]:
    """Each address of the project, with its arguments as they are written in it."""
    for pattern in patterns:
        here = before + str(pattern.pattern).removeprefix("^").removesuffix("$")
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, here)
        else:
            yield here


def _sample(address: str) -> str:
    """The address with a value in the place of each argument."""
    return ARGUMENT.sub(lambda found: SAMPLES.get(found[1] or "str", "x"), address)


def _answers() -> dict[str, tuple[int, int]]:
    """What a stranger is told at each address, asking and sending."""
    stranger = Client(raise_request_exception=False)
    return {
        address: (
            stranger.get(_sample(address), secure=True).status_code,
            stranger.post(_sample(address), {"x": "1", MARK: "x"}, secure=True).status_code,
        )
        for address in addresses(get_resolver().url_patterns)
    }


@pytest.mark.django_db
def test_every_address_answers_a_stranger_404():
    answers = _answers()
    assert len(answers) > 5
    faults = [
        f"{address}: GET {got}, POST {posted}"
        for address, (got, posted) in answers.items()
        if (got, posted) != KNOWN.get(address, (404, 404))
    ]
    assert not faults, listed(faults)


@pytest.mark.django_db
def test_the_addresses_that_answer_otherwise_are_still_there():
    assert not set(KNOWN) - set(addresses(get_resolver().url_patterns))


def test_arguments_are_given_values():
    told = _sample("/asiat/<uuid:case_id>/asiakirjat/<int:number>/<name>/")
    assert "<" not in told
    assert told.endswith("/asiakirjat/1/x/")
