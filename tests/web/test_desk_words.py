"""What the holder's page says first and of each operation: the state with its time left, fee and day, or the reason."""

from counter.cities import load_city
from counter.core.photo import Picture, faults
from tests.clerk import Clerk


def opened(world, counter, story, window="bank_outlet"):
    clerk = Clerk(counter, window)
    pid = clerk.open(next(s.person for s in world.stories if s.id == story).id_number)
    return clerk, pid, clerk.get(f"/person/{pid}")


def test_the_state_stands_first_with_its_time_left_and_its_last_moment(shangluo):
    """UX 10: 口头挂失 ends by itself after 7 days; the page says how long it still lasts and until when."""
    _, _, page = opened(*shangluo, "phoned")
    assert page.texts("data-state") == ["临时挂失"]
    (left,) = page.texts("data-limit")
    assert "还剩 3 天" in left
    assert "11 月 24 日 10:31 自动恢复" in left
    assert page.html.index("data-state") < page.html.index('id="pn"') < page.html.index("data-offer")


def test_a_possible_operation_says_its_number_its_fee_and_its_day(shangluo):
    """UX 12: numbered in the order of the keys, with what it costs and until when it is promised."""
    _, _, page = opened(*shangluo, "lost")
    offers = dict(zip(page.marks["data-offer"], page.texts("data-offer"), strict=True))
    assert [text[0] for text in offers.values()] == [str(n) for n in range(1, len(offers) + 1)]
    assert "20.00 元" in offers["loss.formal+replace.lost"]
    assert "12 月 1 日前" in offers["loss.formal+replace.lost"]
    assert "免费" in offers["loss.temporary"]


def test_what_cannot_be_done_is_no_mistake_of_the_clerk(shangluo):
    """UX 14: the page of a cancelled card says reasons, marks no blank and has no error summary, and neither has a refusal."""
    clerk, pid, page = opened(*shangluo, "cancelled")
    assert "replace.lost" in " ".join(page.marks["data-refused"])
    for mark in ('class="errsum"', 'class="f err"', "emsg", "错误："):
        assert mark not in page.html
    refused = clerk.fill(pid, "loss.temporary", {"lost_on": "2026-11-19"})
    assert refused.status == 422
    assert "卡已注销" in refused.words
    assert "aria-invalid" not in refused.html


def test_the_same_photo_is_good_in_one_city_and_too_large_in_another():
    """UX 42: sizes are the city's own values, each with its article."""
    picture = Picture(kind="JPG", width=358, height=441, bytes=80 * 1024, mode="RGB", dpi=350)
    good, large = (faults(picture, load_city(city).photo) for city in ("shangluo", "xinxiang"))
    assert good == ()
    (refusal,) = large
    assert "60" in refusal.text
    assert "15KB以上60KB以下" in refusal.article
