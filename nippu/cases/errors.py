"""The ways in which opening and keeping cases can fail."""

from nippu.base.errors import Invalid
from nippu.base.texts import _


class JointCaseNeedsTwo(Invalid):
    code = "joint_case_needs_two"
    text = _("Yhteisessä asiassa on vähintään kaksi asiakasta. Lisää asiakas tai avaa oma asia.")


class OwnCaseNeedsOne(Invalid):
    code = "own_case_needs_one"
    text = _("Omassa asiassa on yksi asiakas. Avaa yhteinen asia, jos asia koskee useampaa.")


class ClientTwice(Invalid):
    code = "client_twice"
    text = _("Sama asiakas on asiassa kahdesti.")


class ServiceTaskNotOfUnit(Invalid):
    code = "service_task_not_of_unit"
    text = _("Yksikkö ei hoida tätä palvelutehtävää. Valitse jokin yksikön palvelutehtävistä.")


class CaseNameUnknown(Invalid):
    code = "case_name_unknown"
    text = _("Valitse asialle nimi luettelosta.")


class CaseNameInWordsMissing(Invalid):
    code = "case_name_in_words_missing"
    text = _("Kirjoita asian nimi, kun luettelosta on valittu muu nimi.")
