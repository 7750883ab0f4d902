"""Stages of a case: where each structure belongs and what is usually made."""

import pytest

from nippu.base.texts import LANGUAGES
from nippu.catalogue.document_types import DOCUMENT_TYPES, document_type_of
from nippu.catalogue.entries import Origin, entry_of
from nippu.catalogue.rules import check_fit, service_tasks_of
from nippu.catalogue.stages import stage_for, stage_info, stages, stages_of, typical
from nippu.catalogue.tables import stage_table
from nippu.catalogue.types import DocumentType, Stage
from nippu.codes.sets import SERVICE_PROCESS, SERVICE_TASK, code_set
from nippu.structures import publication as published

S = Stage
TASKS = [each.code for each in code_set(SERVICE_TASK).codes]


@pytest.fixture(scope="module")
def structures(publication):
    return [published.parse(raw, name) for name, raw in published.read(publication)]


def test_the_six_stages_stand_in_order_with_the_names_of_the_service_process():
    process = code_set(SERVICE_PROCESS)
    assert [info.number for info in stages()] == [1, 2, 3, 4, 5, 6]
    assert [info.code for info in stages()] == [each.code for each in process.codes]
    assert [info.text for info in stages()] == [each.name.fi for each in process.codes]
    assert stage_info(S.PLANNING).key == "planning"
    assert all(stage_info(S.CLOSING).in_language(language) for language in LANGUAGES)


def test_no_structure_is_named_twice_in_a_stage():
    for info in stages():
        assert len(set(info.structures)) == len(info.structures)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("1506.4006", (S.INITIATION,)),
        ("1506.1019", (S.ASSESSMENT,)),
        ("1506.15020", (S.ASSESSMENT, S.PLANNING, S.CLOSING)),
        ("1506.11052", (S.ARRANGING,)),
        ("1506.15021", (S.IMPLEMENTATION,)),
        ("1506.19005", (S.INITIATION, S.ASSESSMENT, S.PLANNING, S.IMPLEMENTATION)),
        # Not named in the lists: by the general type, or with whatever stage the case is in.
        ("1506.3006", (S.INITIATION,)),
        ("1506.1005", (S.ASSESSMENT,)),
        ("1506.15009", (S.PLANNING,)),
        ("1506.11023", (S.ARRANGING,)),
        ("1506.7005", ()),
        ("1506.8003", ()),
    ],
)
def test_a_structure_belongs_to_its_stages(code, expected):
    assert stages_of(code) == expected


@pytest.mark.parametrize(
    ("code", "current", "expected"),
    [
        ("1506.1019", S.PLANNING, S.ASSESSMENT),
        ("1506.15020", S.ASSESSMENT, S.PLANNING),
        ("1506.15020", S.INITIATION, S.PLANNING),
        ("1506.11052", S.INITIATION, S.ARRANGING),
        ("1506.19005", S.ASSESSMENT, S.ASSESSMENT),
        ("1506.19005", S.ARRANGING, S.ARRANGING),
        ("1506.19005", S.CLOSING, S.CLOSING),
        ("1506.19001", S.ASSESSMENT, S.INITIATION),
        ("1506.1014", S.IMPLEMENTATION, S.IMPLEMENTATION),
        ("1506.1014", S.ARRANGING, S.ASSESSMENT),
        ("1506.7005", S.ARRANGING, S.ARRANGING),
        ("1506.11023", S.ASSESSMENT, S.ARRANGING),
    ],
)
def test_a_new_document_is_put_in_a_stage(code, current, expected):
    assert stage_for(code, current) is expected


@pytest.mark.parametrize(
    ("stage", "task", "joint", "expected"),
    [
        (S.ASSESSMENT, "X-tyoikaiset", False, ("1506.1012",)),
        (S.ASSESSMENT, "X-tyoikaiset", True, ("1506.1019",)),
        (S.ASSESSMENT, "24", True, ("1506.1005",)),
        (S.PLANNING, "X-tyoikaiset", True, ("1506.15020",)),
        (S.ARRANGING, "X-tyoikaiset", False, ("1506.11052",)),
        (S.IMPLEMENTATION, "X-tyoikaiset", False, ("1506.15021",)),
        (S.CLOSING, "20", False, ("1506.16009",)),
        (S.PLANNING, "20", True, ()),
        (S.PLANNING, "X-perheoikeus", False, ()),
        (S.INITIATION, "X-tyoikaiset", False, ()),
    ],
)
def test_what_is_typical_depends_on_stage_task_and_joining(stage, task, joint, expected):
    assert typical(stage, task, joint=joint) == expected


@pytest.mark.parametrize(
    ("begun_with", "expected"),
    [
        (["1506.4006"], ("1506.1009",)),
        (["1506.4018", "1506.4006"], ("1506.1009",)),
        (["1506.4009"], ("1506.1006",)),
        (["1506.3011"], ()),
    ],
)
def test_a_notification_is_usually_evaluated(begun_with, expected):
    assert typical(S.INITIATION, "X-tyoikaiset", begun_with=begun_with) == expected


def test_everything_the_tables_name_is_in_the_publication(structures):
    known = {each.code for each in structures}
    named = {code for info in stages() for code in info.structures}
    table = stage_table()
    named |= {code for by_task in table["typical"].values() for codes in by_task.values() for code in codes}
    named |= {*table["home"], *table["joint_instead"], *filter(None, table["joint_instead"].values())}
    assert named - known == set()


@pytest.mark.parametrize("joint", [False, True])
@pytest.mark.parametrize("task", TASKS)
def test_what_is_typical_fits_the_case(structures, task, joint):
    entries = [entry_of(each, Origin.PUBLICATION) for each in structures]
    facts = {each.code: each.facts for each in entries if each.creatable}
    for stage in Stage:
        for code in typical(stage, task, joint=joint):
            assert check_fit(facts[code], service_task=task, joint=joint) is None, (stage, code)


def test_every_structure_has_the_general_type_that_it_names(structures):
    by_name = {info.name.fi: kind for kind, info in DOCUMENT_TYPES.items()}
    for each in structures:
        assert document_type_of(each.code) is by_name.get(each.document_type, DocumentType.MANAGEMENT), (
            each.oid
        )


def test_every_subject_of_the_publication_is_known(structures):
    subjects = {" ".join(each.subject.split()) for each in structures if each.subject}
    assert {subject for subject in subjects if service_tasks_of("1506.0", subject) is None} == {
        "Sosiaalihuollon palvelutehtäville yhteiset asiakasasiakirjat",
        "Väkivaltatyön asiakasasiakirjat",
        "Asia- ja asiakkuusasiakirja",
        "Tahdonilmaisupalvelun asiakirjat",
    }


def test_every_document_type_has_a_name_and_its_own_number():
    assert set(DOCUMENT_TYPES) == set(DocumentType)
    numbers = [info.number for info in DOCUMENT_TYPES.values() if info.number]
    assert sorted(set(numbers)) == sorted(numbers)
    general = code_set("1506")
    for info in DOCUMENT_TYPES.values():
        if info.number:
            assert general.name_of(str(info.number), "fi") == info.name.fi
            assert general.name_of(str(info.number), "sv") == info.name.sv
    assert DOCUMENT_TYPES[DocumentType.DECISION].key == "paatos"
    assert DOCUMENT_TYPES[DocumentType.DECISION].in_language("fi") == "Päätös"


def test_a_strange_number_has_no_general_type():
    with pytest.raises(KeyError):
        document_type_of("1506.2001")
