"""What a card says of itself when it is powered on and when its application is chosen."""

_HAS_TA, _HAS_TB, _HAS_TC, _HAS_TD = 0x10, 0x20, 0x40, 0x80
_ALGORITHMS = {1: "DES", 2: "SSF33", 3: "SM4"}


def history_of(atr: bytes) -> bytes:
    """The historical bytes (卡复位信息), found by reading the interface bytes before them; empty when it is no ATR."""
    if len(atr) < 2:  # noqa: PLR2004 - TS and T0
        return b""
    count, place, says = atr[1] & 0x0F, 2, atr[1]
    while True:
        skipped = sum(bool(says & bit) for bit in (_HAS_TA, _HAS_TB, _HAS_TC))
        place += skipped
        if not says & _HAS_TD:
            break
        if place >= len(atr):
            return b""
        says = atr[place]
        place += 1
    found = atr[place : place + count]
    return found if len(found) == count else b""


def algorithm_of(chosen: bytes) -> str:
    """The algorithm that the answer to SELECT names: behind tag 9F0C the sign 86 and one byte; else empty."""
    place = chosen.find(b"\x9f\x0c")
    sign = chosen.find(b"\x86", place + 3) if place >= 0 else -1
    return _ALGORITHMS.get(chosen[sign + 1], "") if 0 <= sign < len(chosen) - 1 else ""
