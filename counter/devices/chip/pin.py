"""The password of the card: changed by its holder, unlocked and set anew with the province's answer.

Every command here is sent once. What of it rests on one source or on ISO 7816-4 alone stands in docs/readers.md.
"""

from counter.devices import DeviceError

from .apdu import CARD, Channel
from .card import Given, choose, prove
from .words import refused, tries_left

_SHORTEST, _LONGEST = 4, 12
_LOCKED = 0x6983
# What the province answers: eight bytes for the card's own number, then what the command itself must carry.
_PROOF = 8
_UNLOCK, _SET_ANEW = 0x03, 0x02


def packed(password: str) -> bytes:
    """Two digits to a byte, an odd one filled with F: 123456 is 12 34 56."""
    if not (password.isascii() and password.isdecimal() and _SHORTEST <= len(password) <= _LONGEST):
        raise DeviceError(CARD, f"的密码应是 {_SHORTEST} 到 {_LONGEST} 位数字，什么也没有改变", "重新输入密码")
    return bytes.fromhex(password + "F" * (len(password) % 2))


def locked(channel: Channel) -> bool:
    """Whether the card takes no password any more: VERIFY without a password only asks, and costs no try."""
    choose(channel)
    status = channel.once(bytes.fromhex("00200000")).status
    return status == _LOCKED or tries_left(status) == 0


def change(channel: Channel, old: str, new: str) -> int | None:
    """CHANGE PIN with the old one: None when done, else how many tries are left."""
    body = packed(old) + b"\xff" + packed(new)
    choose(channel)
    answer = channel.act(bytes((0x80, 0x5E, 0x01, 0x00, len(body))) + body)
    if answer.ok:
        return None
    left = tries_left(answer.status)
    if left is not None:
        return left
    if answer.status == _LOCKED:
        raise DeviceError(CARD, "的密码已锁定，没有改变", "先办理密码解锁")
    raise refused("修改密码", answer.status)


def unlock(channel: Channel, challenge: bytes, key: int, cryptogram: bytes) -> None:
    """Let the card take its password again."""
    _authorised(channel, challenge, key, cryptogram, how=_UNLOCK)


def reset(channel: Channel, challenge: bytes, key: int, cryptogram: bytes, new: str) -> None:
    """Give the card a new password without the old one."""
    _authorised(channel, challenge, key, cryptogram, how=_SET_ANEW, body=packed(new))


def write_anew(channel: Channel, new: str) -> None:
    """Set the password of a temporary card, which has no key of the province; any other card refuses."""
    body = packed(new)
    choose(channel)
    _finish(channel, bytes((0x00, 0x2C, _SET_ANEW, 0x00, len(body))) + body)


def _authorised(
    channel: Channel, challenge: bytes, key: int, cryptogram: bytes, *, how: int, body: bytes = b""
) -> None:
    """Prove the province's answer, then the command: with its message where it gave one, else as ISO 7816-4 has it."""
    if len(cryptogram) < _PROOF:
        raise DeviceError(CARD, "的密钥不是约定的长度，什么也没有改变", "与省里核实接口后再办")
    prove(channel, challenge, Given(key, cryptogram[:_PROOF]))
    message = cryptogram[_PROOF:]
    if message:
        command = bytes((0x84, 0x24, 0x00, 0x00 if how == _UNLOCK else 0x01, len(message))) + message
    elif body:
        command = bytes((0x00, 0x2C, how, 0x00, len(body))) + body
    else:
        command = bytes((0x00, 0x2C, how, 0x00))
    _finish(channel, command)


def _finish(channel: Channel, command: bytes) -> None:
    answer = channel.act(command)
    if not answer.ok:
        raise refused("设置密码", answer.status)
