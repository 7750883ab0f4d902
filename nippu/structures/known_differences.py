"""Where the national publication differs from its own ways. Anything else that differs stops the reading."""

from typing import Final

_CONSENT = (
    "oikeusgeneettisen_vanhemmuustutkimuksen_tilaus/tutkittavat_henkilot/lapsi/"
    "suostumus_aiempien_tietojen_kayttoon"
)
_OUTDOOR_PLAN = (
    "vammaispalvelujen_toteuttamissuunnitelma/erityishuoltoa_koskevat_tiedot/rajoitustoimenpiteet/"
    "ulkoilua_ja_liikkumista_koskeva_suunnitelma"
)
_STREET_ADDRESS = (
    "huostaanottohakemus_hallinto_oikeudelle/huoltaja_tai_laillinen_edustaja[]/yhteystiedot/osoite[]/"
    "lahiosoite"
)

REPEATED_LANGUAGE: Final[frozenset[tuple[str, str, str]]] = frozenset(
    {
        ("1506.1011", "turvakotipalvelun_ensiarvio/asiakas/aidinkieli", "description"),
        ("1506.4009", "lastensuojeluilmoitus/laatija", "description"),
        ("1506.7009", "sosiaalihuollon_lausunto/palvelutehtava", "classification"),
        ("1506.8003", _CONSENT, "name"),
        ("1506.9001", "sosiaalihuollon_maksusitoumus/palvelutehtava", "classification"),
        ("1506.15024", _OUTDOOR_PLAN, "name"),
        ("1506.16009", "sosiaalihuollon_yhteenveto/palvelutehtava", "description"),
    }
)
"""Structure, field and item where a second text marked Finnish is the Swedish one."""

LIST_IN_PARTS: Final[frozenset[tuple[str, str, str]]] = frozenset(
    {("1506.11024", "paatos_lapsen_huostassapidosta/ratkaisun_laji", "valueSet")}
)
"""Where a list of codes is given one code at a time."""

SEVERAL_CODE_SETS: Final[frozenset[tuple[str, str]]] = frozenset(
    {("1505.1", "asiakkuusasiakirja/asiakas/tyovoimaan_kuuluminen")}
)
"""Where two code sets are named; the last one is the exact one."""

SWEDISH_ONLY: Final[frozenset[tuple[str, str, str]]] = frozenset(
    {("1506.3004", _STREET_ADDRESS, "description")}
)
"""Where a text is given in Swedish alone; it is left out."""
