"""Invitations to visitors: to subscribe, to buy, to share, to read other pages."""

from __future__ import annotations

from index.corpus.cleaning.wording.families.family import NETWORKS, family
from index.reasons import ADVERTISING, NEWSLETTER, RELATED, SOCIAL

_PHONE = r"(?:\+?\d[\d ()./-]{6,}\d|\b1?-?8\d\d-[A-Z\d-]{7,})"
_PRICE = r"(?:offers?|discounts?|prices?|promotions?|coupons?|sales?|specials?|codes?)"
_MAIL = r"(?:news ?letters?|mailing list|e-?mail (?:updates?|list|alerts?)|inbox|digest|rss|podcast)"
_JOIN = r"(?:sign[- ]?up|subscribe|join|register|opt[- ]in|get)"
_YOURS = r"(?:your (?:e-?mail|contact|personal|information|details|data|address)|e-?mail|personal (?:information|data))"
_OFFICE = r"(?:us|our (?:\w+ )?(?:team|office|store|shop|showroom|web ?site|experts?|staff|clinic))"
_STAFF = r"(?:\w+ )?(?:experts?|team|professionals?|specialists?|staff|attorneys?|lawyers?|technicians?)"
_GIFT = r"(?:course|trial|guide|e-?book|quote|sample|estimate|consultation|report|kit|class|webinar)"
_READERS = r"(?:people|readers|customers|clients|others|millions|thousands|patients|users|members)"
_SMALL = r"(?:the|an?|of|for|and|in|on|to|with|from|your)"
_PART = r"(?:category|section|page|blog|web ?site|site|store|shop|channel|library|catalog(?:ue)?|archives?)"

INVITATIONS = (
    family(
        NEWSLETTER,
        "newsletter newsletters inbox mailing rss mail email emails alerts updates digest podcast",
        rf"^(?:[^.]{{0,60}}[,:!] |please |and |or )?{_JOIN}\b.{{0,80}}\b(?:our|my"
        rf"|free)\b(?: [\w&'-]+){{0,4}} {_MAIL}\b",
        r"^(?:please )?(?:sign[- ]?up|subscribe|register)\b.{0,40}\b(?:newsletter|mailing list|e-?mail updates|rss)\b",
        r"\byou(?:'ll| will)?(?: also)? (?:receive|get)\b.{0,30}\b(?:our|my) .{0,30}\b(?:newsletters?|e-?mails?"
        r"|offers|updates)\b",
        r"\b(?:delivered|sent|straight|directly|right) (?:straight |directly |right )?(?:to|in"
        r"|into) your (?:e-?mail )?inbox\b",
        r"^get\b.{0,60}\bin your inbox\b",
        r"\bin your inbox (?:every|each|on)\b",
        r"\b(?:biggest|latest|best|top|daily|weekly|breaking)\b.{0,30}\b(?:stories|news|headlines|tips|recipes"
        r"|posts)\b.{0,20}"
        r"\b(?:by|via) e-?mail\b",
    ),
    family(
        NEWSLETTER,
        "enter subscribers readers tracking alerts",
        r"^(?:just )?enter your e-?mail(?: address)?(?:,| and (?:we|i)'ll| below| to (?:subscribe|receive|get"
        r"|follow|join))",
        r"^join (?:over |more than )?(?:the )?[\d,.]+k?\+? (?:other |happy )?(?:subscribers|readers|followers"
        r"|people|members)\b",
        r"^sign up (?:for|to) (?:e-?alerts?|(?:our|the) \w+ (?:alerts?|bulletin))\b",
    ),
    family(
        NEWSLETTER,
        "subscribe subscribing signing registering unsubscribe spam rent sell share",
        r"^subscribe to (?:our|the|this|my) (?:blog|channel|site|feed|podcast)\W*$",
        r"^thank(?:s| you) for (?:subscribing|signing up|registering)\b",
        r"\bunsubscribe\b.{0,20}\b(?:any ?time|at any time|here)\b",
        r"\bwe(?:'ll| will| do| would| promise to)? (?:not|never|won't|don't|hate)\b.{0,15}\b(?:rent|sell|share|spam)\b"
        rf".{{0,30}}\b{_YOURS}\b",
        r"\bno spam\b.{0,30}\b(?:ever|promise|unsubscribe|guarantee)",
    ),
    family(
        ADVERTISING,
        "commission commissions fee affiliate affiliates sponsored brought products independently links",
        r"\b(?:we|i|us|this (?:web)?site)\b.{0,60}\b(?:earn|receive|get|make|paid"
        r"|compensat\w+)\b.{0,40}\bcommissions?\b",
        r"\b(?:we|i|our|this (?:web)?site)\b.{0,60}\baffiliate\b",
        r"\b(?:contains?|includes?|are|is|uses?) (?:\w+ )?affiliate (?:links?|program|disclosure)",
        r"\bif you (?:buy|purchase|click|shop|order|make a purchase)\b.{0,40}\b(?:through|via|on|using"
        r"|from)\b.{0,30}\blinks?\b"
        r".{0,60}\b(?:we|i|commission)\b",
        r"\b(?:earn|receive|get) an? (?:small |affiliate )?(?:fee|commission|percentage)\b.{0,40}\b(?:links?|bets"
        r"|purchases?|sales?)\b",
        r"^(?:this (?:post|article|content|story|video|page) (?:is|was|has been) )?(?:sponsored|brought to you"
        r"|paid for) by\b.{0,60}$",
        r"\bproducts (?:that )?we (?:think|believe|feel|recommend|love)\b",
        r"\bwe include products\b.{0,80}\bfor our readers\b",
        r"\bproducts\b.{0,40}\bindependently (?:selected|chosen|reviewed)\b",
    ),
    family(
        ADVERTISING,
        "code combined offer supplies stocks stock shipping guarantee",
        r"\bcode (?-i:[A-Z\d]*[A-Z][A-Z\d]{3,})\b.{0,60}\b(?:ends? (?:\w+day|soon|today|tonight|tomorrow|at|on|\d)"
        r"|expires?|at checkout|off|save|discount|valid (?:through|until|till))",
        r"\b(?:use|enter|with|apply) (?:the |our |this )?(?:promo|coupon|discount|voucher"
        r"|offer) code (?-i:[A-Z\d]{4,})\b",
        rf"\b(?:can ?not|can't|may not|not valid|not to) be combined with\b.{{0,60}}\b{_PRICE}\b",
        r"\b(?:limited[- ]time offer|while (?:supplies|stocks?) last|free shipping on|money[- ]back guarantee)\b"
        r".{0,40}(?:!|\b(?:now|today|order|our|your|we)\b)",
    ),
    family(
        ADVERTISING,
        "call phone contact reach text visit let trust",
        rf"\b(?:call|phone|contact|reach|text) (?:us|our \w+|me)\b.{{0,60}}{_PHONE}",
        rf"^(?:please )?(?:call|contact|visit|e-?mail|text) {_OFFICE} (?:today|now|at|for|to|online)\b",
        rf"\b(?:let|trust) (?:the|our) {_STAFF}\b.{{0,60}}\b(?:help you|take care|handle)\b",
        rf"\b(?:call|contact) our {_STAFF}\b.{{0,60}}\b(?:today|now|get started)\b",
    ),
    family(
        ADVERTISING,
        "schedule book request reserve get take try start claim grab download order earn free consider choose hire",
        r"^(?:schedule|book|request|reserve|get) (?:your|a|an) (?:\w+ ){0,3}(?:appointment|consultation|quote"
        r"|estimate|demo|trial)\b"
        r".{0,30}\b(?:with us|today|now|online)\b",
        rf"^(?:take|try|get|start|claim|grab|download|order|request) (?:our|your) free\b.{{0,60}}\b{_GIFT}\b"
        rf"|(?-i:\bFREE!)",
        r"^earn\b.{0,50}\b(?:credits?|rewards?|points|ceus?)\b.{0,40}\b(?:this (?:article|course)|with us|our|online"
        r"|today)\b",
        # A brand recommended by name, with a promise in the same sentence.
        r"\b(?:consider|try|choose|book|hire) (?-i:(?:[A-Z][\w'&]+ ){2,}).{0,80}"
        r"\b(?:will always be there|from the comfort of your|at your doorstep|satisfaction guaranteed)\b",
    ),
    # Courses sold next to an article.
    family(
        ADVERTISING,
        "course courses quiz certificate enroll enrol",
        r"\b(?:course (?:content|materials?)|take (?:a|the) (?:quiz|exam|test))\b.{0,100}"
        r"\b(?:certificates?|graded|credits?)\b",
        r"\b(?:print|receive|download) (?:a|your) certificate\b.{0,60}\b(?:online|course|credits?)\b",
        r"\b(?:enrol|enroll|sign up) (?:in|for) (?:this|our|the) (?:[\w-]+ ){0,4}course\b",
    ),
    family(
        RELATED,
        "read reading click learn find discover previous prev part next",
        r"^(?:please )?(?:read on (?:to|for|below|and)|(?:keep|continue) (?:on )?reading(?! (?:level|skills))"
        r"|click (?:here|through)\b)",
        r"\bclick here (?:to|for|if|and)\b",
        r"^(?:learn|read|find out|discover) more(?: (?:about|on|at|here)\b.{0,90})?[.!:…»>→ ]*$",
        # A teaser that is cut off, or that links to a page.
        r"^(?:here,? )?(?:learn|read) (?:more )?(?:about|on|how|why)\b.{0,100}(?:…|\.\.\.)\W*$",
        r"^(?:here,? )?(?:learn|read) more about\b.{0,100}\bhere\W*$",
        r"^(?:learn|see|try|discover) (?:these )?\d+ (?-i:(?:[A-Z][a-z]+ ){2,})",
        rf"^(?:see|find out|learn|discover) why (?:\S+ ){{0,4}}{_READERS}\b.{{0,20}}\b(?:trust|love|choose|use)\b",
        r"^\W*(?:previous|prev)(?: [\w-]+){0,2}\s?: .{1,80}\bnext(?: [\w-]+){0,2}\s?: .{1,80}$|^← .{1,80} →$",
        rf"^(?-i:Read|Watch) (?-i:[A-Z\d][\w'&:-]*(?: (?:{_SMALL}|[A-Z\d][\w'&:-]*)){{2,13}})\W*$",
    ),
    family(
        RELATED,
        "related similar other more previous latest read miss visit browse check explore also",
        r"^(?:related(?: (?:articles?|posts?|stor(?:y|ies)|reading|links?))?|read (?:also|more|next)|also read"
        r"|you may also like"
        r"|don't miss)\s?: .{3,120}$",
        r"\b(?:similar|related|other|more|previous|latest) (?:articles?|posts?|stories)\b.{0,100}"
        rf"\b(?:our|visit|category|section|here|below)\b.{{0,60}}\b(?:{_PART}|here|below)\W*$",
        r"\b(?:please|recommend|invite|to|and) (?:you )?(?:to )?(?:visit|browse|check out|explore) our .{0,50}"
        rf"\b{_PART}\b",
    ),
    family(
        SOCIAL,
        "share pin tweet save follow tag mention like find join connect board pins",
        r"^(?:share|pin|tweet|save) (?:(?:this|it|the|article|page|post|story) )*(?:on|to|via|with) (?:your )?"
        rf"{NETWORKS}(?:[,/ ]|and|or|{NETWORKS})*\W*$",
        rf"\b(?:follow|like|find|join|add|friend|connect with) (?:us|me|@\w+|our \w+)(?: on| at"
        rf"| via)?\b.{{0,30}}\b{NETWORKS}\b",
        rf"(?:^|\b(?:or|and|can) )follow (?:him|her|them) on {NETWORKS}\b",
        r"\b(?:follow|tag|mention) @\w+|\b(?:'s board|pins)\b.{0,60}\bon pinterest\b",
        r"^(?:if you (?:like|enjoy|love)d? this (?:article|post|story|recipe), )?(?:please )?share this(?: "
        r"\w+)? with (?:your )?"
        r"(?:friends|family|someone|others)\b.{0,40}$",
    ),
)
