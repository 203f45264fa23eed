"""注销、金融账户注销、收回卡片的回执，和社保业务注销证明。"""

from counter import By, Entry, slip, staff_words
from printing import Certificate, Fact, Receipt

from .form import CancelForm, CardForm, CardIs, CloseForm, ReturnForm

CERTIFICATE = "社保业务注销证明"
WHO = {By.AGENT: "代理人", By.GUARDIAN: "监护人"}


def card_words(form: CardForm, taken: str = "已收回") -> str:
    """What became of the card: taken back, or why not."""
    if form.card_is is CardIs.BROUGHT:
        return taken
    return f"未收回：{form.card_is.value}（{form.why_missing}）"


def _functions(entry: Entry[CancelForm] | Entry[CloseForm]) -> list[Fact]:
    changes = (entry.change(role) for role in ("social", "financial"))
    return [Fact(change.title, change.words, "state") for change in changes if change is not None]


def cancel_receipt(entry: Entry[CancelForm]) -> Receipt:
    """The receipt of a cancellation at one stroke."""
    facts = [Fact("注销原因", entry.form.cancelled_for), *_functions(entry), Fact("卡片", card_words(entry.form))]
    return slip(entry, "社会保障卡注销回执", facts=facts)


def social_receipt(entry: Entry[CancelForm]) -> Receipt:
    """The receipt of the social part; the certificate is a paper of its own."""
    facts = [
        Fact("注销原因", entry.form.cancelled_for),
        *_functions(entry),
        Fact(f"{CERTIFICATE}编号", entry.number, "number"),
        Fact("卡片", card_words(entry.form, "由持卡人带到发卡银行")),
    ]
    return slip(entry, "社会保障卡注销回执", facts=facts)


def close_receipt(entry: Entry[CloseForm]) -> Receipt:
    """The receipt of a closed account."""
    facts = [*_functions(entry), Fact(f"{CERTIFICATE}编号", entry.form.certificate, "number")]
    return slip(entry, "社会保障卡金融账户注销回执", facts=facts)


def return_receipt(entry: Entry[ReturnForm]) -> Receipt:
    """The receipt of a card that was taken back, or of why it was not."""
    return slip(entry, "社会保障卡收回回执", facts=[Fact("卡片", card_words(entry.form))])


def certificate(entry: Entry[CancelForm]) -> Certificate:
    """社保业务注销证明, with the entry's own number."""
    form, card, social = entry.form, entry.change("card"), entry.change("social")
    bank = card.facts.get("bank", "") if card is not None else ""
    comes = "持卡人本人" if form.by is By.SELF else f"{WHO[form.by]}{form.agent_name}"
    day = f"{entry.at.year} 年 {entry.at.month} 月 {entry.at.day} 日"
    whose = f"持卡人{entry.name}（社会保障号码 {entry.id_number}）因{form.cancelled_for}，由{comes}于{day}"
    where = f"发卡银行{f'（{bank}）' if bank else ''}社会保障卡综合服务窗口"
    return Certificate(
        office=entry.office,
        title=CERTIFICATE,
        number=entry.number,
        paragraphs=(
            f"{whose}在{entry.branch}办理社会保障卡注销，该卡（卡号 {entry.card_number}）的社保账户功能已经注销。",
            f"请持本证明到{where}办理银行金融账户的注销手续，办理完注销手续后，由发卡银行收回社会保障卡。",
        ),
        facts=(
            Fact("持卡人", entry.name, "name"),
            Fact("社会保障号码", entry.id_number, "number"),
            Fact("社会保障卡卡号", entry.card_number, "number"),
            *([Fact("发卡银行", bank)] if bank else []),
            Fact("注销原因", form.cancelled_for),
            *([Fact("社保功能", social.words, "state")] if social is not None else []),
        ),
        day=day,
        notes=(
            f"1. 本证明一卡一号，发卡银行凭编号核对；编号与省级系统不符的无效。咨询电话 {entry.phone}。",
            f"2. 依据：{entry.article}。",
        ),
        foot=(
            Fact("出具窗口", f"{entry.branch}　{entry.window}"),
            Fact("经办人", staff_words(entry.clerk, entry.clerk_name), "name"),
            *([Fact("复核人", staff_words(entry.second, entry.second_name), "name")] if entry.second else []),
        ),
    )
