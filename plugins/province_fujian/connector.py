"""The counter's side of Fujian's interface: requests on resources out, outcomes back."""

from base64 import b64encode
from collections.abc import Sequence
from urllib.parse import quote, urlencode

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
from .reading import message, person

SEND_SECONDS = 5.0
ANSWERS = {"outcome", "person", "persons", "making", "key", "step", "events"}


class FujianConnector:
    """Speaks with Fujian's 全省社保卡档案库."""

    title = "福建省社保卡档案库"
    operations = frozenset({*words.CALLS, "issue.make"})

    def __init__(self, url: str) -> None:
        self._wire = Wire(url)

    def look_up(self, id_number: str, timeout: float) -> PersonRecord | None:
        """Ask for the person with all cards."""
        heard = self._call("GET", f"/persons/{quote(id_number, safe='')}", timeout)
        if heard.get("code") == words.NOBODY:
            return None
        return person(_found(heard, "person"))

    def roll(self, kind: str, number: str, timeout: float) -> Sequence[PersonRecord]:
        """Ask for everybody of a unit or a batch, with their cards."""
        name = "batch" if kind == "batch" else "unit"
        heard = self._call("GET", f"/persons?{name}={quote(number, safe='')}", timeout)
        return tuple(person(answers.mapping(one)) for one in answers.listing(_found(heard, "persons"), "persons"))

    def send(self, report: Report) -> Answer:
        """Report one entry; what failed changes nothing there, but for a card that could not be made."""
        if report.facts.get("outcome") == "failed" and report.operation != "issue.make":
            return Answer("accepted", "", "没有办成，省里的记录不变")
        call = _call_for(report)
        if call is None:
            return Answer("rejected", "", f"福建省接口没有“{report.operation}”这项业务，请到省系统办理")
        if not (report.card_number or report.facts.get("old_card_number")) and "{person}" not in call.path:
            return Answer("rejected", "", "上送内容里没有卡号，请核对这笔业务的卡号后重新上送")
        heard = self._call(
            call.method,
            _path(report, call),
            SEND_SECONDS,
            message=_fields(report, call),
            headers={words.KEY: report.key},
        )
        code, said = answers.text(heard, "code"), answers.text(heard, "detail")
        match answers.text(heard, "outcome"):
            case "done":
                return Answer("accepted", code, said)
            case "pending":
                return Answer("waiting", code, said)
            case "refused":
                return Answer("rejected", code, said)
        raise ProvinceMismatchError("办理结果不认识")

    def making_record(self, report: Report) -> MakingRecord | Answer:
        """Fetch number and data of the card to be made (获取卡号，生成完整制卡数据); asking again gives the same."""
        heard = self._call("GET", f"/persons/{quote(report.id_number, safe='')}/making", SEND_SECONDS)
        if "making" not in heard:
            return Answer("rejected", answers.text(heard, "code"), answers.text(heard, "detail"))
        given = answers.mapping(heard["making"])
        return MakingRecord(
            id_number=answers.text(given, "id"),
            name=answers.text(given, "name"),
            bank=answers.text(given, "bank"),
            card_number=answers.text(given, "number"),
        )

    def card_key(self, report: Report, purpose: Purpose, challenge: str) -> CardKey | Answer:
        """Let the province answer the card's random number."""
        asked = {"card": report.card_number or "", "purpose": purpose.value, "challenge": challenge}
        heard = self._call("GET", f"/persons/{quote(report.id_number, safe='')}/key?{urlencode(asked)}", SEND_SECONDS)
        if "key" not in heard:
            return Answer("rejected", answers.text(heard, "code"), answers.text(heard, "detail"))
        return CardKey(answers.text(heard, "key"))

    def read_key(self, shown: CardShown, timeout: float) -> ReadKey | Answer:
        """Let the province answer the number of a card that is being read."""
        card = quote(shown.card_id, safe="")
        heard = self._call("GET", f"/chips/{card}/key?{urlencode(words.shown(shown))}", timeout)
        if "key" not in heard:
            return Answer("rejected", answers.text(heard, "code"), answers.text(heard, "detail"))
        which = (answers.text_or_none(heard, name) for name in ("keyNumber", "keyVersion"))
        return ReadKey(answers.text(heard, "key"), *which)

    def maker_step(self, step: MakerStep, timeout: float) -> str | Answer:
        """Let the province's key machine answer a step of a maker's library."""
        heard = self._call("GET", f"/steps/{quote(step.function, safe='')}?{urlencode(words.step(step))}", timeout)
        if "step" not in heard:
            return Answer("rejected", answers.text(heard, "code"), answers.text(heard, "detail"))
        return answers.text(heard, "step")

    def news(self, after: str) -> tuple[Sequence[News], str]:
        """Fetch the events after this cursor."""
        heard = _found(self._call("GET", f"/events?{urlencode({'after': after})}", SEND_SECONDS), "events")
        return tuple(message(answers.mapping(event)) for event in answers.listing(heard, "events")), answers.text(
            heard, "cursor"
        )

    def _call(
        self,
        method: str,
        path: str,
        seconds: float,
        *,
        message: object = None,
        headers: dict[str, str] | None = None,
    ) -> dict[str, object]:
        status, heard = self._wire.ask(method, f"{words.ROOT}{path}", seconds, message=message, headers=headers)
        if not isinstance(heard, dict) or not heard.keys() & ANSWERS:
            raise ProvinceMismatchError(f"对 {method} 的应答不是福建的格式，状态 {status}")
        if heard.get("code") == words.NO_SUCH:
            raise ProvinceMismatchError("对方没有这个资源")
        return heard


def _found(heard: dict[str, object], name: str) -> dict[str, object]:
    if name not in heard:
        raise ProvinceUnavailableError(f"省系统答复 {heard.get('code', '')} {heard.get('detail', '')}")
    return heard


def _call_for(report: Report) -> words.Call | None:
    if report.operation == "issue.make":
        return words.FAILED if report.facts.get("outcome") == "failed" else words.MADE
    return words.CALLS.get(report.operation)


def _path(report: Report, call: words.Call) -> str:
    card = report.card_number or ""
    return call.path.format(
        card=quote(card, safe=""),
        old=quote(report.facts.get("old_card_number") or card, safe=""),
        person=quote(report.id_number, safe=""),
    )


def _fields(report: Report, call: words.Call) -> dict[str, str]:
    fields = {
        "person": report.id_number,
        "name": report.name,
        "at": report.at.isoformat(),
        "branch": report.branch,
        "window": report.window,
        "clerk": report.clerk,
        **call.fixed,
    }
    if call is words.MADE:
        fields["number"] = report.facts.get("new_card_number") or report.card_number or ""
    for ours, theirs in call.facts.items():
        if report.facts.get(ours):
            fields[theirs] = report.facts[ours]
    if "photo" in report.attachments:
        fields["photo"] = b64encode(report.attachments["photo"]).decode()
    if "amount" in call.facts:
        fields.setdefault("fee", "0")
    return fields
