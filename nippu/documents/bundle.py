"""How a case's documents are laid out as a bundle: stage by stage, drafts first. Pure functions."""

from collections.abc import Iterable, Sequence

from nippu.base.ids import StructureCode
from nippu.cases.types import CaseFacts, CaseState
from nippu.catalogue.queries import newest_or_none
from nippu.catalogue.stages import stages, typical
from nippu.catalogue.types import Stage, StageInfo
from nippu.documents.rows import type_of
from nippu.documents.types import BundleStage, DocumentRow, MissingDocument, StageState


def bundle_stages(case: CaseFacts, rows: Sequence[DocumentRow]) -> tuple[BundleStage, ...]:
    """The six dividers of the binder with their papers, and what is typical of each but not made."""
    made = {each.structure_code for each in rows}
    return tuple(_stage(info, case, rows, made) for info in stages())


def drafts_first(rows: Iterable[DocumentRow]) -> tuple[DocumentRow, ...]:
    """Drafts before signed documents, the newest first in both."""
    newest = sorted(rows, key=lambda each: (each.moment, each.id), reverse=True)
    return tuple(sorted(newest, key=lambda each: not each.is_draft))


def _stage(
    info: StageInfo, case: CaseFacts, rows: Sequence[DocumentRow], made: set[StructureCode]
) -> BundleStage:
    here = drafts_first(each for each in rows if each.stage is info.stage)
    return BundleStage(
        info=info,
        state=_state(info.stage, case, has_papers=bool(here)),
        documents=here,
        missing=_missing(info.stage, case, here, made),
    )


def _state(stage: Stage, case: CaseFacts, *, has_papers: bool) -> StageState:
    current = Stage(case.stage)
    if case.state is CaseState.CLOSED:
        return StageState.DONE if has_papers or stage.number <= current.number else StageState.TODO
    if stage is current:
        return StageState.NOW
    if stage.number < current.number:
        return StageState.DONE
    return StageState.BEGUN if has_papers else StageState.TODO


def _missing(
    stage: Stage, case: CaseFacts, here: Iterable[DocumentRow], made: set[StructureCode]
) -> tuple[MissingDocument, ...]:
    """Typical documents of the present stage and of those ahead. What is behind is not nagged about."""
    if case.state is CaseState.CLOSED or stage.number < Stage(case.stage).number:
        return ()
    begun_with = [each.structure_code for each in here]
    codes = typical(stage, case.service_task, joint=case.joint, begun_with=begun_with)
    found = (newest_or_none(code) for code in codes if code not in made)
    return tuple(
        MissingDocument(
            structure_oid=each.oid,
            structure_code=each.code,
            name=each.name,
            type_key=type_of(each.code).key,
            type_name=type_of(each.code).name,
        )
        for each in found
        if each is not None and each.creatable
    )
