"""The code sets that the structures ask for."""

from nippu.codes.sets import all_code_sets


def test_every_code_set_that_the_publication_names_is_here(structures):
    fields = [field for each in structures.values() for field in each.walk()]
    named = {field.coding.oid for field in fields if field.coding and field.coding.oid}
    assert len(named) > 50
    assert named - set(all_code_sets()) == set()
