"""Papers as Markdown and as plain text."""

import pytest

from gusu_minutes.documents.markdown import escape, to_markdown
from gusu_minutes.documents.paper import (
    Block,
    Cell,
    Contents,
    Gap,
    Head,
    Imprint,
    PageBreak,
    Paper,
    Paragraph,
    Roll,
    Table,
    Title,
)
from gusu_minutes.documents.plain import to_plain

BLOCKS: tuple[Block, ...] = (
    Head("常务会议纪要", "第39次", ("内部",)),
    Title("第39次常务会议纪要", key="a"),
    Contents(),
    Paragraph("会议议定："),
    Paragraph(lead="一、审议方案", level=1, key="b"),
    Paragraph("同意方案。", lead="（一）", level=2),
    Gap(2),
    Roll("附件", ("1. 方案", "2. 清单"), plain=True),
    Roll("出席", ("陈\u3000羔", "区财政局王五")),
    Table((1, 2), ((Cell("单位", label=True), Cell("a|b")), (Cell("合并", span=2),)), header=("序号", "名称")),
    PageBreak(),
    Imprint(("区委",), "区政府办公室", "2024年12月16日"),
)


def paper(*blocks: Block, watermark: str = "") -> Paper:
    return Paper(name="纪要", subject="纪要", author="", blocks=blocks, watermark=watermark)


def test_markdown():
    assert to_markdown(paper(*BLOCKS, watermark="草稿")) == (
        "**草稿**\n\n内部\n\n**常务会议纪要**\n\n第39次\n\n# 第39次常务会议纪要\n\n会议议定：\n\n## 一、审议方案\n\n"
        "（一）同意方案。\n\n**附件：**\n\n- 1\\. 方案\n- 2\\. 清单\n\n**出席：** 陈羔、区财政局王五\n\n"
        "| 序号 | 名称 |\n| --- | --- |\n| **单位** | a\\|b |\n| 合并 |  |\n\n---\n\n抄送：区委。\n\n"
        "区政府办公室 2024年12月16日印发\n"
    )


def test_plain():
    assert to_plain(paper(*BLOCKS, watermark="草稿")) == (
        "【草稿】\n\n内部\n常务会议纪要\n第39次\n\n第39次常务会议纪要\n\n会议议定：\n一、审议方案\n（一）同意方案。\n\n"
        "附件：1. 方案\n2. 清单\n出席：陈\u3000羔\u3000区财政局王五\n序号\t名称\n单位\ta|b\n合并\n\n"
        "————————————————\n\n抄送：区委。\n区政府办公室\u30002024年12月16日印发\n"
    )


@pytest.mark.parametrize("render", [to_markdown, to_plain])
@pytest.mark.parametrize("blocks", [(), (Gap(),), (Paragraph(""),), (Imprint(),), (Head(""),), BLOCKS])
def test_both_end_with_a_line_break(render, blocks):
    text = render(paper(*blocks))
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("# 标题", "\\# 标题"),
        ("*强调* _强调_ `代码`", "\\*强调\\* \\_强调\\_ \\`代码\\`"),
        ("[链接](http://a)", "\\[链接\\](http\\://a)"),
        ("![图](b)", "!\\[图\\](b)"),
        ("<script>", "\\<script\\>"),
        ("&lt;", "\\&lt;"),
        ("- 列表", "\\- 列表"),
        ("+ 列表", "\\+ 列表"),
        ("1. 列表", "1\\. 列表"),
        ("2) 列表", "2\\) 列表"),
        ("---", "\\---"),
        ("===", "\\==="),
        ("a|b", "a\\|b"),
        ("~~删除~~", "\\~\\~删除\\~\\~"),
        ("a\\b", "a\\\\b"),
        ("一行\n# 另一行", "一行 \\# 另一行"),
        ("    代码", "代码"),
        ("www.a.cn a@b.cn", "www\\.a.cn a\\@b.cn"),
        ("第1. 条，2024-12-13", "第1. 条，2024-12-13"),
    ],
)
def test_nothing_becomes_markup(text, escaped):
    assert escape(text) == escaped
    assert f"# {escaped}\n" == to_markdown(paper(Title(text)))


def test_a_cell_holds_one_line():
    table = Table((1, 1), ((Cell("一\n二"), Cell("三\t四")),))
    assert to_markdown(paper(table)) == "|  |  |\n| --- | --- |\n| 一 二 | 三 四 |\n"
    assert to_plain(paper(table)) == "一 二\t三 四\n"
