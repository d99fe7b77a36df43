"""What the clerk's pages call people, roles and rights, and what an empty list says."""

from django.contrib.auth.models import Group

from gusu_minutes.common.pieces import pieces
from tests.factories import draft


def test_roles_and_rights_are_read_in_chinese(signed_in):
    client = signed_in("clerk", is_superuser=True)
    role = Group.objects.get(name="signatory")
    page = client.get(f"/admin/auth/group/{role.pk}/change/").content.decode()
    assert "<h1>签发人</h1>" in page
    assert "查看议题" in page and "签发纪要" in page
    assert "Can " not in page
    page = client.get(f"/admin/auth/user/{client.user.pk}/change/").content.decode()
    assert "签发人" in page and "领导干部" in page


def test_an_empty_list_says_what_to_do(clerk):
    draft()
    page = clerk.get("/admin/meetings/attachment/").content.decode()
    assert "请在整理中的会议页面添加。" in page
    assert "0 附件" not in page
    assert "没有符合条件的内容" in clerk.get("/admin/meetings/meeting/?q=无此会议").content.decode()


def test_the_calendar_knows_the_days(signed_in):
    script = signed_in("clerk", is_superuser=True).get("/admin/jsi18n/").content.decode()
    assert '"one letter Monday\\u0004M": "\\u4e00"' in script


def test_long_texts_are_compared_by_pieces():
    old = "由区发改局牵头，会同区财政局于月底前完成项目立项和资金安排。"
    assert pieces(old, old.replace("月底", "年底")) == (
        ("same", "由区发改局牵头，会同区财政局于"),
        ("del", "月"),
        ("ins", "年"),
        ("same", "底前完成项目立项和资金安排。"),
    )
    assert pieces("短", "长") == ()
