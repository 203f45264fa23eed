"""The rehearsal systems that are told: they keep what they were told, and refuse what makes no sense."""

import re

from counter.rehearsal.systems.peer import Fields, Peer

MOBILE = re.compile(r"1[3-9]\d{9}")


class Simis(Peer):
    """Enables cards."""

    name, title = "simis", "SIMIS"
    reports = frozenset({"enable"})

    def wrong(self, _call: str, fields: Fields) -> str:
        """A card and its holder are needed."""
        return "" if fields.get("idNumber") and fields.get("cardNumber") else "缺少身份证号或卡号"


class CityCards(Peer):
    """Keeps the records of finished cards."""

    name, title = "citycards", "市卡管系统"
    reports = frozenset({"record"})

    def wrong(self, _call: str, fields: Fields) -> str:
        """A record says what it is."""
        return "" if fields.get("kind") else "没有写明是哪一种记录"


class ECard(Peer):
    """Creates electronic cards, one to a card."""

    name, title = "ecard", "电子社保卡系统"
    reports = frozenset({"create"})

    def wrong(self, _call: str, fields: Fields) -> str:
        """One electronic card to a card."""
        number = fields.get("cardNumber", "")
        if not number:
            return "没有卡号，不能生成电子社保卡"
        again = any(took.fields.get("cardNumber") == number for took in self.took)
        return "这张卡的电子社保卡已经生成" if again else ""


class Sms(Peer):
    """Sends short messages."""

    name, title = "sms", "短信平台"
    reports = frozenset({"send"})

    def wrong(self, _call: str, fields: Fields) -> str:
        """A message goes to a mobile number and says something."""
        if not MOBILE.fullmatch(fields.get("mobile", "")):
            return "手机号码不对"
        return "" if fields.get("text") else "短信没有内容"
