"""A messenger tells one system beside the province what was done, oldest first per person; nobody waits for it."""

import logging
import threading

from counter.branch import Branch
from counter.core.line import MismatchError, UnavailableError
from counter.core.system import Delivery, Told
from counter.quiet import frames
from counter.store.database import StorageError
from counter.store.deliveries import Kept
from counter.store.outbox import ACCEPTED, REJECTED, WAITING
from counter.store.work import SENT_BACK

from .rounds import Rounds, pause_after

LOG = logging.getLogger("counter.sync")
BATCH = 50


class Messenger(Rounds):
    """One thread for one system; ``round()`` does one round and can be called by tests."""

    def __init__(self, branch: Branch, name: str, system: Told) -> None:
        super().__init__(f"messenger-{name}", branch.database.leave)
        self._branch, self.name, self._system = branch, name, system
        self._busy = threading.Lock()
        self.why = ""

    def wake(self) -> None:
        """There is something new to tell; while the system is down it waits for the next try."""
        if not self.why:
            self._wake.set()

    def once(self) -> bool:
        """One round; False when the system could not be told."""
        self.round()
        return not self.why

    def round(self) -> int:
        """Tell what is due; returns how many messages were answered."""
        answered, deliveries = 0, self._branch.deliveries
        with self._busy:
            while numbers := deliveries.due(self.name, self._branch.clock.now(), BATCH):
                for number in numbers:
                    if self._stop.is_set():
                        return answered
                    try:
                        self._tell(deliveries.at(number))
                        answered += 1
                    except (UnavailableError, MismatchError) as error:
                        self.why = error.why
                        self._later(number)
                        return answered
                    except StorageError:
                        raise
                    except Exception as error:  # noqa: BLE001 - one message that cannot be told holds up no other
                        where = f"{type(error).__name__}\n{frames(error)}"
                        LOG.error("%s 的第 %s 条送不出去：%s", self.name, number, where)  # noqa: TRY400
                        self._later(number)
        return answered

    def _tell(self, kept: Kept) -> None:
        branch = self._branch
        found = branch.entries.at(kept.seq)
        assert found is not None, "a message names its journal row"
        entry = found.entry
        answer = self._system.tell(
            Delivery(
                key=kept.key,
                operation=entry.operation,
                at=entry.at,
                branch=branch.identity.code,
                id_number=entry.id_number,
                name=entry.name,
                facts=kept.message.facts,
            )
        )
        self.why = ""
        if answer.state == "rejected":
            self._sent_back(kept, entry.number, answer.code, answer.text)
            return
        state = ACCEPTED if answer.state == "accepted" else WAITING
        with branch.database.writing():
            branch.deliveries.answered(kept, state, answer.code, answer.text)
            if state == WAITING:
                self._later(kept.id)

    def _sent_back(self, kept: Kept, number: str, code: str, text: str) -> None:
        """A message that is refused becomes a work item; later ones about this person wait for its decision."""
        branch, now = self._branch, self._branch.clock.now()
        title = branch.city.systems[self.name].title
        said = f"{title}退回了{kept.message.title}（{number}）：{text}{f'（{code}）' if code else ''}。"
        sentence = f"{said}请查明原因；可以再送的选“重新发送”，已用别的办法办妥或不用再送的选“已处理”"
        with branch.database.writing():
            if branch.deliveries.answered(kept, REJECTED, code, text):
                branch.work.open(SENT_BACK, kept.person, kept.seq, sentence, now, delivery=kept.id)

    def _later(self, number: int) -> None:
        """Let a message that is not settled wait, each time longer."""
        branch = self._branch
        with branch.database.writing():
            wait = pause_after(branch.deliveries.tries(number))
            branch.deliveries.tried(number, branch.clock.now() + wait)
