"""Somebody the rehearsal province has never heard of, with a card in use."""

import hashlib
from datetime import datetime, timedelta

from counter.core.city import City
from counter.core.identity import IdNumber
from counter.core.names import Name
from counter.core.province import CardRecord, PersonRecord

ISSUED_AGO = timedelta(days=1000)
VALID = timedelta(days=3650)


def newcomer(city: City, id_number: IdNumber, name: Name, now: datetime) -> PersonRecord:
    """An invented record for this number: one normal card, at the city's first bank."""
    digits = str(int.from_bytes(hashlib.sha256(id_number.encode()).digest()[:8], "big"))
    issued = (now - ISSUED_AGO).date()
    card = CardRecord(
        number=f"Z{digits[:8]}",
        state="正常",
        bank=city.choices()["banks"][0],
        social="已启用",
        financial="已激活",
        issued_on=issued,
        expires_on=issued + VALID,
    )
    return PersonRecord(
        id_number=str(id_number),
        name=str(name),
        sex=id_number.sex,
        born_on=id_number.born_on,
        ethnic="汉族",
        mobile=f"199{digits[8:16]:0<8}",
        address=f"{city.facts.name}演练小区",
        insured_area=city.facts.name,
        category="城乡居民",
        as_of=now,
        cards=(card,),
    )
