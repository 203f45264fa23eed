"""公安联网核查：姓名、号码与公安登记的比对。"""

from collections.abc import Mapping

from counter import Compared, Inquiry, Reply, answers

from .exchange import Exchange, filled

RESULTS: Mapping[str, str] = {
    "1": Compared.MATCH.value,
    "2": Compared.DIFFERS.value,
    "3": Compared.PENDING.value,
}
REASONS = {"": "", "A": "查无此人", "B": "姓名与公安登记的不同", "C": "还没有比对"}
PHOTO = {"0": "没有照片", "1": "有照片"}


class Police:
    """Compares a name and a number with the police register."""

    title = "公安联网核查系统"

    def __init__(self, url: str) -> None:
        self._line = Exchange("police", url)

    def ask(self, inquiry: Inquiry, seconds: float) -> Reply:
        """Compare; a comparison that is not done yet is an answer too."""
        who = {"idNumber": inquiry.id_number, "name": inquiry.name}
        heard = self._line.question("compare", who, seconds)
        facts = {"reason": answers.word(REASONS, heard, "reason"), "photo": answers.word(PHOTO, heard, "photo")}
        return Reply(answer=answers.word(RESULTS, heard, "result"), facts=filled(facts))
