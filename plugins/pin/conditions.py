"""密码业务的条件：新密码怎样才收。密码位数和初始密码写在城市文件的 ``[password]`` 里，各业务共用。"""

from counter import ABSENT, CardState, Case, NoRules, Reads, Refusal, condition

from .form import ChangeForm, ResetForm, UnlockForm


@condition(Reads.DOSSIER)
def card_may_be_unlocked(case: Case[UnlockForm, NoRules]) -> Refusal | None:
    """The card is with its holder and lives, enabled or not: its password may be locked before that."""
    card = case.dossier.card()
    if card is not None and card.state in (CardState.NORMAL, CardState.HANDED):
        return None
    word = card.state.value if card is not None else ABSENT.value
    return case.guide.refusal(word) or Refusal(f"没有可以办理{case.guide.title}的卡", case.guide.article)


@condition(Reads.SECRETS)
def passwords_are_typed(case: Case[ChangeForm, NoRules]) -> Refusal | None:
    """The old password and the new one are there."""
    if case.filled.old_password and case.filled.new_password:
        return None
    return Refusal("请持卡人输入旧密码和新密码；忘记旧密码的办理密码重置", case.guide.article)


@condition(Reads.SECRETS)
def new_password_is_good(case: Case[ChangeForm, NoRules]) -> Refusal | None:
    """The new password fits the city's word, was typed twice alike and is another one."""
    form = case.filled
    if not form.old_password or not form.new_password:
        return None
    if form.new_password == form.old_password:
        return Refusal("新密码与旧密码相同，请持卡人换一个", case.guide.article)
    said = case.passwords.refused(form.new_password, form.again or "", case.guide.article)
    return None if said is None else Refusal(said.text, said.article)


@condition(Reads.SECRETS)
def set_password_is_good(case: Case[ResetForm, NoRules]) -> Refusal | None:
    """The password set anew is there, fits the city's word and was typed twice alike."""
    form = case.filled
    if not form.new_password:
        return Refusal("请来人输入新密码", case.guide.article)
    said = case.passwords.refused(form.new_password, form.again or "", case.guide.article)
    return None if said is None else Refusal(said.text, said.article)
