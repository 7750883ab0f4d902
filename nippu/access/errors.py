"""The answers to one who may not."""

from nippu.base.errors import Denied, NotFound
from nippu.base.texts import _


class NotThere(NotFound):
    """Also the answer about a thing that the actor may not know of."""

    code = "not_there"
    text = _("Sivua tai tietoa ei löydy. Osoite voi olla väärä, tai tieto ei kuulu työtehtäviisi.")


class NotAllowed(Denied):
    code = "not_allowed"
    text = _("Työtehtäväsi ei oikeuta tähän. Jos tarvitset oikeuden, ota yhteyttä esihenkilöösi.")
