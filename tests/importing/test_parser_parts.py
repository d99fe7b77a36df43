"""The parts of the parser, each with the ways in which offices write a thing."""

import datetime as dt

import pytest

from gusu_minutes.common.dates import find_date, find_half_day
from gusu_minutes.common.folding import fold, to_simplified, to_traditional
from gusu_minutes.common.numerals import to_chinese, to_int
from gusu_minutes.common.outcomes import deciding_outcome
from gusu_minutes.common.texts import documents_in
from gusu_minutes.importing.parser import parse
from gusu_minutes.importing.parser.deadlines import Calendar, find_deadlines

MEETING = "2024年11月15日上午，区长李明主持召开区政府第3次常务会议。\n一、研究甲\n"


def assignments(clause: str) -> list[tuple[str, str, str | None]]:
    return [(a.department, a.role, a.due) for a in parse(MEETING + clause).items[0].clauses[0].assignments]


def attendance(lines: str) -> list[tuple[str, str, str | None, str | None, str | None]]:
    people = parse(MEETING + "会议同意甲。\n" + lines).attendance
    return [(p.kind, p.name, p.department, p.title, p.substitutes_for) for p in people]


def test_every_numeral_is_read_as_it_is_written() -> None:
    assert all(to_int(to_chinese(number)) == number for number in range(10_000))
    assert [to_int(text) for text in ("二○二四", "廿一", "４２", "一百零二", "甲", "", "一一十")] == [
        2024, 21, 42, 102, None, None, None
    ]  # fmt: skip
    with pytest.raises(ValueError, match="0 to 9999"):
        to_chinese(-1)


def test_folding_keeps_every_offset() -> None:
    everything = "".join(map(chr, range(0x20, 0x3000))) + "會議議定（Ａ）…①㍻ﬁİ\ud800"
    assert len(fold(everything)) == len(everything)
    assert fold("會議議定（Ａ），①") == "会议议定(a),①"
    assert to_simplified("\ud800會\x00議") == "\ud800会\x00议"
    assert to_traditional("会议") == "會議"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年12月13日下午", "2024-12-13"),
        ("二〇二四年九月三日", "2024-09-03"),
        ("2024.2.30,3月5日", "--03-05"),
        ("2024-05-06", "2024-05-06"),
        ("13日下午", None),
    ],
)
def test_dates(text: str, expected: str | None) -> None:
    found = find_date(text)
    assert (found.isoformat() if found else None) == expected
    assert find_half_day("3日晚召开") == "晚上"


def test_titles_inside_titles_belong_to_the_outer_one() -> None:
    assert documents_in("《关于〈甲〉的意见》《乙（试行）》该《乙》《乙》《关于《丙》的批复》") == [
        "关于〈甲〉的意见", "乙（试行）", "乙", "关于《丙》的批复"
    ]  # fmt: skip
    assert documents_in("《未完 《甲》") == ["甲"]
    assert documents_in("《" * 100_000) == []


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("会议审议通过了《甲》。", "adopted"),
        ("会议审议并原则通过《甲》。", "approved_in_principle"),
        ("經研究,同意甲。", "approved"),
        ("表决结果:同意6票,反对9票,议题三未通过会议审议。", "rejected"),
        ("会议不同意追加经费。", "rejected"),
        ("会议决定暂缓表决。", "deferred"),
        ("请区财政局修改完善后再次提请会议研究。", "revise"),
        ("会议听取了部分业主不同意加装电梯情况的汇报。", "noted"),
        ("会议通过听取汇报、实地查看等方式了解情况。", None),
        ("要征得群众同意后实施。", None),
        ("会议强调,要抓好落实。", None),
    ],
)
def test_outcomes(text: str, outcome: str | None) -> None:
    assert deciding_outcome(text) == outcome


@pytest.mark.parametrize(
    ("text", "words", "due"),
    [
        ("于3月底前上报", "3月底前", "2025-03-31"),
        ("12月20日前报区政府", "12月20日前", "2024-12-20"),
        ("年内完成", "年内", "2024-12-31"),
        ("本月25日前", "本月25日前", "2024-11-25"),
        ("明年6月底前", "明年6月底前", "2025-06-30"),
        ("一个月内反馈", "一个月内", None),
        ("春节前完成", "春节前", None),
        ("每月10日前报送", "每月10日前", None),
        ("一季度末前完成", "一季度末前", None),
        ("于2025年1月至3月完成", "2025年1月至3月", "2025-03-31"),
    ],
)
def test_deadlines(text: str, words: str, due: str | None) -> None:
    found = find_deadlines(text, 0, len(text), Calendar(dt.date(2024, 11, 15)))
    assert [(text[d.start : d.end], d.due) for d in found] == [(words, due)]


@pytest.mark.parametrize("text", ["压缩至30个工作日以内", "提前三日公告", "自2026年1月1日起施行", "2025年4月开工"])
def test_what_is_no_deadline(text: str) -> None:
    assert find_deadlines(text, 0, len(text), Calendar(dt.date(2024, 11, 15))) == []


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (
            "由区住建局牵头，区财政局、新区城管局配合，3月底前完成。",
            [("区住建局", "lead", "2025-03-31"), ("区财政局", "support", "2025-03-31"),
             ("新区城管局", "support", "2025-03-31")],
        ),
        ("区数据局要会同有关部门梳理清单。", [("区数据局", "lead", None)]),
        ("会议要求，区卫健局、白马镇等单位要抓好落实；江城镇政府负责征地。",
         [("区卫健局", "responsible", None), ("白马镇", "responsible", None), ("江城镇政府", "responsible", None)]),
        ("由市自然资源和规划局鹤鸣分局会同海洋与渔业局办理。",
         [("市自然资源和规划局鹤鸣分局", "lead", None), ("海洋与渔业局", "support", None)]),
        ("抓紧排查。（责任单位：区财政局；完成时限：2025年5月20日前）", [("区财政局", "responsible", "2025-05-20")]),
        ("各街道、各部门要抓好落实。由相关单位负责。", []),
        ("会议同意由区住建局编制的方案。要积极配合区人大做好监督。", []),
        ("由副区长何长青同志负责。请按照程序报批。", []),
    ],
)  # fmt: skip
def test_assignments(clause: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert assignments(clause) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("出席：陈 羔 王小明 欧阳晨", [("present", n, None, None, None) for n in ("陈羔", "王小明", "欧阳晨")]),
        ("列席：区政府办殷实 区教育局何 超", [
            ("in_attendance", "殷实", "区政府办", None, None), ("in_attendance", "何超", "区教育局", None, None)]),
        ("列席：区政府办公室主任 周正，县人大常委会主任 沈默", [
            ("in_attendance", "周正", "区政府办公室", "主任", None),
            ("in_attendance", "沈默", "县人大常委会", "主任", None)]),
        ("列席：区财政局张雷代李晓峰、区发改局局长孙立（副局长李梅代）", [
            ("in_attendance", "张雷", "区财政局", None, "李晓峰"),
            ("in_attendance", "李梅", "区发改局", "副局长", "孙立")]),
        ("列席：区住建局：冯小刚、蒋勤；区水务局（王五）", [
            ("in_attendance", "冯小刚", "区住建局", None, None), ("in_attendance", "蒋勤", "区住建局", None, None),
            ("in_attendance", "王五", "区水务局", None, None)]),
        ("出席：李红梅副区长、区政府办张大民副主任", [
            ("present", "李红梅", None, "副区长", None), ("present", "张大民", "区政府办", "副主任", None)]),
        ("出席：赵子龙 副区长、公安分局局长", [("present", "赵子龙", None, "副区长、公安分局局长", None)]),
        ("出席会议的有副区长宋词、元曲，区政府办主任许可。", [
            ("present", "宋词", None, "副区长", None), ("present", "元曲", None, "副区长", None),
            ("present", "许可", "区政府办", "主任", None)]),
        ("出席：张建军　李 娜　　列席：区财政局陈晨　记录：何洁", [
            ("present", "张建军", None, None, None), ("present", "李娜", None, None, None),
            ("in_attendance", "陈晨", "区财政局", None, None), ("recorder", "何洁", None, None, None)]),
        ("列席：区委常委、组织部部长江流，区政府党组成员吴越", [
            ("in_attendance", "江流", None, "区委常委、组织部部长", None),
            ("in_attendance", "吴越", None, "区政府党组成员", None)]),
    ],
)  # fmt: skip
def test_attendance(lines: str, expected: list[tuple[str, ...]]) -> None:
    assert attendance(lines) == expected


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        ("2024年9月13日下午,县长赵一帆主持召开五届104次县政府常务会议。",
         ("县政府", "常务会议", 5, None, 104, "2024-09-13")),
        ("6月17日，区长沈亦周主持召开临岳区人民政府2023年第9次常务会议。",
         ("临岳区人民政府", "常务会议", None, 2023, 9, "2023-06-17")),
        ("2024年7月2日，区长李明主持召开望湖区第十八届人民政府第53次常务会议。",
         ("望湖区人民政府", "常务会议", 18, None, 53, "2024-07-02")),
        ("区政府第15次常务会议于2023年7月5日在区政府会议室召开，区长李明主持会议。",
         ("区政府", "常务会议", None, None, 15, "2023-07-05")),
        ("2024年3月1日，区政府召开第十次区长办公会议。会议由区长李明主持。",
         ("区政府", "区长办公会议", None, None, 10, "2024-03-01")),
        ("日前，区长李明主持召开区政府常务会议。", ("区政府", "常务会议", None, None, None, None)),
    ],
)  # fmt: skip
def test_opening_words(opening: str, expected: tuple[object, ...]) -> None:
    meeting = parse(opening + "\n一、研究甲\n会议同意甲。").meeting
    facts = (meeting.bodies[0], meeting.kind, meeting.term, meeting.year, meeting.number, meeting.held_on)
    assert facts == expected
    assert meeting.chair.name in {"赵一帆", "沈亦周", "李明"}


def test_head_fields_may_be_numbered_or_share_a_line() -> None:
    text = (
        "龙泉区人民政府专题会议纪要\n一、会议时间：2022年10月12日下午\n"
        "二、主持人：副区长 韩雪\n三、会议内容：\n（一）同意甲。"
    )
    parsed = parse(text)
    assert (parsed.meeting.title, parsed.meeting.held_on) == ("龙泉区人民政府专题会议", "2022-10-12")
    assert (parsed.meeting.chair.name, parsed.meeting.chair.title) == ("韩雪", "副区长")
    assert [c.number for c in parsed.items[0].clauses] == ["（一）"]
    shared = parse("区政府常务会议纪要\n时间：2025年3月18日　地点：一号会议室　主持：张建军\n1.会议同意甲。").meeting
    assert (shared.held_on, shared.place, shared.chair.name) == ("2025-03-18", "一号会议室", "张建军")


def test_lines_broken_by_the_typewriter_or_the_page_are_joined() -> None:
    lines = [
        "    2024年7月1日，区长李明在区机关大院一号楼会议室主持召开区政",
        "府专题会议，研究地铁五号线站点周边开发、道路贯通等有关问题。",
        "    一、关于站点周边开发问题。会议明确，由江北城投公司牵头，区",
        "住建局、江北街道配合，7月20日前完成站点周边地块收储方案编制，",
        "                  — 1 —",
        "报区政府审定。",
    ]
    parsed = parse("\n".join(lines))
    assert parsed.meeting.title == "区政府专题会议"
    assert parsed.items[0].clauses[0].text.endswith("收储方案编制，报区政府审定。")
    assert [(a.department, a.due) for a in parsed.items[0].clauses[0].assignments] == [
        ("江北城投公司", "2024-07-20"), ("区住建局", "2024-07-20"), ("江北街道", "2024-07-20")
    ]  # fmt: skip
    assert parsed.unparsed == ("— 1 —",)


@pytest.mark.parametrize("stray", ["这是一行认不出来的话。", "广告位招租", "联系人:张三 电话:0512-0000"])
def test_a_line_behind_the_roll_is_not_guessed_at(stray: str) -> None:
    text = "一、研究供水工作\n会议同意《供水方案》。\n出席:王强 李明\n" + stray
    parsed = parse(text)
    assert stray in parsed.unparsed
    assert [clause.text for item in parsed.items for clause in item.clauses] == ["会议同意《供水方案》。"]


def test_what_the_meeting_did_counts_behind_the_roll_too() -> None:
    parsed = parse("一、研究供水工作\n会议同意《供水方案》。\n出席:王强 李明\n会议还研究了其他事项。")
    assert parsed.closing == ("会议还研究了其他事项。",)


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("县乡村振兴局依力哈木·达吾提", [("依力哈木·达吾提", "县乡村振兴局")]),
        ("业主代表何以笙　业主代表米兰", [("何以笙", None), ("米兰", None)]),
        ("县林业局木兰", [("木兰", "县林业局")]),
    ],
)
def test_a_rare_name_behind_its_unit(line: str, people: list[tuple[str, str | None]]) -> None:
    assert [(name, unit) for _, name, unit, _, _ in attendance("列席：" + line)] == people


def test_two_people_at_the_ends_of_a_full_line_are_two() -> None:
    lines = "列席：县发改局王强　县教育局李明　县林业局木兰\n县民政局鞠萍　县税务局税广平\n"
    assert [name for _, name, *_ in attendance(lines)] == ["王强", "李明", "木兰", "鞠萍", "税广平"]


def test_a_name_torn_at_the_end_of_a_full_line_is_one() -> None:
    lines = "列席：县发展改革局王强　县教育体育局李明　县民政\n局鞠萍　县林业局木兰\n"
    assert [(name, unit) for _, name, unit, *_ in attendance(lines)][2] == ("鞠萍", "县民政局")


def test_the_title_below_a_mark_names_the_meeting() -> None:
    mark = "姑苏区人民政府常务会议纪要\n第39次\n"
    rest = "姑苏区政府第39次常务会议纪要\n时间：2024年12月13日\n一、研究甲\n会议同意甲。\n"
    parsed = parse(mark + rest)
    assert (parsed.meeting.title, parsed.meeting.number) == ("姑苏区政府第39次常务会议", 39)
    assert parsed.unparsed == ("姑苏区人民政府常务会议纪要", "第39次")
    assert parse(rest).meeting == parsed.meeting
