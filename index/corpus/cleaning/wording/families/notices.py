"""Notices around an article: consent, rights, disclaimers, dates, rules of the comment form, accounts."""

from __future__ import annotations

from index.corpus.cleaning.wording.families.family import PAGE, family, opening
from index.reasons import COMMENT_FORM, COOKIES, FURNITURE, LEGAL, NAVIGATION, NEWSLETTER, READER_COMMENTS

_SITE = r"(?:we|this (?:web ?)?site|our (?:web ?)?sites?|our partners)"
_COOKIE_USES = (
    r"(?:experience|(?:web ?)?site|traffic|ads?|preferences|services?|browser|browsing|personali[sz]\w+|analy\w+"
    r"|consent"
    r"|functionality|make [\w.]+ (?:great|better|work))"
)
_JOINING = (
    r"(?:using|continuing|browsing|clicking|visiting|accessing|submitting|signing|registering|subscribing|creating)"
)
_SIGNED_IN = r"(?:log(?:ged)?|sign(?:ed)?|register(?:ed)?)(?: ?-?in| up)?(?: or (?:\w+ ){1,2}?)?"
_COMMENT = r"(?:comment|repl(?:y|ies)|review)"
_EDUCATION = r"(?:educational|informational|informative|information)"
_ADVICE = r"(?:advice|care|diagnosis|treatment|counsel)"
_CHECKED = r"(?:updated|modified|edited|reviewed|revised)"
_NAME = r"(?-i:[A-Z][\w.'-]+(?:,? [A-Z][\w.'-]*)*)"
_PICTURE = r"(?:photo|image|picture|video|illustration|featured image|cover photo)"
_REPORT = r"(?:viewed|read|shared|visited)"

NOTICES = (
    family(
        COOKIES,
        "cookies cookie",
        rf"\b{_SITE}\b.{{0,50}}\b(?:us(?:e|es|ing)|set|store|place)\b.{{0,40}}\bcookies\b.{{0,80}}\b{_COOKIE_USES}\b",
        r"\b(?:our|(?:site|website)(?:'s)?) use of cookies\b",
        r"\byou (?:agree|consent|accept)\b.{0,40}\b(?:our|use of|to) .{0,20}\bcookies?\b",
        r"\b(?:set|optional|necessary|essential|additional|non-essential|analytics) cookies\b.{0,40}\b(?:our|this"
        r"|we|us)\b",
    ),
    # The wording of advertisers' consent frameworks and of common consent plug-ins.
    family(
        COOKIES,
        "store access consent partners vendors identifiers assume choices preferences analytics",
        r"\bstor(?:e|ing)(?: and/?(?: ?or)?| or)? ?(?:gain )?access(?:ing)? (?:to )?information on (?:a|your) device\b",
        r"\bwe and (?:our|selected) (?:\d+ )?(?:\w+ )?(?:partners|vendors|third parties)\b",
        r"\b(?:you are giving|giving|give|withdraw|change|manage) (?:us )?your (?:cookie |privacy )?(?:consent"
        r"|choices)\b"
        r".{0,60}\b(?:us|our|any ?time|below|clicking|cookies?|settings)\b",
        r"\bwe'll assume (?:that )?(?:you(?:'re| are) (?:ok(?:ay)?|happy|fine)|you consent)\b",
        r"^we (?:would like to |also )?use (?:analytics|identifiers|similar technologies|tracking)\b.{0,60}\b(?:how"
        r" you use"
        r"|our|this (?:web)?site|audience)\b",
    ),
    family(
        LEGAL,
        "agree agreeing accept consent acknowledge",
        rf"\bby {_JOINING}\b.{{0,80}}\b(?:agree|consent|accept|acknowledge)\b"
        r".{0,50}\b(?:terms|privacy|polic(?:y|ies)|conditions)\b",
    ),
    family(
        LEGAL,
        "reserved copyright copyrighted trademark trademarks ltd inc published reproduced redistributed copied",
        r"\ball rights reserved\b|^.{0,80}©\s?\d{4}\b.{0,60}$",
        r"^(?:©|\(c\)|copyright)\W*(?:©|\(c\))?\s?\d{4}\b|^copyright (?:©|\(c\)|by)|^© ?(?-i:[A-Z]).{0,80}$",
        r"^copyright (?-i:[A-Z][\w&'-]*(?: (?:(?-i:[A-Z])[\w&'-]*|of|and|the|&)){1,8})\W*(?:\d{4})?\W*$",
        r"\b(?:material|content|page|article|story) may not be (?:\w+,? )*(?:published|reproduced|redistributed"
        r"|copied)\b",
        r"^[^,;]{1,60} (?:is|are) (?:a )?(?:registered )?trademarks? (?:and service marks? )?of [^,;]{1,60}\.?$",
    ),
    # The licence of the page's text, and what companies and charities must state about themselves.
    family(
        LEGAL,
        "licensed licence license available registered company statements standards editors fee gambling responsibly",
        r"\b(?:text|content|contents|work|site|page|material|images?|photos?|otherwise noted|otherwise stated)\b.{0,40}"
        r"\b(?:licensed|available|released) under (?:the |an? )?(?-i:CC|Creative|GNU|MIT|Open|Apache)\b",
        r"^(?:.{0,60}, )?(?:a )?(?:company )?registered (?:in (?-i:[A-Z])|office:?|charity (?:no|number)|company"
        r" (?:no|number))"
        r".{0,100}$",
        r"\bcontains? forward[- ]looking statements\b",
        r"\b(?:member of|regulated by) .{0,40}\b(?:press|media)\b.{0,60}\b(?:editors'? code|standards)\b",
        r"^(?:please )?(?:gamble|drink) responsibly\b.{0,60}$|\b18\+ only\b",
        r"^(?-i:[A-Z])\w+(?: (?-i:[A-Z])\w+){0,3} (?:is not a law firm|does not provide (?:medical|legal|financial)"
        r" advice)\b",
    ),
    family(
        LEGAL,
        "disclosure disclaimer",
        r"^(?:please )?(?:read|see|view) (?:my|our|the full) (?:full )?(?:affiliate )?(?:disclosure"
        r"|disclaimer)\b.{0,40}$",
    ),
    family(
        LEGAL,
        "agree enquiry call text",
        r"\bby (?:sending|submitting|completing|filling)\b.{0,60}\byou (?:agree|consent)\b",
        r"\bwe may (?:call|text|e-?mail)(?: or (?:call|text|e-?mail))? you\b",
    ),
    family(
        LEGAL,
        "privacy",
        r"^(?:we (?:respect|value)|(?:protecting|respecting)) your privacy\b|^your privacy is important to us\b",
    ),
    family(
        LEGAL,
        "educational informational information informative substitute endorse authority advice disregard",
        rf"\b{PAGE}\b.{{0,80}}\b(?:is|are) (?:\w+ ){{0,3}}for (?:\w+ (?:and|or|&) |general )?{_EDUCATION}"
        r"(?: (?:and|or|&) \w+)? (?:purposes?|uses?)\b",
        rf"\b{PAGE}\b.{{0,80}}\b(?:is|are) (?:\w+ )?(?:merely|purely|strictly|solely|only) (?:for )?{_EDUCATION}\b",
        rf"\b(?:{PAGE}|we)\b.{{0,60}}\bnot .{{0,60}}\b(?:substitute|replacement) for\b.{{0,40}}\b{_ADVICE}\b",
        r"\b(?:substitute|replacement) for (?:the )?(?:professional|qualified) (?:\w+ )?advice\b",
        rf"\b(?:{PAGE}|\w+\.(?:com|org|net))\b.{{0,60}}\b(?:do|does) not (?:\w+ )?endorse\b",
        r"\bwe do not (?:\w+ )?endorse (?:any|specific|or)\b",
        rf"\b(?:{PAGE}|we|\w+\.(?:com|org|net))\b.{{0,60}}\b(?:do|does) not (?:\w+ )?(?:have the authority to"
        r"|(?:provide|give|offer|constitute) (?:\w+ )?(?:medical|legal|financial|tax|investment"
        r"|professional) advice)\b",
        r"\balways (?:seek|consult) the advice of (?:your|a) (?:\w+ ){0,3}(?:physician|doctor|provider|professional)\b"
        r".{0,60}\bwith any questions\b",
        r"\bnever disregard (?:professional|medical)\b",
    ),
    family(
        COMMENT_FORM,
        "published shared displayed public required fields notify save register sign log personal",
        r"\be-?mail(?: address)?\b.{0,20}\b(?:not|never|won't)(?: be)? (?:published|shared|displayed|shown"
        r"|(?:made )?public)\b",
        r"\byou must (?:register|sign up|log in)(?: or (?:register|sign up|log in))? (?:before|to) (?:you can"
        r" )?(?:post|reply|comment|see)\b",
        r"^(?:sign|log)[- ]?in (?:with|via|through|using) (?:\w+ ){1,3}to (?:comment|reply|join|post)\b",
        r"\bplease do not include (?:any )?personal\b.{0,60}\b(?:comments?|feedback)\b",
        r"\brequired fields are marked\b|\bfields marked (?:with )?(?:an? )?(?:\*|asterisk)",
        r"^notify me (?:of|when|by|via)\b|\bsave my name\b.{0,40}\b(?:e-?mail|browser)\b",
    ),
    family(
        COMMENT_FORM,
        "comment comments reply replies review",
        rf"\b(?:must|have to|need to|please) (?:be )?{_SIGNED_IN} ?to (?:post|leave|add|write|submit|make|view)?"
        rf"\s?(?:a |an |your )?{_COMMENT}",
        r"^comments? (?:for this \w+ )?(?:are|is|section is) (?:now |currently )?(?:closed|off|disabled|moderated)\b",
        r"^be the first (?:one )?to (?:comment|review|reply|write|leave|rate)\b",
        r"(?:\b(?:let (?:us|me) know|tell (?:us|me))|(?:^|[,!?] |\bplease |feel free to )(?:share|sound off|drop"
        r"|leave|post|ask))"
        r"\b.{0,80}\b(?:in|via|using) (?:the|our) comments?(?: section| box| form| area)?(?: below)?[.!?]*$",
        r"(?:^|\b(?:please|feel free to|don't forget to|be sure to|why not) )(?:leave|drop|post|add|write) (?:us |me )?"
        r"(?:a|your) comments? (?:below|and let|or)\b",
    ),
    family(
        FURNITURE,
        "help helpful useful make try cook enjoy like",
        rf"^(?:did|was|is|were) (?:this|the|these) (?:{PAGE}|chapter|lesson|tutorial)s?\b.{{0,20}}\b(?:help|helpful"
        rf"|useful)(?: (?:you|to you))?\?",
        r"^did you (?:make|try|cook|enjoy|like) this (?:recipe|article|post|story)\b",
    ),
    family(
        FURNITURE,
        "updated modified edited revised reviewed checked cited viewed read shared visited",
        r"^(?:page )?last updated\b.{0,60}$",
        rf"^(?:page last |last |this (?:page|article|entry|post) was )?(?:last )?{_CHECKED}(?: on| at|:) .{{0,25}}"
        r"(?:\b\d{4}\b|\d{1,2}[/.]\d|\bago\b).{0,12}$",
        rf"^(?:(?:medically|clinically|scientifically|expert|editorially) )?(?:reviewed|fact[- ]checked"
        rf"|edited) by:? {_NAME}\W*$",
        r"\b(?:medically|clinically|scientifically) reviewed by (?-i:[A-Z])",
        rf"\b(?:references?|citations?|sources?) (?:are )?cited in this\b"
        rf"|\bthis {PAGE} has been {_REPORT}\b.{{0,40}}\btimes\b",
    ),
    opening(
        FURNITURE,
        "credit credits source courtesy by",
        rf"\(?{_PICTURE}s? (?:(?:credits?|courtesy|source|by)(?: of)?:|(?:credit|courtesy of"
        rf"|by) (?-i:[A-Z])).{{0,80}}$",
    ),
    family(
        FURNITURE,
        "javascript browser powered hosted built designed theme viewed visitor altered posted filed feedback",
        r"^(?:[\w& ]{1,40} (?:is )?)?proudly powered by\b.{0,40}$|^(?:kindly )?hosted (?:for free )?(?:by|at|on)"
        r" (?-i:[A-Z]).{0,80}$",
        r"^(?:(?:web ?)?(?:site|page|theme)s? )?(?:built|made|created|designed|developed|generated) (?:with|using|by)"
        r" (?-i:[A-Z])[\w.&' -]{1,60}\W*$",
        r"^(?:[\w&' -]{1,40} )?theme (?:by|from) (?-i:[A-Z]).{0,50}$",
        r"\bbest viewed (?:at|in|with|on|using) .{0,60}(?:\d{3}|browser|explorer|firefox|chrome|netscape)|^you are"
        r" visitor\b",
        r"^(?:this )?page (?:was )?last (?:altered|changed|amended|generated)\b",
        r"^(?:this )?(?:entry|post|article) was (?:posted|published) (?:on|in|by|at)\b.{0,100}\b(?:filed|under"
        r"|tagged|by|in)\b",
        r"\byour feedback (?:will )?helps? us\b.{0,30}\bimprove\b",
        r"\b(?:please enable|turn on|requires?) javascript\b",
        r"\byour browser (?:does not|doesn't) support (?:the )?(?:video|audio|html5|iframes?|javascript|inline)\b",
        r"^(?:proudly )?powered by (?-i:[A-Z][\w.]+)(?: \w+)?\.?$",
    ),
    opening(
        FURNITURE,
        "download explore edit print bookmark",
        rf"(?:(?:download|explore|edit|print|bookmark) (?:this )?{PAGE}\b\W*(?:methods?|steps?)?\W*)+$",
    ),
    # How comments and letters begin.
    opening(READER_COMMENTS, "hi hello dear hey", r"(?:hi|hello|dear|hey) (?-i:[A-Z]\w+),$"),
    opening(
        FURNITURE,
        "skip jump back return scroll follow",
        r"you can (?:follow any responses|leave a response|skip to the end)\b",
        r"(?:skip|jump|back|return|go (?:back )?|scroll)(?:to )? ?to (?:the )?(?:main |page )?"
        r"(?:content|navigation|top|search|footer|menu)\W*$",
        r"(?:go |return )?back to\b.{0,50}\b(?:home ?page|main page|index|overview)\W*$",
    ),
    family(
        NAVIGATION,
        "account password member subscriber",
        r"^(?:no account yet|not (?:yet )?a (?:member|subscriber)(?: yet)?|don't have an account(?: yet)?"
        r"|already (?:a member|registered|subscribed|(?:have|got) an account)|(?:forgot(?:ten)?"
        r"|lost) your password)\b.{0,40}$",
    ),
)

# An article may say these in instructions, so they count only next to text set aside for another reason.
WEAK = (
    family(
        NAVIGATION,
        "log login sign account",
        r"^(?:please )?(?:log|sign)[- ]?in\b.{0,100}$|\b(?:social )?login (?:does not|doesn't|with|via)\b",
        r"^(?:create|open|register) (?:an?|your|my) (?:\w+ )?account\b.{0,30}$",
    ),
    family(NEWSLETTER, "sent", r"^an? (?:\w+ )?e-?mail (?:will be|has been|was) sent to\b"),
    family(COOKIES, "cookie cookies policy", r"\b(?:cookie|privacy) policy\W*$|^cookies?\b.{0,40}$"),
    family(LEGAL, "ltd inc llc gmbh corp", r"^(?-i:(?:[A-Z][\w&-]*,? ){1,4})(?:ltd|inc|llc|gmbh|corp)\W*$"),
    family(FURNITURE, "references", r"^references(?: approved)?\W*$"),
)
