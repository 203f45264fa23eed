"""Whether a city file and its plugins fit together, and whether every state has a way on."""

from typing import TYPE_CHECKING, Any

from counter.core.form import Form, compose
from counter.core.guide import EITHER, Moment, OperationRules
from counter.core.printed import asked_blanks
from counter.core.states import ABSENT, FINAL, WORKING, State
from counter.core.strict import Mistakes, read_table

if TYPE_CHECKING:
    from counter.catalogue import Catalogue


def check(found: "Catalogue", mistakes: Mistakes) -> None:
    """Note everything that the city file and the plugins do not agree on, and read the plugins' own rules."""
    city = found.city
    off = {plugin.name for plugin in found.off}
    for key, guide in city.operations.items():
        if key in found.operations:
            _blanks(found.operations[key].form, guide, f'operations."{key}"', mistakes)
        elif key.partition(".")[0] not in off:
            mistakes.add(f'operations."{key}"', "没有启用的插件提供这项业务")
    _check_photos(found, mistakes)
    _check_scans(found, mistakes)
    _check_passwords(found, mistakes)
    for name, rules in _rule_types(found).items():
        read = read_table(rules, city.rules.get(name, {}), name, mistakes)
        if read is not None:
            found.rules[name] = read
    _check_courses(found, mistakes)
    _check_panels(found, mistakes)
    for name in city.rules:
        if name not in _rule_types(found) and name not in off:
            mistakes.add(name, "这张表不属于任何已启用的插件")
    if not off:
        _ways(found, mistakes)
    _systems(found, mistakes)


def _ways(found: "Catalogue", mistakes: Mistakes) -> None:
    for name, tariff in found.city.tariff.items():
        for way in tariff.ways.value:
            if tariff.moment.value is Moment.WITHIN and way not in found.ways:
                mistakes.add(f'tariff."{name}".ways', f"没有插件提供缴费方式“{way}”")


def _blanks(form: type[Form], guide: OperationRules, where: str, mistakes: Mistakes) -> None:
    """Every blank the city names is one of the form's."""
    free = {b.label for b in form.own if b.by_city}
    asks = guide.asks.value if guide.asks is not None else ()
    for label in (one.partition("=")[0] for one in asks):
        if label not in free:
            mistakes.add(f"{where}.asks", f"表上没有可选的“{label}”，可用的有 {'、'.join(sorted(free))}")
    asked = {b.label for b in compose(guide.title, (form,), asks).own}
    for paper in guide.materials:
        if paper.only and paper.only.partition("=")[0] not in asked:
            mistakes.add(f"{where}.materials", f"表上没有“{paper.only.partition('=')[0]}”")
    for rule in guide.required:
        named = [one for wanted in rule.blanks for one in wanted.split(EITHER)]
        for label in [*named, *([rule.when.partition("=")[0]] if rule.when else [])]:
            if label not in asked:
                mistakes.add(f"{where}.required", f"表上没有“{label}”")


def _systems(found: "Catalogue", mistakes: Mistakes) -> None:
    """A system that is asked has its word for when it cannot be."""
    systems = found.city.systems
    asked = {need.id for operation in found.operations.values() for need in operation.needs}
    for name in sorted(asked & set(systems)):
        if systems[name].unavailable is None:
            mistakes.add(f"systems.{name}.unavailable", "这个系统要问，须写明问不到时怎么办（accept 或 refuse）")
    for key in sorted(set(found.city.messages) & set(found.operations) & set(found.city.operations)):
        labels = {b.label for b in found.form(key).own}
        for rule in found.city.messages[key]:
            if rule.when and rule.when.partition("=")[0] not in labels:
                mistakes.add(f'messages."{key}".when', f"表上没有“{rule.when.partition('=')[0]}”")


def _check_photos(found: "Catalogue", mistakes: Mistakes) -> None:
    """Who asks for a photo needs the city's limits; who must have one needs a form that asks for it."""
    asking = {key for key, operation in found.operations.items() if any(b.is_photo for b in operation.form.own)}
    used = sorted(asking & set(found.city.operations))
    if used and found.city.photo is None:
        mistakes.add("photo", f"缺少这张表：{'、'.join(used)} 要收照片")
    for key, guide in found.city.operations.items():
        if guide.photo is not None and guide.photo.value and key in found.operations and key not in asking:
            mistakes.add(f'operations."{key}".photo', "这项业务的表单没有照片这一项")


def unasked(found: "Catalogue") -> list[str]:
    """Cells of printed forms that no operation here ever fills: a blank written wrongly, or a plugin not enabled."""
    asked = {b.name for operation in found.operations.values() for b in operation.form.own}
    wrong = {key: sorted(asked_blanks(form) - asked) for key, form in found.city.forms.items()}
    return [f"表格 {key} 里的“{'、'.join(names)}”没有业务填写，印成空格" for key, names in wrong.items() if names]


def _check_courses(found: "Catalogue", mistakes: Mistakes) -> None:
    """The city names only steps that an act has, and says of each where it is written."""
    for key in found.city.operations:
        operation = found.operations.get(key)
        rules = found.rules.get(operation.plugin) if operation is not None else None
        act = operation.act if operation is not None else None
        if act is None or act.course is None or rules is None:
            continue
        own = {step.id for step in act.steps}
        for ruled in act.course(rules).steps:
            if ruled.step not in own:
                mistakes.add(key, f"没有步骤“{ruled.step}”，可用的有 {'、'.join(sorted(own))}")
            if not ruled.article and not ruled.assumed:
                text = f"步骤“{ruled.title}”没有写依据条款（article）；文件未载明的，请注明 assumed = true"
                mistakes.add(key, text)


def _check_scans(found: "Catalogue", mistakes: Mistakes) -> None:
    """Who wants papers scanned needs the city's limits, and conditions on blanks the form has."""
    for key, guide in found.city.operations.items():
        if guide.scans and found.city.scans is None:
            mistakes.add("scans", f"缺少这张表：{key} 要扫描材料")
        labels = {b.label for b in found.operations[key].form.own} if key in found.operations else set()
        for one in guide.scans:
            label = one.when.partition("=")[0]
            if label and key in found.operations and label not in labels:
                mistakes.add(f'operations."{key}".scans', f"表上没有“{label}”")


def _check_passwords(found: "Catalogue", mistakes: Mistakes) -> None:
    """Who asks for a password needs the city's word on passwords."""
    asking = {key for key, operation in found.operations.items() if any(b.secret for b in operation.form.own)}
    used = sorted(asking & set(found.city.operations))
    if used and found.city.password is None:
        mistakes.add("password", f"缺少这张表：{'、'.join(used)} 要输入密码")


def _check_panels(found: "Catalogue", mistakes: Mistakes) -> None:
    """The operations that a plugin's panels speak of are operations of this city."""
    for one in found.panels:
        rules = found.rules.get(one.plugin)
        strange = [name for name in one.panels.names(rules) if name not in found.city.operations] if rules else []
        for name in dict.fromkeys(strange):
            mistakes.add(one.plugin, f"没有业务“{name}”")


def _rule_types(found: "Catalogue") -> dict[str, type[Any]]:
    beside = {one.plugin: one.panels.rules for one in found.panels}
    return beside | {operation.plugin: operation.rules for operation in found.operations.values()}


def dead_ends(found: "Catalogue") -> list[str]:
    """Non-final states that some operation leads to and none leads on from; to be given up is no way on."""
    reached: set[State] = set()
    left: set[State] = set()
    for offer in (o for window in found.city.windows for o in found.offers(window)):
        for part in offer.parts:
            act = part.operation.act
            made = (act.done + act.failing(part.rules)) if act is not None else ()
            moves = [one for one in (*part.moves, *made) if one.after is not ABSENT]
            reached |= {one.after for one in moves if one.after not in one.before}
            left |= {state for one in moves if one.before != {one.after} for state in one.before}
    stuck = sorted(state.value for state in reached - left - FINAL - WORKING)
    return [f"“{word}”之后，现有的插件没有下一步业务" for word in stuck] + _endless(found)


def _endless(found: "Catalogue") -> list[str]:
    """Promises whose clock nothing stops: no operation has the title they name."""
    titles = {found.title(operation) for operation in found.operations}
    promises = found.city.promises.items()
    wrong = [(name, one.stops) for name, one in promises if one.stops and one.stops not in titles]
    return [f"时限“{name}”到“{stops}”止，但没有这项业务，时限不会停" for name, stops in wrong]
