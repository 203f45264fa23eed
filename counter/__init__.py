"""The words a plugin is written in.

A plugin's ``__init__.py`` declares operations with these words and offers them through ``hookimpl``;
everything else the counter does by itself. Read ``plugins/__init__.py`` next.
"""

import pluggy

from counter.core.blank import By
from counter.core.case import PROVINCE_RECORD, Case, Condition, Finding, Need, Reads, Window, condition
from counter.core.contact import Landline, Mobile, Postcode
from counter.core.dates import BEIJING, Validity, shown
from counter.core.decision import papers_for
from counter.core.dossier import Dossier, Holder, Subject
from counter.core.entry import Entry, Fee
from counter.core.form import Form, VisitForm, blank
from counter.core.identity import IdNumber
from counter.core.line import MismatchError, UnavailableError
from counter.core.move import FINANCIAL, NEW_CARD, NEW_FINANCIAL, NEW_SOCIAL, OLD_CARD, PAYMENT, SOCIAL, move
from counter.core.names import Name
from counter.core.offer import Offer, Part
from counter.core.operation import Act, ActDone, ActFailed, LookUp, LookUpCase, NoRules, Operation, Way
from counter.core.photo import Photo
from counter.core.province import (
    Answer,
    CardRecord,
    Connector,
    News,
    NewsKind,
    PersonRecord,
    ProvinceMismatchError,
    ProvinceUnavailableError,
    Report,
)
from counter.core.ruled import Refusal, Ruled
from counter.core.scan import Scan, ScanKind
from counter.core.states import ABSENT, FINAL, CardState, FinancialState, Kind, PaymentState, SocialState
from counter.core.system import (
    INSURANCE,
    NONTAX,
    POLICE,
    Compared,
    Delivery,
    Inquiry,
    Insured,
    Message,
    Paid,
    Reply,
    System,
)
from counter.devices import CardMaker, CardReader, Device, DeviceError, Reading
from counter.slip import slip
from counter.sync import answers
from counter.sync.wire import Wire

hookimpl = pluggy.HookimplMarker("counter")

__all__ = [
    "ABSENT",
    "BEIJING",
    "FINAL",
    "FINANCIAL",
    "INSURANCE",
    "NEW_CARD",
    "NEW_FINANCIAL",
    "NEW_SOCIAL",
    "NONTAX",
    "OLD_CARD",
    "PAYMENT",
    "POLICE",
    "PROVINCE_RECORD",
    "SOCIAL",
    "Act",
    "ActDone",
    "ActFailed",
    "Answer",
    "By",
    "CardMaker",
    "CardReader",
    "CardRecord",
    "CardState",
    "Case",
    "Compared",
    "Condition",
    "Connector",
    "Delivery",
    "Device",
    "DeviceError",
    "Dossier",
    "Entry",
    "Fee",
    "FinancialState",
    "Finding",
    "Form",
    "Holder",
    "IdNumber",
    "Inquiry",
    "Insured",
    "Kind",
    "Landline",
    "LookUp",
    "LookUpCase",
    "Message",
    "MismatchError",
    "Mobile",
    "Name",
    "Need",
    "News",
    "NewsKind",
    "NoRules",
    "Offer",
    "Operation",
    "Paid",
    "Part",
    "PaymentState",
    "PersonRecord",
    "Photo",
    "Postcode",
    "ProvinceMismatchError",
    "ProvinceUnavailableError",
    "Reading",
    "Reads",
    "Refusal",
    "Reply",
    "Report",
    "Ruled",
    "Scan",
    "ScanKind",
    "SocialState",
    "Subject",
    "System",
    "UnavailableError",
    "Validity",
    "VisitForm",
    "Way",
    "Window",
    "Wire",
    "answers",
    "blank",
    "condition",
    "hookimpl",
    "move",
    "papers_for",
    "shown",
    "slip",
]  # fmt: skip
