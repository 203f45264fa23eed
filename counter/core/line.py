"""What can go wrong on the line to another system, whichever it is."""


class UnavailableError(Exception):
    """No answer that can be relied on came; whether anything was done there is unknown."""

    def __init__(self, why: str, sentence: str = "") -> None:
        super().__init__(sentence or f"对方系统暂时连不上（{why}）")
        self.why = why


class MismatchError(Exception):
    """What answers at this address is not the system that was meant, or speaks another language."""

    def __init__(self, why: str, sentence: str = "") -> None:
        super().__init__(sentence or f"这个地址上不是要找的系统（{why}），请核对地址和接口插件")
        self.why = why
