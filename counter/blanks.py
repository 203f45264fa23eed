"""Blank cards of an act: the batch one is taken from, and what became of it."""

from collections.abc import Mapping

from counter.branch import Branch
from counter.core.case import Clerk
from counter.core.ruled import Refusal
from counter.core.steps import Stand, gathered
from counter.running import Running
from counter.store import stock


def blank_for(
    branch: Branch, run: Running, stand: Stand, texts: Mapping[str, str]
) -> tuple[str, str] | Refusal | None:
    """The batch a blank card is taken from; None when this step takes none, or the city counts none."""
    counted = run.course.counts_blanks
    if not stand.step.takes_blank or not counted.value or branch.stock.fed(run.kept.seq):
        return None
    change = run.kept.entry.change("new_card")
    bank = change.facts.get("bank", "") if change is not None else ""
    fitting = branch.stock.fitting(bank)
    chosen = next((b for b in fitting if b.batch == texts.get("batch")), next(iter(fitting), None))
    if chosen is None:
        of_bank = f"{bank}的" if bank else ""
        text = f"{of_bank}空白卡已经用完，不能{stand.ruled.title}。请主管在“空白卡”页登记入库后再做"
        return Refusal(text, counted.source)
    return chosen.batch, chosen.bank


def used_before(branch: Branch, facts: Mapping[str, str]) -> str:
    """Why a blank card with this bank account cannot be used; empty when it can."""
    account = facts.get("bank_account", "")
    kind, number = _account(branch, account)
    if not account or branch.database.row("SELECT 1 FROM taken WHERE kind=? AND number=?", kind, number) is None:
        return ""
    return f"空白卡上的银行账号（尾号 {account[-4:]}）已经用过，这张不能用，请交主管保管，换一张再做这一步"


def _account(branch: Branch, account: str) -> tuple[str, str]:
    return "空白卡银行账号", branch.keys.hash("account", account)


def use_up(branch: Branch, run: Running, facts: Mapping[str, str]) -> None:
    """The account of a blank card that was drawn in is on no other card. Call it inside ``writing()``."""
    account = facts.get("bank_account", "")
    if account:
        kind, number = _account(branch, account)
        branch.database.run("INSERT OR REPLACE INTO taken VALUES (?,?,?)", kind, number, run.kept.seq)


def feed_blank(branch: Branch, run: Running, batch: tuple[str, str], clerk: Clerk) -> None:
    """A blank card of this batch went into the maker. Call it inside ``writing()``."""
    now = branch.clock.now()
    branch.stock.add(stock.FED, *batch, 1, clerk=clerk.number, window=run.kept.window, now=now, seq=run.kept.seq)


def note_blank(branch: Branch, run: Running, kind: str, clerk: Clerk, note: str = "") -> None:
    """What became of the blank card in the maker, where the city counts them."""
    fed = branch.stock.fed(run.kept.seq)
    if fed is not None:
        now = branch.clock.now()
        branch.stock.add(
            kind, *fed, 1, clerk=clerk.number, window=run.kept.window, now=now, seq=run.kept.seq, note=note
        )


def let_go(branch: Branch, run: Running, clerk: Clerk, reason: str) -> None:
    """No card is made of the blank in the maker: waste if it was worked on, else a blank. Inside ``writing()``."""
    note_blank(branch, run, stock.SPOILED if run.touched else stock.RETURNED, clerk, reason)
    account = gathered(run.stands).get("bank_account", "")
    if account and not run.touched:
        kind, number = _account(branch, account)
        branch.database.run("DELETE FROM taken WHERE kind=? AND number=? AND seq=?", kind, number, run.kept.seq)
