"""Every national structure is something to the access decree: none is closed because it was forgotten."""

import re

from nippu.access.data_classes import DataClass, classes_of_structures, data_class_of
from nippu.access.decree import signings

CODE = re.compile(r"1\.2\.246\.537\.6\.(150[56]\.\d+)\.")


def codes(structures):
    return {CODE.match(each.oid).group(1) for each in structures.values()}


def test_every_structure_of_the_publication_has_a_data_class(structures):
    assert {code for code in codes(structures) if data_class_of(code) is DataClass.CLOSED} == set()


def test_no_data_class_is_given_to_a_structure_that_there_is_not(structures):
    assert set(classes_of_structures()) == codes(structures)
    assert all(each.structures <= codes(structures) for each in signings())


def test_decisions_are_decisions_and_applications_begin_a_matter_unless_they_go_to_a_court(structures):
    found = {
        kind: {
            data_class_of(CODE.match(each.oid).group(1))
            for each in structures.values()
            if each.document_type == kind and "hallinto-oikeudelle" not in each.name.fi
        }
        for kind in ("Päätös", "Sopimus", "Hakemus")
    }
    assert found == {
        "Päätös": {DataClass.DECISION},
        "Sopimus": {DataClass.CONTRACT},
        "Hakemus": {DataClass.INITIATION},
    }
