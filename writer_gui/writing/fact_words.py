"""Words for times, places, relations and counts; words on one line of a table mean the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_TIMES = """
清晨 早晨 早上 拂晓 黎明|上午|正午 中午|下午 午后|傍晚 黄昏 薄暮|夜里 夜晚 晚上 夜间
深夜 半夜 午夜|凌晨|春天 春日 春季|夏天 夏日 夏季 盛夏|秋天 秋日 秋季 深秋|冬天 冬日 冬季 寒冬
昨天|今天|明天|去年|今年|明年|周一 星期一|周二 星期二|周三 星期三|周四 星期四|周五 星期五
周六 星期六|周日 星期日 星期天|春节 除夕|中秋 中秋节|端午 端午节|清明 清明节|元宵 元宵节
重阳 重阳节|冬至|立春|雨季|旱季|唐代 唐朝|宋代 宋朝|明代 明朝|清代 清朝|民国
dawn daybreak sunrise|morning|noon midday|afternoon|dusk evening twilight sunset|night nighttime
midnight|spring springtime|summer summertime|autumn fall|winter wintertime|monday|tuesday
wednesday|thursday|friday|saturday|sunday|january|february|march|april|june|july|august
september|october|november|december|christmas|easter|halloween|thanksgiving
"""
_RELATIONS = """
父亲 爸爸 爹 老爸|母亲 妈妈 娘 老妈|哥哥 兄长|弟弟|姐姐|妹妹|爷爷 祖父|奶奶 祖母
外公 外祖父 姥爷|外婆 外祖母 姥姥|叔叔|伯伯 伯父|舅舅|姑姑 姑妈|阿姨 姨妈 小姨|丈夫 老公
妻子 老婆|儿子|女儿|孙子|孙女|师父 师傅|徒弟 学徒 弟子|师兄|师弟|师姐|师妹|未婚夫|未婚妻|前夫
前妻|恋人 爱人 情人|朋友 好友|同学|同事|邻居|敌人 仇人|房东|继父|继母|养父|养母|侄子|侄女|外甥
father dad daddy|mother mum mom|brother|sister|grandfather grandpa|grandmother grandma|uncle
aunt|husband|wife|son|daughter|grandson|granddaughter|teacher|pupil student|friend
neighbour neighbor|enemy rival|cousin|nephew|niece|fiancé fiance|fiancée fiancee|stepfather
stepmother|colleague coworker|boss|landlord|apprentice|twin|lover
"""
_PLACES_EN = """
lighthouse|harbour harbor port|station|church|school|hospital|library|market|village|town|city
island|forest wood woods|mountain|river|bridge|shop store|bakery|farm|castle|hotel inn|café cafe
restaurant|museum|garden|park|beach shore|desert|cave|cellar basement|attic loft|kitchen|office
factory|theatre theater|prison jail|cemetery graveyard|temple|monastery|mill|barn|tower|airport
ship|train|tavern pub bar|workshop|palace|cabin hut|lake|valley|square plaza|orchard|greenhouse
bookshop bookstore|pharmacy|clinic|chapel|cathedral|university college|
observatory|laboratory lab|warehouse
apartment flat|balcony|courtyard|quarry|mine|swamp marsh|meadow|bus|boat|canal|pier quay dock
"""
_PLACE_ENDS = frozenset(
    "塔站堂校院馆店铺庙寺街巷港桥楼厂镇村城市县岛山河湖江湾谷林园场室宫殿洞坊局国州省乡寨堡崖坡滩岸宅府阁亭库矿窑屋房所营"
)
_MOVES = frozenset("进入到去在从往向于回出过了的是和与着")
_PLACE_NOUNS = """
    码头 渡口 沙漠 草原 教堂 阁楼 地下室 厨房 客栈 海边 山顶 河边 庭院 故乡
    北京 上海 广州 深圳 天津 重庆 成都 杭州 南京 苏州 武汉 西安 长安 洛阳 厦门 青岛 大连 昆明
    哈尔滨 香港 台北 澳门 东京 巴黎 伦敦 纽约 火星 月球 地球
"""
_PLACE_WORDS = frozenset(_PLACE_NOUNS.split())
_SAME_PLACES = (
    "房间 房屋 屋里|小巷 小街 巷口|店铺 小店 铺子|小镇 镇上|小屋 木屋|村庄 村里 村口|码头 渡口"
)
_SAME_PLACE = tuple(frozenset(group.split()) for group in _SAME_PLACES.split("|"))
_DIGITS_ZH = "0-9０-９零〇一二两三四五六七八九十百千万半几"
_NUMBER_ZH = re.compile(
    rf"(?:公元|民国|第)?[{_DIGITS_ZH}]+(?:[.:：][0-9]+)?(?:多|来)?"
    r"(?:个半?(?:月|小时|人|孩子|星期|钟头)?|年代?|月份?|日|天|岁|点半?|分钟?|秒钟?|小时|周|次|人|"
    r"里|米|公里|公斤|斤|吨|块|元|层|楼|号|封|把|"
    r"只|条|张|本|册|盏|座|艘|匹|章|幕|倍|位|名|夜|代|遍|辆|棵|世纪|度|页|瓶|杯|字)"
)
_WORDS_EN = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    "sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|"
    "hundred|thousand|dozen"
)
_NUMBER_EN = re.compile(
    rf"\b(?:\d[\d,.:]*\d|\d|(?:{_WORDS_EN})(?:[- ](?:{_WORDS_EN}|one))*)(?:st|nd|rd|th)?"
    r"(?:[- ](?:o'clock|[ap]m|years?|days?|weeks?|months?|hours?|minutes?|miles?|nights?|"
    r"letters?|pounds?|dollars?|brothers?|sisters?|children|times?|feet|steps?|stars?|ships?|houses?|"
    r"books?|people|men|women|floors?|keys?|coins?|chapters?|scenes?|centuries|year-old|day|horses?|candles?|boats?|rooms?))?(?![\w])",
    re.IGNORECASE,
)
_VAGUE = re.compile(r"^第?[一几半两][个次人把只条张位名本座盏号点天年日封里]?$")
"""Counts that are figures of speech: 一个, 几天, 半天."""


def numbers_in(text: str) -> list[tuple[int, int]]:
    """Return where counts, dates and clock times stand that say something."""
    found = [*_NUMBER_ZH.finditer(text), *_NUMBER_EN.finditer(text)]
    return [m.span() for m in sorted(found, key=re.Match.start) if not _VAGUE.match(m.group())]


def unit_of(number: str) -> str:
    """Return what is counted: 天 of 三天, `days` of `three days`; "" for a bare number."""
    if number.isascii():
        words = re.split(r"[- ]", number)
        return "" if len(words) < 2 else words[-1].lower().rstrip("s")
    return number.lstrip(
        "公元民国第0123456789０１２３４５６７８９零〇一二两三四五六七八九十百千万半几.:：多来"
    )


def _table(lines: str) -> dict[str, int]:
    groups = lines.replace("\n", "|").split("|")
    return {word: place for place, group in enumerate(groups) for word in group.split()}


_TIME_GROUP, _RELATION_GROUP, _PLACE_GROUP = (
    _table(words) for words in (_TIMES, _RELATIONS, _PLACES_EN)
)


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    english = "|".join(re.escape(word) for word in longest_first if word[0] < "\u0300")
    chinese = "|".join(word for word in longest_first if word[0] >= "\u0300")
    joined = rf"\b(?:{english})\b" + (f"|{chinese}" if chinese else "")
    return re.compile(joined, re.IGNORECASE)


_TIME, _RELATION, _PLACE_EN = (
    _pattern(tuple(group)) for group in (_TIME_GROUP, _RELATION_GROUP, _PLACE_GROUP)
)


def times_in(text: str) -> list[tuple[int, int]]:
    """Return where times of day, weekdays, months, seasons and feasts stand."""
    return [match.span() for match in _TIME.finditer(text)]


def relations_in(text: str) -> list[tuple[int, int]]:
    """Return where words stand for what one is to another."""
    return [match.span() for match in _RELATION.finditer(text)]


def english_places_in(text: str) -> list[tuple[int, int]]:
    """Return where common English nouns for places stand."""
    return [match.span() for match in _PLACE_EN.finditer(text)]


def is_other_time(old: str, new: str) -> bool:
    """Whether two words for times are not two words for one."""
    return _differ(_TIME_GROUP, old, new)


def is_other_relation(old: str, new: str) -> bool:
    """Whether two words for relations are not two words for one."""
    return _differ(_RELATION_GROUP, old, new)


def is_other_place(old: str, new: str) -> bool:
    """Whether two words for places are not two words for one."""
    return _differ(_PLACE_GROUP, old, new)


def is_chinese_place(word: str) -> bool:
    """Whether two to six Han characters end as a place does."""
    if word in _PLACE_WORDS:
        return True
    return 2 <= len(word) <= 6 and word[-1] in _PLACE_ENDS and word[0] not in _MOVES


def stands_where_places_do(text: str, start: int) -> bool:
    """Whether the words before a place in a Chinese text lead to a place: 从上海, 去了上海."""
    return (
        re.search(r"(?:[在到去回从往赴抵]|离开|来自)了?$", text[max(0, start - 3) : start])
        is not None
    )


def is_same_chinese_place(old: str, new: str) -> bool:
    """Whether two Chinese words for places are two words for one."""
    return any({old, new} <= same for same in _SAME_PLACE)


def is_place_name(word: str) -> bool:
    """Whether a Chinese place has a name of its own, as 青石镇 has and 书店 has not."""
    return len(word) >= 3 and word[-1] in "镇村城市县岛山河湖江湾谷乡寨堡州省国街巷桥港"


def _differ(groups: dict[str, int], old: str, new: str) -> bool:
    one, other = groups.get(old.casefold()), groups.get(new.casefold())
    return one is not None and other is not None and one != other
