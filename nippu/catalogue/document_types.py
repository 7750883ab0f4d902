"""General document types: what kind of paper a structure is, whatever its service task."""

from collections.abc import Mapping
from types import MappingProxyType

from nippu.base.texts import Bilingual, _
from nippu.catalogue.types import DocumentType, DocumentTypeInfo


def _info(
    kind: DocumentType, text: str, sv: str, number: int | None
) -> tuple[DocumentType, DocumentTypeInfo]:
    return kind, DocumentTypeInfo(type=kind, name=Bilingual(text, sv), text=text, number=number)


DOCUMENT_TYPES: Mapping[DocumentType, DocumentTypeInfo] = MappingProxyType(
    dict(
        (
            _info(DocumentType.ASSESSMENT, _("Arvio"), "Bedömning", 1),
            _info(DocumentType.APPLICATION, _("Hakemus"), "Ansökan", 3),
            _info(DocumentType.NOTIFICATION, _("Ilmoitus"), "Anmälan", 4),
            _info(DocumentType.HEARING, _("Kuulemisasiakirja"), "Samrådshandling", 5),
            _info(DocumentType.CALCULATION, _("Laskelma"), "Beräkning", 6),
            _info(DocumentType.STATEMENT, _("Lausunto"), "Utlåtande", 7),
            _info(DocumentType.REFERRAL, _("Lähete"), "Remiss", 8),
            _info(DocumentType.PAYMENT_COMMITMENT, _("Maksusitoumus"), "Betalningsförbindelse", 9),
            _info(DocumentType.REQUEST, _("Pyyntö"), "Begäran", 10),
            _info(DocumentType.DECISION, _("Päätös"), "Beslut", 11),
            _info(DocumentType.REPORT, _("Selvitys"), "Utredning", 12),
            _info(DocumentType.AGREEMENT, _("Sopimus"), "Avtal", 13),
            _info(DocumentType.CONSENT, _("Suostumus"), "Samtycke", 14),
            _info(DocumentType.PLAN, _("Suunnitelma"), "Plan", 15),
            _info(DocumentType.SUMMARY, _("Yhteenveto"), "Sammanfattning", 16),
            _info(DocumentType.ENTRY, _("Asiakaskertomusmerkintä"), "Anteckning", 19),
            _info(DocumentType.MANAGEMENT, _("Hallinnan asiakirja"), "Förvaltningshandling", None),
        )
    )
)
"""Every general type, in the order of the national numbers."""

_BY_NUMBER = {info.number: kind for kind, info in DOCUMENT_TYPES.items() if info.number}
# Three structures name another general type than that of their number family.
_BY_CODE = {
    "1506.1001": DocumentType.SUMMARY,
    "1506.1021": DocumentType.STATEMENT,
    "1506.12015": DocumentType.STATEMENT,
}


def document_type_of(code: str) -> DocumentType:
    """The general type of a structure by its code, such as 1506.1019. Raises KeyError for another kind."""
    family, _dot, number = code.partition(".")
    if family == "1505":
        return DocumentType.MANAGEMENT
    if family != "1506":
        raise KeyError(family)
    return _BY_CODE.get(code) or _BY_NUMBER[int(number) // 1000]
