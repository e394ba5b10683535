"""The 51 genres of COIG-Writer and WritingPreferenceBench, in eight domains.

The Chinese tag is the key everywhere (files, database, command line); the English name is for
display. `coig_triplets` is the number of COIG-Writer records of that genre (arXiv 2510.14763,
appendix B; they sum to 1,665).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Domain(StrEnum):
    """The eight groups of genres; plan templates are chosen by domain."""

    FUNCTIONAL = "functional"
    COMMUNICATION = "communication"
    NONFICTION = "nonfiction"
    FICTION = "fiction"
    FUNNY = "funny"
    POETRY = "poetry"
    SCRIPT = "script"
    ROLEPLAY = "roleplay"


DOMAIN_NAMES: dict[Domain, tuple[str, str]] = {
    Domain.FUNCTIONAL: ("功能文书", "Functional writing"),
    Domain.COMMUNICATION: ("传播与推广", "Promotion and communication"),
    Domain.NONFICTION: ("非虚构", "Non-fiction"),
    Domain.FICTION: ("小说", "Fiction"),
    Domain.FUNNY: ("抽象文学", "Playful and subculture"),
    Domain.POETRY: ("诗歌", "Poetry"),
    Domain.SCRIPT: ("剧本", "Script"),
    Domain.ROLEPLAY: ("角色扮演", "Role-play"),
}
"""Chinese and English display name of each domain."""


@dataclass(frozen=True, slots=True)
class Genre:
    """One genre: its Chinese tag is its identity."""

    tag: str
    english_name: str
    domain: Domain
    coig_triplets: int


GENRES: tuple[Genre, ...] = (
    Genre("学术论文摘要", "Academic abstract", Domain.FUNCTIONAL, 62),
    Genre("实验报告", "Lab report", Domain.FUNCTIONAL, 0),
    Genre("会议纪要", "Meeting minutes", Domain.FUNCTIONAL, 0),
    Genre("简历-求职信", "Résumé and cover letter", Domain.FUNCTIONAL, 0),
    Genre("致谢信-致歉信", "Letter of thanks or apology", Domain.FUNCTIONAL, 11),
    Genre("产品说明书", "Product manual", Domain.FUNCTIONAL, 2),
    Genre("提案策划", "Proposal", Domain.FUNCTIONAL, 33),
    Genre("采访问题", "Interview questions", Domain.FUNCTIONAL, 5),
    Genre("公开信", "Open letter", Domain.FUNCTIONAL, 24),
    Genre("议论文", "Argumentative essay", Domain.FUNCTIONAL, 67),
    Genre("悼词-纪念文", "Eulogy", Domain.FUNCTIONAL, 10),
    Genre("演讲稿", "Speech", Domain.COMMUNICATION, 49),
    Genre("广告文案-营销邮件", "Advertising copy and marketing email", Domain.COMMUNICATION, 74),
    Genre("宣传语-标语", "Slogan", Domain.COMMUNICATION, 47),
    Genre("社交媒体创作", "Social-media post", Domain.COMMUNICATION, 124),
    Genre("博客文章", "Blog post", Domain.COMMUNICATION, 62),
    Genre("产品评测", "Product review", Domain.COMMUNICATION, 16),
    Genre("科普文章", "Popular science", Domain.COMMUNICATION, 50),
    Genre("教程指南", "Tutorial", Domain.COMMUNICATION, 7),
    Genre("辩论稿", "Debate script", Domain.COMMUNICATION, 59),
    Genre("散文", "Essay", Domain.NONFICTION, 73),
    Genre("人物传记", "Biography", Domain.NONFICTION, 24),
    Genre("旅行游记", "Travel writing", Domain.NONFICTION, 54),
    Genre("书评-影评-乐评", "Book, film or music review", Domain.NONFICTION, 58),
    Genre("小说-故事", "Story", Domain.FICTION, 104),
    Genre("日常故事", "Slice of life", Domain.FICTION, 50),
    Genre("悬疑-推理故事", "Mystery", Domain.FICTION, 31),
    Genre("科幻故事", "Science fiction", Domain.FICTION, 28),
    Genre("奇幻-魔幻故事", "Fantasy", Domain.FICTION, 25),
    Genre("历史故事", "Historical story", Domain.FICTION, 34),
    Genre("童话-寓言", "Fairy tale and fable", Domain.FICTION, 25),
    Genre("情感故事", "Romance", Domain.FICTION, 23),
    Genre("武侠小说", "Wuxia", Domain.FICTION, 30),
    Genre("玄幻小说", "Xuanhuan", Domain.FICTION, 27),
    Genre("仙侠小说", "Xianxia", Domain.FICTION, 24),
    Genre("古装小说", "Costume drama", Domain.FICTION, 40),
    Genre("军事小说", "Military fiction", Domain.FICTION, 23),
    Genre("游戏小说", "Game fiction", Domain.FICTION, 15),
    Genre("体育小说", "Sports fiction", Domain.FICTION, 22),
    Genre("抽象文学-亚文化", "Absurdist subculture writing", Domain.FUNNY, 31),
    Genre("二次元抽象文学-同人创作", "Anime and fan fiction", Domain.FUNNY, 8),
    Genre("饭圈抽象文学", "Fan-circle humour", Domain.FUNNY, 3),
    Genre("电竞-游戏抽象文学", "Esports and gaming humour", Domain.FUNNY, 18),
    Genre("嘻哈-说唱文化抽象文学", "Hip-hop and rap humour", Domain.FUNNY, 0),
    Genre("互联网黑话体系", "Internet jargon", Domain.FUNNY, 1),
    Genre("反主流消费文化抽象", "Anti-consumerist humour", Domain.FUNNY, 2),
    Genre("跨国-跨语言抽象文学", "Cross-language humour", Domain.FUNNY, 1),
    Genre("亚文化身份认同表达", "Subculture identity", Domain.FUNNY, 4),
    Genre("诗歌", "Poem", Domain.POETRY, 128),
    Genre("剧本-脚本", "Script", Domain.SCRIPT, 57),
    Genre("角色扮演", "Role-play", Domain.ROLEPLAY, 0),
)

DEFAULT_GENRE = "小说-故事"

_BY_NAME = {g.tag: g for g in GENRES} | {g.english_name.casefold(): g for g in GENRES}


def find_genre(name: str) -> Genre | None:
    """Look a genre up by its Chinese tag or, in any case, by its English name."""
    return _BY_NAME.get(name.strip()) or _BY_NAME.get(name.strip().casefold())
