"""What stands on a form is kept a moment after it was typed; nothing is judged, nothing secret is kept."""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from counter.store.journal import UnissuedError

from .keeping import keep_typed
from .program import program
from .shell import AT_WINDOW, branch, may, seat

pages = Blueprint("drafts", __name__)
DONE = "这张表单已经办结，这里再填的不会保存。请按 Esc 回到持卡人页面"
OLDER = "这张表在另一页填过了，这一页新填的没有存下。请刷新看最新的，或按“暂存”以这一页为准"
GONE = "这张表单不是您在本窗口开始的，或已经过期，这里填的没有存下。请抄下要用的内容，回到持卡人页面重新选择业务"


@pages.post("/draft/<op_id>")
@may(*AT_WINDOW)
def keep(op_id: str) -> ResponseReturnValue:
    """Keep the texts of one form with its draft; a sentence says why they were not."""
    try:
        kept = keep_typed(branch(), op_id, seat().clerk.number, seat().window.id)
    except UnissuedError:
        return _said(DONE if branch().journal.done(op_id) else GONE)
    return _said("" if kept else OLDER)


def _said(sentence: str) -> ResponseReturnValue:
    answer = Response(sentence, 409 if sentence else 204, mimetype="text/plain")
    answer.headers["Counter-Program"] = program()
    return answer
