"""One who watches over the use of data, beside the cast of the tests."""

from nippu.access.types import WorkTask
from nippu.base.texts import Bilingual
from tests import cast

OFFICER = Bilingual("tietosuojavastaava", "dataskyddsombud")
ROLES = {
    "tuija": cast.Role("Tuija", "Tarkka", OFFICER, "north", WorkTask.DATA_PROTECTION),
    "matti": cast.Role("Matti", "Mestari", Bilingual("päällikkö", "chef"), "north", WorkTask.MANAGEMENT),
}


def make(name, organisation, now, monkeypatch):
    """A data protection officer (tuija) or a manager (matti), as acting now."""
    monkeypatch.setitem(cast.STAFF, name, ROLES[name])
    return cast.make_professional(name, organisation, now)
