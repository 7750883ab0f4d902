"""Words that wait in a session until their page is shown: they may be a person's, so they are sealed."""

from nippu.access.sealing import SealBroken, seal, unseal
from nippu.http.request import NippuRequest


def keep_words(request: NippuRequest, name: str, words: str) -> None:
    """Let the words wait under a name, unreadable to one who reads the table of sessions."""
    request.session[name] = seal(words)


def kept_words(request: NippuRequest, name: str) -> str:
    """The words that wait under the name; empty when there are none."""
    try:
        return unseal(str(request.session.get(name, "")))
    except SealBroken:
        return ""
