"""Documents for the tests of pages, made through actions only."""

from nippu.catalogue.queries import newest, structure
from nippu.documents.actions.drafting import save_draft, start_document
from nippu.documents.actions.signing import sign
from nippu.structures.samples import minimal_document

ENTRY = "1506.19005"


def sign_entry(case_id, *, by, at, code=ENTRY):
    """A signed journal entry of a contact, with the least that it must hold."""
    document_id = start_document(case_id, newest(code).oid, by=by, at=at)
    save_draft(document_id, minimal_document(structure(newest(code).oid)), version=1, by=by, at=at)
    sign(document_id, version=2, by=by, at=at)
    return document_id
