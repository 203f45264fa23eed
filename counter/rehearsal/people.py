"""Invented people with the stories a demonstration, a clerk in training or a test can play.

All names, numbers, addresses and banks' accounts are invented; the identity numbers have true check
signs. Everything that ages is counted back from the ``now`` that is given.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from counter.core.dates import add_months
from counter.core.province import CardRecord, PersonRecord
from counter.rehearsal.places import PLACES, Place

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CARD_MONTHS = 120


@dataclass(frozen=True, kw_only=True)
class Companion:
    """Who comes for somebody else: an agent (代办人) or a guardian (监护人)."""

    name: str
    id_number: str
    mobile: str
    relation: str


@dataclass(frozen=True, kw_only=True)
class Story:
    """One person at the desk: what happened, what to do, who comes along and with which papers."""

    id: str
    person: PersonRecord
    title: str
    hint: str
    agent: Companion | None = None
    papers: tuple[str, ...] = ()


CITIES = tuple(PLACES)


def check_sign(first17: str) -> str:
    """The last sign of an identity number (GB 11643-1999)."""
    return "10X98765432"[sum(int(d) * w for d, w in zip(first17, _WEIGHTS, strict=True)) % 11]


def people(city: str, now: datetime) -> tuple[Story, ...]:
    """The stories of one city, as they stand at ``now``."""
    return _Cast(PLACES[city], now).stories()


class _Cast:
    """Makes the people of one place, with running numbers."""

    def __init__(self, place: Place, now: datetime) -> None:
        self.place, self.now = place, now
        self._made = 0

    def id_number(self, code: str, age: int, sex: str) -> str:
        """An identity number of somebody of this age and sex."""
        self._made += 1
        born = date(self.now.year - age, self._made % 12 + 1, (2 + self._made) % 28 + 1)
        serial = 4 * int(self.place.code[:2]) + 2 * self._made + (sex == "男")
        first17 = f"{code}{born:%Y%m%d}{serial:03d}"
        return first17 + check_sign(first17)

    def card(self, state: str = "正常", *, days: int, bank: int = 0, used: bool = True) -> CardRecord:
        """A card issued so many days ago; ``used`` when both functions were enabled."""
        self._made += 1
        issued = self.now.date() - timedelta(days=days)
        return CardRecord(
            number=f"{self.place.cards}8{123 + 37 * self._made:04d}", state=state,
            bank=self.place.banks[bank % len(self.place.banks)],
            social="已启用" if used else "未启用", financial="已激活" if used else "未激活",
            issued_on=issued, expires_on=add_months(issued, _CARD_MONTHS),
        )

    def person(
        self, name: str, age: int, sex: str, *cards: CardRecord, ethnic: str = "汉族",
        category: str = "城乡居民", code: str = "",
    ) -> PersonRecord:
        """Somebody who lives and is insured in the city."""
        id_number = self.id_number(code or self.place.code, age, sex)
        return PersonRecord(
            id_number=id_number, name=name, sex=sex, born_on=date.fromisoformat(id_number[6:14]),
            ethnic=ethnic, mobile=f"199{self.place.code[:2]}{self._made:06d}", address=self.place.street,
            insured_area=self.place.area, category=category, as_of=self.now, cards=cards,
        )

    def companion(self, name: str, age: int, sex: str, relation: str) -> Companion:
        """Somebody who comes along."""
        number = self.id_number(self.place.code, age, sex)
        return Companion(
            name=name, id_number=number, relation=relation,
            mobile=f"199{self.place.code[:2]}{self._made:06d}",
        )

    def stories(self) -> tuple[Story, ...]:
        """Everybody, in the order in which a demonstration shows them."""
        return (
            *self._losses(), *self._with_companion(), *self._new_cards(), *self._others(),
            *self._first_cards(), *self._of_a_unit(),
        )

    def _losses(self) -> tuple[Story, ...]:
        names, days = self.place.names, self.place.phone_loss_days
        phoned = self.now - timedelta(days=3)
        until = None if days is None else phoned + timedelta(days=days)
        lost = replace(self.card("临时挂失", days=900, bank=1), lost_by="12333", lost_until=until)
        term = "挂失没有写明期限" if days is None else f"口头挂失 {days} 天有效，还剩 {days - 3} 天"
        formal = replace(self.card("正式挂失", days=1500, bank=2), lost_by="窗口")
        return (
            Story(
                id="lost", title="王䶮𬱖的社保卡昨天丢了，卡现在是正常状态",
                person=self.person("王䶮𬱖", 36, "男", self.card(days=1200), category="城镇职工"),
                hint="先办正式挂失，再办遗失补卡；姓名里有两个生僻字，看页面和回执是否都打得出",
                papers=("本人身份证",),
            ),
            Story(
                id="phoned", title=f"{names[0]}三天前打 12333 临时挂失，{term}",
                person=self.person(names[0], 58, "男", lost, category="城镇职工"),
                hint="卡找到了办解除挂失；找不到就转正式挂失再补卡", papers=("本人身份证",),
            ),
            Story(
                id="formally-lost", title="阿卜杜拉·买买提的卡已正式挂失，还没有补卡",
                person=self.person("阿卜杜拉·买买提", 41, "男", formal, ethnic="维吾尔族"),
                hint="直接办遗失补卡；姓名带间隔号，换一种点号也应当查得到", papers=("本人身份证",),
            ),
            Story(
                id="damaged", title="赵㛃的卡芯片读不出，来换卡",
                person=self.person("赵㛃", 29, "女", self.card(days=2000, bank=1), category="城镇职工"),
                hint="办损坏换卡，收回旧卡", papers=("本人身份证", "损坏的社保卡"),
            ),
        )

    def _with_companion(self) -> tuple[Story, ...]:
        names = self.place.names
        return (
            Story(
                id="minor", title=f"{names[1]}不满 16 周岁，卡丢了，父亲陪着来",
                person=self.person(names[1], 9, "女", self.card(days=700), category="学生儿童"),
                hint="由监护人办理，填监护人姓名、证件类型和号码",
                agent=self.companion(names[8], 38, "男", "监护人"),
                papers=("孩子的身份证或户口簿", "监护人身份证"),
            ),
            Story(
                id="elderly", title=f"{names[2]}八十多岁行动不便，儿子代办补卡",
                person=self.person(names[2], 84, "女", self.card(days=2600, bank=1), category="退休人员"),
                hint="代办：先看本市让不让代办这一项，再收代办人证件和委托书",
                agent=self.companion(names[7], 55, "男", "代办人"),
                papers=("本人身份证", "代办人身份证", "委托书"),
            ),
        )

    def _new_cards(self) -> tuple[Story, ...]:
        names = self.place.names
        void = replace(self.card("作废", days=2200), social="停用", financial="停用")
        return (
            Story(
                id="to-collect", title="李𫖯上周补的卡已制好，来领卡",
                person=self.person("李𫖯", 33, "女", void, self.card("待领取", days=2, used=False)),
                hint="办领卡，领完接着启用社保功能", papers=("本人身份证",),
            ),
            Story(
                id="to-enable", title=f"{names[3]}的新卡领回家了，一直没有启用",
                person=self.person(names[3], 47, "男", self.card("待启用", days=20, used=False)),
                hint="把卡放进读卡器，启用社保功能并修改初始密码；金融功能到银行激活",
                papers=("本人身份证", "社保卡"),
            ),
        )

    def _others(self) -> tuple[Story, ...]:
        names, place = self.place.names, self.place
        cancelled = replace(self.card("注销", days=1900), social="停用", financial="停用")
        away = self.person(names[6], 26, "女", self.card(days=400), code=place.other_code)
        return (
            Story(
                id="hong-kong", title=f"{names[4]}是香港居民，持港澳居民居住证，卡丢了",
                person=self.person(
                    names[4], 34, "女", self.card(days=600), code="810000", category="城镇职工"),
                hint="用居住证号码（81 开头）查找，办法和本地居民一样", papers=("港澳居民居住证",),
            ),
            Story(
                id="cancelled", title=f"{names[5]}的卡去年注销了，又来问能不能补卡",
                person=self.person(names[5], 62, "男", cancelled),
                hint="补卡和挂失都应当不让办，看说出的理由和依据", papers=("本人身份证",),
            ),
            Story(
                id="elsewhere", title=f"{names[6]}参保在{place.other_area}，在本区窗口办跨区业务",
                person=replace(away, address=place.other_street, insured_area=place.other_area),
                hint="挂失、补换卡可以跨区办；新卡的社保功能回参保地启用", papers=("本人身份证",),
            ),
        )

    def _first_cards(self) -> tuple[Story, ...]:
        first = Story(
            id="first", title="孙𬱖从来没有办过社保卡，来申领第一张",
            person=self.person("孙𬱖", 24, "男", category="城镇职工"),
            hint="办申领：填全本市要的各项，拍照或上传照片，打印申领表签字，再确认；接着制卡、领卡",
            papers=("本人身份证", "电子照片"),
        )
        if not self.place.web:
            return (first,)
        order = replace(
            self.card("已申请", days=1, used=False), number="", issued_on=None, expires_on=None,
            applied_by="网上", to_review=True,
        )
        web = Story(
            id="web", title="周㛃前天在网上申请了社保卡，收到短信来制卡",
            person=self.person("周㛃", 31, "女", order), papers=("本人身份证",),
            hint="先与本人核实制卡信息，再当场制卡、领卡",
        )
        return (first, web)

    def _of_a_unit(self) -> tuple[Story, ...]:
        if self.place.unit is None:
            return ()
        number, name = self.place.unit
        return tuple(
            Story(
                id=f"unit-{n}", title=f"{who}的卡已制好，和本单位的卡一起等{name}来领",
                person=replace(
                    self.person(who, 30 + n, sex, replace(self.card("待领取", days=1, used=False), batch="P20261001")),
                    unit_number=number, unit_name=name,
                ),
                hint=f"搜单位编号 {number}，试成品卡交接、单位发卡、回执", papers=("单位介绍信",),
            )
            for n, (who, sex) in enumerate((("郭㛃", "女"), ("马𬍛", "男")), 1)
        )
