"""The stages of a case: what belongs to each and what is usually made there."""

from collections.abc import Collection, Mapping
from functools import cache

from nippu.base.ids import StructureCode
from nippu.base.texts import _
from nippu.catalogue.document_types import document_type_of
from nippu.catalogue.roles import evaluation_of
from nippu.catalogue.tables import stage_table
from nippu.catalogue.types import Stage, StageInfo

NAMES: Mapping[Stage, str] = {
    Stage.INITIATION: _("Vireilletulo"),
    Stage.ASSESSMENT: _("Palvelutarpeen arviointi"),
    Stage.PLANNING: _("Asiakkuuden suunnittelu"),
    Stage.ARRANGING: _("Palvelun järjestäminen"),
    Stage.IMPLEMENTATION: _("Palvelun toteuttaminen"),
    Stage.CLOSING: _("Asian päättäminen"),
}


@cache
def stages() -> tuple[StageInfo, ...]:
    """The six stages in order, each with its name, code and structures."""
    return tuple(_stage(stage) for stage in Stage)


def _stage(stage: Stage) -> StageInfo:
    table = stage_table()["stages"][stage.value]
    listed = (*table["structures"], *table.get("placed_by_us", []))
    return StageInfo(
        stage=stage,
        text=NAMES[stage],
        code=table["code"],
        structures=tuple(StructureCode(code) for code in listed),
    )


def stage_info(stage: Stage) -> StageInfo:
    """One stage with its name, code and structures."""
    return stages()[stage.number - 1]


def stages_of(code: str) -> tuple[Stage, ...]:
    """The stages that a structure belongs to, in order; none when it goes with any stage a case is in."""
    listed = tuple(info.stage for info in stages() if code in info.structures)
    if listed:
        return listed
    default = _default_stage(code)
    return (default,) if default else ()


def stage_for(code: str, current: Stage) -> Stage:
    """The stage in which a new document on this structure is put while the case is in the current one."""
    table = stage_table()
    if code in table["home"]:
        return Stage(table["home"][code])
    possible = stages_of(code)
    if not possible or current in possible:
        return current
    default = _default_stage(code)
    if len(possible) == 1 or default in possible:
        return default if default in possible else possible[0]
    return current


def _default_stage(code: str) -> Stage | None:
    found = stage_table()["by_document_type"].get(document_type_of(code).value)
    return Stage(found) if found else None


def typical(
    stage: Stage, service_task: str, *, joint: bool = False, begun_with: Collection[str] = ()
) -> tuple[StructureCode, ...]:
    """The structures usually made in a stage of a case in this service task.

    In the first stage they are the evaluations of what the case was begun with.
    """
    if stage is Stage.INITIATION:
        evaluations = (evaluation_of(code) for code in begun_with)
        return tuple(dict.fromkeys(each for each in evaluations if each))
    table = stage_table()
    found = table["typical"].get(stage.value, {}).get(service_task, [])
    instead = table["joint_instead"] if joint else {}
    fitting = (instead.get(code, code) for code in found)
    return tuple(StructureCode(code) for code in fitting if code)
