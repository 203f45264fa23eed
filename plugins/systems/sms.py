"""短信：发一条给一个手机号码。"""

from counter import Answer, Delivery

from .exchange import Exchange


class Sms:
    """Sends one short message; the gateway learns the number and the text, not whose it is."""

    title = "短信平台"

    def __init__(self, url: str) -> None:
        self._line = Exchange("sms", url)

    def tell(self, delivery: Delivery) -> Answer:
        """Send it; without a number there is nothing to send, and somebody must be told in another way."""
        mobile = delivery.facts.get("mobile", "")
        if not mobile:
            return Answer("rejected", "", "没有留手机号码，请用电话、公告等办法通知")
        return self._line.report("send", delivery.key, {"mobile": mobile, "text": delivery.facts.get("text", "")})
