"""Everyday words: too common to be a name by themselves, and never a misspelling of one."""

from typing import Final

__all__ = ["COMMON_WORDS", "FUNCTION_WORDS"]

_WORDS: Final = """
    a about above across actor actress after again against ago agree ahead air all almost alone along already also
    although always am among an and animal another answer any anybody anyone anything anyway apart are area around
    arrive art as ask asked at away baby back bad badly based basic be became because become bed been before began
    begin behind being believe below beside best better between beyond big bit black blood blue board boat body book
    books born both bottom bought boy break bright bring brother brought brown budget build built business but buy
    buying by call called came can cannot car care carry case catch cause certain change cheap cheaper cheapest
    check child children choice choose city class clean clear clearly close cold color colour come comes coming
    common compare complete cool cost could country couple course cover cross cry cut daily dark date daughter day
    days dead deal dear death decide decided deep definitely detail details did die different difficult dinner do
    does doesn dog doing dollars don done door doubt down dream drink drive during each earlier early earth easier
    easily easy eat either else empty end ended english enjoy enjoyed enough entire especially even evening ever
    every everybody everyone everything everywhere exactly example excellent except expect expensive explain eye
    eyes face fact fall family famous fan far fast faster father favorite favourite fear feature features feel
    feeling feels few field fight film films final finally find fine finish fire first five floor follow following
    food foot for force foreign forget form forward found four free fresh friday friend friendly friends from front
    full fully fun funny future game games gave general generally get gets getting gift girl give given gives giving
    glad go goes going gold gone good got grand great greatest green grey group grow guess guy had hair half hand
    handle hands happen happened happens happy hard hardly has hate have having he head hear heard heart heat heavy
    held hello help her here hero hey high higher him himself his history hit hold home hope horse hot hotel hour
    hours house how however huge human hundred husband i idea if ill imagine important in include including indeed
    inside instead interested interesting into is isn issue it its job join joy just keep kept kid kids kill kind
    kinds king knew know known knows lack large larger last late lately later latest laugh lead leading learn
    learned learning least leave left length less let letter level life light lighter like liked likely line list
    listen little live lived lives living local long longer look looked looking looks lose lost lot lots loud love
    loved lovely low lower luck machine made main make makes making man many march market matter matters maximum may
    maybe me mean means meant medium meet men mention mentioned message might mind mine minimum minute minutes miss
    missing model models modern mom moment monday money month months mood moon more morning most mostly mother
    mountain move moved movie movies moving much mum music must my myself name named names near nearly need needed
    needs neither never new newer next nice night nine no nobody none noon nor normal normally north not note
    nothing now number numbers obvious of off offer office often oh ok okay old older on once one ones only open
    opinion option options or orange order other others otherwise ought our ours out outside over own page pages
    paid pair paper parents part particular particularly party pass past pay paying people perfect perfectly perhaps
    person phone phones photo photos picture pictures piece pink place places plain plan play played player playing
    please plenty plot point popular possible possibly power powerful prefer preferably preferred present pretty
    price priced prices probably problem product products public pull purple push put quality quarter question
    questions quick quickly quiet quite race rain raise range rather reach read reading ready real realistic really
    reason reasonable reasons recent recently recommend recommendation recommendations recommended red regular
    related remember rent rest result return review rich ride right ring rise river road rock room round rule run
    running sad safe said same sat saturday save saw say saying says scale scared scary scene school sea season seat
    second seconds see seem seems seen self sell send sense sent serious seriously serve service set seven several
    shall shape share she ship shoot shop shopping short shorter should shoulder show showed shown shows sick side
    sight sign silent silver similar simple simply since single sir sister sit six size sized sky sleep slightly
    slow small smaller smart smooth snow so social soft some somebody somehow someone something sometimes somewhat
    somewhere son song soon sorry sort sound sounds south space speak special spend spent spirit spoke sport spot
    spring stand star stars start started starting state stay still stone stop store story straight strange street
    strong student students study stuff style such suddenly sugar suggest suggested suggestion suggestions suitable
    summer sun sunday super support suppose sure surprise surprised sweet system table take taken takes taking talk
    tall taste teach teacher team tell ten tend terms test than thank thanks that the their theirs them theme
    themselves then there these they thing things think thinking third thirty this those though thought thousand
    three through throw thursday thus ticket time times tired title to today together told tomorrow tonight too took
    top total touch toward town track trade train travel tree tried trip trouble true truly trust truth try trying
    tuesday turn twenty twice two type under understand university unless unlike until up upon us use used useful
    user users uses using usual usually value various version very video view visit voice wait waiting walk wall
    want wanted wants war warm was wasn waste watch watched watching water way we wear weather wednesday week
    weekend weeks weight weird well went were weren west wet what whatever wheel when whenever where whether which
    while whisper white who whole whom whose why wide wife wild will win wind window winter wise wish with within
    without woman women won wonder wonderful wood word words work worked working works world worry worse worst worth
    would wouldn write writing written wrong wrote yeah year years yellow yes yesterday yet you young younger your
    yours yourself zero
"""

COMMON_WORDS: Final = frozenset(_WORDS.split())

_GRAMMAR: Final = """
    a all an and any anything are as at both but by can do each either else every everything few for from has have in is
    many more most much neither no none not nothing of on one or other others same several some something such than that
    the then there these this those to was what which with without
    没有 有 无 没 其他 其它 别的 另外 可以 能 不能 要 不要 需要 不需要 想要 是 不是 是否 有没有 任何 所有 全部 都 什么
    哪些 哪个 这个 那个 这些 那些 还有 或者 以及 和 与 或 的 了 吗 不 一个 一些 这里 那里 可能 应该
    希望 觉得 打算
"""

FUNCTION_WORDS: Final = frozenset(_GRAMMAR.split())
"""Words of grammar in both languages: a thing that is named so is meant only where it is quoted or all that is said."""
