"""The words a plugin is written in.

A plugin's ``__init__.py`` declares operations with these words and offers them through ``hookimpl``;
everything else the counter does by itself. Read ``plugins/__init__.py`` next.
"""

import pluggy

from counter.core.bill import BillMark, Fate
from counter.core.blacklist import listed, listing_words
from counter.core.blank import By
from counter.core.cardkey import CardKey, CardShown, MakerStep, Purpose, ReadKey
from counter.core.cards import BatchNumbers, CardNumber, CardNumbers
from counter.core.case import (
    NEW_NUMBER,
    PROVINCE_RECORD,
    TAKEN,
    Case,
    Condition,
    Finding,
    Need,
    Reads,
    Window,
    condition,
)
from counter.core.change import Change
from counter.core.contact import Landline, Mobile, Postcode
from counter.core.custody import advice_of, is_at, made_here, place_of
from counter.core.dates import BEIJING, Validity, add_months, cut_short, end_of, shown
from counter.core.decision import papers_for
from counter.core.dossier import ENTERED_HERE, Dossier, Holder, Past, Subject
from counter.core.each import CountForm, Each, Held, Key, ShortForm
from counter.core.entry import DEPOSITS, INCOME, Entry, Fee, Posting
from counter.core.form import Form, VisitForm, blank
from counter.core.guide import Paper, Tariff
from counter.core.identity import IdKind, IdNumber, masked_number
from counter.core.limit import Waiting
from counter.core.line import MismatchError, UnavailableError
from counter.core.lookup import Lacking, LookUp, LookUpCase, PlaceCase, RollCase, Served
from counter.core.matters import (
    Awaits,
    Here,
    MatterKind,
    is_where_it_lies,
    lying_here,
    on_its_way_here,
    to_be_sent,
    to_make_here,
)
from counter.core.money import fen, in_words
from counter.core.move import (
    BATCH,
    BLACKLIST,
    CUSTODY,
    FINANCIAL,
    FUNCTIONS_STOP,
    NEW_CARD,
    NEW_FINANCIAL,
    NEW_SOCIAL,
    OLD_CARD,
    PAYMENT,
    RECORD,
    SOCIAL,
    TEMPORARY,
    Role,
    move,
)
from counter.core.names import Name
from counter.core.offer import Offer, Part
from counter.core.operation import Act, ActDone, ActFailed, ActStep, Does, NoRules, Operation, StepCase, Way
from counter.core.panel import Lead, Page, Panel, PanelRow, Panels, Place
from counter.core.party import Party
from counter.core.password import PasswordRules, PasswordState
from counter.core.photo import Photo
from counter.core.pickup import goes_to, pickup_title
from counter.core.progress import Stage, stages
from counter.core.province import (
    Answer,
    BlacklistRecord,
    CardRecord,
    Connector,
    MakingRecord,
    News,
    NewsKind,
    PersonRecord,
    ProvinceMismatchError,
    ProvinceUnavailableError,
    Report,
    TemporaryRecord,
)
from counter.core.queue import Queue, Ticket
from counter.core.record_form import RecordForm
from counter.core.ruled import Course, Refusal, Ruled, RuledStep
from counter.core.scan import Scan, ScanKind
from counter.core.states import (
    ABSENT,
    FINAL,
    BatchState,
    BlacklistState,
    CardState,
    CustodyState,
    FinancialState,
    Kind,
    PaymentState,
    RecordState,
    SocialState,
    TemporaryState,
)
from counter.core.system import (
    INSURANCE,
    NONTAX,
    NOTICE_NUMBER,
    PAID_LATELY,
    POLICE,
    Compared,
    Delivery,
    Inquiry,
    Insured,
    Message,
    Paid,
    Payable,
    Reply,
    System,
)
from counter.core.temporary import TEMPORARY_OUT, deposit_of, temporary_out
from counter.core.told import Told
from counter.devices import CardMaker, CardReader, Device, DeviceError, IdReader, Keys, Reading, SpoiledCardError
from counter.devices.keyed import KeyedReader
from counter.slip import masked_card, masked_phone, promise_words, slip, staff_words, written_out
from counter.sync import answers
from counter.sync.wire import Wire

hookimpl = pluggy.HookimplMarker("counter")

__all__ = [
    "ABSENT", "BATCH", "BEIJING", "BLACKLIST", "CUSTODY", "DEPOSITS", "ENTERED_HERE", "FINAL", "FINANCIAL",
    "FUNCTIONS_STOP", "INCOME", "INSURANCE", "NEW_CARD", "NEW_FINANCIAL", "NEW_NUMBER", "NEW_SOCIAL", "NONTAX",
    "NOTICE_NUMBER", "OLD_CARD", "PAID_LATELY", "PAYMENT", "POLICE", "PROVINCE_RECORD", "RECORD", "SOCIAL", "TAKEN",
    "TEMPORARY", "TEMPORARY_OUT", "Act", "ActDone", "ActFailed", "ActStep", "Answer", "Awaits", "BatchNumbers",
    "BatchState", "BillMark", "BlacklistRecord", "BlacklistState", "By", "CardKey", "CardMaker", "CardNumber",
    "CardNumbers", "CardReader", "CardRecord", "CardShown", "CardState", "Case", "Change", "Compared", "Condition",
    "Connector", "CountForm", "Course", "CustodyState", "Delivery", "Device", "DeviceError", "Does", "Dossier", "Each",
    "Entry", "Fate", "Fee", "FinancialState", "Finding", "Form", "Held", "Here", "Holder", "IdKind", "IdNumber",
    "IdReader", "Inquiry", "Insured", "Key", "KeyedReader", "Keys", "Kind", "Lacking", "Landline", "Lead", "LookUp",
    "LookUpCase", "MakerStep", "MakingRecord", "MatterKind", "Message", "MismatchError", "Mobile", "Name", "Need",
    "News", "NewsKind", "NoRules", "Offer", "Operation", "Page", "Paid", "Panel", "PanelRow", "Panels", "Paper", "Part",
    "Party", "PasswordRules", "PasswordState", "Past", "Payable", "PaymentState", "PersonRecord", "Photo", "Place",
    "PlaceCase", "Postcode", "Posting", "ProvinceMismatchError", "ProvinceUnavailableError", "Purpose", "Queue",
    "ReadKey", "Reading", "Reads", "RecordForm", "RecordState", "Refusal", "Reply", "Report", "Role", "RollCase",
    "Ruled", "RuledStep", "Scan", "ScanKind", "Served", "ShortForm", "SocialState", "SpoiledCardError", "Stage",
    "StepCase", "Subject", "System", "Tariff", "TemporaryRecord", "TemporaryState", "Ticket", "Told",
    "UnavailableError", "Validity", "VisitForm", "Waiting", "Way", "Window", "Wire", "add_months", "advice_of",
    "answers", "blank", "condition", "cut_short", "deposit_of", "end_of", "fen", "goes_to", "hookimpl", "in_words",
    "is_at", "is_where_it_lies", "listed", "listing_words", "lying_here", "made_here", "masked_card", "masked_number",
    "masked_phone", "move", "on_its_way_here", "papers_for", "pickup_title", "place_of", "promise_words", "shown",
    "slip", "staff_words", "stages", "temporary_out", "to_be_sent", "to_make_here", "written_out",
]  # fmt: skip
