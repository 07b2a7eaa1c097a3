"""Words by which acts show themselves, in both languages; generic words only, none of any catalogue."""
# ruff: noqa: E501 - lists of words are read by the row

import re
from typing import Final

from chatrec.vocabulary.words import Act

__all__ = [
    "ABOUT",
    "ADDED",
    "BACK",
    "CUES",
    "DECLINED",
    "FOR_SALE",
    "INDIFFERENT_TO",
    "INTERROGATIVE",
    "LIFTED",
    "LOVED",
    "PLOT",
    "PROPOSED",
    "REPAIR",
    "RESEMBLING",
    "SELLING",
    "SIMILAR",
    "UNDO",
    "UNFIT",
    "UNKNOWN",
    "WEAK_CORRECTION",
    "WHICH",
    "WHICHEVER",
    "WISHING",
    "cue_acts",
    "social_spans",
]

CUES: Final[dict[Act, re.Pattern[str]]] = {
    Act.RESTART: re.compile(
        r"\b(?:start (?:over|again|afresh|from scratch)|restart|reset|from scratch|forget (?:everything|all (?:of )?that|it all|all i said)|new search|clear (?:everything|all|it all))\b"
        r"|重新(?:开始|来)|从头(?:开始|再?来)|重来一?遍?|清空|全部重置|重置|忘(?:掉|了)(?:之前|刚才|前面|所有)|(?:之前|前面|刚才)的?都?(?:不算|作废)"
    ),
    Act.ASK_HUMAN: re.compile(
        r"\b(?:talk|speak|chat|connect|transfer|put|get|pass|want|need|give)\b[^.?!]{0,24}\b(?:human|real person|an? (?:live )?agent|representative|rep|staff|operator|advis[oe]r|someone real|member of staff|a person)\b"
        r"|\b(?:talk|speak) (?:to|with) (?:an?|the|your) [a-z]{2,}(?:ist|or|er)\b|(?<!are you )(?<!are you a )\b(?:real person|human (?:agent|please|being please)|live agent|customer service rep)\b|人工(?!智能|合成|湖|作)|真人(?!秀|版|拍|实拍|演|出演|电影|电视|剧|动作|故事|照|cs)|接线员|活人|找个人(?:聊|帮|说)|(?:找|转|接|叫)(?:一下)?(?:你们)?(?:的)?客服"
    ),
    Act.ASK_MORE: re.compile(
        r"\b(?:(?:something|anything|what|someone|somewhere) else|(?:any|some|see|show me|show|got|have|the|are there|list|what) (?:any )?(?:others?|more)(?! (?:about|info|detail|than|expensive|recent|[a-z]+ than))\b(?! information)"
        r"|(?:other|more|different|alternative|further) (?:options?|ones|choices|suggestions|recommendations|ideas|picks)|alternatives|show me more|next (?:one|page|batch|few)|another (?:one|option|batch|suggestion)|keep going|a few more|more please|more like)\b"
        r"|换一?[批个组款部些拨]|换几个|换换|换点|还有(?:没有)?(?:别的|其他|其它|更多|吗|没|什么|啥|哪些|谁)|别的(?![地方时候人])|另外?[一几两][个款部本家门件条台]|其[他它]的|再来[一几点个]|再推荐|再看[看一几]|再给|更多的?(?:推荐|选择|选项)?(?:吗|$)|下一[批个页]|多来[几点]|还有吗|来点(?:别的|不一样)"
    ),
    Act.SEEN: re.compile(
        r"\b(?:i|i've|ive|we|we've|already|have)\b(?: have| 've)?(?: already| just)?(?: seen| saw| watched| read| played| tried| visited| been (?:to|there)| own| owned| used| bought| finished| got| have| did| done| taken| know| eaten)\b(?=[^.?!]{0,60}(?:it|that|this|them|those|these|all|both|already|one|before|first|second|third|last|$))"
        r"|\b(?:done|finished|through) with (?:it|that|this|the (?:first|second|third|fourth|fifth|last))\b|\b(?:seen|watched|read|played|tried|visited|been there|bought|done)\b (?:it|that|this|them|those|these|both|all|already|before|the (?:first|second|third|fourth|fifth|last|top))\b|^\s*(?:(?:nah|nope|no|yeah|yep|ok|okay|oh|well|sorry|hmm|already)[, ]+)*(?:seen|watched|played|tried|visited|owned)\b|(?:看|读|玩|去|买|用|吃|学|听|试|住|上|喝|刷|追|逛|坐|戴|穿|体验)过|(?<!没)(?:学|看|读|上|听|做|玩|修)完(?!之?后|再|要)|(?:刚刚?|已经|都)(?:看|读|玩|去|买|听|吃|学)了|已经(?:有|看|买|读|玩|学)(?:过)?了?|早就(?:看|买|有|读)|第.[个款部本家条]?我?(?:已经)?有了|我(?:们|家)?(?:里|都)?(?:已经|早就?)?有了(?=$|[,，。!?])|[看读玩听刷](?:烂|吐|够)了|[看读玩听刷]了?(?:好几|很多|无数|[两三四五六七八九十几]|\d{1,3})遍"
    ),
    Act.REJECT: re.compile(
        r"\b(?:(?:don'?t|do not|didn'?t|dont) (?:really )?(?:like|want|fancy|love|need) (?:it|this|that|these|those|them|any|either|the (?:first|second|third|fourth|fifth|last|other))"
        r"|not (?:this|that|these|those(?! (?:that|which|who|with|in|from|where))|the (?:first|second|third|fourth|fifth|last)|for me|my (?:thing|taste|style|cup)|interested|what i)|none of(?! those (?:that|which|who|with|in|from|where))|not a fan of (?:it|this|that|the|these|any)|hate (?:it|this|that|the)"
        r"|(?:remove|drop|skip|lose|get rid of|pass on|forget about) (?:it|this|that|these|the|them)|neither|no good|looks? (?:bad|awful|ugly|boring)|don'?t like)\b"
        r"|不(?:喜欢|想[要看买去吃听读学玩]|要|看|考虑|买|选)(?:这|第|它|那|$|[,，。!])|都不(?:喜欢|行|要|好|满意|合适|想|感兴趣|怎么样|考虑)|(?:这|那|第.)[个款部本家门]?[^,，。]{0,2}(?:不行|不好|不要|不喜欢|不合适|就算了|算了|不考虑|没兴趣)|一个都不|没(?:一个|有一个)|不感兴趣|不合适|不满意|不太喜欢|没兴趣|不对胃口|不合我"
    ),
    Act.ACCEPT: re.compile(
        r"\b(?:i'?ll (?:take|go with|have|get|buy|watch|choose|pick|try|book|order|read|do)|i will (?:take|go with|buy|watch|choose|try)|let'?s (?:go with|do|take|watch|try)|the (?:first|second|third|fourth|fifth|last|top|other)(?: one)? (?:is|looks|sounds|seems|will|would) (?:be )?(?:fine|good|ok|okay|great|perfect|nice|do|lovely|alright)|(?:that|this)(?: one)?(?: is|'s) (?:fine|good|great|perfect)|going with|gonna (?:get|go with|watch|buy)|(?:sounds?|looks?|seems?) (?:good|great|perfect|nice|awesome|interesting|fun|right|lovely)"
        r"|perfect|that'?s (?:the one|it|great|perfect|exactly|what i'?(?:ll| will| am|m| want))|(?:go|going|went) (?:with|for) (?:that|it|this|the|number|option)(?: one)?|i'?ll go for|(?:i'?d |i would )?rather (?:have|take|get|go with) (?:the|that|this|it|number|option)|(?:that|this|it|the [a-z]+)(?: one)? it is|i'?m (?:sold|happy with (?:it|that|this)|in)|works for me|i (?:really )?(?:like|love) (?:it|that|this|the (?:first|second|third|fourth|fifth|last))|deal|sold|(?:book|buy|order|reserve) (?:it|that|this|the (?:first|second|third|last)))\b"
        r"|就(?:它|他|这|那|第|选|定|买|看|要第|要这|要它|[去吃喝玩学听读租住用](?=[这那第它]))|第.[个款部家门本间条张台只双辆套位种份座道瓶杯](?:吧|就(?:行|好|可以))|那[就还]?(?:这|那)个?吧?$|就[^,，。?]{1,10}的那[个款部本家门件台]吧?$|我?(?:要|选|买|看|定|拿|喜欢|中意)(?:第|这|它|那)[一二三四五\d个款部本家条台门]|(?:这个|这款|这部|这家|第.[个款部家本门间])[^,，。]{0,3}(?:不错|挺好|很好|可以|喜欢|好)(?![吗不])|的?[那这][个款部本家门条台]吧(?=$|[,，。!])|成交|拿下|下单|就这么定|(?<![不别没])(?:买了|定了|要了)|种草|心动|完美"
    ),
    Act.ASK_WHY: re.compile(
        r"\bwhy\b(?! not)|\bhow come\b|what makes (?:it|this|that|you|the)|\b(?:reasons?|explain)\b(?! (?:how|what))|based on what|what's the (?:logic|reasoning)|为什么|为啥|为何|理由|凭什么|凭啥|依据|原因|怎么会(?:推|选)|解释"
    ),
    Act.COMPARE: re.compile(
        r"\b(?:compar(?:e|ed|ing|ison)|diff(?!icult|erent|us)[a-z]{0,8}|versus|vs|head to head|side by side|put [^.?!]{1,60} (?:next to|beside|against|alongside|up against)|stack up|better than the|which (?:one|of (?:them|these|those|the two))? ?(?:is|has|would|should|looks|do you)[^.?!]{0,30}\b(?:better|best|more|less|most|least|[a-z]+er|[a-z]+est|recommend|choose|pick))\b"
        r"|对比|比较一?下|差在哪|差多少|好在哪|强在哪|比一比|比比|比一下|相比|区别|差别|差异|哪一?[个款部本家门条](?:更|比较|好|最|强|值|划算|适合|[^,，。]{0,6}(?:好|强|高|低|大|小|长|短|轻|重|厚|薄|快|慢|新|旧|近|远|难|易|简单|便宜|贵))|哪[个款部]好|有(?:什么|啥)不同|不一样在|选哪|怎么选|买哪"
    ),
    Act.DONT_CARE: re.compile(
        r"\b(?:(?:don'?t|do not|dont) (?:really |much )?(?:care|mind)|(?:doesn'?t|does not|don'?t) (?:really )?matter|no (?:strong |particular |real )?preferences?|whatever|any(?:thing|one)? (?:is |are |will |would )?(?:be )?(?:fine|ok|okay|works?|do|goes)|any(?:thing|one)? (?:is|are|will be|would be) good|any(?: [a-z]+){1,3} (?:is|are|will be|would be|'s) (?:fine|ok|okay|good|great|alright)|any(?: [a-z]+){1,2} (?:works|will do|goes)"
        r"|up to you|you (?:can )?(?:choose|decide|pick)|your (?:choice|call|pick)|dealer's choice|i trust you|either(?: is fine| way| works)?$|not (?:fussy|picky|sure|bothered|important)|surprise me|no idea|i don'?t know|don'?t know|dunno|not really sure|anything goes|open to anything|all the same to me|no requirements?)\b|^\s*(?:any|anything|either|all|both)\s*[.!]?\s*$"
        r"|随便|(?<![都])都(?:行|可以|好|成|能接受|ok|无所谓)(?:$|[,，。的啊吧呀了!])|无所谓|不限|不在乎|没(?:有)?(?:什么)?(?:特别)?(?:的)?(?:要求|偏好|所谓|讲究|想法)|没想好|你(?:来|就|替我|帮我|给我|自己)*(?:定|选|决定|看着办|做主|拿主意|说了算|看着)|不挑|不介意|看着办|不知道|不清楚|不确定|任意|不重要|说不好|看情况"
    ),
    Act.AFFIRM: re.compile(
        r"^\s*(?:well |oh )?(?:yes|yeah|yep|yup|yea|sure|ok|okay|of course|absolutely|definitely|right|correct|exactly|please do|go ahead|fine|sounds good|alright|all right|why not|y(?=\s*$)|certainly|good idea|do it)\b"
        r"|^\s*(?:是(?=的|啊|呀|$|[,，。!\s])|对(?=的|啊|呀|$|[,，。!对\s])|好(?=的|啊|呀|吧|嘞|$|[,，。!\s])|行(?=啊|吧|的|$|[,，。!\s])|可以(?=的|啊|呀|$|[,，。!\s])|嗯+|没错|当然|要(?=的|$|[,，。!])|需要(?=的|$|[,，。!])|同意|没问题|成(?=$|[,，。!])|ok|有需要|接受|可以接受)"
    ),
    Act.DENY: re.compile(
        r"^\s*(?:oh |well )?(?:no(?=\s*(?:$|[,.!;]|i\b|it\b|it's\b|that|not\b|don'?t|do not|we\b|just\b|please))|nope|nah|not really|no thanks|no thank you|no way|not at all|n|i don'?t think so|rather not|never)\b(?! (?:more|one|over|under|less|preference|idea|matter|problem))"
        r"|^\s*(?:不(?=$|[,，。!\s了])|不是(?=$|[,，。!\s的])|不用(?=$|[,，。!\s了])|不要(?=$|[,，。!\s了])|不行|不可以|不需要(?=$|[,，。!\s了的])|不了|不好(?=$|[,，。!\s])|没有(?=$|[,，。!\s])|算了|不必|不接受|不愿意|不同意|否)"
    ),
    Act.THANK: re.compile(
        r"(?<!no )\b(?:thanks|thank you|thx|cheers|tysm|much appreciated|appreciate it)\b|(?<!不用)谢谢|多谢|感谢|谢啦|谢了|辛苦了|3q"
    ),
    Act.GOODBYE: re.compile(
        r"\b(?:bye|goodbye|bye-bye|see (?:you|ya)|gotta go|got to go|take care|good ?night|nite|night night|that'?s all(?: for (?:now|today))?|i'?m done|talk (?:to you )?later|cya|have a (?:good|nice|great) (?:day|one|evening))\b"
        r"|再见|拜拜|拜了|回见|下次(?:再)?(?:聊|见|来)|先这样|就这样吧|我?先走了|晚安|没别的了|不聊了|回头(?:再)?(?:聊|见|说)|告辞"
    ),
    Act.GREET: re.compile(
        r"^\s*(?:hi|hello|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening)|yo)\b|^\s*(?:你好(?![聪可厉])|您好|嗨|哈[喽啰]|早上好|早啊|晚上好|下午好|中午好|在吗|有人吗|hello|大家好)"
    ),
    Act.SMALL_TALK: re.compile(
        r"\b(?:how are you|how's it going|who are you|what(?:'s| is) your name|are you (?:a |an )?(?:robot|bot|human|ai|real|machine|person)|tell me a joke|what can you do|nice to meet you|you(?:'re| are) (?:funny|cute|smart|great|awesome|amazing|nice|helpful|clever)|how old are you|what do you do|do you (?:sleep|dream|eat)|haha+|lol)\b"
        r"|你是谁|你叫(?:什么|啥)|你是(?:机器人|人|真人|ai|男|女)|讲个?笑话|你是.{0,4}机器人|你会(?:做)?(?:些)?什么|你能(?:做|干)(?:些)?(?:什么|啥)|你(?:真|好|很|挺)(?:聪明|可爱|厉害|棒|有趣|逗)|吃了吗|吃饭了[吗没]|哈哈|呵呵|你几岁|你多大|聊聊天|最近怎么样"
    ),
    Act.SEEK: re.compile(
        r"\b(?:looking for|look for|recommend(?:ations?|ed)?|suggest(?:ions?)?|find (?:me|us)?|i'?d? (?:want|need|like|wanna|love|would like|would love)(?: to)?|wanna|want to|need (?:a|an|some|new)|show me|give me|got (?:any|some|ones?)|do you (?:have|sell|know|stock|carry)|have you (?:got|any|some)|are there (?:any|some|ones)|is there (?:an?|any|one)|any (?:good|nice|decent)|searching|shopping for|in the market for|help me (?:find|choose|pick)|what should i|which [a-z ]{1,20} should i|in the mood for|hunting for|after (?:a|an|some)|what(?:'s| is| are)? (?:a |some )?good|can (?:you|i) (?:find|get|see)|something)\b"
        r"|推荐|想(?:要|买|看|找|换|学|去|吃|听|读|玩|入手|租|订|喝|报)|找(?=[一个部款点些台家本门])|有没有|有什么(?!区别|不同)|有啥|有哪些|求(?:推荐|一|个)|来(?=[一个部点款些本]).|帮我?(?:找|选|挑|看看|推)|给我?(?:找|推荐|来|看看|选)|买(?=[个一部台点])|看(?=[个部点一些])|打算|准备(?:买|入|换|去|学)|挑(?=[一个部])|适合.{1,12}的"
    ),
    Act.CORRECT: re.compile(
        r"\b(?:no,? i (?:meant|said|mean|want)|i (?:meant|mean|said)|correction|my (?:mistake|bad)|i misspoke|misspoke|sorry,? (?:i )?(?:meant|mean)|that's (?:not what|wrong)|typo|you misunderstood|you got (?:that|it|me) wrong|change (?:it|that|my [a-z]+|the [a-z]+) to|make (?:it|that)|not [^.?!]{1,30}\bi (?:meant|said|want))\b"
        r"|我(?:是说|的意思|说的是|是想说|指的是)|说错|口误|手误|手滑|打错|写错|按错|搞错|弄错|不对|错了|更正|改成|改为|换成|改一下|(?<!是)不是[^,，。?]{1,12}[,，、 ]*(?:而?是|要|我要)|理解错"
    ),
}
"""What shows each act. All are linear in the length of a message."""

UNDO: Final = re.compile(
    r"\b(?:undo|take (?:that|it|this) back|revert|go back (?:a|one) step|(?:scratch|strike|scrap|erase|delete|cancel|disregard|ignore|forget|never ?mind) (?:that(?: last (?:one|bit|part|thing))?|the last (?:one|bit|part|thing|message|change|step|wish|condition)|my last(?: one| message)?|what i (?:just )?(?:said|wrote|typed)))\b"
    r"|撤[销消回]|上一步|退回|(?:刚才|刚刚|上一?[句条个]|前一?[句条个]|那[句条])[^,，。?？]{0,5}(?:不算|作废|当没说|收回|取消)|刚才?那[句条]话?不要了?|当我没说|(?:前面|上面|刚才|刚刚|之前)[^,，。?？]{0,4}(?:条件|要求|限制)[^,，。?？]{0,3}(?:取消|去掉|不要|删|作废|撤)|取消(?:刚才|刚刚|上一?[句条个])|收回(?:刚才|刚刚|上)"
)
UNKNOWN: Final = re.compile(
    r"(?:n't|\bnot|\bnever)(?: [a-z]+)? (?:seen|watched|read|played|tried|visited|been|used|owned|eaten|heard)\b|[没未](?:有)?(?:[怎么这]么)?(?:看|读|玩|去|买|用|吃|学|听|试|住|喝|刷|追)过?"
)
"""Says that something is not known yet."""
WHICHEVER: Final = re.compile(
    r"(?:随便|不管|无论|不论|任何)[^,，。?？]{0,3}(?:哪|什么|谁|多少)|(?:哪|什么|谁|多少)[^,，。?？]{0,5}(?:都行|都可以|都好|都成|无所谓|随你|看你|由你|你(?:来|说了|决)?[定算])|\b(?:whichever|whatever|no matter (?:which|what|how|where))\b"
)
"""Asks nothing though it has a question word: "no matter which", “随便哪个区”."""
REPAIR: Final = re.compile(
    r"\b(?:no,? wait|wait,? no|oh no|hang on|hold on|or rather|i mean|make that|sorry,? i meant?)\b|哦不|噢不|啊不|不不|不对|说错了?|应该是"
)
"""Takes back within a message what was said before it: "6, no wait, 8"."""
INDIFFERENT_TO: Final = re.compile(
    r"\b(?:no (?:strong |particular |real )?preferences?|not (?:fussy|picky|bothered|particular|fixed)|(?:don'?t|do not) (?:really |much )?(?:care|mind)|open|flexible|easy|relaxed) (?:on|about|for|as to|regarding|when it comes to|with)\b(?! (?:it|that|this)\b)"
    r"|(?:不在乎|不挑|不介意|不限|不讲究|不纠结)"
)
"""Says that what stands behind it does not matter."""
LIFTED: Final = re.compile(
    r"(?:的)?(?:要求|限制|条件|上限|下限)?(?:就|先|都|给我)?(?:去掉|去了|取消|拿掉|删掉|放开|不要了|作废|不限)"
)
"""Says behind a facet that no limit on it is left: “价格要求去掉”."""
WEAK_CORRECTION: Final = re.compile(
    r"\b(?:actually|instead|wait|rather|oops|whoops|on second thoughts?|hold on|sorry|hmm)\b|其实|等等|还是|算了|哦不|准确"
)
ADDED: Final = re.compile(r"\b(?:too|also|as well|in addition|besides)\b(?! [a-z]+ (?:for|to)\b)|也|还有|另外|再加")
BACK: Final = re.compile(
    r"\b(?:(?:go|get|come|went|let's go|take me)? ?back to|return to|again with|where were we|go back|previous topic)\b|回到|说回|还是(?:看|聊|说|回|继续|要|来)|接着(?:看|聊|说)|继续(?:看|聊|说|刚才)"
)
ABOUT: Final = re.compile(
    r"\b(?:tell me (?:more |a bit )?about|tell me more|more (?:about|info|details?|information)|describe|details?|what(?:'s| is) .{0,24}(?:about|like)\b|introduce|know more|how about|what about|how is)\b|介绍|说说|讲讲|详细|了解一?下|怎么样|讲(?:的)?(?:是)?(?:什么|啥)|是什么样|具体|细说|咋样|如何$"
)
PLOT: Final = re.compile(
    r"\bwhat(?:'s| is| was) [^,?]{0,40}about\b|\btell me (?:more |a bit )?about\b|\bdescribe\b|讲(?:的|了)?(?:是)?(?:些)?(?:什么|啥)|介绍"
)
"""Asks to tell of an item as a whole."""
RESEMBLING: Final = re.compile(
    r"(?:(?<![a-z])(?:like|similar to|in the (?:vein|style|spirit) of|along the lines of|reminds? me of|same (?:style|vibe) as|comparable to|as good as|enjoyed|loved?|liked|adored?|fan of)|类似(?:于)?|像|好像|喜欢(?:看)?|爱看|最爱)(?:\s|the|《|「|\"|过|movie|film|book)*$"
)
UNFIT: Final = re.compile(
    r"太(?![好棒感谢完满赞])[^,，。]{1,4}了|难看|丑|没意思|\b(?:ugly|awful|terrible|meh|boring|too [a-z]{3,})\b"
)
"""Complaints that turn an item down where they name no facet to better."""
WHICH: Final = re.compile(r"\b(?:which|who has|who's)\b|哪[一个款部本家门条台些]|谁(?:更|最)")
FOR_SALE: Final = re.compile(
    r"有吗|有[^,，。?]{1,12}的(?:吗|么|嘛|没有?|不)(?=\s*(?:$|[?？,，。!]))|的(?:还|都)?有(?:没有?|吗|么|不)(?=\s*(?:$|[?？,，。!]))|"
    r"\b(?:do you (?:have|sell|know|stock|carry|offer)|have you (?:got|any|some)|got (?:any|some|one|ones|something|anything)|are there|is there|any(?:thing)?\b|can you (?:recommend|suggest|find|show|give)|could you (?:recommend|suggest|find|show|give)|what (?:do|would|can) you (?:recommend|suggest)|what should i (?:watch|buy|get|read|try|see|play|eat)|which [a-z ]{0,20}(?:should i|do you recommend|would you)|what(?:'s| is| are) (?:a |some |the )?(?:good|best)|what (?:should|can|could|do) (?:i|we|he|she|they) (?:do|take|use)|what (?:helps|works)|how (?:do|can|could) i (?:treat|ease|relieve|get rid of))\b"
    r"|怎么办|咋办|咋整|怎么(?:缓解|治|处理|护理)|有没有|有什么(?!区别|不同)|有啥|有哪些|推荐|能不能(?:找|推|给|换|便宜)|可以(?:找|推)|什么.{0,8}(?:好看|好吃|好玩|值得|适合)|哪[些种].{0,8}(?:好|值得|适合)"
)
LOVED: Final = re.compile(
    r"\b(?:loved|adored|enjoyed|liked) (?:it|that|this|them)\b|(?:很|非常|特别|超|真|挺|也|都)(?:喜欢|爱|好看|不错|好)(?!吗)"
)


WISHING: Final = re.compile(
    r"\b(?:recommend|suggest|looking for|i (?:want|need)|find me|any (?:good|nice|decent)|something|anything|show me|what should i)\b|推荐|想(?:要|买|看|找|学|吃|听|读|玩)|有什么|有啥|有没有|找|适合|求"
)
"""Words of a wish, also in a question."""
SELLING: Final = re.compile(
    r"(?<!what )(?<!which )(?<!how )\bdo you (?:sell|stock|carry|have) (?:any )?(?P<en>[a-z][a-z0-9 ]{2,30}?)\s*\??\s*$|(?:你们)?(?:卖|有卖)(?P<han>[\u3400-\u9fff]{1,6}?)(?:吗|么|不)\s*[?？]?$"
)
"""Asks whether a thing is offered, which no answer of the support staff tells."""
SIMILAR: Final = re.compile(
    r"\bsimilar to (?:it|this|that|the (?:first|second|third|fourth|fifth|last|top)(?: one)?)(?![a-z'])|\b(?:(?:any|some)thing|ones?|more|others?|those|[a-z]+s) (?:just )?(?:like|similar to) (?:it|this|that|this one|that one|the (?:first|second|third|fourth|fifth|last|top)(?: one)?)(?![a-z'])|\bsimilar\b(?! to)|\b(?:the )?same (?:(?:kind|sort) of )?(?:thing|one|idea|style|type)?\s*(?=(?:but|only|just)\b)|\b(?:along|on) (?:the same|those|these|similar) lines\b|\bin (?:the same|that|a similar) vein\b|(?:和|跟|像|与)?(?:它|这[个款部家]|那[个款部家])?(?:类似|差不多|相似)的?(?:类型|风格|题材|款式)?的|(?:类似|差不多|相似)(?:类型|风格|题材|款式)的?|(?:类似|像|跟|和)(?:于)?第[一二两三四五六七八九十\d]+[\u3400-\u9fff]?(?:一样|那样|差不多)?的|(?:和|跟|像|与)(?:它|[这那][个款部家本])(?:类似|差不多|相似|一样)(?=[^,，。?？]{0,12}(?:点|些|的))|同类(?:型)?的?|(?:像|跟|和)(?:它|这个|这样)(?:一样|似)?的"
)
"""Asks for what is like the item spoken of."""
DECLINED: Final = re.compile(r"^\s*(?:no,? (?:thanks|thank you|need)|不用了|不必了|不需要了|不用谢|不麻烦了)")
"""Turns an offer down politely."""
PROPOSED: Final = re.compile(r"\b(?:how|what) about\b|呢\s*[?？]?\s*$")
"""Puts something forward; with a value or a degree it is a wish."""
INTERROGATIVE: Final = re.compile(
    r"吗|多少|几|什么|啥|哪|谁|怎么|如何|多[大长重高远久晚]|([\u3400-\u9fff])[不没]\1|是[^,，。?？]{1,16}还是|\b(?:what|which|how|who|when|where|why|is|are|does|do|did|can|could|will|has|have|must|may|should|would)\b"
)
_SOCIAL: Final = (Act.ACCEPT, Act.AFFIRM, Act.THANK, Act.GOODBYE, Act.GREET, Act.DONT_CARE, Act.SMALL_TALK)


_INTERJECTION: Final = re.compile(
    r"^\s*(?:oh |wow |ok |okay |yes |yeah )?(?:great|good|nice|excellent|wonderful|lovely|amazing|awesome|brilliant|fantastic|super|cool|perfect|fine)(?=\s*(?:[,.!]|$|thanks|that'?s\b|i'?ll\b|let'?s\b|the \w+ (?:one )?(?:it|please)))"
)

_APPRAISED: Final = re.compile(
    r"\b(?:what(?:'s| is|s) good(?! (?:for|at|with)\b)|would be (?:great|good|nice|perfect|lovely)(?! (?:for|at|with)\b)|no good|a good (?:one|idea|choice))\b"
)
"""Appraises a thing or the talk, and asks no quality of anything: "what's good?", "no good, others?"."""


def social_spans(folded: str) -> list[tuple[int, int]]:
    """Give the places of words that only keep the talk going: "good" in "sounds good" is no wish for good things."""
    patterns = (*(CUES[act] for act in _SOCIAL), INDIFFERENT_TO, _INTERJECTION, _APPRAISED)
    return [match.span() for pattern in patterns for match in pattern.finditer(folded)]


def cue_acts(folded: str) -> set[Act]:
    """Give the acts whose words appear in a folded text."""
    shown = {act for act, pattern in CUES.items() if pattern.search(folded)}
    shown -= {Act.SEEN} if UNKNOWN.search(folded) else set()
    return shown | {Act.DONT_CARE} if WHICHEVER.search(folded) else shown
