"""A case with a document in it, as far as each test wants."""

import pytest

from nippu.catalogue.queries import newest
from nippu.documents.actions.drafting import start_document
from nippu.documents.actions.signing import sign
from tests import cast

JOINT_ASSESSMENT, OWN_ASSESSMENT, ENTRY = "1506.1019", "1506.1012", "1506.19001"
ROOT = "merkinta_asian_vireilletulosta"


@pytest.fixture
def case(aino, eero, now):
    return cast.own_case(aino, by=eero, at=now)


@pytest.fixture
def joint_case(aino, pekka, eero, now):
    return cast.joint_case(aino, pekka, by=eero, at=now)


@pytest.fixture
def draft(case, eero, now):
    """A journal entry of how the case was begun: all that it must tell is filled in."""
    return start_document(case, newest(ENTRY).oid, by=eero, at=now)


@pytest.fixture
def signed(draft, eero, now):
    sign(draft, version=1, by=eero, at=now)
    return draft
