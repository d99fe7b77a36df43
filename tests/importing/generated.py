"""Minutes made up of the clauses of real layouts, for tests and measurements that need many: the same for one seed."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

_UNITS = [
    f"区{name}"
    for name in "财政局 住建局 教育局 卫健委 民政局 审计局 人社局 水务局 城管局 文旅局 发改委 司法局".split()
]
_MATTERS = "供水保障 老旧小区改造 校园安全 养老服务 防汛抗旱 营商环境 道路隔离护栏 古建筑修缮 垃圾分类 停车治理".split()
_SURNAMES, _GIVEN = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平"
_FIRST = date(2014, 1, 3)


def minutes(count: int, seed: int = 39) -> Iterator[tuple[str, str]]:
    """Yield (file name, text) of `count` meetings, numbered from 1 on, a week apart."""
    choose = random.Random(seed)
    people = [(choose.choice(_SURNAMES) + choose.choice(_GIVEN) + choose.choice(_GIVEN)) for _ in range(60)]
    people = list(dict.fromkeys(people))
    for number in range(1, count + 1):
        held = _FIRST + timedelta(days=7 * number)
        lines = [
            f"{held.year}年{held.month}月{held.day}日上午，区长{people[0]}主持召开区政府第{number}次常务会议。"
            "会议议定以下意见："
        ]
        for place in range(choose.randint(2, 8)):
            lines += _item("一二三四五六七八"[place], choose)
        lines.append("会议还研究了其他事项。")
        lines.append("出席：" + "　".join(choose.sample(people, 8)))
        lines.append("列席：" + "　".join(unit + choose.choice(people) for unit in choose.sample(_UNITS, 6)))
        yield f"{held.year}/第{number}次.txt", "\n".join(lines) + "\n"


def _item(number: str, choose: random.Random) -> Iterator[str]:
    matter, (lead, helper) = choose.choice(_MATTERS), choose.sample(_UNITS, 2)
    yield f"{number}、审议《{matter}工作方案》"
    yield f"（一）会议原则同意《{matter}工作方案》，由{lead}根据会议意见修改完善后印发实施。"
    if choose.random() < 0.8:
        yield f"（二）由{lead}会同{helper}抓紧推进，于{choose.randint(1, 12)}月底前完成。"
    if choose.random() < 0.5:
        yield f"（三）各街道、各部门要高度重视{matter}，加强统筹协调。"
