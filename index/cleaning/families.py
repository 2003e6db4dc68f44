"""The phrase families, a table: wordings that thousands of sites use around their articles, by the reason they stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.cleaning.reasons import (
    ADVERTISING,
    COMMENT_FORM,
    COOKIES,
    FURNITURE,
    LEGAL,
    NAVIGATION,
    NEWSLETTER,
    RELATED,
    SOCIAL,
)

NETWORKS = (
    r"(?:facebook|twitter|pinterest|instagram|linkedin|whatsapp|reddit|tumblr|google\+|google plus|youtube|telegram"
    r"|snapchat|tiktok|flipboard|stumbleupon|digg|messenger|mastodon|bluesky)"
)
_PHONE = r"(?:\+?\d[\d ()./-]{6,}\d|\b1?-?8\d\d-[A-Z\d-]{7,})"
_PRICE = r"(?:offers?|discounts?|prices?|promotions?|coupons?|sales?|specials?|codes?)"
_WHO = r"(?:we|i|us|our \w+|this (?:web)?site)"
# What the words "this article" stand for on other sites.
_PAGE = r"(?:article|page|post|summary|answer|story|guide|review|video|recipe|topic|information|content|material|site|website|blog)"


@dataclass(frozen=True, slots=True)
class Family:
    """Sentences of `reason` match `pattern` and have one of the words in `cues`."""

    reason: str
    cues: frozenset[str]
    pattern: re.Pattern[str]


def _family(reason: str, cues: str, *patterns: str) -> Family:
    return Family(reason, frozenset(cues.split()), re.compile("|".join(patterns), re.IGNORECASE))


FAMILIES = (
    _family(
        COOKIES,
        "cookies cookie",
        r"\b(?:we|this (?:web ?)?site|our (?:web ?)?sites?|our partners)\b.{0,50}\b(?:us(?:e|es|ing)|set|store|place)\b.{0,40}\bcookies\b"
        r".{0,80}\b(?:experience|web ?site|site|traffic|ads?|preferences|services?|browser|browsing|personali[sz]\w+|analy\w+"
        r"|consent|functionality|make [\w.]+ (?:great|better|work))\b",
        r"\b(?:accept|reject|manage|allow|consent to|use of|uses) (?:all |our |the use of |necessary )?cookies\b.{0,60}\b(?:our|we|your (?:browser|device))\b",
        r"\byou (?:agree|consent|accept)\b.{0,40}\b(?:our|use of|to) .{0,20}\bcookies?\b",
    ),
    _family(
        LEGAL,
        "agree agreeing accept consent acknowledge",
        r"\bby (?:using|continuing|browsing|clicking|visiting|accessing|submitting|signing|registering|subscribing|creating)\b.{0,80}"
        r"\b(?:agree|consent|accept|acknowledge)\b.{0,50}\b(?:terms|privacy|polic(?:y|ies)|conditions)\b",
    ),
    _family(
        LEGAL,
        "reserved copyright copyrighted trademark trademarks ltd inc published reproduced redistributed copied",
        r"\ball rights reserved\b|^.{0,80}©\s?\d{4}\b.{0,60}$",
        r"\b(?:material|content|page|article|story) may not be (?:\w+,? )*(?:published|reproduced|redistributed|copied)\b",
        r"^(?:©|\(c\)|copyright)\W*(?:©|\(c\))?\s?\d{4}\b",
        r"^copyright (?:©|\(c\)|by)",
        r"^[^,;]{1,60} (?:is|are) (?:a )?(?:registered )?trademarks? (?:and service marks? )?of [^,;]{1,60}\.?$",
    ),
    _family(
        LEGAL,
        "educational informational information informative substitute endorse authority advice",
        rf"\b{_PAGE}\b.{{0,80}}\b(?:is|are) (?:\w+ ){{0,3}}for (?:\w+ (?:and|or|&) |general )?(?:educational|informational|information|informative)"
        r"(?: (?:and|or|&) \w+)? (?:purposes?|uses?)\b",
        rf"\b{_PAGE}\b.{{0,80}}\b(?:is|are) (?:\w+ )?(?:merely|purely|strictly|solely|only) (?:for )?(?:educational|informational|informative|information)\b",
        rf"\b(?:{_PAGE}|it|we|is|are|be)\b.{{0,60}}\bnot .{{0,60}}\b(?:substitute|replacement) for\b.{{0,40}}\b(?:advice|care|diagnosis|treatment|counsel)\b",
        r"^(?:be )?used as a substitute for\b.{0,40}\badvice\b",
        rf"\b(?:{_PAGE}|we|\w+\.(?:com|org|net))\b.{{0,60}}\b(?:do|does) not (?:\w+ )?(?:endorse|constitute .{{0,30}}advice|have the authority to|(?:provide|give|offer) (?:\w+ )?(?:medical|legal|financial|tax|investment) advice)\b",
        r"\balways (?:seek|consult) the advice of (?:your|a) (?:\w+ ){0,3}(?:physician|doctor|provider|professional)\b.{0,60}\bwith any questions\b",
        r"\bnever disregard (?:professional|medical)\b",
    ),
    _family(
        COMMENT_FORM,
        "published shared displayed public required mandatory notify save",
        r"\be-?mail(?: address)?\b.{0,20}\b(?:not|never|won't)(?: be)? (?:published|shared|displayed|shown|(?:made )?public)\b",
        r"\brequired fields are marked\b|\bfields marked (?:with )?(?:an? )?(?:\*|asterisk)",
        r"^notify me (?:of|when|by|via)\b",
        r"\bsave my name\b.{0,40}\b(?:e-?mail|browser)\b",
    ),
    _family(
        COMMENT_FORM,
        "comment comments reply replies review",
        r"\b(?:must|have to|need to|please) (?:be )?(?:log(?:ged)?|sign(?:ed)?|register(?:ed)?)(?: ?-?in| up)?(?: or (?:\w+ ){1,2}?)? ?to (?:post|leave|add|write|submit|make|view)?\s?(?:a |an |your )?(?:comment|repl|review)",
        r"^comments? (?:for this (?:article|post|entry|topic) )?(?:are|is|section is) (?:now |currently )?(?:closed|off|disabled|moderated)\b",
        r"^be the first (?:one )?to (?:comment|review|reply|write|leave|rate)\b",
        r"\b(?:let (?:us|me) know|tell (?:us|me)|share|sound off|drop|leave|post|ask)\b.{0,80}\b(?:in|via|using) (?:the|our) comments?(?: section| box| form| area)?(?: below)?[.!?]*$",
        r"(?:^|\b(?:please|feel free to|don't forget to|be sure to|why not) )(?:leave|drop|post|add|write) (?:us |me )?(?:a|your) comments? (?:below|and let|or)\b",
    ),
    _family(
        NEWSLETTER,
        "newsletter newsletters inbox mailing rss mail email emails alerts updates digest subscribe subscribing signing unsubscribe",
        r"^(?:[^.]{0,60}[,:!] |please |and |or |yes[,!] )?(?:sign[- ]?up|subscribe|join|register|opt[- ]in|enter your|get)\b.{0,80}"
        r"\b(?:our|my|the|free|weekly|daily|monthly|your) (?:[\w&'-]+ ){0,4}(?:news ?letters?|mailing list|e-?mail (?:updates?|list|alerts?|address)|inbox|digest|rss|podcast)\b",
        r"^(?:sign[- ]?up|subscribe|register)\b.{0,40}\b(?:newsletter|mailing list|e-?mail updates|rss)\b",
        r"\byou(?:'ll| will)?(?: also)? (?:receive|get)\b.{0,30}\b(?:our|my) .{0,30}\b(?:newsletters?|e-?mails?|offers|updates)\b",
        r"\b(?:delivered|sent|straight|directly|right) (?:straight |directly |right )?(?:to|in|into) your (?:e-?mail )?inbox\b",
        r"^subscribe to (?:our|the|this|my) (?:blog|channel|site|feed|podcast)\W*$|^thank(?:s| you) for (?:subscribing|signing up|registering)\b",
        r"\bunsubscribe\b.{0,20}\b(?:any ?time|at any|here)\b",
    ),
    _family(
        NEWSLETTER,
        "spam rent sell share",
        r"\bwe(?:'ll)? (?:will |do |would |promise to |hate )?(?:not|never|won't|don't|hate)?.{0,15}\b(?:rent|sell|share|spam)\b.{0,30}\b(?:your|e-?mail|personal) ?(?:e-?mail|address|information|details|data|personal)?\b",
        r"\bno spam\b.{0,30}\b(?:ever|promise|unsubscribe|guarantee)",
    ),
    _family(
        ADVERTISING,
        "commission commissions affiliate affiliates sponsored products independently links",
        rf"\b{_WHO}\b.{{0,60}}\b(?:earn|receive|get|make|paid|compensat\w+)\b.{{0,40}}\bcommissions?\b",
        rf"\b{_WHO}\b.{{0,60}}\baffiliate\b|\b(?:contains?|includes?|are|is|uses?) (?:\w+ )?affiliate (?:links?|program|disclosure)",
        r"\bif you (?:buy|purchase|click|shop|order|make a purchase)\b.{0,40}\b(?:through|via|on|using|from)\b.{0,30}\blinks?\b.{0,60}\b(?:we|i|commission)\b",
        r"^(?:this (?:post|article|content|story|video|page) (?:is|was|has been) )?(?:sponsored|brought to you|paid for) by\b.{0,60}$",
        r"\bproducts (?:that )?we (?:think|believe|feel|recommend|love)\b|\bproducts\b.{0,40}\bindependently (?:selected|chosen|reviewed)\b",
    ),
    _family(
        ADVERTISING,
        "code combined coupon discount checkout offer supplies stocks shipping guarantee purchase",
        r"\bcode (?-i:[A-Z\d]*[A-Z][A-Z\d]{3,})\b.{0,60}\b(?:ends? (?:\w+day|soon|today|tonight|tomorrow|at|on|\d)|expires?|at checkout|off|save|discount|valid (?:through|until|till))",
        r"\b(?:use|enter|with|apply) (?:the |our |this )?(?:promo|coupon|discount|voucher|offer|code)(?: code)? (?-i:[A-Z\d]{4,})\b",
        rf"\b(?:can ?not|can't|may not|not valid|not to) be combined with\b.{{0,60}}\b{_PRICE}\b",
        r"\b(?:limited[- ]time offer|while (?:supplies|stocks?) last|free shipping on|money[- ]back guarantee)\b.{0,40}(?:!|\b(?:now|today|order|our|your|we)\b)",
    ),
    _family(
        ADVERTISING,
        "call phone contact reach text schedule book request order let visit earn free consider try choose",
        rf"\b(?:call|phone|contact|reach|text)\b (?:us|our \w+|me)\b.{{0,60}}{_PHONE}",
        r"^(?:please )?(?:call|contact|visit|e-?mail|text) (?:us|our (?:\w+ ){1,3})\s?(?:today|now|at|for|to|online)\b",
        r"\b(?:let|trust|contact|call|visit) (?:the|our) (?:\w+ )?(?:experts?|team|professionals?|specialists?|staff|attorneys?|lawyers?|technicians?)\b.{0,60}\b(?:today|now|help you|get started)\b",
        r"^(?:schedule|book|request|reserve|get) (?:your|a|an) (?:\w+ ){0,3}(?:appointment|consultation|quote|estimate|demo|trial)\b.{0,30}\b(?:with us|today|now|online)\b",
        r"^(?:take|try|get|start|claim|grab|download|order|request) (?:our|your) free\b.{0,60}\b(?:course|trial|guide|e-?book|quote|sample|estimate|consultation|report|kit|class|webinar)\b",
        r"(?-i:\bFREE!)",
        r"^earn\b.{0,50}\b(?:credits?|rewards?|points|ceus?)\b.{0,40}\b(?:this (?:article|course)|with us|our|online|today)\b",
        # A brand that is recommended by name, with a promise in the same breath.
        r"\b(?:consider|try|choose|contact|call|visit|book|hire|order) (?-i:(?:[A-Z][\w'&]+ ){2,}).{0,80}\b(?:will|can) (?:always )?(?:be there|help you|take care|bring)\b",
    ),
    _family(
        RELATED,
        "read see check view visit browse watch keep continue click learn find discover similar related articles posts more also recommend",
        r"^(?:please )?(?:read on (?:to|for|below|and)|(?:keep|continue) (?:on )?reading(?! (?:level|skills))|click (?:here|through)\b)",
        r"\bclick here (?:to|for|if|and)\b",
        r"^(?:learn|read|find out|discover|see|get) more(?: (?:about|on|at|here|from|in|stories|articles|posts)\b.{0,90})?[.!:…»>→ ]*$",
        r"^(?:related|read (?:also|more|next)|also read|more|watch|recommended|you may also like|don't miss|related (?:articles?|posts?|stor(?:y|ies)|reading|links?))\s?: .{3,120}$",
        r"^(?:see|find out|learn|discover) why (?:\S+ ){0,4}(?:people|readers|customers|clients|others|millions|thousands|patients|users|members)\b.{0,20}\b(?:trust|love|choose|use)\b",
        r"\b(?:similar|related|other|more|previous|latest) (?:articles?|posts?|stories)\b.{0,100}\b(?:our|visit|category|section|here|below)\b.{0,60}(?:\b(?:category|section|page|blog|site|here|below|archives?))\W*$",
        r"\b(?:please|recommend|invite|to|and) (?:you )?(?:to )?(?:visit|browse|check out|explore) our .{0,50}\b(?:category|section|page|blog|web ?site|site|store|shop|channel|library|catalog(?:ue)?)\b",
        r"^(?-i:Read|Watch) (?-i:[A-Z\d][\w'&:-]*(?: (?:the|an?|of|for|and|in|on|to|with|from|your|[A-Z\d][\w'&:-]*)){2,13})\W*$",
    ),
    _family(
        RELATED,
        "learn read",
        # A teaser that was cut, or that points somewhere.
        r"^(?:here,? )?(?:learn|read) (?:more )?(?:about|on|how|why)\b.{0,100}(?:…|\.\.\.)\W*$",
        r"^(?:here,? )?(?:learn|read) more about\b.{0,100}\bhere\W*$",
    ),
    _family(
        SOCIAL,
        "share pin tweet follow tag mention like find join connect board pins",
        rf"^(?:share|pin|tweet|save) (?:(?:this|it|the|article|page|post|story) )*(?:on|to|via|with) (?:your )?{NETWORKS}(?:[,/ ]|and|or|{NETWORKS})*\W*$",
        rf"\b(?:follow|like|find|join|add|friend|connect with) (?:us|me|him|her|them|@\w+|our \w+)(?: on| at| via)?\b.{{0,30}}\b{NETWORKS}\b",
        r"\b(?:follow|tag|mention) @\w+|\b(?:'s board|pins)\b.{0,60}\bon pinterest\b",
        r"^(?:if you (?:like|enjoy|love)d? this (?:article|post|story|recipe), )?(?:please )?share (?:this|it) with (?:your )?(?:friends|family|someone|others)\b.{0,40}$",
    ),
    _family(
        FURNITURE,
        "help helpful useful make try cook enjoy like",
        rf"^(?:did|was|is|were) (?:you find )?(?:this|the|these) (?:{_PAGE}s?)?\s?(?:.{{0,20}} )?(?:help|helpful|useful)(?: (?:you|to you))?\?|^did you (?:make|try|cook|enjoy|like) this (?:recipe|article|post|story)\b",
    ),
    _family(
        FURNITURE,
        "updated modified reviewed checked cited viewed credit source courtesy photo image javascript browser page homepage top powered",
        r"^(?:last |page last |this (?:page|article|entry|post) was )?(?:last )?(?:updated|modified|edited|reviewed|revised)\s?(?:on|at|:|by)?:? .{0,30}(?:\b\d{4}\b|\d{1,2}[/.]\d|\bago\b|\d,).{0,50}$",
        r"^(?:medically|clinically|scientifically|expert|editorially)? ?(?:reviewed|fact[- ]checked|edited) by\b.{0,80}$",
        r"\b(?:medically|clinically|scientifically) reviewed by (?-i:[A-Z])",
        r"\b(?:references?|citations?|sources?) (?:are )?cited in this\b",
        rf"\bthis {_PAGE} has been (?:viewed|read|shared|visited)\b",
        r"^\(?(?:photo|image|picture|video|illustration|featured image|cover photo)s? (?:(?:credits?|courtesy|source|by)(?: of)?:|(?:credit|courtesy of|by) (?-i:[A-Z])).{0,80}$",
        r"\b(?:enable|turn on|requires?) javascript\b|\byour browser (?:does not|doesn't) support (?:the )?(?:video|audio|html5|iframes?|javascript|inline)\b",
        r"^(?:skip|jump|back|return|go (?:back )?|scroll)(?:to )? ?to (?:the )?(?:main |page )?(?:content|navigation|top|search|footer|menu)\W*$",
        r"^(?:go |return )?back to\b.{0,50}\b(?:home ?page|main page|index|overview)\W*$",
        r"^(?:proudly )?powered by (?-i:[A-Z][\w.]+)(?: \w+)?\.?$",
    ),
    _family(
        NAVIGATION,
        "account password member log sign",
        r"^(?:no account yet|not (?:yet )?a (?:member|subscriber)(?: yet)?|don't have an account(?: yet)?|already (?:a member|registered|subscribed|(?:have|got) an account)|(?:forgot(?:ten)?|lost) your password)\b.{0,40}$",
    ),
)

# Too close to instructions that an article may give: these count only beside text that was set aside for another reason.
WEAK = (
    _family(
        NAVIGATION,
        "log login sign",
        r"^(?:please )?(?:log|sign)[- ]?in\b.{0,100}$",
        r"\b(?:social )?login (?:does not|doesn't|with|via)\b",
    ),
    _family(NAVIGATION, "account", r"^(?:create|open|register) (?:an?|your|my) (?:\w+ )?account\b.{0,30}$"),
    _family(NEWSLETTER, "sent", r"^an? (?:\w+ )?e-?mail (?:will be|has been|was) sent to\b"),
    _family(COOKIES, "cookie cookies policy", r"\b(?:cookie|privacy) policy\W*$", r"^cookies?\b.{0,40}$"),
    _family(LEGAL, "ltd inc llc gmbh corp", r"^(?-i:(?:[A-Z][\w&-]*,? ){1,4})(?:ltd|inc|llc|gmbh|corp)\W*$"),
    _family(FURNITURE, "references approved", r"^references(?: approved)?\W*$"),
)
