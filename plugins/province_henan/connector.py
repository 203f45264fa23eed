"""The counter's side of Henan's interface: reports and questions out, answers back."""

from base64 import b64encode
from collections.abc import Sequence
from time import monotonic

from counter import (
    Answer,
    CardKey,
    CardShown,
    Inquiry,
    MakerStep,
    MakingRecord,
    News,
    Payable,
    PersonRecord,
    ProvinceMismatchError,
    ProvinceUnavailableError,
    Purpose,
    ReadKey,
    Reply,
    Report,
    UnavailableError,
    Wire,
    answers,
)

from . import words
from .reading import message, person

SEND_SECONDS = 5.0


class HenanConnector:
    """Speaks with Henan's 社会保障卡管理信息系统."""

    title = "河南省社会保障卡管理信息系统"
    operations = frozenset({*words.CALLS, "issue.make"})

    def __init__(self, url: str) -> None:
        self._wire = Wire(url)

    def look_up(self, id_number: str, timeout: float) -> PersonRecord | None:
        """Ask for the person, then for the cards, both within the time given."""
        end = monotonic() + timeout
        fields = {"idNumber": id_number}
        about = self._call({"function": "queryPersonInfo", "args": fields}, timeout)
        if about["code"] == words.NOBODY:
            return None
        left = end - monotonic()
        if left <= 0:
            raise ProvinceUnavailableError(f"{timeout:g} 秒内没有应答")
        cards = self._call({"function": "queryCardStatus", "args": fields}, left)
        return person(_result(about), _result(cards))

    def ask(self, inquiry: Inquiry, seconds: float) -> Reply:
        """Whether a fee may be taken: not where one for a replacement has succeeded within a month."""
        fields = {"idNumber": inquiry.id_number, "wantCode": "1"}
        heard = self._call({"function": "queryPayment", "args": fields}, seconds)
        if heard["code"] == words.PAID_LATELY:
            return Reply(answer=Payable.NO.value, facts={"said": answers.text(heard, "message")})
        if heard["code"] not in (words.DONE, words.NOBODY):
            raise UnavailableError(f"省系统答复 {heard['code']} {heard.get('message', '')}")
        return Reply(answer=Payable.YES.value)

    def roll(self, kind: str, number: str, timeout: float) -> Sequence[PersonRecord]:
        """Ask for everybody of a unit or a batch, with their cards."""
        fields = {"batch" if kind == "batch" else "unitNo": number}
        heard = _result(self._call({"function": "queryCardList", "args": fields}, timeout))
        people = (answers.mapping(one) for one in answers.listing(heard, "people"))
        return tuple(person(one, one) for one in people)

    def send(self, report: Report) -> Answer:
        """Report one entry; what failed changes nothing there, but for a card that could not be made.

        A card that somebody else has marked is marked: that is no refusal. A fee that is registered already is no
        refusal either, where it is this one.
        """
        if report.facts.get("outcome") == "failed" and report.operation != "issue.make":
            return Answer("accepted", "", "没有办成，省里的记录不变")
        if report.operation == "issue.make":
            failed = report.facts.get("outcome") == "failed"
            return self._report(report, words.RETURN_FAILED if failed else words.RETURN_MADE, report.key)
        call = words.CALLS.get(report.operation)
        if call is None:
            return Answer("rejected", "", f"河南省接口没有“{report.operation}”这项业务，请到省系统办理")
        answer = self._report(report, call, report.key)
        if report.operation == "issue.mark" and answer.code == words.ALREADY:
            return Answer("accepted", answer.code, answer.text)
        if report.operation == "fees.register" and answer.code == words.ALREADY:
            return self._registered_before(report, answer)
        return answer

    def _registered_before(self, report: Report, answer: Answer) -> Answer:
        """Accepted where the registered fee has the same bill; what else is registered, somebody must look at."""
        heard = _result(self._ask("queryPayment", {"idNumber": report.id_number}))
        known = [answers.mapping(one) for one in answers.listing(heard, "payments")]
        bills = [answers.text(one, "billNumber") for one in known if answers.text(one, "cancelled") != "1"]
        if report.facts.get("bill_number", "") in bills:
            return Answer("accepted", answer.code, answer.text)
        others = "、".join(bills) or "没有写票号"
        return Answer("rejected", answer.code, f"{answer.text}，登记的是另一笔（票号 {others}）")

    def making_record(self, report: Report) -> MakingRecord | Answer:
        """The chain of 获取数据: who is marked, the batch, its lock, the data; each step again gives the same."""
        marked = answers.listing(_result(self._ask("getJZKRY", {})), "people")
        mine = [answers.text(answers.mapping(one), "idNumber") == report.id_number for one in marked]
        if not any(mine):
            return Answer("rejected", "", "即制卡名单里没有这个人，请先做即制卡标注")
        batch = self._batch(report)
        if isinstance(batch, Answer):
            return batch
        locked = self._ask("getJZKPC", {"batch": batch, "window": f"{report.branch}-{report.window}"})
        given = self._ask("getCardData", {"idNumber": report.id_number, "batch": batch})
        for heard in (locked, given):
            if heard["code"] != words.DONE:
                return Answer("rejected", str(heard["code"]), answers.text(heard, "message"))
        fields = _result(given)
        return MakingRecord(
            id_number=answers.text(fields, "idNumber"),
            name=answers.text(fields, "name"),
            bank=answers.text(fields, "bank"),
            card_number=answers.text(fields, "cardNumber"),
            batch=batch,
        )

    def card_key(self, report: Report, purpose: Purpose, challenge: str) -> CardKey | Answer:
        """Let the province answer the card's random number."""
        card = report.card_number or ""
        fields = {"idNumber": report.id_number, "cardNumber": card, "purpose": purpose.value, "challenge": challenge}
        heard = self._ask("queryCardKey", fields)
        if heard["code"] != words.DONE:
            return Answer("rejected", str(heard["code"]), answers.text(heard, "message"))
        return CardKey(answers.text(_result(heard), "cryptogram"))

    def read_key(self, shown: CardShown, timeout: float) -> ReadKey | Answer:
        """Let the province answer the number of a card that is being read."""
        heard = self._call({"function": "queryReadKey", "args": words.shown(shown)}, timeout)
        if heard["code"] != words.DONE:
            return Answer("rejected", str(heard["code"]), answers.text(heard, "message"))
        given = _result(heard)
        which = (answers.text_or_none(given, name) for name in ("keyId", "keyVersion"))
        return ReadKey(answers.text(given, "cryptogram"), *which)

    def maker_step(self, step: MakerStep, timeout: float) -> str | Answer:
        """Let the province's key machine answer a step of a maker's library."""
        heard = self._call({"function": "queryHsmStep", "args": words.step(step)}, timeout)
        if heard["code"] != words.DONE:
            return Answer("rejected", str(heard["code"]), answers.text(heard, "message"))
        return answers.text(_result(heard), "answer")

    def _batch(self, report: Report) -> str | Answer:
        """The batch of this person: a new one, or the one given before."""
        fields = {"idNumber": report.id_number}
        heard = self._ask("getHQPCH", fields)
        if heard["code"] == words.HAS_BATCH:
            heard = self._ask("queryCardProgress", fields)
        if heard["code"] != words.DONE:
            return Answer("rejected", str(heard["code"]), answers.text(heard, "message"))
        return answers.text(_result(heard), "batch")

    def _ask(self, function: str, fields: dict[str, str]) -> dict[str, object]:
        return self._call({"function": function, "args": fields}, SEND_SECONDS)

    def _report(self, report: Report, call: words.Call, serial: str) -> Answer:
        fields = {"idNumber": report.id_number, "name": report.name, **_card(report, call), **call.fixed}
        for ours, theirs in call.facts.items():
            if report.facts.get(ours):
                fields[theirs] = report.facts[ours]
        if "photo" in report.attachments:
            fields["photo"] = b64encode(report.attachments["photo"]).decode()
        papers = sorted(name for name in report.attachments if name.startswith("paper"))
        if papers:
            fields["proof"] = " ".join(b64encode(report.attachments[name]).decode() for name in papers)
        if call is words.RETURN_FAILED:
            fields.setdefault("failType", "制卡")
            fields.setdefault("reason", "未写明")
        heard = self._call(
            {
                "function": call.function,
                "serial": serial,
                "at": report.at.isoformat(),
                "branch": report.branch,
                "window": report.window,
                "clerk": report.clerk,
                "args": fields,
            },
            SEND_SECONDS,
        )
        code, said = answers.text(heard, "code"), answers.text(heard, "message")
        match code:
            case words.DONE:
                return Answer("accepted", code, said)
            case words.WAITING:
                return Answer("waiting", code, said)
        return Answer("rejected", code, said)

    def news(self, after: str) -> tuple[Sequence[News], str]:
        """Fetch the notices after this cursor."""
        heard = self._call({"function": "queryNotice", "args": {"after": after}}, SEND_SECONDS)
        found = _result(heard)
        notices = found.get("notices")
        if not isinstance(notices, list):
            raise ProvinceMismatchError("消息应答缺少 notices")
        return tuple(message(answers.mapping(notice)) for notice in notices), answers.text(found, "next")

    def _call(self, content: dict[str, object], seconds: float) -> dict[str, object]:
        status, heard = self._wire.ask("POST", words.PATH, seconds, message=content)
        if not isinstance(heard, dict) or heard.get("function") != content["function"]:
            raise ProvinceMismatchError(f"对 {content['function']} 的应答不是河南的格式，状态 {status}")
        code = answers.text(heard, "code")
        if code == words.NO_SUCH_FUNCTION:
            raise ProvinceMismatchError(f"对方没有功能 {content['function']}")
        if code == words.NO_ANSWER:
            raise ProvinceUnavailableError("省系统答复 08 无应答")
        return heard


def _card(report: Report, call: words.Call) -> dict[str, str]:
    match call.card:
        case "own":
            number = report.card_number
        case "old":
            number = report.facts.get("old_card_number") or report.card_number
        case "new":
            number = report.facts.get("new_card_number") or report.card_number
        case _:
            number = None
    return {"cardNumber": number} if number else {}


def _result(heard: dict[str, object]) -> dict[str, object]:
    if heard["code"] != words.DONE:
        raise ProvinceUnavailableError(f"省系统答复 {heard['code']} {heard.get('message', '')}")
    return answers.mapping(heard.get("result"))
