"""Which stretches of a Chinese text are names of people, told by their shape and their neighbours.

Chinese marks names by nothing, so this errs on the side of seeing none: a stretch is a name when it
begins with a surname, with 小, 老 or 阿, is spelt with the characters that foreign names are spelt
with, or is introduced as one; and when it is no everyday word.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘"
    "葛奚范彭郎鲁韦昌马苗凤方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐"
    "康伍余元卜顾孟黄和穆萧尹姚邵汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝"
    "闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解"
    "应宗丁宣邓郁单杭洪包诸左石崔吉龚程邢裴陆荣翁荀羊惠曲封储靳段富巫乌焦巴谷车侯宁仇武符"
    "刘景詹束龙叶幸司黎薄印白怀蒲邰鄂索赖卓蔺屠蒙池乔阴胥苍闻党翟谭贡姬申冉宰桑桂濮牛寿边"
    "燕冀温庄晏柴瞿阎习容向古易慎戈廖庾终居衡步都耿满匡文寇欧沃利蔚隆师巩聂辛简饶曾沙养鞠"
    "丰关蒯查荆游竺权盖岳帅"
)
_COMPOUND = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "司徒",
    "东方",
    "慕容",
    "令狐",
    "南宫",
    "夏侯",
    "皇甫",
    "尉迟",
    "端木",
)
_TITLES = """
    师傅 先生 老师 医生 小姐 太太 老板 队长 警官 教授 主任 大夫 掌柜 姑娘 夫人 大叔 大爷 大妈
    奶奶 爷爷 师父 护士 校长 厂长 村长 船长 公子 阿姨 老伯 大哥 大姐
"""
_TITLE = tuple(_TITLES.split())
_FOREIGN = frozenset(
    "艾安奥巴贝比伯布查达戴丹德迪杜多尔厄恩法菲弗福戈格哈海赫亨霍吉加杰卡凯科克库拉莱兰劳"
    "勒雷丽莉里利琳露伦罗洛马玛迈曼梅米密莫姆娜纳内尼诺欧帕佩皮普奇乔琼萨塞莎史斯索苏塔泰"
    "特汤托瓦威维韦温沃西夏雅亚伊因尤约珍朱兹保蒂"
)
_NEVER = frozenset("的了在是和与把被就不也都我你他她它们这那着过地得吗呢吧啊很从对没会要能去到")
_PLACE_END = frozenset("镇村城市县街巷塔站堂馆店铺庙寺桥楼厂岛港")
_MEASURES = frozenset("张封章支管包程单")
_SELDOM = frozenset(
    "说问答道想看听见走跑站坐躺拿提抬低回来去到进出上下开打写读做用为有没要会能可终决发突"
    "始感觉认记忘恨笑哭喊独正一两只最更以因而但带起收放找等送接推拉握捡抱留离住死活向往给"
    "让叫跟同将已曾又才却便则再还先后中里拆点修替把教常每摘翻递守望赶追停转偷仍竟总，。"
)
"""Characters that follow a name far oftener than they end one."""

_EVERYDAY_WORDS = """
    高兴 高大 高处 高楼 高声 高中 高度 高原 方法 方向 方式 方面 方才 黄昏 黄色 黄金 黄土 白天
    白色 白发 白雪 白纸 白衣 明天 明白 明亮 明年 明显 明明 安静 安全 安排 安慰 安心 安宁 安稳
    和平 和解 和谐 和好 和气 金色 金属 金钱 金黄 时间 时候 时光 时代 时刻 时而 时常 许多 许久
    常常 常年 常见 任何 任务 任由 任凭 万一 万物 路上 路边 路口 路灯 路过 路人 江湖 江南 江边
    江水 江面 江北 江上 水面 谢谢 谢意 毛病 毛衣 向前 向着 向往 向上 应该 应当 应答 解决 解释
    解开 温暖 温柔 温和 温度 温馨 宁静 宁可 程度 成为 成功 成长 成了 成年 成熟 成人 于是 马上
    马车 马路 周围 周末 周年 周一 周日 关于 关系 关上 关心 关键 关门 关掉 关头 平静 习惯 石头
    石阶 石板 石桥 石碑 石墙 花园 云层 云朵 云海 叶子 孔雀 华丽 计划 计算 童年 童话 童谣 项目
    文字 文章 文化 文件 文学 封信 封面 封闭 单独 单纯 单位 单身 支持 支撑 经过 经历 经常 经验
    房间 房子 房屋 房门 房东 干净 干脆 干燥 宣布 包括 包裹 包围 包子 左右 左手 左边 曲子 曲折
    曲调 车站 车票 车厢 车窗 车子 车门 车间 师傅 师父 师徒 古老 古董 古镇 古城 古代 易碎 终于
    终究 终点 终年 步伐 步行 步子 都市 满足 满意 满是 满脸 满天 满地 满心 利用 利益 简单 简短
    简直 沙滩 沙漠 沙发 沙子 养老 丰富 权力 权利 盖上 元素 余生 余下 余光 余晖 皮肤 乐观 乐队
    乐器 雷声 雷雨 雷电 熊猫 董事 钟声 钟表 钟楼 林间 林子 林中 蓝色 蓝天 强烈 强大 强调 江河
    颜色 盛开 盛大 夏天 夏日 夏夜 夏季 田野 田地 田间 胡同 胡子 胡乱 管理 管家 管子 纪念 纪录
    纪律 祝福 祝愿 席间 季节 麻木 麻烦 梅花 梅雨 苗条 方案 史诗 唐代 薛定 安装 安放 何时 何处
    何况 何必 何人 何以 严格 严肃 严重 华人 曾经 曾祖 游戏 游客 游人 游泳 查看 查找 司机 印象
    印章 印记 白云 白鸽 怀疑 怀念 怀里 怀中 怀表 怀着 索性 池塘 池边 阴影 阴天 闻到 申请 边缘
    边境 边上 燕子 柴火 居民 居住 居然 景色 景象 幸福 幸运 幸好 龙虾 束缚 武器 宋代 明月 明信
    明灯 富有 巫师 乌云 乌鸦 焦急 焦虑 焦点 谷物 谷雨 侯鸟 章节 苏醒 柳树 柳枝 桂花 桑树 牛奶
    羊群 寿命 温情 习俗 容易 容器 时空 时针 时机 时隔 平时 平常 平凡 伏笔 伏案 强光 路程 路线
    路途 危险 危机 童心 郎中 马匹 常识 常在 安顿 和睦 从容 江山 贝壳 米饭 皮箱 皮鞋 皮包 米线
    纪实 都没 都在 都是 管他 解谜 解药 解脱 小说 小心 小时 小镇 小巷 小路 小屋 小船 小店 小孩
    小伙 小狗 小猫 小声 小岛 小村 小城 小院 小河 小楼 小学 小鸟 小鱼 小雪 小雨 小伞 小子 小姐
    小姑 小女 小男 小朋 小区 小事 小名 小刀 小灯 小纸 小木 小小 小提 小型 小标 小馆 小站 小溪
    小山 小车 小腿 小麦 老师 老人 老板 老家 老屋 老街 老旧 老宅 老头 老太 老婆 老公 老爷 老奶
    老伴 老式 老实 老年 老友 老树 老城 老房 老照 老钟 老一 老去 老了 老母 老父 老的 老在 老是
    老虎 老鼠 老井 老木 老船 老渔 老裁 老工 老兵 老伯 老大 老怀 老座 阿姨 阿婆 阿公 阿爷 学徒
    男孩 女孩 少年 少女 青年 主角 主人 人物 父亲 母亲 读者 众人 大家 自己 对方 孩子 故事 结局
    开头 结尾 内心 心里 回忆 记忆 夜晚 夜里 清晨 早晨 傍晚 深夜 凌晨 中午 正午 上午 下午 春天
    秋天 冬天 老者 男人 女人 姑娘 妇人 邻居 朋友 同学 医生 师姐 师兄 师弟 师妹 语言 细节 情感
    情绪 气氛 冲突 线索 转折 高潮 铺垫 场景 画面 主题 信件 信封 灯光 月光 阳光 雨水 雨声 海浪
    海边 风声 最后 最终 后来 起初 突然 忽然 慢慢 缓缓 悄悄 默默 渐渐 终日 整夜 整日 发现 看见
    望见 瞧见 听见 知道 明知 觉得 感到 想起 记得 忘记 寻找 追寻 等待 等候 离开 离去 回到 返回
    走进 走入 步入 拿起 捡起 打开 推开 站在 坐在 微笑 苦笑 沉默 安详 宽恕 原谅 理解 孤独 寂寞
    温润 美丽 漂亮 破旧 陈旧 陈列 陈述 崭新 巨大 庞大 庞然 殷红 殷切 殷勤 谈话 谈起 谈论 谈到
    郁闷 沈着 连忙 连夜 施工 施展 尤其 齐声 康复 伍人 贺卡 贺礼 章程 云雾 云端 凤凰 费力 费尽
    常用 毕竟 毕业 孟夏
"""
_EVERYDAY = frozenset(_EVERYDAY_WORDS.split())
_INTRODUCED = re.compile(
    r"(?:名字?叫作?|名为|名字是|主角是|主人公是|改名|叫做|(?<=[个人孩者徒]))(?:叫)?[“「\"]?"
    r"([\u4e00-\u9fff]{2,4}?)(?=[”」\"，。；、,.;：:（(！？!?\s]|的|在|和|与|是|从|为了|$)"
)
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_COUNTED = re.compile(r"[一两二三四五六七八九十几半每这那]$")


def has_name_shape(word: str) -> bool:
    """Whether two to four Han characters look like a name and not like an everyday word."""
    if not 2 <= len(word) <= 6 or not _HAN.fullmatch(word) or is_everyday(word):
        return False
    if word[-1] in _PLACE_END or any(char in _NEVER for char in word):
        return False
    if set(word) <= _FOREIGN:
        return True
    if word[:2] in _COMPOUND:
        return 3 <= len(word) <= 4
    if word[0] in _SURNAMES:
        return len(word) <= 3 or word[1:] in _TITLE
    return word[0] in "小老阿" and len(word) == 2


def is_everyday(word: str) -> bool:
    """Whether a word is, or begins or ends with, an everyday word that is no part of a name."""
    return (
        word in _EVERYDAY
        or word[:2] in _EVERYDAY
        or (len(word) > 2 and word[-2:] in _EVERYDAY and word[1:] not in _TITLE)
    )


def names_in(text: str, context: str) -> list[tuple[int, int]]:
    """Return where names stand in a text, in order, none over another.

    `context` is what else is known (the text itself included): it tells where a name ends.
    """
    found: list[tuple[int, int]] = []
    introduced = {match.start(1): match.end(1) for match in _INTRODUCED.finditer(text)}
    for run in _HAN.finditer(text):
        at = run.start()
        while at < run.end():
            end = _end_of_name(text, at, run.end(), context, introduced)
            if end:
                found.append((at, end))
            at = end or at + 1
    return found


def _end_of_name(text: str, at: int, limit: int, context: str, introduced: dict[int, int]) -> int:
    """Return where the name ends that begins at a place; 0 where none begins."""
    ends = introduced.get(at, 0)
    if ends and not is_everyday(text[at:ends]) and not set(text[at:ends]) & _NEVER:
        return ends
    if text[at] in _MEASURES and _COUNTED.search(text[max(0, at - 1) : at]):
        return 0
    candidates = [end for end in _lengths(text, at, limit) if has_name_shape(text[at:end])]
    return _best_end(text, at, candidates, context) if candidates else 0


def _lengths(text: str, at: int, limit: int) -> Iterator[int]:
    if set(text[at : at + 2]) <= _FOREIGN and text[at] not in _SURNAMES:
        end = at
        while end < limit and text[end] in _FOREIGN:
            end += 1
        yield end
        return
    for title in _TITLE:
        if text.startswith(title, at + 1) and text[at] in _SURNAMES:
            yield at + 1 + len(title)
            return
    most = 4 if text[at : at + 2] in _COMPOUND else 2 if text[at] in "小老阿" else 3
    yield from range(at + most - (0 if most == 2 else 1), min(at + most, limit) + 1)


def _best_end(text: str, at: int, candidates: list[int], context: str) -> int:
    """Choose between a shorter and a longer name by what follows it here and elsewhere."""
    short, long = candidates[0], candidates[-1]
    if short == long:
        return short
    times, times_long = context.count(text[at:short]), context.count(text[at:long])
    if times >= 3 and times_long == times:
        return long
    if text[long - 1] in _SELDOM or times_long < times:
        return short
    follower = text[long : long + 1]
    ends_there = (
        not follower or follower in _SELDOM or follower in _NEVER or not _HAN.match(follower)
    )
    return long if ends_there or times >= 2 else short


def short_forms(name: str) -> list[str]:
    """Return how else somebody of that full name is called, with what makes the forms of another.

    The given name alone where it has two characters, 老 or 小 with the surname, surname with title.
    """
    surname, given = split_name(name)
    if not surname:
        return []
    forms = [given] if len(given) >= 2 else []
    return [*forms, *(f"{before}{surname}" for before in "老小"), *(surname + t for t in _TITLE)]


def split_name(name: str) -> tuple[str, str]:
    """Return surname and given name; the surname is "" where the name has none."""
    if name[:2] in _COMPOUND and len(name) > 2:
        return name[:2], name[2:]
    is_full = 2 <= len(name) <= 3 and name[0] in _SURNAMES and name[1:] not in _TITLE
    return (name[0], name[1:]) if is_full else ("", name)


def matching_form(form: str, old: str, new: str) -> str:
    """Return what stands for a short form of the old name now that the new name is in force."""
    surname, given = split_name(old)
    new_surname, new_given = split_name(new)
    if form == given:
        return new_given if len(new_given) >= 2 else new
    if not new_surname:
        return new
    return form.replace(surname, new_surname)


def ends_name(text: str, end: int, name: str) -> bool:
    """Whether a name ends there, and is not the beginning of another word or a longer name."""
    after = text[end : end + 1]
    if not after or not _HAN.match(after) or after in _NEVER or after in _SELDOM:
        return True
    if (name[-1] + after) in _EVERYDAY:
        return len(name) > 2  # 老江湖 is no 老江, but 林小雨水 can only be a slip
    longer = name + after
    return text.count(longer) < 2 or text.count(longer) == text.count(name)


def begins_name(text: str, start: int, name: str) -> bool:
    """Whether a name begins there, and the character before does not make a word with its first."""
    before = text[max(0, start - 1) : start]
    return not before or (before + name[0]) not in _EVERYDAY
