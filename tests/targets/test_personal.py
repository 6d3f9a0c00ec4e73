"""Personal data is masked; figures, telephones of offices and hotlines are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xietong.targets.personal import is_masked, masked


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("联系人：王小明，电话13912345678。", "联系人：王**，电话139****5678。"),
        ("手机 139-1234-5678、139 1234 5678", "手机 139****5678、139****5678"),
        ("经办人：欧阳小明 139 1234 5678", "经办人：欧** 139****5678"),
        ("身份证11010519491231002X号", "身份证110***********002X号"),
        ("邮箱 wang.xm@example.com", "邮箱 w***@example.com"),
        ("填报人:李明(财务处)", "填报人:李**(财务处)"),
    ],
)
def test_persons_are_masked(given: str, kept: str) -> None:
    assert masked(given) == kept
    assert is_masked(kept)
    assert masked(kept) == kept


@pytest.mark.parametrize(
    "text",
    [
        "完成投资13800000000元", "产量13800000000吨", "热线12345，单位电话022-23456789", "拨打400-123-4567", "邮箱 fgw@tj.gov.cn",
        "建立联系人制度", "编号110105194912310021", "文号〔2026〕13912号", "139123456789", "每年开展1次", "联系人：", "完成率45%，比计划高3.5个百分点",
    ],
)  # fmt: skip
def test_what_is_no_persons_stays(text: str) -> None:
    """Amounts, hotlines, telephones of offices, official mail, numbers of other lengths or whose check does not fit."""
    assert masked(text) == text
    assert not is_masked(text)


@given(st.text(max_size=200))
def test_masking_twice_is_masking_once(text: str) -> None:
    once = masked(text)
    assert masked(once) == once
