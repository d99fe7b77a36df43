"""Error pages belong to the family and tell nothing."""

import pytest
from django.test import Client
from django.views.defaults import permission_denied

from gusu_minutes.public.views.pages import VerifyView


@pytest.mark.parametrize(
    "address", ["/nope", "/internal/nope/", "/meetings/executive/2024/1/", "/%00", "/" + "x" * 5000]
)
def test_404(client, db, address):
    answer = client.get(address)
    assert answer.status_code == 404
    assert "没有这个页面" in answer.text
    assert "nope" not in answer.text.replace(f'value="{address}"', "")


def test_500_reads_no_database_and_tells_nothing(client, monkeypatch):
    def fail(self, **kwargs):
        raise RuntimeError("internal detail")

    monkeypatch.setattr(VerifyView, "get_context_data", fail)
    client.raise_request_exception = False
    answer = client.get("/verify/")
    assert answer.status_code == 500
    assert "系统出了故障" in answer.text
    assert "internal detail" not in answer.text
    assert "姑苏纪要" in answer.text


def test_400(client):
    answer = client.get("/", headers={"Host": "evil.example.org"})
    assert answer.status_code == 400
    assert "请求无法识别" in answer.text
    assert "evil" not in answer.text


def test_403_and_csrf(db, rf):
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"username": "x", "password": "y"})
    assert answer.status_code == 403
    assert "表单已失效" in answer.text
    refused = permission_denied(rf.get("/"), exception=PermissionError("detail"))
    assert refused.status_code == 403
    assert "您无权进行此操作" in refused.content.decode()
    assert "detail" not in refused.content.decode()


@pytest.mark.parametrize("address", ["/", "/nope", "/accounts/login/"])
def test_policy_refuses_inline_and_foreign_content(client, db, address):
    answer = client.get(address)
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
    assert "<style" not in answer.text
    assert " style=" not in answer.text
