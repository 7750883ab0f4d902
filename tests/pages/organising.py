"""What the tests of an administrator's pages share: what is typed in the forms, and how a refusal is read."""

import re

from tests import cast

PAGES = "/administration/"
UNIT = {
    "oid": f"{cast.ROOT}.21",
    "name_fi": "Vammaispalvelut",
    "name_sv": "",
    "service_tasks": ["20", "15"],
    "provider": "",
    "parent": "",
    "start": "1.1.2026",
    "end": "",
}
PROVIDER = {
    "oid": "1.2.246.10.28888881.10.0",
    "business_id": "2888888-1",
    "name_fi": "Hoiva Oy",
    "name_sv": "Vård Ab",
    "start": "1.1.2026",
    "end": "",
}
PERSON = {
    "given_names": "Uuno",
    "family_name": "Åkerman",
    "title_fi": "sosiaaliohjaaja",
    "title_sv": "",
    "registration_number": "",
    "employee_id": "17",
    "phone": "",
    "username": "uuno",
    "language": "sv",
}


def flaws(answer):
    """What the page says to be wrong beside its fields: by the field's id."""
    assert answer.status_code == 400
    found = re.findall(r'<p class="flaw" id="([\w-]+)-v">', answer.content.decode())
    return set(found)
