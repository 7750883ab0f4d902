"""Taking in a case, as a person at a browser does it."""

import re

from nippu.clients.models import Client as ClientRow
from tests import cast

RIINA = {"family_name": "Lehtovaara", "given_names": "Riina", "identity_code": "120493-914E"}
JARNO = {"family_name": "Saarela", "given_names": "Jarno", "birth_date": "3.8.1990", "phone": "040 555 0199"}
MATTER = {
    "told": "Riina soitti: arki ei suju uudessa kodissa.",
    "how": "1506.19001",
    "on": "1.9.2026",
    "service_task": cast.WORKING_AGE,
    "name_code": "X-arki",
    "urgent": "no",
    "joint": "yes",
    "version": "1",
}


def begin(browser, **sent):
    """A new intake; the address of its pages."""
    answer = browser.post("/intake/", sent or {"new": ""})
    return re.fullmatch(r"(/intake/[0-9a-f-]{36}/)\w+/", answer["Location"])[1]


def send(browser, address, **sent):
    """What the page answers when a form of it is sent."""
    return browser.post(address, sent, follow=True)


def add(browser, intake, person):
    """Add a new person."""
    return send(browser, f"{intake}persons/", go="persons", **person)


def aino_person(client):
    """The person who the client is."""
    return ClientRow.objects.get(pk=client).person_id
