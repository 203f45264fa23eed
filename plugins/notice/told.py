"""What was told before: shown on the person's page, so that whoever comes back is not asked all over again."""

from collections.abc import Sequence

from counter import Lead, NoRules, Page, Panel, PanelRow, Place, Told


def beside(place: Place, _rules: NoRules) -> Sequence[Panel]:
    """The newest notice about each operation that was not done since."""
    if place.page is not Page.PERSON or place.dossier is None:
        return ()
    newest = {one.offer: one for one in reversed(place.told)}
    open_ones = [one for one in newest.values() if not _done(place, one)]
    rows = tuple(_row(one) for one in sorted(open_ones, key=lambda told: told.at, reverse=True))
    return (Panel(title="告知过", rows=rows),) if rows else ()


def _done(place: Place, told: Told) -> bool:
    """Whether one of its operations was done after it was told."""
    assert place.dossier is not None, "asked before"
    parts = set(told.offer.split("+"))
    return any(past.operation in parts and past.at > told.at for past in place.dossier.past)


def _row(told: Told) -> PanelRow:
    what = f"缺：{told.lacking}" if told.lacking else "全部材料"
    return PanelRow(
        title=f"已告知 {told.at:%Y-%m-%d %H:%M}，{what}",
        lines=(("业务", f"{told.title}（{told.by}）"), ("告知", f"第 {told.number} 次，工号 {told.clerk}")),
        leads=(Lead(title=f"接着办：{told.title}", operation=told.offer.partition("+")[0]),),
    )
