"""Names of people and places that a prompt gives, by rules that would rather miss one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from writer_gui.domain.language import Language

if TYPE_CHECKING:
    from collections.abc import Iterator

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏苏潘葛范彭郎鲁韦马苗方俞"
    "任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于傅齐康伍余元卜顾孟黄穆萧尹姚邵汪祁毛狄戴宋庞熊纪舒"
    "屈项祝董梁杜阮蓝闵季贾江童颜郭梅林钟徐邱骆高夏蔡田樊胡凌霍虞万柯管卢莫房裘缪解应宗丁宣邓郁杭洪包"
    "左石崔吉龚程邢裴陆荣翁荀甄曲储靳段焦巴侯全班仇宫宁栾甘厉祖武符刘景詹龙叶幸司黎薄印白蒲邰从鄂索咸籍赖卓"
    "蔺屠蒙池乔阴闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂牛寿通边燕冀浦尚农温别庄晏柴瞿阎充慕连茹习艾"
    "鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄东欧沃利蔚越隆师巩聂晁勾敖融冷辛阚那简饶曾沙"
    "关蒯相查后荆红游竺权盖益桓公岳帅缑亢况郈琴商牟佘佴伯赏墨谯笪年爱阳佟肖闫覃"
)
_COMPOUND = "欧阳|上官|司马|诸葛|慕容|东方|独孤|南宫|夏侯|令狐|皇甫|尉迟|公孙|司徒|端木|宇文|长孙"
_ROLES = (
    "店员|工程师|教师|老师|医生|护士|记者|少年|少女|老人|船长|侦探|警察|学生|祖母|祖父|外婆|外公|奶奶|爷爷|妻子|丈夫|母亲|父亲"
    "|女儿|儿子|哥哥|姐姐|弟弟|妹妹|弟子|徒弟|师父|导演|站长|馆长|负责人|队长|校长|警官|法医|画家|作家|诗人|司机|裁缝|木匠|铁匠"
    "|厨师|售票员|邮递员|看守人|守塔人|摄影师|修表匠|研究员|程序员|宇航员|飞行员|律师|法官|教练|选手|队员|玩家"
    "|女孩|男孩|姑娘|小伙子|同桌|班长|邻居|房东|掌柜|老板|管家|书生|剑客|刀客|游侠|盟主|掌门|公主|王子|将军|士兵|狙击手|娘子|小姐"
)
_PARTS = "主人公|主角|女主角|男主角|女主人公|男主人公|女主|男主|反派|配角|落款人|落款|署名"
_AFTER = (
    r"(?=$|[\s，。、；：！？,.;:!?（）()《》“”‘’\-—·]|[的在是和与把被向从将跟给对因却已正也便又于为所]"
    r"|决定|发现|深夜|凌晨|清晨|傍晚|组队|每|想|说|要|去|来|到|收到|偶然|意外|独自|拥有|觉得|开始|追查|回到|相爱|相遇|踏上|遇|走|被|两人|三人|二人|一起|之间)"
)
_TAIL_VERBS = (
    "的在是和与把被向从将跟给对因却已正也便又于为所说想问听看走来去到要决发收守找写读讲笑哭追"
    "遇有两三每深偶意独开回拥觉"
)
_GIVEN = rf"(?![{_TAIL_VERBS}])[\u4e00-\u9fff]"
_PERSON = (
    rf"(?:(?:{_COMPOUND}){_GIVEN}{{1,2}}|[{_SURNAMES}]{_GIVEN}{{1,2}}|[小老阿][{_SURNAMES}]"
    rf"|[\u4e00-\u9fff]{{1,6}}·[\u4e00-\u9fff·]{{1,10}})"
)
_ANY = r"[\u4e00-\u9fff·]{2,5}?"
_END = r"(?=的(?!时)|$|[\s，。、；：！？,.;:!?（()—])"

_CHINESE = (
    # 名叫艾拉的年轻精灵, 名字叫“小白”: whatever the name
    re.compile(
        rf"(?:名叫|名为|名字叫|名字是|化名|本名|取名|起名叫?|唤作)[“‘「]?(?P<name>{_ANY})(?:[”’」]|{_END})"
    ),
    re.compile(
        rf"(?:一[个位只条匹名头座家艘]|[孩人狗猫生女子年者员匠])叫做?[“‘「]?(?P<name>{_PERSON})(?:[”’」]|{_AFTER})"
    ),
    re.compile(
        r"[个位只条]叫做?[“‘「]?(?P<name>(?![做作我你他她它人])[\u4e00-\u9fff]{2,4}?)(?:[”’」]|(?=的))"
    ),
    # 店员林岚决定, 主角是王大饼: a surname has to be there
    re.compile(
        rf"(?:{_ROLES}|{_PARTS})(?:名字)?(?:是|为|叫|设定为|：|:)?(?P<name>{_PERSON}){_AFTER}"
    ),
    re.compile(r"(?:主人公|主角|女主|男主)[（(](?P<name>[\u4e00-\u9fff·]{2,4})[）)]"),
    re.compile(
        r"(?:^|[，。；：\s和与以])(?P<name>(?:(?![请以和与])[\u4e00-\u9fff]){2,4}?)[（(](?:[男女]|\d+\s*多?岁)"
    ),
    re.compile(rf"{_PERSON}[和与、](?P<name>{_PERSON}){_AFTER}"),
)
_NO_NAMES = re.compile(
    r"自己|一[个位只名]|什么|老师$|先生|主角|故事|经历|方面|内容|身份|视角|之一|公司|时候|年轻|高中|初中|大学|任何|所有|广大|同学|朋友"
)

_CAPITALISED = r"[A-Z][a-z]+(?:[’'-][A-Z]?[a-z]+)?"
_PROPER = re.compile(
    rf"(?<![.!?:\"“‘\n-] )(?<![\w“\"‘-])(?P<name>{_CAPITALISED}(?: {_CAPITALISED}){{0,3}})"
)
_NO_PROPER = frozenset(
    """
    I Mr Mrs Ms Dr Write Please English Chinese Mandarin French German Spanish Japanese Russian
    Italian Latin Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February
    March April May June July August September October November December God Use Do Don't The A
    An It Its In On At But And Include Make Keep Begin End Start Tell Title Style Tone Length
    Genre Format Word Words Count Christmas Easter Internet British American European Victorian
    Gothic Markdown You Your My His Her Their Our We They He She This That These Those No Not Or
    If When While After Before There For From With Without As So First Second Third Person
    Chapter Act Scene Part Section Setting Characters Character Theme Plot Note
    """.split()  # noqa: SIM905
)
_ENGLISH_MODEL = re.compile(
    r"\b(?:style of|like|inspired by|similar to|voice of|manner of|à la)(?: the)?\s$", re.IGNORECASE
)


def names_in(text: str, language: Language) -> Iterator[tuple[int, int]]:
    """Return where names stand: after 名叫, a part or a trade; or capitalised within a sentence."""
    if language is Language.EN:
        yield from _english_names(text)
        return
    for pattern in _CHINESE:
        for match in pattern.finditer(text):
            if not _NO_NAMES.search(match["name"]):
                yield match.span("name")


def _english_names(text: str) -> Iterator[tuple[int, int]]:
    for match in _PROPER.finditer(text):
        if match.start() == 0 or _starts_line(text, match.start()):
            continue
        words = match["name"].split()
        if words[0] in _NO_PROPER or _ENGLISH_MODEL.search(text[: match.start()]):
            continue
        yield match.span("name")


def _starts_line(text: str, place: int) -> bool:
    """Whether a place begins a sentence or a line, where every word is capitalised."""
    before = text[:place].rstrip(" \t\"“‘'(*-#>")
    return not before or before[-1] in ".!?:\n;"
