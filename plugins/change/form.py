"""变更时问什么：表上先写着省里现在的登记，改了哪一项就变更哪一项；问哪些由城市文件定（asks）。"""

from counter import IdNumber, Name, RecordForm, VisitForm, blank


class DetailsForm(RecordForm):
    """What a record says that does not stand on the card's face."""


class IdentityForm(VisitForm):
    """Name or number as the new identity document shows them; what stays as it is may stay empty."""

    name: Name | None = blank("新的姓名", hint="照新的身份证件；不变的不填", group="变更", default=None)
    id_number: IdNumber | None = blank("新的社会保障号码", hint="18 位；不变的不填", group="变更", default=None)
