"""Which structures fit which case, and why not; the roles of structures."""

import pytest

from nippu.base.texts import LANGUAGES
from nippu.catalogue.roles import evaluation_of, has_role, roles_of, structure_with, structures_with
from nippu.catalogue.rules import check_fit, service_tasks_of
from nippu.catalogue.tables import fit_table, role_table
from nippu.catalogue.types import Role, StructureFacts
from nippu.codes.sets import SERVICE_TASK, code_set

COMMON = "Sosiaalihuollon palvelutehtäville yhteiset asiakasasiakirjat"
WORKING_AGE = "Työikäisten palvelujen asiakasasiakirjat"
DISABILITY = "Vammaispalvelujen asiakasasiakirjat"


@pytest.mark.parametrize(
    ("code", "subject", "repeats", "retired", "task", "joint", "reason"),
    [
        ("1506.1019", COMMON, True, False, "X-tyoikaiset", True, None),
        ("1506.1012", WORKING_AGE, False, False, "X-tyoikaiset", False, None),
        ("1506.1012", WORKING_AGE, False, False, "X-tyoikaiset", True, "Asia on yhteinen"),
        ("1506.1012", WORKING_AGE, False, False, "20", True, "Kuuluu toiseen palvelutehtävään"),
        ("1506.1013", DISABILITY, False, False, "X-tyoikaiset", False, "palvelutehtävään: Vammaispalvelut."),
        ("1506.1013", DISABILITY, False, False, "20", False, None),
        ("1506.1005", "Lapsiperheiden palvelujen asiakasasiakirjat", True, False, "10", True, None),
        ("1506.1019", COMMON.replace(" ", "  "), True, False, "20", False, None),
        ("1506.1012", WORKING_AGE.replace(" ", "  "), False, False, "20", False, "toiseen"),
        ("1506.1021", None, True, False, "10", True, None),
        ("1506.9999", "Aivan uusi aihe", True, False, "10", True, None),
        ("1506.1020", COMMON, True, True, "X-tyoikaiset", False, "vanhentunut"),
        ("1505.1", "Asia- ja asiakkuusasiakirja", False, True, "10", False, "vanhentunut"),
        ("1505.1", "Asia- ja asiakkuusasiakirja", False, False, "10", False, "Nippu tekee"),
        ("1505.2", "Asia- ja asiakkuusasiakirja", True, False, "10", True, "Nippu tekee"),
        ("1505.8", "Tahdonilmaisupalvelun asiakirjat", False, False, "10", True, "tahdonilmaisu"),
        ("1505.9", "Tahdonilmaisupalvelun asiakirjat", False, False, "10", False, "tahdonilmaisu"),
    ],
)
def test_a_structure_fits_or_the_reason_is_told(code, subject, repeats, retired, task, joint, reason):
    facts = StructureFacts(code=code, subject=subject, client_repeats=repeats, retired=retired)
    found = check_fit(facts, service_task=task, joint=joint)
    assert (found is None) == (reason is None)
    if found:
        assert reason in found.in_language("fi")
        assert all(found.in_language(language) for language in LANGUAGES)


def test_the_reason_names_the_service_tasks_in_both_languages():
    facts = StructureFacts(code="1506.1013", subject=DISABILITY, client_repeats=False)
    found = check_fit(facts, service_task="10", joint=False)
    assert found.values["tasks"].sv == "Service för personer med funktionsnedsättning"


def test_every_service_task_in_the_table_is_a_code_of_the_set():
    for subject in fit_table()["subjects"]:
        for task in service_tasks_of("1506.0", subject) or ():
            assert task in code_set(SERVICE_TASK), subject


def test_the_case_and_relationship_documents_are_one_each():
    assert structure_with(Role.CASE_DOCUMENT) == "1505.2"
    assert structure_with(Role.RELATIONSHIP_DOCUMENT) == "1505.1"
    with pytest.raises(ValueError, match="unpack"):
        structure_with(Role.INITIATING)


def test_every_role_has_its_structures():
    assert set(role_table()["roles"]) == {role.value for role in Role}
    assert all(structures_with(role) for role in Role)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("1506.4006", {Role.INITIATING}),
        ("1506.19001", {Role.INITIATING_ENTRY}),
        ("1506.1019", {Role.ASSESSMENT}),
        ("1506.1009", {Role.EVALUATION}),
        ("1506.15020", {Role.CLIENT_PLAN}),
        ("1506.3004", set()),
    ],
)
def test_a_structure_has_the_roles_that_the_law_gives(code, expected):
    assert roles_of(code) == expected
    assert all(has_role(code, role) for role in expected)


def test_what_begins_a_case_is_followed_by_its_evaluation():
    for begun, evaluation in role_table()["evaluation_of"].items():
        assert has_role(begun, Role.INITIATING)
        assert has_role(evaluation, Role.EVALUATION)
        assert evaluation_of(begun) == evaluation
    assert evaluation_of("1506.3011") is None
