"""Shaanxi's words. Its true interface is not public: every name, shape and code here is assumed.

JSON-RPC 2.0 at one address; fields are pinyin initials, states and refusals are numbers.
"""

from collections.abc import Mapping
from datetime import datetime

from counter.rehearsal.province import keymachine, making, passwords
from counter.rehearsal.province import shaanxi_endings as endings
from counter.rehearsal.province import shaanxi_temporary as temporary
from counter.rehearsal.province.book import Call, Reason, Traits
from counter.rehearsal.province.intake import Intake, Verdict
from counter.rehearsal.province.newsfeed import Message
from counter.rehearsal.province.record import Card, Person, Stage, Use
from counter.rehearsal.province.words import Ask, Code, Reply, Shape, text_of, texts_of

PATH = "/sbk/jsonrpc"
BEIJING_TEXT = "%Y-%m-%d %H:%M:%S.%f%z"

_WORDS: Mapping[Reason, tuple[int, str]] = {
    Reason.UNKNOWN_CALL: (-32601, "没有这个方法"),
    Reason.MISSING: (-32602, "参数不全"),
    Reason.NO_ANSWER: (-32000, "系统忙，请稍后重发"),
    Reason.UNKNOWN_PERSON: (4101, "查无此人"),
    Reason.UNKNOWN_CARD: (4102, "查无此卡"),
    Reason.SERIAL_REUSED: (4103, "业务流水号已用于其他业务"),
    Reason.ALREADY_LOST: (4201, "卡已挂失"),
    Reason.NOT_LOST: (4202, "卡未挂失，不能解挂"),
    Reason.LOSS_IS_FINAL: (4203, "正式挂失不能撤销"),
    Reason.IN_MAKING: (4204, "卡未发放，不能挂失"),
    Reason.WRONG_STATE: (4205, "卡已作废或注销"),
    Reason.NOT_REPLACEABLE: (4301, "丢失后补卡须先正式挂失；损坏换卡须卡在用"),
    Reason.ALREADY_APPLIED: (4302, "已有未完成的办卡申请"),
    Reason.HAS_CARD: (4304, "已有社会保障卡"),
    Reason.MAKING_BEGUN: (4403, "已开始制卡"),
    Reason.NOT_PAID: (4303, "未见缴费凭据"),
    Reason.NO_ORDER: (4401, "没有待制的卡"),
    Reason.NUMBER_TAKEN: (4402, "卡号重复"),
    Reason.ALREADY_COLLECTED: (4501, "卡已领取"),
    Reason.NOT_READY: (4502, "卡未到此步"),
    Reason.ALREADY_ENABLED: (4503, "功能已启用"),
    Reason.TEMPORARY_OUT: (4701, "临时卡未交还"),
    Reason.TEMPORARY_NOT_OUT: (4702, "临时卡不在使用中"),
    Reason.NO_DEPOSIT: (4703, "没有在存的押金"),
    **endings.WORDS,
}

_CARD = ("sfzh", "kh")
_REPLACE = {
    "yy": "reason", "yh": "bank", "xkh": "new_card_number", "je": "amount", "pj": "bill_number",
    "tzs": "notice_number", "jf": "pay_key", "zp": "photo",
    "lkwd": "pickup", "lkwdmc": "pickup_name", "blqd": "channel",
}
_APPLY = {
    "xm": "name", "xb": "sex", "csrq": "born_on", "mz": "ethnic", "sjh": "mobile", "dh": "landline", "dz": "address",
    "yb": "postcode", "rylb": "category", "ryzt": "status", "hkxz": "household", "hkdz": "household_address",
    "dwbh": "unit_number", "dwmc": "unit_name", "cbh": "village", "zjlx": "id_kind", "zjyxq": "id_valid_until",
    "gj": "nation", "zy": "occupation", "jhr": "guardian_name", "jhrzj": "guardian_id", "yh": "bank", "zp": "photo",
    "lkwd": "pickup", "lkwdmc": "pickup_name", "blqd": "channel",
}
_OF_THE_PERSON = {
    theirs: ours for theirs, ours in _APPLY.items()
    if ours not in {"name", "bank", "photo", "sex", "born_on", "ethnic", "pickup", "pickup_name", "channel"}
}
SHAPES: Mapping[str, Shape] = {
    "guashi.koutou": Shape({"": "lose_temporarily"}, _CARD, {"yy": "reason", "zzsj": "until", "qd": "by"}),
    "guashi.zhengshi": Shape({"": "lose_formally"}, _CARD, {"yy": "reason", "qd": "by"}),
    "jiegua": Shape({"": "release"}, _CARD, {"yy": "reason"}),
    "buka": Shape({"": "replace_lost"}, (*_CARD, "je"), _REPLACE),
    "huanka": Shape({"": "replace_damaged"}, (*_CARD, "je"), _REPLACE),
    "shenling": Shape({"": "apply_new"}, ("sfzh", "xm", "yh"), _APPLY),
    "shenling.heshi": Shape({"": "review"}, ("sfzh",), _APPLY),
    "shenling.zhongzhi": Shape({"": "end"}, ("sfzh", "yy"), {"yy": "reason"}),
    "zhika.chenggong": Shape(
        {"": "made"}, ("sfzh", "xkh"), {"xkh": "new_card_number", "yhzh": "bank_account", "yh": "bank"}),
    "zhika.shibai": Shape({"": "failed"}, ("sfzh", "yy"), {"yy": "reason"}),
    "xinxi.biangeng": Shape({"": "change_details"}, ("sfzh",), _OF_THE_PERSON),
    "lingka": Shape({"": "collect"}, _CARD),
    "lingka.wangdian": Shape({"": "hand_on"}, (*_CARD, "lkwd"), {"lkwd": "pickup", "lkwdmc": "pickup_name"}),
    "lingka.huitui": Shape({"": "undo_collect"}, _CARD, {"yy": "reason"}),
    "qiyong.shebao": Shape({"": "enable_social"}, _CARD, {"mm": "password"}),
    "mima.xiugai": Shape({"": "change_password"}, _CARD, {"qd": "channel"}),
    "mima.jiesuo": Shape({"": "unlock_password"}, _CARD, {"qd": "channel", "yy": "reason"}),
    "mima.chongzhi": Shape({"": "reset_password"}, _CARD, {"qd": "channel", "yy": "reason"}),
    "qiyong.jinrong": Shape({"": "enable_financial"}, _CARD, {"yh": "bank"}),
    **temporary.SHAPES,
    **endings.SHAPES,
}
_STAGE = {
    Stage.VALID: 10, Stage.TEMP_LOST: 21, Stage.LOST: 22, Stage.VOID: 90, Stage.CLOSED: 91,
    Stage.RECEIVED: 5, Stage.ORDERED: 1, Stage.MARKED: 2, Stage.MADE: 3, Stage.COLLECTED: 4,
}
_USE = {Use.OFF: 0, Use.ON: 1, Use.LOST: 2, Use.STOPPED: 9}
_KIND = {"card": "kbd", "withdrawn": "cxc", "result": "ywjg", "applied": "wssq", "person": "xxbg"}
_MORE = {ours: theirs for theirs, ours in _APPLY.items()}
QUERIES = ("ren.cha", "ren.liebiao", "zhika.shuju", "mima.miyao", "mima.duka", "mima.jiamiji", "xiaoxi.qu")


class Shaanxi:
    """JSON-RPC, fields in pinyin initials, numbers as codes; all of it assumed."""

    title = "陕西省社会保障卡管理信息系统（演练）"
    traits = Traits(
        mark_first=False, pays_apart=False, formal_loss_is_final=True, phone_loss_days=7, letter="C",
        temporary_first=True,
    )  # fmt: skip
    accepted = Verdict("accepted", "0", "办理成功")
    waiting = Verdict("waiting", "1", "已收妥，待审核")
    codes = tuple(Code(reason, str(code), text) for reason, (code, text) in _WORDS.items())
    calls = (*SHAPES, *QUERIES)

    def word(self, reason: Reason) -> Verdict:
        """The code and text of a refusal."""
        code, text = _WORDS[reason]
        return Verdict("rejected", str(code), text)

    def by_code(self, code: str, call: str) -> Verdict:
        """The answer with this code, whatever the call."""
        del call
        return self.word(next(reason for reason, (own, _) in _WORDS.items() if str(own) == code))

    def answer(self, ask: Ask, intake: Intake) -> Reply:
        """Answer one JSON-RPC request."""
        message = ask.json_object()
        if ask.method != "POST" or ask.path != PATH or message is None:
            return self._error("", Verdict("rejected", "-32700", "不是本系统的请求"))
        serial, method, params = text_of(message, "id"), text_of(message, "method"), message.get("params")
        if message.get("jsonrpc") != "2.0" or not method or not isinstance(params, dict):
            return self._error(serial, Verdict("rejected", "-32600", "请求不合规范"))
        if method in QUERIES:
            return self._query(method, serial, params, intake)
        if method in SHAPES:
            return self._report(method, serial, params, intake)
        return self._error(serial, self.word(Reason.UNKNOWN_CALL))

    def _report(self, method: str, serial: str, params: Mapping[str, object], intake: Intake) -> Reply:
        shape = SHAPES[method]
        missing = shape.missing(params) or ("" if text_of(params, "blsj") else "blsj")
        if not serial or missing:
            return self._error(serial, _lacking(missing or "id"))
        verdict = intake.receive(Call(
            name=method, deed=shape.deed(params), key=serial, id_number=text_of(params, "sfzh"),
            card_number=text_of(params, "kh"), at=text_of(params, "blsj"), facts=shape.read(params),
        ))
        if verdict.state == "rejected":
            return self._error(serial, verdict, report=method)
        return self._result(serial, {"jg": int(verdict.code), "sm": verdict.text}, report=method)

    def _query(self, method: str, serial: str, params: Mapping[str, object], intake: Intake) -> Reply:
        code = intake.faults.take_rejection(method, report=False)
        if code:
            return self._error(serial, self.by_code(code, method))
        if method == "xiaoxi.qu":
            messages, cursor = intake.news.after(text_of(params, "wz"))
            return self._result(serial, {"xx": [_notice(m) for m in messages], "wz": cursor})
        if method == "ren.liebiao":
            people = intake.book.listed(text_of(params, "dwbh"), text_of(params, "pc"), intake.now())
            time = intake.now().strftime(BEIJING_TEXT)
            now = intake.now()
            return self._result(serial, {"ren": [{"ren": _person(p, now), "sj": time} for p in people]})
        if method == "mima.duka":
            return self._given(serial, "my", keymachine.to_read(intake.book, *texts_of(params, "kbm", "sjs")))
        if method == "mima.jiamiji":
            step = texts_of(params, "bz", "nr", "sfzh", "kh")
            return self._given(serial, "da", keymachine.to_step(intake.book, step, intake.now()))
        return self._one(method, serial, params, intake)

    def _one(self, method: str, serial: str, params: Mapping[str, object], intake: Intake) -> Reply:
        if not text_of(params, "sfzh"):
            return self._error(serial, _lacking("sfzh"))
        person = intake.book.person(text_of(params, "sfzh"), intake.now())
        if person is None:
            return self._error(serial, self.word(Reason.UNKNOWN_PERSON))
        if method == "zhika.shuju":
            return self._making(serial, person, intake)
        if method == "mima.miyao":
            return self._given(serial, "my", passwords.key_for(person, *texts_of(params, "kh", "yt", "sjs")))
        return self._result(serial, {"ren": _person(person, intake.now()), "sj": intake.now().strftime(BEIJING_TEXT)})

    def _making(self, serial: str, person: Person, intake: Intake) -> Reply:
        order = making.begin_unmarked(intake.book, person)
        if isinstance(order, Reason):
            return self._error(serial, self.word(order))
        return self._result(serial, {"zk": {
            "sfzh": person.id_number, "xm": person.name, "yh": order.bank, "xkh": order.number}})

    def _given(self, serial: str, name: str, one: str | Reason) -> Reply:
        return self._error(serial, self.word(one)) if isinstance(one, Reason) else self._result(serial, {name: one})

    def _result(self, serial: str, result: object, *, report: str = "") -> Reply:
        return Reply(200, {"jsonrpc": "2.0", "id": serial, "result": result}, report=report)

    def _error(self, serial: str, verdict: Verdict, *, report: str = "") -> Reply:
        error = {"code": int(verdict.code), "message": verdict.text}
        return Reply(200, {"jsonrpc": "2.0", "id": serial, "error": error}, report=report)


def _lacking(name: str) -> Verdict:
    code, text = _WORDS[Reason.MISSING]
    return Verdict("rejected", str(code), f"{text}：{name}")


def _card(card: Card) -> dict[str, object]:
    return {
        "kh": card.told, "zt": _STAGE[card.shown], "yh": card.bank,
        "sb": _USE[card.social], "jr": _USE[card.financial],
        "fkrq": str(card.issued_on or ""), "yxq": str(card.expires_on or ""),
        "gszz": card.lost_until.strftime(BEIJING_TEXT) if card.lost_until else "", "gsqd": card.lost_by,
        "gssj": card.lost_at.strftime(BEIJING_TEXT) if card.lost_at else "",
        "jrgssj": card.bank_lost_at.strftime(BEIJING_TEXT) if card.bank_lost_at else "",
        "lkwd": card.pickup, "lkwdmc": card.pickup_name,
        "pc": card.batch, "blqd": card.applied_by, "dsh": int(card.to_review), "mm": card.password_told,
        "zxyy": card.cancelled_for, "zxzm": card.certificate, "zxsh": card.returned,
    }


def _person(person: Person, now: datetime) -> dict[str, object]:
    return {
        "sfzh": person.id_number, "xm": person.name, "xb": person.sex, "csrq": str(person.born_on),
        "mz": person.ethnic, "sjh": person.mobile, "dz": person.address, "cbd": person.insured_area,
        "rylb": person.category, "dwbh": person.unit_number, "dwmc": person.unit_name,
        **{_MORE[ours]: text for ours, text in person.facts.items() if ours in _MORE},
        "ka": [_card(card) for card in person.cards],
        "lsk": [temporary.told(card, now, BEIJING_TEXT) for card in person.temporaries],
        "hmd": endings.told(person.listing),
    }


def _notice(message: Message) -> dict[str, object]:
    content: dict[str, object] = dict(message.facts)
    if "stage" in message.facts:
        content = {
            "zt": _STAGE[Stage(message.facts["stage"])], "gszz": message.facts.get("until", ""),
            "gsqd": message.facts.get("by", ""),
        }
        if "financial" in message.facts:
            content["jr"] = _USE[Use(message.facts["financial"])]
        if "social" in message.facts:
            content["sb"] = _USE[Use(message.facts["social"])]
        content["mm"] = message.facts.get("password", "")
    elif message.kind == "result":
        facts = message.facts
        content = {"lsh": facts["key"], "tg": facts["state"] == "accepted", "dm": int(facts["code"]),
                   "sm": facts["text"]}
    return {
        "bh": message.id, "lx": _KIND[message.kind], "sfzh": message.id_number, "kh": message.card_number,
        "sj": message.at.strftime(BEIJING_TEXT), "ly": message.origin, "nr": content,
    }
