"""What a person sent when the log-in had expired: carried through the log-in page and sent again after it.

It is sealed into the page and kept nowhere else. Each form carries the mark of the account for which its page
was made: a text is sent again, and saved, for that account only.
"""

from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.backends.utils import csrf_input
from django.urls import Resolver404, resolve
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString

from nippu.access.sealing import SealBroken, seal, unseal
from nippu.base.ids import AccountId
from nippu.http.openness import Openness, openness_of
from nippu.http.request import ours

SALT = "nippu.http.replay"
FIELD = "sent"
"""The hidden input of the log-in page that carries it."""
MARK = "_writer"
"""The hidden input of each form that tells for whom its page was made."""
OWN_FIELDS = frozenset({"csrfmiddlewaretoken", MARK})


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as it was sent: where to, its inputs in order, and the mark of its writer."""

    path: str
    inputs: tuple[tuple[str, str], ...]
    mark: str

    def is_of(self, account_id: AccountId) -> bool:
        """Whether the form's page was made for this account."""
        return constant_time_compare(self.mark, mark_of(account_id))


def mark_of(account_id: AccountId) -> str:
    """Tells accounts apart in pages, and cannot be made by others."""
    return salted_hmac(SALT, str(account_id), algorithm="sha256").hexdigest()[:32]


def marked_forms(request: HttpRequest) -> dict[str, object]:
    """The context processor that puts the mark in every form, beside its seal."""
    return {"csrf_input": _inputs(request)}


def _both_inputs(request: HttpRequest) -> SafeString:
    seal, acting = csrf_input(request), getattr(request, "acting", None)
    if acting is None:
        return seal
    return format_html('{}<input type="hidden" name="{}" value="{}">', seal, MARK, mark_of(acting.account_id))


_inputs = lazy(_both_inputs, SafeString, str)


def is_of_another(request: HttpRequest) -> bool:
    """Whether the page that sends this was made for another account than the one that is logged in."""
    acting, mark = ours(request).acting, request.POST.get(MARK)
    return acting is not None and bool(mark) and not sent_in(request).is_of(acting.account_id)


def sent_in(request: HttpRequest) -> Sent:
    """The form that a request brings."""
    inputs = tuple(
        (name, str(value))
        for name, values in request.POST.lists()
        if name not in OWN_FIELDS
        for value in values
    )
    return Sent(request.get_full_path(), inputs, request.POST.get(MARK, ""))


def sealed(sent: Sent) -> str:
    """The form as a text for a hidden input, which cannot be made or changed by others."""
    return seal(signing.dumps([sent.path, list(sent.inputs), sent.mark], salt=SALT, compress=True))


def unsealed(text: str) -> Sent | None:
    """The form that a text of `sealed` carries. None when there is none or it may not be sent again."""
    try:
        path, inputs, mark = signing.loads(unseal(text), salt=SALT)
    except (signing.BadSignature, SealBroken):
        return None
    sent = Sent(path, tuple((name, value) for name, value in inputs), mark)
    return sent if _may_be_sent_again(sent.path) else None


def _may_be_sent_again(path: str) -> bool:
    if not path.startswith("/") or path.startswith("//"):
        return False
    try:
        view = resolve(path.partition("?")[0]).func
    except Resolver404:
        return False
    return openness_of(view) is Openness.KEEPS_WHAT_WAS_SENT


def continue_page(request: HttpRequest, sent: Sent) -> HttpResponse:
    """A page with the form as it was, to be sent with one press. Works without script."""
    return render(request, "http/continue.html", {"sent": sent})
