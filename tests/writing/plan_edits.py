"""Plans, with edits of a fact that the rest still holds, and others of its wording."""

from __future__ import annotations

from dataclasses import dataclass

from writer_gui.domain.language import Language
from writer_gui.domain.plan import Plan, Step, StepKind
from writer_gui.domain.session import Prompt

KINDS = (StepKind.INTENT, StepKind.STRUCTURE, *[StepKind.DEVELOPMENT] * 9)


def _plan(titles: str, texts: str) -> Plan:
    lines = [line.strip() for line in texts.strip().splitlines()]
    return Plan(
        tuple(
            Step(f"s{n}", KINDS[n - 1], title, text)
            for n, (title, text) in enumerate(zip(titles.split(), lines, strict=True), start=1)
        )
    )


CLOCKS = _plan(
    "立意 人物 开端 发展 转折 高潮 结局",
    """
    借修表讲时间与亏欠，语气克制，用第三人称叙述。
    姜明是青石镇的老修表匠，六十三岁，父亲留给他一间旧书店改成的铺子。
    清晨，姜明在铺子里收到一块停在三点十分的怀表，送表的是他失散二十年的弟弟。
    姜明拆开表壳，发现里面刻着父亲的名字，他想起青石镇那场大水。
    弟弟说父亲当年没有走，一直住在码头边的仓库里；姜明不信，清晨赶去青石镇的码头。
    姜明在仓库找到三十七封没有寄出的信，每一封都写着“给姜明”。
    最后姜明把怀表修好，让它重新走动，兄弟二人在码头和解。
    """,
)
BRIDGE = _plan(
    "立意 结构 开端 发展 转折 高潮 结局",
    """
    写一个女孩与祖母的告别，读来温暖而不煽情。
    分三幕：等待、寻找、归来；结尾林晓雨把纸船放进河里。
    冬天，林晓雨回到白水村，祖母已经三年没有说话。
    林晓雨在阁楼里找到一只木箱，箱底压着祖母写给陈默的信。
    晓雨去县城找陈默，医院的人说他去年冬天搬去了上海。
    陈默从上海赶来，祖母开口说的第一句话是“灯塔还亮着吗”。
    祖母走后，林晓雨和陈默一起走到灯塔下，林晓雨把纸船放进河里。
    """,
)
CAPTAIN = _plan(
    "立意 人物 开端 发展 转折 高潮 结局",
    """
    以飞船上的孤独写人对家的想念，第一人称。
    船长卡尔五十岁，妻子留在火星；阿禾是十七岁的实习生。
    卡尔宣布飞船将在九月抵达，阿禾在货舱里养了一只猫。
    货舱起火，卡尔要放弃货舱，阿禾不肯离开那只猫。
    卡尔收到妻子的来信，信是九月以前写的，她说不再等他。
    阿禾驾小艇冲进货舱，卡尔在舱门外守了十七个小时。
    卡尔和阿禾带着猫走下舷梯，卡尔没有回头。
    """,
)
HARBOUR = _plan(
    "Intent Structure Opening Rising Turn Climax Ending",
    """
    A quiet story about forgiveness, told in the third person.
    Three parts, each opening with a letter; Ned Marsh never reads the last of them.
    In November, Ned Marsh returns to Larkhaven after twelve years to sell his father's bakery.
    Ned finds his sister asleep in the bakery, and Ned's old keys still open every door.
    Clara Marsh, his sister, tells Ned that their father left the bakery to the lighthouse keeper.
    In a storm Ned rows to the lighthouse; Mr. Marsh's ledger lies under the lamp for twelve years.
    Ned and his sister burn the ledger on the beach, and Ned stays in Larkhaven.
    """,
)
VIOLIN = _plan(
    "Intent Structure Opening Rising Turn Climax Ending",
    """
    The piece asks what a gift costs the one who receives it.
    Told backwards, from the concert at midnight to the day Will was nine years old.
    Will plays in a hall in Vienna while his teacher, Irina Volkov, listens from the last row.
    Irina sells her violin to pay for his studies; Will learns of it from a neighbour.
    Will she forgive him? On Friday Will goes to the church where Irina used to play.
    Irina Volkov gives him a box with three letters from his mother in Vienna.
    At midnight Will plays Irina's violin alone, and the letters are left on the chair.
    """,
)
DESERT = _plan(
    "Intent Structure Opening Rising Turn Climax Ending",
    """
    An adventure for young readers about trust between strangers.
    Five chapters; every chapter ends with a choice that Amira makes.
    Amira, fourteen, leaves the village of Tel Zahra with her uncle's camel in July.
    At the market Amira meets Jonas Bright, who says he has crossed the desert forty times.
    Jonas loses the map; Amira learns that Jonas has never left Tel Zahra before.
    Her uncle waits at the well for seven days, while Amira and Jonas dig for water.
    In July the rain comes, and Amira forgives Jonas at the gates of Tel Zahra.
    """,
)
PLANS = {
    plan: Prompt(text, language=language)
    for plan, text, language in (
        (CLOCKS, "写一个小镇修表匠的故事，主角叫姜明", Language.ZH),
        (BRIDGE, "写一个关于告别的故事", Language.ZH),
        (CAPTAIN, "写一个飞船上的故事", Language.ZH),
        (HARBOUR, "Write a story about a man who comes home to a harbour town", Language.EN),
        (VIOLIN, "Write about a musician and the one who taught him", Language.EN),
        (DESERT, "Write an adventure in the desert", Language.EN),
    )
}


@dataclass(frozen=True)
class Edit:
    """`old` in the text of a step (counted from 1) becomes `new`; an empty `old` is all of it.

    `gone` is the fact that others still hold; "" for an edit of the wording.
    """

    plan: Plan
    step: int
    old: str
    new: str
    gone: str = ""

    @property
    def after(self) -> Plan:
        step = self.plan.steps[self.step - 1]
        assert self.old in step.text, (self.old, step.text)
        text = step.text.replace(self.old, self.new) if self.old else self.new
        assert text != step.text
        return self.plan.edited(step.id, text)


FACTS = (
    Edit(CLOCKS, 2, "姜明", "顾长庚", "姜明"),
    Edit(CLOCKS, 2, "姜明", "姜山", "姜明"),
    Edit(CLOCKS, 2, "姜明", "欧阳峰", "姜明"),
    Edit(CLOCKS, 3, "姜明", "沈知秋", "姜明"),
    Edit(CLOCKS, 4, "姜明", "老周", "姜明"),
    Edit(CLOCKS, 2, "", "我是顾长庚，跟着师父学了四年修表，用我的口吻来讲这间铺子的事。", "姜明"),
    Edit(
        CLOCKS,
        2,
        "",
        "主角叫陆怀安，是个修表匠，铺子开在巷尾，一生只修过两块坏表。",
        "姜明",
    ),
    Edit(CLOCKS, 6, "", "许望舒在旧仓库里翻出一箱没有寄出的信，每一封都写着“给许望舒”。", "姜明"),
    Edit(CLOCKS, 2, "青石镇", "白水镇", "青石镇"),
    Edit(CLOCKS, 4, "青石镇", "临江城", "青石镇"),
    Edit(CLOCKS, 5, "码头", "车站", "码头"),
    Edit(CLOCKS, 7, "码头", "渡口旁的教堂", ""),
    Edit(CLOCKS, 3, "清晨", "深夜", "清晨"),
    Edit(CLOCKS, 3, "弟弟", "妹妹", "弟弟"),
    Edit(CLOCKS, 2, "父亲", "母亲", "父亲"),
    Edit(CLOCKS, 4, "父亲", "外公", "父亲"),
    Edit(CLOCKS, 2, "老修表匠", "老修表匠，由他以“我”的口吻讲述", "第三人称"),
    Edit(CLOCKS, 3, "清晨，姜明", "傍晚，温知许", "姜明"),
    Edit(BRIDGE, 3, "林晓雨", "苏念", "林晓雨"),
    Edit(BRIDGE, 3, "林晓雨", "林知夏", "林晓雨"),
    Edit(BRIDGE, 4, "陈默", "周远", "陈默"),
    Edit(BRIDGE, 6, "陈默", "赵一鸣", "陈默"),
    Edit(BRIDGE, 3, "祖母", "外婆", "祖母"),
    Edit(BRIDGE, 3, "冬天", "夏天", "冬天"),
    Edit(BRIDGE, 6, "上海", "广州城", "上海"),
    Edit(BRIDGE, 6, "灯塔", "石桥", "灯塔"),
    Edit(
        BRIDGE,
        4,
        "",
        "何若水在阁楼的木箱底下找到一封没有寄出的信，是写给邻村的一个人的。",
        "林晓雨",
    ),
    Edit(BRIDGE, 7, "林晓雨把纸船放进河里", "两人把木箱埋在树下", "林晓雨把纸船放进河里"),
    Edit(BRIDGE, 4, "写给陈默的信", "写给顾北辰的信", "陈默"),
    Edit(BRIDGE, 7, "林晓雨", "宋青", "林晓雨"),
    Edit(CAPTAIN, 2, "卡尔", "亨利", "卡尔"),
    Edit(CAPTAIN, 2, "卡尔", "沈星河", "卡尔"),
    Edit(CAPTAIN, 2, "阿禾", "小满", "阿禾"),
    Edit(CAPTAIN, 4, "阿禾", "艾米丽", "阿禾"),
    Edit(CAPTAIN, 2, "妻子", "女儿", "妻子"),
    Edit(CAPTAIN, 3, "九月", "十二月", "九月"),
    Edit(CAPTAIN, 6, "卡尔", "江澄", "卡尔"),
    Edit(CAPTAIN, 2, "五十岁", "五十岁，全篇改用第三人称", "第一人称"),
    Edit(HARBOUR, 3, "Ned Marsh", "Tom Hale", "Ned"),
    Edit(HARBOUR, 3, "Ned Marsh", "Tom Marsh", "Ned"),
    Edit(HARBOUR, 4, "Ned", "Oliver", "Ned"),
    Edit(HARBOUR, 7, "Ned", "Peter", "Ned"),
    Edit(HARBOUR, 3, "Larkhaven", "Dunmore", "Larkhaven"),
    Edit(HARBOUR, 3, "twelve years", "thirty years", "twelve years"),
    Edit(HARBOUR, 3, "bakery", "bookshop", "bakery"),
    Edit(HARBOUR, 4, "sister", "brother", "sister"),
    Edit(HARBOUR, 6, "lighthouse", "chapel", "lighthouse"),
    Edit(HARBOUR, 2, "Three parts", "Three parts in the first person", "third person"),
    Edit(
        HARBOUR,
        4,
        "",
        "I am Edmund, and I still have the old keys; nobody had changed the locks.",
        "Ned",
    ),
    Edit(VIOLIN, 3, "Irina Volkov", "Marta Klein", "Irina"),
    Edit(VIOLIN, 3, "Vienna", "Prague", "Vienna"),
    Edit(VIOLIN, 3, "Will", "Jonas", "Will"),
    Edit(VIOLIN, 2, "midnight", "noon", "midnight"),
    Edit(VIOLIN, 4, "Irina", "Sofia", "Irina"),
    Edit(VIOLIN, 7, "the letters are left on the chair", "nobody applauds him any more", ""),
    Edit(DESERT, 3, "Amira", "Leila", "Amira"),
    Edit(DESERT, 3, "uncle", "grandmother", "uncle"),
    Edit(DESERT, 3, "July", "December", "July"),
    Edit(DESERT, 3, "Tel Zahra", "Beni Souf", "Tel Zahra"),
    Edit(DESERT, 4, "Jonas Bright", "Elias Stone", "Jonas"),
    Edit(DESERT, 5, "Jonas", "Karim", "Jonas"),
    Edit(DESERT, 7, "Amira forgives Jonas", "Nadia forgives Jonas", "Amira"),
)
WORDINGS = (
    Edit(CLOCKS, 1, "语气克制", "语气平静而克制"),
    Edit(CLOCKS, 1, "时间与亏欠", "亏欠与时间"),
    Edit(CLOCKS, 2, "老修表匠", "修了一辈子表的匠人"),
    Edit(CLOCKS, 2, "旧书店", "老书店"),
    Edit(CLOCKS, 3, "清晨", "大清早"),
    Edit(CLOCKS, 3, "清晨", "早晨"),
    Edit(CLOCKS, 3, "收到", "拿到"),
    Edit(CLOCKS, 3, "姜明在铺子里收到", "姜明收到"),
    Edit(CLOCKS, 4, "姜明拆开表壳", "他拆开表壳"),
    Edit(CLOCKS, 4, "发现里面刻着", "看见里头刻着"),
    Edit(CLOCKS, 4, "大水", "洪水"),
    Edit(CLOCKS, 5, "姜明不信，", "姜明半信半疑，"),
    Edit(CLOCKS, 5, "仓库", "旧仓库"),
    Edit(CLOCKS, 6, "没有寄出的信", "从未寄出的信"),
    Edit(CLOCKS, 6, "姜明在仓库找到", "在仓库里，姜明找到"),
    Edit(CLOCKS, 7, "最后姜明", "终于，姜明"),
    Edit(CLOCKS, 7, "和解", "重归于好"),
    Edit(CLOCKS, 7, "重新走动", "再次走起来"),
    Edit(CLOCKS, 2, "六十三岁，", ""),
    Edit(BRIDGE, 1, "温暖而不煽情", "温柔而不滥情"),
    Edit(BRIDGE, 2, "等待、寻找、归来", "等待、追寻、归来"),
    Edit(BRIDGE, 3, "已经三年没有说话", "已有三年不曾开口"),
    Edit(BRIDGE, 3, "祖母", "奶奶"),
    Edit(BRIDGE, 4, "木箱", "旧木箱"),
    Edit(BRIDGE, 4, "箱底压着", "箱子底下藏着"),
    Edit(BRIDGE, 5, "晓雨", "林晓雨"),
    Edit(BRIDGE, 5, "搬去了", "搬到了"),
    Edit(BRIDGE, 6, "赶来", "连夜赶来"),
    Edit(BRIDGE, 6, "陈默从上海赶来", "陈默赶来"),
    Edit(BRIDGE, 7, "一起走到", "并肩走到"),
    Edit(BRIDGE, 7, "把纸船放进河里", "将纸船轻轻放入河中"),
    Edit(CAPTAIN, 1, "孤独", "寂寞"),
    Edit(CAPTAIN, 2, "实习生", "见习生"),
    Edit(CAPTAIN, 3, "宣布", "告诉大家"),
    Edit(CAPTAIN, 3, "一只猫", "一只灰猫"),
    Edit(CAPTAIN, 4, "不肯离开", "不愿丢下"),
    Edit(CAPTAIN, 4, "卡尔要放弃货舱", "船长要放弃货舱"),
    Edit(CAPTAIN, 5, "妻子", "他的妻子"),
    Edit(CAPTAIN, 6, "冲进", "闯入"),
    Edit(CAPTAIN, 7, "没有回头", "始终不曾回头"),
    Edit(CAPTAIN, 7, "卡尔和阿禾带着猫", "阿禾和卡尔带着猫"),
    Edit(HARBOUR, 1, "A quiet story", "A gentle story"),
    Edit(HARBOUR, 2, "each opening with a letter", "each of which opens with a letter"),
    Edit(HARBOUR, 3, "returns to", "comes back to"),
    Edit(HARBOUR, 3, "In November, Ned", "Ned"),
    Edit(HARBOUR, 4, "asleep in the bakery", "sleeping in the bakery"),
    Edit(HARBOUR, 4, "Ned finds his sister", "He finds his sister"),
    Edit(HARBOUR, 5, "tells Ned that", "lets Ned know that"),
    Edit(HARBOUR, 6, "In a storm", "During a storm"),
    Edit(HARBOUR, 7, "burn the ledger on the beach", "burn the ledger on the cold beach"),
    Edit(HARBOUR, 7, "Ned stays", "he stays"),
    Edit(VIOLIN, 1, "The piece asks", "This piece wonders"),
    Edit(VIOLIN, 3, "from the last row", "from the very last row"),
    Edit(VIOLIN, 4, "to pay for his studies", "so that he can study"),
    Edit(VIOLIN, 5, "Will she forgive him?", "Can she forgive him?"),
    Edit(VIOLIN, 6, "gives him", "hands him"),
    Edit(VIOLIN, 7, "alone", "all by himself"),
    Edit(DESERT, 1, "for young readers", "for younger readers"),
    Edit(DESERT, 2, "ends with a choice that Amira makes", "ends with Amira's choice"),
    Edit(DESERT, 4, "At the market Amira meets", "Amira meets at the market"),
    Edit(DESERT, 5, "Jonas loses the map", "The map is lost"),
    Edit(DESERT, 6, "dig for water", "search for water"),
    Edit(DESERT, 7, "the rain comes", "rain falls at last"),
)
