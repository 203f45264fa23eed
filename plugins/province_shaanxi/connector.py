"""The counter's side of Shaanxi's interface: JSON-RPC requests out, results and errors back."""

from base64 import b64encode
from collections.abc import Sequence

from counter import (
    Answer,
    CardKey,
    CardShown,
    MakerStep,
    MakingRecord,
    News,
    PersonRecord,
    ProvinceMismatchError,
    ProvinceUnavailableError,
    Purpose,
    ReadKey,
    Report,
    Wire,
    answers,
)

from . import words
from .reading import message, number, person

SEND_SECONDS = 5.0
Said = tuple[dict[str, object] | None, int, str]


class ShaanxiConnector:
    """Speaks with Shaanxi's 社会保障卡管理信息系统."""

    title = "陕西省社会保障卡管理信息系统"
    operations = frozenset({*words.CALLS, "issue.make"})

    def __init__(self, url: str) -> None:
        self._wire = Wire(url)

    def look_up(self, id_number: str, timeout: float) -> PersonRecord | None:
        """Ask for the person with all cards."""
        result, code, said = self._call("ren.cha", "cha", {"sfzh": id_number}, timeout)
        if code == words.NOBODY:
            return None
        return person(_needed(result, code, said))

    def roll(self, kind: str, number: str, timeout: float) -> Sequence[PersonRecord]:
        """Ask for everybody of a unit or a batch, with their cards."""
        params = {"pc" if kind == "batch" else "dwbh": number}
        found = _needed(*self._call("ren.liebiao", "liebiao", params, timeout))
        return tuple(person(answers.mapping(one)) for one in answers.listing(found, "ren"))

    def send(self, report: Report) -> Answer:
        """Report one entry; what failed changes nothing there, but for a card that could not be made."""
        if report.facts.get("outcome") == "failed" and report.operation != "issue.make":
            return Answer("accepted", "", "没有办成，省里的记录不变")
        call = _call_for(report)
        if call is None:
            return Answer("rejected", "", f"陕西省接口没有“{report.operation}”这项业务，请到省系统办理")
        result, code, said = self._call(call.method, report.key, _params(report, call), SEND_SECONDS)
        if result is None:
            return Answer("rejected", str(code), said)
        code, said = number(result, "jg"), answers.text(result, "sm")
        if code not in {words.DONE, words.WAITING}:
            raise ProvinceMismatchError(f"办理结果 {code} 不认识")
        return Answer("accepted" if code == words.DONE else "waiting", str(code), said)

    def making_record(self, report: Report) -> MakingRecord | Answer:
        """Fetch what the card is made from; asking again gives the same."""
        asked = {"sfzh": report.id_number, "wd": report.branch, "ck": report.window}
        result, code, said = self._call("zhika.shuju", f"{report.key}/shuju", asked, SEND_SECONDS)
        if result is None:
            return Answer("rejected", str(code), said)
        given = answers.mapping(result.get("zk"))
        return MakingRecord(
            id_number=answers.text(given, "sfzh"),
            name=answers.text(given, "xm"),
            bank=answers.text(given, "yh"),
            card_number=answers.text(given, "xkh"),
        )

    def card_key(self, report: Report, purpose: Purpose, challenge: str) -> CardKey | Answer:
        """Let the province answer the card's random number."""
        asked = {"sfzh": report.id_number, "kh": report.card_number or "", "yt": purpose.value, "sjs": challenge}
        result, code, said = self._call("mima.miyao", f"{report.key}/miyao", asked, SEND_SECONDS)
        if result is None:
            return Answer("rejected", str(code), said)
        return CardKey(answers.text(result, "my"))

    def read_key(self, shown: CardShown, timeout: float) -> ReadKey | Answer:
        """Let the province answer the number of a card that is being read."""
        result, code, said = self._call("mima.duka", "duka", words.shown(shown), timeout)
        if result is None:
            return Answer("rejected", str(code), said)
        return ReadKey(answers.text(result, "my"), *(answers.text_or_none(result, name) for name in ("mybh", "mybb")))

    def maker_step(self, step: MakerStep, timeout: float) -> str | Answer:
        """Let the province's key machine answer a step of a maker's library."""
        result, code, said = self._call("mima.jiamiji", "jiamiji", words.step(step), timeout)
        if result is None:
            return Answer("rejected", str(code), said)
        return answers.text(result, "da")

    def news(self, after: str) -> tuple[Sequence[News], str]:
        """Fetch the messages after this cursor."""
        result = _needed(*self._call("xiaoxi.qu", "xiaoxi", {"wz": after}, SEND_SECONDS))
        return tuple(message(answers.mapping(item)) for item in answers.listing(result, "xx")), answers.text(
            result, "wz"
        )

    def _call(self, method: str, serial: str, params: dict[str, str], seconds: float) -> Said:
        """The result, or None with the error's code and text."""
        request = {"jsonrpc": "2.0", "id": serial, "method": method, "params": params}
        status, heard = self._wire.ask("POST", words.PATH, seconds, message=request)
        if not isinstance(heard, dict) or heard.get("jsonrpc") != "2.0":
            raise ProvinceMismatchError(f"对 {method} 的应答不是陕西的格式，状态 {status}")
        if "result" in heard and heard.get("id") == serial:
            return answers.mapping(heard["result"]), words.DONE, ""
        error = answers.mapping(heard.get("error"))
        code, said = number(error, "code"), answers.text(error, "message")
        if code in words.NOT_UNDERSTOOD:
            raise ProvinceMismatchError(f"对方不认识 {method}：{said}")
        if code == words.BUSY:
            raise ProvinceUnavailableError(f"省系统答复“{said}”")
        return None, code, said


def _needed(result: dict[str, object] | None, code: int, said: str) -> dict[str, object]:
    if result is None:
        raise ProvinceUnavailableError(f"省系统答复 {code} {said}")
    return result


def _call_for(report: Report) -> words.Call | None:
    if report.operation == "issue.make":
        return words.FAILED if report.facts.get("outcome") == "failed" else words.MADE
    return words.CALLS.get(report.operation)


def _params(report: Report, call: words.Call) -> dict[str, str]:
    card = report.card_number or ""
    params = {
        "sfzh": report.id_number,
        "xm": report.name,
        "blsj": report.at.isoformat(),
        "wd": report.branch,
        "ck": report.window,
        "jbr": report.clerk,
    }
    if call is words.MADE:
        params["xkh"] = report.facts.get("new_card_number") or card
    elif call.card:
        params["kh"] = (report.facts.get("old_card_number") or card) if call.card == "old" else card
    for ours, theirs in call.facts.items():
        if report.facts.get(ours):
            params[theirs] = report.facts[ours]
    if "photo" in report.attachments:
        params["zp"] = b64encode(report.attachments["photo"]).decode()
    if "amount" in call.facts:
        params.setdefault("je", "0")
    return params
