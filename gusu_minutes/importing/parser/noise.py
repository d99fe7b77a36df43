"""Lines that belong to the sheet or the web page and not to the minutes: they are kept as unparsed."""

from __future__ import annotations

import re
from functools import lru_cache

_LONGEST_IMPRINT = 300
_PAGE_NUMBER = re.compile(
    r"^(?:[-—–―─·•~\s]*\d{1,4}[-—–―─·•~\s]*|第\s*\d{1,4}\s*页(?:\s*[,/]?\s*共\s*\d{1,4}\s*页)?|\d{1,3}\s*/\s*\d{1,3}|page\s*\d+(?:\s*of\s*\d+)?)$"
)
_DOCUMENT_NUMBER = re.compile(
    r"^[^,。;]{0,24}[〔\[(【〈]\s*(?:19|20)\d{2}\s*[〕\])】〉]\s*第?\s*\d{1,4}\s*[号期]?$|^\(?第?\s*\d{1,4}\s*[期号]\)?$"
)
_IMPRINT = re.compile(
    r"^(?:分送|抄送|抄报|主送|报送|印送|发送|发至|主题词|报|送|发|签发人?|核稿|校对|编辑|打字|责任编辑|共印|印数|印发(?:单位|日期|机关)?)\s*:"
    r"|(?:19|20)\d{2}年\d{1,2}月\d{1,2}日\s*印发?$|印发$|^\(?共印\s*\d+\s*份\)?"
)
_SIGNATURE = re.compile(  # who sends and when, as the head or the foot of the sheet has it
    r"^[^,。;:]{2,24}(?:办公室|办公厅|政府|委员会|管委会|党组|公司|集团|局|部|办|会)\s*[\d〇○零一二三四五六七八九]{4}年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日$"
)
_DATE_ONLY = re.compile(
    r"^[\d〇○零一二三四五六七八九]{4}\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日$"
)
_SENDER = re.compile(
    r"^[^,。;:、\d]{2,38}(?:办公室|办公厅|政府|委员会|管委会|党组|党委|公司|集团|指挥部|领导小组|局|办|委|处|院|会)$"
)
_WEB = re.compile(
    r"^(?:信息|文章|稿件|文件|内容)?来源\s*:|^(?:主办|承办|协办|版权所有|技术支持|维护单位|联系电话|联系方式|地址|邮编|传真|邮箱|"
    r"网站标识码|网站地图|备案序?号|索引号?|主题分类|发文机关|发文字号|发文日期|成文日期|发布(?:时间|日期|机构|人)|公开(?:方式|类别|时限)|"
    r"有效性|浏览(?:次数|量)?|阅读(?:次数)?|点击(?:数|率|量)?|字体|字号|分享(?:到)?|作者|审核|上传|更新(?:时间|日期)|信息分类|生成日期|关键词)\s*[::]"
    r"|网站标识码|icp备|公网安备|copyright|扫一扫|打印本页|关闭窗口|返回顶部|分享到|【打印】|【关闭】|^上一[篇条]|^下一[篇条]|^相关(?:链接|阅读|文件|新闻)"
    r"|^\([^()]{0,30}(?:供稿|撰稿|摄影|通讯员|记者|责编|编辑)[^()]{0,20}\)$"
    r"|^版权所有|^(?:发布)?(?:日期|时间)\s*:.{6,40}(?:来源|浏览|字号|字体|点击)[^,。;:]{0,4}\s*:"
    r"|^当前位置|^您(?:现在)?(?:所在)?的?位置|^首页\s*[>》]|^设为首页|^无障碍"
)
_ATTACHMENT = re.compile(
    r"^附\s*件?\s*(?:\d{1,2}|[一二三四五])?\s*(?:$|[::、.])|^\((?:此件|本件|此页)[^)]{0,20}\)$|^附[::]"
)
_TITLE = re.compile(
    r"(?:会议)?(?:纪要|决议|会议记录)(?:\s*[〔\[(]\d{4}[〕\])]\s*第?\s*\d{1,4}\s*[号期])?(?:\(?(?:摘要|节选|摘编)\)?)?$"
)


def is_date_line(folded: str) -> bool:
    """Whether a line is nothing but a date: 2024年12月20日."""
    return len(folded) <= 24 and bool(_DATE_ONLY.match(folded))


def is_sender(folded: str) -> bool:
    """Whether a line is nothing but the name of an office, as it stands above the date at the foot."""
    return len(folded) <= 40 and bool(_SENDER.match(folded))


def is_page_number(folded: str) -> bool:
    """Whether a line is nothing but a page number: — 1 —, 第1页 共3页, 1/3."""
    return len(folded) <= 24 and bool(_PAGE_NUMBER.match(folded))


def is_document_number(folded: str) -> bool:
    """Whether a line is a document number: 〔2023〕12号, 第9期."""
    return len(folded) <= 40 and bool(_DOCUMENT_NUMBER.match(folded)) and not is_title_line(folded)


def is_attachment(folded: str) -> bool:
    """Whether a line opens the list of attachments: 附件:…"""
    return bool(_ATTACHMENT.match(folded))


def is_furniture(folded: str) -> bool:
    """Whether a line is imprint, web page or attachment list."""
    return _short_is_furniture(folded) if len(folded) <= _LONGEST_IMPRINT else _head_is_furniture(folded[:200])


@lru_cache(maxsize=512)  # each line is asked about several times
def _short_is_furniture(folded: str) -> bool:
    return bool(_head_is_furniture(folded[:200]) or _IMPRINT.search(folded) or _SIGNATURE.match(folded))


def _head_is_furniture(head: str) -> bool:
    return bool(_WEB.search(head)) or is_attachment(head)


def is_title_line(folded: str) -> bool:
    """Whether a line is the document's own heading: …常务会议纪要."""
    return len(folded) <= 60 and "," not in folded and "。" not in folded and bool(_TITLE.search(folded))


def stands_alone(folded: str) -> bool:
    """Whether a line can neither go on from the one before it nor be gone on with."""
    return is_document_number(folded) or is_furniture(folded) or is_title_line(folded)
