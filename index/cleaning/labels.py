"""Labels: short lines that are all boilerplate, such as a button, a menu entry or the heading of a comment form."""

from __future__ import annotations

import re

from index.cleaning.families import NETWORKS
from index.cleaning.reasons import (
    ADVERTISING,
    AUTHOR,
    COMMENT_FORM,
    COOKIES,
    FURNITURE,
    LEGAL,
    NAVIGATION,
    NEWSLETTER,
    RELATED,
    SOCIAL,
)
from index.cleaning.units import Unit

_LONGEST = 14


def _labels(text: str) -> frozenset[str]:
    return frozenset(" ".join(label.split()) for label in text.split("|"))


# No article has these as a line of its own.
_PLAIN: dict[str, frozenset[str]] = {
    NAVIGATION: _labels(
        """main menu | primary menu | site navigation | toggle navigation | toggle menu | close menu | site map | sitemap
        | older posts | newer posts | older entries | newer entries | next post | previous post | next article
        | previous article | next page | previous page | next story | previous story | view all | see all | view more
        | show more | show less | load more | see more | about us | contact us | advertise with us | work with us
        | write for us | site index | all categories | browse by topic | browse categories | post navigation
        | log in | login | log out | logout | sign in | my account | create account | create an account | forgot password
        | forgot your password | lost your password | remember me | log in with facebook | sign in with google
        | log in or sign up | login or register | sign in or register | sign in or sign up | log in or create an account
        | help centre | help center | customer service | search this site | search the site | search for | you are here
        | our team | meet the team | careers | view cart | my cart | shopping cart | rss feed | rss feeds | skip to content"""
    ),
    COOKIES: _labels(
        """cookie settings | cookie policy | cookie preferences | cookie notice | cookie consent | cookies policy
        | accept cookies | accept all cookies | accept all | reject all | reject all cookies | allow all cookies
        | manage cookies | manage consent | privacy and cookies | privacy & cookies | we use cookies | got it"""
    ),
    COMMENT_FORM: _labels(
        """leave a reply | leave a comment | leave a response | leave a review | leave your comment | leave comment
        | leave reply | leave your reply | add a comment | add comment | add your comment | add new comment | add a review
        | post a comment | post comment | post your comment | write a comment | write a review | submit a comment
        | submit comment | submit review | join the conversation | join the discussion | join discussion
        | cancel reply | click here to cancel reply | no comments | no comments yet | 0 comments | view comments
        | view all comments | show comments | load comments | load more comments | older comments | newer comments
        | comments are closed | comment policy | comments rss | comments feed | comment navigation | your name | your email
        | your comment | your message | your rating | your email address | your review
        | reply to this comment | report comment | report abuse | comment on this article | comment on this story
        | reader comments | recent comments | what do you think | speak your mind | have your say | share your thoughts
        | notify me of new posts by email | notify me of follow-up comments by email"""
    ),
    NEWSLETTER: _labels(
        """newsletter sign up | newsletter signup | sign up for our newsletter | subscribe to our newsletter
        | subscribe to newsletter | subscribe now | subscribe today | subscribe via email | join our mailing list
        | join our newsletter | sign up now | get our newsletter | subscribe by email | email newsletter | email updates
        | email address | enter your email | enter your email address | subscribe to our mailing list | get email updates
        | sign up for newsletter | sign up for newsletters | free newsletter | stay in touch | stay connected"""
    ),
    ADVERTISING: _labels(
        """advertisement | advertisements | advertising | sponsored | sponsored content | sponsored links | sponsored post
        | promoted content | paid content | partner content | story continues below | article continues below
        | story continues below advertisement | article continues below advertisement | continue reading below
        | scroll to continue | scroll down to continue reading | buy now | shop now | order now | book now | apply now
        | donate now | add to cart | add to basket | add to bag | add to wishlist | call now | our sponsors | our partners
        | special offers | special offer | ads by google"""
    ),
    AUTHOR: _labels(
        "about the author | about the authors | about author | author bio | meet the author | about the writer"
    ),
    RELATED: _labels(
        """related articles | related posts | related stories | related content | related links | related coverage
        | related topics | related news | related reading | related pages | related products | related videos
        | related searches | related questions | similar threads | related threads | related discussions | you may also like | you might also like | you may also enjoy
        | you might also enjoy | you may also be interested in | you might be interested in | more from this author
        | more like this | more stories | more articles | more posts | more news | more on this topic | more on this story
        | recommended for you | recommended articles | recommended reading | recommended stories | recommended posts
        | popular posts | popular articles | popular stories | most popular | most read | most viewed | most shared
        | most commented | most emailed | trending now | trending articles | recent posts | recent articles
        | recent stories | recent news | recent entries | latest posts | latest articles | latest news | latest stories
        | latest from the blog | editor's picks | editors' picks | top stories | top posts | what to read next | up next
        | read next | read more | read also | learn more | find out more | keep reading | continue reading | similar articles
        | similar posts | in other news | from the web | around the web | from around the web | don't miss | featured posts
        | featured articles | featured stories | see also related | share your story | blogroll | tag cloud | more info
        | more information here | full story | read full article | read the full article | read the rest of this entry"""
    ),
    SOCIAL: _labels(
        """share this | share this article | share this post | share this page | share this story | share this with
        | share this recipe | share this entry | share via email | share article | share post | share page | share on
        | share link | copy link | tweet this | pin it | follow us | follow me | follow us on | find us on | connect with us
        | like us on facebook | like this | like loading | email this | email this article | email to a friend
        | email a friend | send to a friend | tell a friend | opens in new window | share share | blogthis!"""
    ),
    LEGAL: _labels(
        """privacy policy | privacy | privacy notice | privacy statement | terms of use | terms of service | terms
        | terms and conditions | terms & conditions | terms and privacy | privacy and terms | privacy & terms
        | terms of use and privacy policy | disclaimer | medical disclaimer | legal notice | legal | legal notices
        | copyright | copyright notice | accessibility statement | do not sell my info | dmca | editorial policy
        | do not sell my personal information | ad choices | adchoices | user agreement | advertising policy"""
    ),
    FURNITURE: _labels(
        """article summary | download article | edit this article | explore this article | print this page | print page
        | print article | print this article | print this | print friendly | printer friendly | printer-friendly version
        | bookmark this page | cite this article | cite this page | report this | report this page | report an error
        | rate this article | rate this page | rate this recipe | article tools | page tools | table of contents
        | in this article | on this page | jump to recipe | print recipe | yes no | was this helpful
        | was this page helpful | was this article helpful | back to top | top of page | loading | please wait
        | page not found | enlarge image | click to enlarge | view gallery | view larger image | image source
        | image credit | photo credit | references approved | expert reviewed | fact checked | reader rating
        | download pdf | view pdf | email article | save article | article info | article contents | quick links
        | hide caption | toggle caption | text size | font size | listen to this article | posted by | tags | filed under"""
    ),
}
# A heading or a word of the article as well: these count only where no prose follows and another label stands near.
_AMBIGUOUS: dict[str, frozenset[str]] = {
    NAVIGATION: _labels(
        """home | menu | search | about | contact | faq | faqs | help | support | blog | news | shop | store | cart | press
        | archives | archive | categories | category | topics | next | previous | prev | close | back | more | top | jobs
        | services | products | events | resources | gallery | photos | videos | video | forum | forums | community | members
        | register | sign up | account | profile | media | go | mobile | site | directory | advertise | feedback | links | team
        | company | world | sports | sport | politics | business | technology | entertainment | opinion | health | lifestyle
        | travel | science | food | weather | local | education | culture | money | staff"""
    ),
    COMMENT_FORM: _labels(
        "comments | comment | reply | name | email | e-mail | website | message | submit | url | post | send | edit"
    ),
    SOCIAL: _labels("share | tweet | email | print | like | follow | pin | save | shares | likes | rss | follow me"),
    RELATED: _labels("related | trending | popular | latest | recommended | recent | featured | sponsors | also"),
    NEWSLETTER: _labels("subscribe | newsletter | newsletters | stay updated | sign up"),
    FURNITURE: _labels(
        "yes | no | download | author | date | by | posted | published | rating | loading | view | read | cancel | ok"
    ),
}
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (reason, re.compile(pattern, re.IGNORECASE))
    for reason, pattern in (
        (
            COMMENT_FORM,
            r"\(?\d[\d,]* (?:comments?|responses?|replies|thoughts?|reviews)\)?(?: so far| (?:on|to) .{1,90})?|comments? \(\d+\)"
            r"|leave a (?:reply|comment|response) (?:to .{1,40} )?(?:cancel reply|below|now)?|comments? (?:on|to) [\"“].{1,90}"
            r"|(?:name|e-?mail|website|comment|message)(?: \((?:required|will not be published|optional)[^)]*\)| ?\*)+",
        ),
        (
            SOCIAL,
            rf"click to (?:share|tweet|pin|e-?mail|print)\b.{{0,40}}|(?:share|tweet|pin) (?:this )?(?:on|to|via) {NETWORKS}.{{0,30}}",
        ),
        (
            RELATED,
            r"(?:more|latest|recent|popular|related|trending|other|top) (?:stories|articles|posts|news|videos|reads?|coverage|recipes)"
            r"(?: (?:from|on|in|by|about|like|for|to) .{1,50})?|more (?:from|by) (?-i:[A-Z]).{1,40}|(?-i:Tags?|Categor(?:y|ies)|Filed [Uu]nder|Posted [Ii]n|Labels|Topics)\s?:[^.]{0,120}",
        ),
        (
            FURNITURE,
            r"\d+[ -]?min(?:ute)?s? read|(?:estimated )?reading time:? .{1,20}|page \d+ of \d+|(?:photo|image|slide) \d+ (?:of|/) \d+"
            r"|(?:posted|published|updated|last updated|written|submitted)(?: (?:on|at|by|in)|:) .{0,60}\d{4}.{0,30}|(?:written|posted|submitted) by:? (?-i:[A-Z]).{1,60}"
            r"|by:? (?-i:[A-Z][\w.'-]+(?: [A-Z][\w.'-]+){1,3})(?:,? .{0,30}\d{4}.{0,20})?|\d+ (?:views|reads|shares)|\d+ (?:hours?|days?|weeks?|months?|years?) ago",
        ),
    )
)
_EDGES = " \t.:!?…»«›‹→←>|<*•·–—-+()[]"


def label_reason(unit: Unit) -> str | None:
    """The reason of a unit that is, as a whole, a label and nothing else."""
    if plain := _in(_PLAIN, unit):
        return plain
    bare = _bare(unit) if unit.alone else ""
    return next((reason for reason, pattern in _PATTERNS if pattern.fullmatch(bare)), None)


def ambiguous_reason(unit: Unit) -> str | None:
    """The reason of a unit that may be a label, and may as well be a heading or an item of the article's."""
    return _in(_AMBIGUOUS, unit)


def _in(labels: dict[str, frozenset[str]], unit: Unit) -> str | None:
    bare = _bare(unit).lower()
    return next((reason for reason, known in labels.items() if bare in known), None)


def _bare(unit: Unit) -> str:
    return unit.text.strip(_EDGES) if len(unit.words) <= _LONGEST else ""
