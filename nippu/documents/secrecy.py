"""What of a document is kept from view when somebody's contact details are secret.

What is signed stays as it was signed; it is shown without where and how the person is reached. Drafts lose it
when they are saved or signed.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from nippu.base.ids import ClientId, DocumentId
from nippu.clients.models import Client
from nippu.clients.types import ClientStrip
from nippu.documents import content as contents
from nippu.documents.drafts import DraftRow
from nippu.documents.models import DocumentClient
from nippu.people.models import Person

MARK = "[turvakielto]"
"""Stands in a text in the place of an address, a telephone number or an e-mail address."""
MUNICIPALITY = frozenset({"kotikunta", "tilapainen_asuinkunta", "kunta", "kuntakoodi", "kuntaan_muutto"})
ADDRESS = frozenset({"lahiosoite", "postinumero", "postitoimipaikka"})
CONTACT = (
    frozenset({"yhteystiedot", "osoite", "postiosoite", "kayntiosoite", "tilapainen_osoite", "yhteysosoite"})
    | frozenset({"puhelinnumero", "sahkopostiosoite", "asuntokunta"})
    | ADDRESS
    | MUNICIPALITY
)
"""Keys of the national structures under which a person's own group tells how and where one is reached."""
FLAGS = ("turvakielto", "salaiset_yhteystiedot")
"""With which a group says itself that the person's contact details are secret."""
ANYWHERE = "asuntokunta"
"""The municipality where a client lives, told of outside the client's own group."""
SHORTEST = 5
"""A shorter text would be found in words that have nothing to do with it."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A person whose contact details are kept from view."""

    names: tuple[str, str]
    codes: frozenset[str]
    """Identity code and temporary code."""
    found: tuple[re.Pattern[str], ...]
    """The contact details, as they may stand in any text."""


def secrets_of(client_ids: Sequence[ClientId]) -> tuple[Secret, ...]:
    """Those of the clients who have a security ban. One statement."""
    return _secrets(Client.objects.filter(pk__in=client_ids, security_ban=True).select_related("person"))


def secrets_in(document_id: DocumentId) -> tuple[Secret, ...]:
    """Those of a document's clients who have a security ban. One statement."""
    theirs = DocumentClient.objects.filter(document_id=document_id).values("client_id")
    return _secrets(Client.objects.filter(pk__in=theirs, security_ban=True).select_related("person"))


def _secrets(rows: QuerySet[Client]) -> tuple[Secret, ...]:
    return tuple(_secret(each.person) for each in rows)


def _secret(person: Person) -> Secret:
    texts = (person.street_address, person.email)
    found = [_pattern(each.split(), r"\s+") for each in texts if len(each) >= SHORTEST]
    digits = re.sub(r"\D", "", person.phone)
    if len(digits) > SHORTEST:
        found.append(_pattern(list(digits), r"[\s-]*"))
    return Secret(
        names=_names(person.family_name, person.given_names),
        codes=frozenset(each for each in (person.identity_code, person.temporary_code) if each),
        found=tuple(found),
    )


def _names(family_name: object, given_names: object) -> tuple[str, str]:
    return str(family_name or "").casefold(), str(given_names or "").casefold()


def _pattern(parts: Sequence[str], between: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){between.join(map(re.escape, parts))}(?!\w)", re.IGNORECASE)


def readable_of(content: Mapping[str, object], strips: Sequence[ClientStrip]) -> dict[str, object]:
    """Signed content as it may be read, when these are its clients. At most one statement."""
    banned = [each.id for each in strips if each.security_ban]
    strangers = any(not each.name for each in strips)
    return shown(content, secrets_of(banned) if banned else (), strangers=strangers)


def writable_of(content: Mapping[str, object], strips: Sequence[ClientStrip]) -> dict[str, object]:
    """The content of a draft as it may be read, when these are its clients. At most one statement."""
    banned = [each.id for each in strips if each.security_ban]
    return without(content, secrets_of(banned) if banned else ())


def text_of(row: DraftRow) -> dict[str, object]:
    """The content of a draft as it may be read. A second statement when somebody has a security ban."""
    return without(contents.read(row.content), secrets_in(row.document_id) if row.banned else ())


def without(content: Mapping[str, object], secrets: Sequence[Secret]) -> dict[str, object]:
    """The content of a draft without the contact details of those who have a security ban."""
    return _group(content, secrets, flags=()) if secrets else dict(content)


def shown(
    content: Mapping[str, object], secrets: Sequence[Secret], *, strangers: bool = False
) -> dict[str, object]:
    """Signed content as it may be read: also without those contact details that it says itself to be secret.

    With `strangers`, one of its clients is nobody whom the reader may know of: no client's are shown then.
    """
    found = _group(content, secrets, flags=FLAGS)
    return _without_clients(found) if strangers else found


def _without_clients(content: Mapping[str, object]) -> dict[str, object]:
    """The content without any person's contact details, however deep they stand."""
    return {key: _bare(value) for key, value in content.items() if key not in CONTACT}


def _bare(value: object) -> object:
    if isinstance(value, dict):
        return _without_clients(value)
    return [_bare(each) for each in value] if isinstance(value, list) else value


def _group(
    group: Mapping[str, object], secrets: Sequence[Secret], *, flags: Sequence[str]
) -> dict[str, object]:
    gone = CONTACT if _is_secret(group, secrets, flags) else frozenset({ANYWHERE} if secrets else ())
    if _holds_any(group.get("lahiosoite"), secrets):
        gone = gone | ADDRESS
    kept = {key: _value(value, secrets, flags) for key, value in group.items() if key not in gone}
    return {key: value for key, value in kept.items() if value not in ({}, []) or group[key] in ({}, [])}


def _value(value: object, secrets: Sequence[Secret], flags: Sequence[str]) -> object:
    if isinstance(value, dict):
        return _group(value, secrets, flags=flags)
    if isinstance(value, list):
        made = [(each, _value(each, secrets, flags)) for each in value]
        return [new for old, new in made if new not in ({}, []) or old in ({}, [])]
    return _text(value, secrets) if isinstance(value, str) else value


def _text(text: str, secrets: Sequence[Secret]) -> str:
    for pattern in (each for secret in secrets for each in secret.found):
        text = pattern.sub(MARK, text)
    return text


def _holds_any(value: object, secrets: Sequence[Secret]) -> bool:
    return isinstance(value, str) and _text(value, secrets) != value


def _is_secret(group: Mapping[str, object], secrets: Sequence[Secret], flags: Sequence[str]) -> bool:
    """Whether the group is that of a person whose contact details are secret."""
    return any(group.get(each) is True for each in flags) or any(_is_of(group, each) for each in secrets)


def _is_of(group: Mapping[str, object], secret: Secret) -> bool:
    for key in ("henkilotunnus", "tilapainen_yksilointitunnus"):
        code = group.get(key)
        told = code.get("value") if isinstance(code, dict) else code
        if isinstance(told, str) and told.strip().upper() in secret.codes:
            return True
    return _names(group.get("sukunimi"), group.get("etunimet")) == secret.names
