"""What a status word of the card says, as one sentence: which device, what, what to do now."""

from counter.devices import DeviceError

from .apdu import CARD

_COUNTED = 0x63C
_SAID: dict[int, tuple[str, str]] = {
    0x6581: ("存储出错，可能已损坏", "换卡办理"),
    0x6700: ("不认这条命令的长度", "核对卡的版本，必要时用厂商驱动"),
    0x6901: ("现在不接受这一步", "取出卡重新放好再试"),
    0x6981: ("里的文件不是约定的种类", "核对是不是本省的社保卡"),
    0x6982: ("要先经省里的密钥验证", "管理员接通省里的密钥后再读，或照卡面录入"),
    0x6983: ("的密钥或密码已锁定", "办理解锁，或到发卡机构处理"),
    0x6984: ("的随机数已作废，什么也没有改变", "重新放好卡再办"),
    0x6985: ("现在不具备做这一步的条件", "取出卡重新放好再试"),
    0x6988: ("不认省里给的报文，什么也没有改变", "与省里核实这张卡后再办"),
    0x6A80: ("不认这条命令的内容", "核对卡的版本，必要时用厂商驱动"),
    0x6A81: ("已被锁定，社保应用停用", "到发卡机构换卡"),
    0x6A82: ("里没有要读的文件", "核对是不是本省的社保卡"),
    0x6A83: ("里没有要读的项目", "照卡面录入"),
    0x6A88: ("里没有省里要用的那把密钥", "与省里核实密钥标识后再办"),
    0x6D00: ("不认这条命令", "核对卡的版本，必要时用厂商驱动"),
    0x6E00: ("不认这类命令", "核对卡的版本，必要时用厂商驱动"),
    0x9302: ("不认省里给的报文，什么也没有改变", "与省里核实这张卡后再办"),
    0x9303: ("的社保应用已永久锁定", "到发卡机构换卡"),
    0x9406: ("给不出校验值", "到发卡机构换卡"),
}


def tries_left(status: int) -> int | None:
    """How many tries are left, where the word counts them."""
    return status & 0xF if status >> 4 == _COUNTED else None


def refused(step: str, status: int) -> DeviceError:
    """The card did not do this step: its word as a sentence, the number kept for who looks after readers."""
    left = tries_left(status)
    if left is not None:
        said = (f"不认这把密钥，什么也没有改变，还可以试 {left} 次", "先与省里核实，不要再试")
    else:
        said = _SAID.get(status, ("给了不认识的应答", "取出卡重新放好再试；仍这样的照卡面录入"))
    return DeviceError(CARD, f"{said[0]}（{step}，{status:04X}）", said[1])
