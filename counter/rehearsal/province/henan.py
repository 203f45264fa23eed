"""Henan's words: the function names, the codes 01, 08 and 09 and ten messages are public.

Assumed: the address, the shape of the messages, all field names, the other codes, the loss type and
the steps of ``enableCard``, and the functions ``activateBankAccount``, ``cancelNewCard``,
``restoreFailedCard``, ``changePersonInfo``, ``maintainPin``, ``queryCardKey``, ``cancelCard``, ``setPickup``,
``queryCardList``, ``queryNotice`` and the four of temporary cards.
"""

from collections.abc import Mapping

from counter.rehearsal.province import henan_queries as queries
from counter.rehearsal.province.book import Call, Reason, Traits
from counter.rehearsal.province.intake import Intake, Verdict
from counter.rehearsal.province.words import Ask, Code, Reply, Shape, text_of

PATH = "/hnsbk/service"
ACCEPTED = Verdict("accepted", "00", "成功")
WAITING = Verdict("waiting", "20", "已受理，结果另行通知")

_WORDS: Mapping[Reason, tuple[str, str]] = {
    Reason.ALREADY_LOST: ("01", "该卡已挂失"),
    Reason.ALREADY_PAID: ("01", "该申请已缴费"),
    Reason.ALREADY_MARKED: ("01", "该申请已标注"),
    Reason.UNKNOWN_PERSON: ("02", "身份证号不存在"),
    Reason.HAS_BATCH: ("03", "已经有批次号"),
    Reason.BATCH_USED: ("04", "批次号已经被使用"),
    Reason.BATCH_LOCKED: ("05", "批次确认加锁失败(保存失败)"),
    Reason.MAKING_BEGUN: ("06", "已经开始制卡"),
    Reason.ALREADY_COLLECTED: ("07", "卡已领取"),
    Reason.NO_ANSWER: ("08", "无应答"),
    Reason.MISSING: ("09", "缺少参数"),
    Reason.IN_MAKING: ("10", "制卡中,无须挂失"),
    Reason.PAID_LATELY: ("11", "一个月内有补卡缴费成功记录,不能获取缴款码"),
    Reason.ALREADY_APPLIED: ("12", "已提交过办卡申请"),
    Reason.UNKNOWN_CARD: ("13", "卡号不存在或不属于该人员"),
    Reason.NOT_LOST: ("14", "该卡未挂失"),
    Reason.NOT_REPLACEABLE: ("15", "该卡当前状态不能补换"),
    Reason.NO_RIGHT: ("16", "目前在河南无权限"),
    Reason.NO_ORDER: ("17", "没有未完成的办卡申请"),
    Reason.NOT_PAID: ("18", "该申请未登记缴费"),
    Reason.UNKNOWN_CALL: ("19", "功能号不存在"),
    Reason.SERIAL_REUSED: ("21", "流水号重复且内容不同"),
    Reason.NOT_MARKED: ("22", "该申请未标注"),
    Reason.ID_TAKEN: ("30", "身份证号已登记在他人名下"),
    Reason.NO_PROOF: ("31", "没有上传修改依据"),
    Reason.NUMBER_TAKEN: ("23", "卡号已被使用"),
    Reason.HAS_CARD: ("24", "已有社会保障卡，请办理补换卡"),
    Reason.NOT_READY: ("25", "该卡当前状态不能领取或启用"),
    Reason.ALREADY_ENABLED: ("26", "该卡已启用"),
    Reason.NOT_RESTORED: ("28", "制卡失败数据未处理，请先恢复申请"),
    Reason.NOT_FAILED: ("29", "没有制卡失败的数据"),
    Reason.WRONG_STATE: ("27", "该卡已作废或注销"),
    Reason.TEMPORARY_OUT: ("40", "临时卡尚未收回"),
    Reason.TEMPORARY_NOT_OUT: ("41", "该临时卡不在使用中"),
    Reason.NO_DEPOSIT: ("42", "没有在存的押金"),
}

_ALREADY = {"registerPayment": Reason.ALREADY_PAID, "markCard": Reason.ALREADY_MARKED}

_PERSON = ("idNumber",)
_CARD = ("idNumber", "cardNumber")
_TEMPORARY = ("idNumber", "tempCardNumber")
_NUMBER = {"tempCardNumber": "temporary_number"}
_LOSS = {"reason": "reason", "until": "until", "channel": "by"}
_APPLY = {
    "name": "name", "bank": "bank", "photo": "photo", "sex": "sex", "birthday": "born_on", "nation": "ethnic",
    "mobile": "mobile", "phone": "landline", "address": "address", "postcode": "postcode",
    "personType": "category", "personStatus": "status", "hukouType": "household",
    "hukouAddress": "household_address", "unitNo": "unit_number", "unitName": "unit_name", "villageNo": "village",
    "certType": "id_kind", "certValid": "id_valid_until", "country": "nation", "occupation": "occupation",
    "guardianName": "guardian_name", "guardianNo": "guardian_id",
    "pickup": "pickup", "pickupName": "pickup_name", "channel": "channel",
}
_OF_THE_PERSON = {
    theirs: ours for theirs, ours in _APPLY.items()
    if ours not in {"name", "bank", "photo", "sex", "born_on", "ethnic", "pickup", "pickup_name", "channel"}
}
SHAPES: Mapping[str, Shape] = {
    "reportLostCard": Shape(
        {"1": "lose_temporarily", "2": "lose_formally"}, (*_CARD, "lossType"), _LOSS, by="lossType"),
    "cancelLostCard": Shape({"": "release"}, _CARD, {"reason": "reason"}),
    "registerPayment": Shape({"": "register_payment"}, ("idNumber", "amount"), {
        "amount": "amount", "billNumber": "bill_number", "noticeNumber": "notice_number",
        "payKey": "pay_key"}),
    "cancelPayment": Shape({"": "cancel_payment"}, _PERSON, {"reason": "reason"}),
    "applyNewCard": Shape({"": "apply_new"}, ("idNumber", "bank"), _APPLY),
    "cancelNewCard": Shape({"": "end"}, _PERSON, {"reason": "reason"}),
    "applyCardReplacement": Shape(
        {"5_遗失补卡": "replace_lost", "6_损坏换卡": "replace_damaged"}, (*_CARD, "replaceType", "reason"), {
            "reason": "reason", "bank": "bank", "newCardNumber": "new_card_number", "photo": "photo",
            "pickup": "pickup", "pickupName": "pickup_name", "channel": "channel",
        }, by="replaceType"),
    "cancelCardReplacement": Shape({"": "cancel_replacement"}, _PERSON),
    "changePersonInfo": Shape({"1": "change_details", "2": "change_identity"}, (*_PERSON, "changeType"), {
        **_OF_THE_PERSON, "newName": "name", "newIdNumber": "id_number", "sex": "sex", "birthday": "born_on",
        "oldFaceCard": "old_face", "proof": "proof"}, by="changeType"),
    "markCard": Shape({"": "mark"}, _PERSON),
    "restoreFailedCard": Shape({"": "restore"}, _PERSON),
    "cancelMarkCard": Shape({"": "cancel_mark"}, _PERSON),
    "returnCardData": Shape({"ok": "made", "failed": "failed"}, ("idNumber", "result"), {
        "cardNumber": "new_card_number", "bankAccount": "bank_account", "bank": "bank",
        "failType": "fail_type", "reason": "reason"}, by="result"),
    "enableCard": Shape(
        {"领取": "collect", "启用": "enable_social", "回退": "undo_collect"}, (*_CARD, "step"),
        {"reason": "reason", "pinStatus": "password"}, by="step"),
    "setPickup": Shape({"": "hand_on"}, (*_CARD, "pickup"), {"pickup": "pickup", "pickupName": "pickup_name"}),
    "maintainPin": Shape(
        {"修改密码": "change_password", "解锁密码": "unlock_password", "重置密码": "reset_password"}, (*_CARD, "step"),
        {"reason": "reason", "channel": "channel"}, by="step"),
    "cancelCard": Shape({"": "cancel_card"}, (*_CARD, "reason"), {"reason": "reason", "cardReturned": "returned"}),
    "activateBankAccount": Shape({"": "enable_financial"}, _CARD, {"bank": "bank"}),
    "issueTempCard": Shape({"": "issue_temporary"}, _TEMPORARY, {
        **_NUMBER, "validUntil": "until", "issuer": "branch", "issuerName": "branch_name", "receiptNo": "coupon",
        "amount": "amount", "photo": "photo"}),
    "rewriteTempCard": Shape({"": "rewrite_temporary"}, _TEMPORARY, _NUMBER),
    "returnTempCard": Shape({"": "return_temporary"}, _TEMPORARY, _NUMBER),
    "stopTempCard": Shape({"": "stop_temporary"}, (*_TEMPORARY, "stopType"), {
        **_NUMBER, "stopType": "cause", "keepDeposit": "kept", "blacklist": "listed"}),
}


class Henan:
    """One address, one function name in each message, two-digit codes."""

    title = "河南省社会保障卡管理信息系统（演练）"
    traits = Traits(mark_first=True, pays_apart=True, formal_loss_is_final=False, phone_loss_days=None, letter="F")
    accepted, waiting = ACCEPTED, WAITING
    codes = tuple(Code(reason, code, text) for reason, (code, text) in _WORDS.items())
    calls = (*SHAPES, *queries.QUERIES)

    def word(self, reason: Reason) -> Verdict:
        """The code and text of a refusal."""
        code, text = _WORDS[reason]
        return Verdict("rejected", code, text)

    def by_code(self, code: str, call: str) -> Verdict:
        """The answer with this code; 01 means another thing in each call."""
        if code == "01":
            return self.word(_ALREADY.get(call, Reason.ALREADY_LOST))
        return self.word(next(reason for reason, (own, _) in _WORDS.items() if own == code))

    def answer(self, ask: Ask, intake: Intake) -> Reply:
        """Answer one message; whatever is not understood is 19 or 09."""
        message = ask.json_object()
        if ask.method != "POST" or ask.path != PATH:
            return self._say("", self.word(Reason.UNKNOWN_CALL))
        if message is None:
            return self._missing("", "function")
        function = text_of(message, "function")
        fields = message.get("args", {})
        if not isinstance(fields, dict):
            return self._missing(function, "args")
        if function in queries.QUERIES:
            return self._query(function, fields, intake)
        if function in SHAPES:
            return self._report(function, message, fields, intake)
        return self._say(function, self.word(Reason.UNKNOWN_CALL))

    def _report(
        self, function: str, message: Mapping[str, object], fields: Mapping[str, object], intake: Intake,
    ) -> Reply:
        shape, key, at = SHAPES[function], text_of(message, "serial"), text_of(message, "at")
        missing = shape.missing(fields) or _missing_of_return(function, fields)
        if not key or not at or missing:
            return self._missing(function, missing or ("at" if key else "serial"))
        if function == "cancelCardReplacement":
            return self._say(function, self.word(Reason.NO_RIGHT), report=function)
        call = Call(
            name=function, deed=shape.deed(fields), key=key, id_number=text_of(fields, "idNumber"),
            card_number=text_of(fields, "cardNumber"), at=at, facts=shape.read(fields),
        )
        return self._say(function, intake.receive(call), report=function)

    def _query(self, function: str, fields: Mapping[str, object], intake: Intake) -> Reply:
        code = intake.faults.take_rejection(function, report=False)
        if code:
            return self._say(function, self.by_code(code, function))
        missing = next((n for n in queries.QUERIES[function].needs if not text_of(fields, n)), "")
        if missing:
            return self._missing(function, missing)
        found = queries.QUERIES[function].answer(fields, intake)
        if isinstance(found, Reason):
            return self._say(function, self.word(found))
        return self._say(function, ACCEPTED, result=found)

    def _missing(self, function: str, name: str) -> Reply:
        code, text = _WORDS[Reason.MISSING]
        return self._say(function, Verdict("rejected", code, f"{text}：{name}"))

    def _say(self, function: str, verdict: Verdict, *, report: str = "", result: object = None) -> Reply:
        content = {"function": function, "code": verdict.code, "message": verdict.text, "result": result}
        return Reply(200, content, report=report)


def _missing_of_return(function: str, fields: Mapping[str, object]) -> str:
    """Data returned after making carry the card number, failed ones their type and reason."""
    if function != "returnCardData":
        return ""
    if fields.get("result") == "ok":
        return "" if text_of(fields, "cardNumber") else "cardNumber"
    if text_of(fields, "failType") not in {"银行", "制卡"}:
        return "failType"
    return "" if text_of(fields, "reason") else "reason"
