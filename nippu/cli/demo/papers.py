"""Writing the documents of the demonstration as a worker would: begin, fill in the form, sign."""

from collections.abc import Mapping
from datetime import datetime

from nippu.access.types import Actor
from nippu.base.ids import CaseId, DocumentId, StructureCode
from nippu.base.texts import Language
from nippu.catalogue.queries import newest
from nippu.cli.demo.inputs import inputs_of
from nippu.cli.demo.stories import Paper
from nippu.documents.actions.drafting import save_draft, start_document
from nippu.documents.actions.signing import sign
from nippu.documents.errors import DocumentHasFindings
from nippu.documents.queries import draft_facts
from nippu.structures.form_data import from_form, to_form


def write(
    paper: Paper,
    case_id: CaseId,
    words: Mapping[str, str],
    *,
    by: Actor,
    at: datetime,
    language: Language = "fi",
) -> None:
    """Write a document in a case, and sign it unless the story leaves it a draft."""
    kind = newest(code_of(paper))
    begun = start_document(case_id, kind.oid, by=by, at=at, stage=paper.stage, language=language)
    fill_in(begun, paper, words, by=by, at=at)


def fill_in(
    document_id: DocumentId, paper: Paper, words: Mapping[str, str], *, by: Actor, at: datetime
) -> None:
    """Write the paper's texts into a document that has been begun."""
    draft = draft_facts(document_id, by=by, at=at)
    assert draft.version is not None
    held = to_form(draft.structure, draft.content) | inputs_of(paper.written, words)
    typed = from_form(draft.structure, held)
    if paper.draft:
        save_draft(document_id, typed, version=draft.version, section=paper.section, by=by, at=at)
        return
    try:
        sign(document_id, version=draft.version, typed=typed, by=by, at=at)
    except DocumentHasFindings as error:
        error.add_note(f"{paper.code}: {[(each.path, each.problem.value) for each in error.findings]}")
        raise


def code_of(paper: Paper) -> StructureCode:
    """The code of the structure that a paper is written on."""
    return StructureCode(f"1506.{paper.code}")
