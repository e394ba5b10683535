"""The genre a prompt asks for: the word for a text that what is asked for ends in."""

from __future__ import annotations

import re

from writer_gui.text.clauses import Clause, clauses

_GAP = r"(?:[^，。；、和或的与]{0,4}?(?:类|型|风格|题材|主题|向|系)的?)?[^，。；、和或的与]{0,4}?"
_STORY = r"(?:小说|故事)"


def _tale(words: str) -> str:
    """Return the pattern of a kind of story: 悬疑小说, 日式推理风格的故事, 硬科幻."""
    return rf"(?:{words}){_GAP}{_STORY}|(?:{words})$"


_CHINESE: tuple[tuple[str, str], ...] = (
    ("悬疑-推理故事", _tale("悬疑推理|悬疑|推理|侦探|本格|破案|密室")),
    ("科幻故事", _tale("硬科幻|软科幻|科幻|赛博朋克")),
    ("奇幻-魔幻故事", _tale("奇幻|魔幻|西幻")),
    ("历史故事", _tale("历史")),
    ("情感故事", _tale("爱情|言情|情感|恋爱")),
    ("武侠小说", _tale("武侠")),
    ("玄幻小说", _tale("玄幻")),
    ("仙侠小说", _tale("仙侠|修仙|修真")),
    ("古装小说", _tale("古装|宫斗|古代言情|古言")),
    ("军事小说", _tale("军事|谍战|战争")),
    ("游戏小说", _tale("游戏|电竞|网游")),
    ("体育小说", _tale("体育|竞技|足球|篮球")),
    ("日常故事", _tale("日常|生活流")),
    ("童话-寓言", r"童话(?:故事)?|寓言(?:故事)?|睡前故事|绘本(?:故事)?"),
    ("小说-故事", r"短篇小说|微型小说|微小说|小小说|中篇小说|长篇小说|小说|小故事|故事"),
    ("学术论文摘要", r"(?:论文)?摘要"),
    ("实验报告", r"实验报告"),
    ("会议纪要", r"(?:会议|周会|例会)(?:纪要|记录)"),
    ("简历-求职信", r"求职信|自荐信|简历"),
    ("致谢信-致歉信", r"致?感谢信|致谢信|致谢辞|道歉信|致歉信|检讨书"),
    ("产品说明书", r"说明书|使用手册"),
    ("提案策划", r"策划案|策划书|提案策划|提案|活动策划|活动方案"),
    ("采访问题", r"采访问题|采访提纲|访谈提纲|专访问题"),
    ("公开信", r"公开信"),
    ("议论文", r"议论文|时评|申论"),
    ("悼词-纪念文", r"悼词|悼文|祭文|讣告|纪念文章?"),
    ("演讲稿", r"演讲稿|演讲词|演讲|发言稿|致辞|讲话稿"),
    ("广告文案-营销邮件", r"广告文案|推广文案|营销邮件|营销文案|广告词|带货文案"),
    ("宣传语-标语", r"宣传语|广告语|广告标语|标语|口号"),
    (
        "社交媒体创作",
        r"小红书(?:笔记|文案|帖子|种草文?)?|朋友圈(?:文案)?|公众号(?:推文|文章)|微博(?:文案)?|推文|抖音文案",
    ),
    ("博客文章", r"博客文章|博客|博文"),
    ("产品评测", r"(?:产品)?(?:评测|测评)(?:文章)?"),
    ("科普文章", r"科普文章|科普文|科普"),
    ("教程指南", r"教程|指南|攻略"),
    ("辩论稿", r"辩论稿|辩词|立论稿"),
    ("散文", r"散文|随笔"),
    ("人物传记", r"人物传记|传记|小传|自传"),
    ("旅行游记", r"游记"),
    ("书评-影评-乐评", r"书评|影评|乐评|剧评|读后感|观后感"),
    (
        "诗歌",
        r"现代诗|古体诗|散文诗|自由诗|儿童诗|抒情诗|叙事诗|十四行诗|藏头诗|打油诗|绝句|律诗|俳句|诗歌|诗(?=$|[^\u4e00-\u9fff]|[来给送吧赞])|歌词(?!的)",
    ),
    (
        "剧本-脚本",
        r"(?:短剧|话剧|电影|舞台剧|广播剧|微电影|小品|短视频)?(?:剧本|脚本)|独幕剧|短剧|话剧|小品",
    ),
    ("二次元抽象文学-同人创作", r"同人文|同人小说|同人(?=$)"),
    ("饭圈抽象文学", r"饭圈抽象文学(?:作品)?"),
)
_ENGLISH: tuple[tuple[str, str], ...] = (
    (
        "悬疑-推理故事",
        r"(?:murder |cozy )?mystery(?: story| novel)?|whodunn?it|detective (?:story|novel)"
        r"|thriller",
    ),
    ("科幻故事", r"(?:science[- ]fiction|sci-?fi)(?: (?:short )?(?:story|tale|novel))?"),
    ("奇幻-魔幻故事", r"fantasy(?: (?:short )?(?:story|tale|novel))?"),
    ("历史故事", r"historical (?:fiction|(?:short )?story|novel|tale)"),
    ("情感故事", r"love story|romance(?: (?:story|novel))?"),
    ("武侠小说", r"wuxia(?: (?:story|novel|tale))?"),
    ("玄幻小说", r"xuanhuan(?: (?:story|novel))?"),
    ("仙侠小说", r"xianxia(?: (?:story|novel))?"),
    ("军事小说", r"(?:war|military) (?:story|novel|fiction)"),
    ("体育小说", r"sports (?:story|novel)"),
    ("日常故事", r"slice[- ]of[- ]life(?: story)?"),
    ("童话-寓言", r"fairy ?tale|fable|bedtime story"),
    ("小说-故事", r"short story|ghost story|story|tale|novella|short fiction|flash fiction"),
    ("学术论文摘要", r"(?:academic |paper )?abstract"),
    ("实验报告", r"lab(?:oratory)? report"),
    ("会议纪要", r"(?:meeting )?minutes of|meeting minutes"),
    ("简历-求职信", r"cover letter|r[ée]sum[ée]|job application"),
    ("致谢信-致歉信", r"(?:thank[- ]you|apology) (?:letter|note)|letter of (?:thanks|apology)"),
    ("产品说明书", r"(?:product|user|instruction) manual"),
    ("提案策划", r"proposal"),
    ("采访问题", r"interview questions"),
    ("公开信", r"open letter"),
    ("议论文", r"(?:argumentative|persuasive) essay"),
    ("悼词-纪念文", r"eulogy|obituary"),
    ("演讲稿", r"speech|toast"),
    ("广告文案-营销邮件", r"marketing e-?mail|ad(?:vertising|vertisement)? copy|advertisement"),
    ("宣传语-标语", r"slogan|tagline"),
    (
        "社交媒体创作",
        r"(?:social[- ]media|instagram|facebook|linkedin|twitter) (?:post|thread)|tweet",
    ),
    ("博客文章", r"blog (?:post|entry|article)"),
    ("产品评测", r"product review"),
    ("科普文章", r"popular[- ]science (?:article|piece)"),
    ("教程指南", r"tutorial|how-to(?: guide)?|step-by-step guide"),
    ("辩论稿", r"debate (?:speech|script)"),
    ("散文", r"(?:personal |lyric |reflective )?essay|memoir"),
    ("人物传记", r"biography"),
    ("旅行游记", r"travelogue|travel (?:essay|piece|diary|writing)"),
    ("书评-影评-乐评", r"(?:book|film|movie|music|album) review"),
    ("诗歌", r"(?:prose |narrative |free[- ]verse )?poem|sonnet|haiku|ballad|villanelle|limerick"),
    ("剧本-脚本", r"(?:short |one-act |stage |radio )?play(?! with)|screenplay|script|sketch"),
    ("二次元抽象文学-同人创作", r"fan ?fiction|fanfic"),
)
_TAGS = tuple(tag for tag, _ in _CHINESE + _ENGLISH)
_WORD = {
    False: re.compile("|".join(f"(?P<g{n}>{p})" for n, (_, p) in enumerate(_CHINESE))),
    True: re.compile(
        r"\b(?:"
        + "|".join(f"(?P<g{n + len(_CHINESE)}>{p})" for n, (_, p) in enumerate(_ENGLISH))
        + r")\b",
        re.IGNORECASE,
    ),
}
"""By whether the words are English; names of groups may not repeat, so that places tell the tag."""

_NO_TEXT = re.compile(
    r"(?:式|风格|般|感|化|味|腔|体裁|元素|里|中|家|人|界|剧本杀|大会|比赛|书|集|情节|梗概|会(?!议)|背景|主人公|主角|意境|那样|一样|似的|杀|结尾|节)"
)
"""A word before these is part of another one: 诗人, 小说家, 散文式的."""

_HEAD_END = re.compile(
    r"\b(?:about|in which|that|who|whose|where|set|for|from|with|to|on|of|by|called|titled"
    r"|based|inspired|featuring|as|after|when|told|like)\b",
    re.IGNORECASE,
)
"""What is asked for in English ends before these: a poem about a mystery is a poem."""

_OR = re.compile(r"或|还是|要么|\bor\b", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:体裁|文体|类型|题材|[Gg]enre)(?:是|为|：|:|\s)*\s?(?P<word>[^，。；,.;\n]{1,20})"
)
_Found = tuple[str, int, int]


def wanted_genre(text: str) -> _Found | None:
    """Return the genre a prompt asks for and where its words stand.

    The first thing that is asked for counts, in it the word the phrase ends in, so that a story
    about poets is a story. None where two are asked for alike.
    """
    if label := _LABEL.search(text):
        found = _words(label["word"], label.start("word"))
        if len({tag for tag, *_ in found}) == 1:
            return found[0]
    for clause in clauses(text):
        told = _asked(clause)
        if told:
            return _one(told, clause)
    return _alone(text)


def _asked(clause: Clause) -> list[_Found]:
    """Return the words for texts in what a clause asks for."""
    if clause.asks is None:
        return []
    phrase = clause.text[clause.asks :]
    start = clause.start + clause.asks
    if re.match(r"[\s\w-]*[A-Za-z]", phrase) and not re.search("[\u4e00-\u9fff]", phrase):
        end = _HEAD_END.search(phrase, _amount(phrase))
        phrase = phrase[: end.start()] if end else phrase
    quoted = re.sub(r"《[^》]*》|“[^”]*”|「[^」]*」", lambda m: "□" * len(m[0]), phrase)
    return _words(quoted, start)


def _amount(phrase: str) -> int:
    """Return where the text begins in 500 words of wuxia."""
    amount = re.match(r"[^.]{0,30}?\bwords? of\b", phrase)
    return amount.end() if amount else 0


def _words(phrase: str, start: int) -> list[_Found]:
    found = []
    for is_english in (False, True):
        for match in _WORD[is_english].finditer(phrase):
            if not is_english and _NO_TEXT.match(phrase, match.end()):
                continue
            tag = _TAGS[int((match.lastgroup or "g0")[1:])]
            found.append((tag, start + match.start(), start + match.end()))
    return sorted(found, key=lambda word: word[1])


def _one(told: list[_Found], clause: Clause) -> _Found | None:
    """Return the word a phrase ends in; None where it leaves the choice between two."""
    last = told[-1]
    if len(told) > 1 and told[-2][0] != last[0]:
        between = clause.text[told[-2][2] - clause.start : last[1] - clause.start]
        if _OR.search(between):
            return None
    return last


def _alone(text: str) -> _Found | None:
    """Return the genre of a prompt in which a clause is nothing but its name."""
    for clause in clauses(text):
        for word in _words(clause.text.strip(), clause.start):
            if word[2] - word[1] == len(clause.text.strip()):
                return word
    return None
