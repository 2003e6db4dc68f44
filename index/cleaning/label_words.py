"""The labels, a table: lines of a button, a menu or a form, in lower case and without marks at their ends."""

from __future__ import annotations

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


def _labels(text: str) -> frozenset[str]:
    return frozenset(" ".join(label.split()) for label in text.split("|"))


# No article has these as a line of its own.
PLAIN: dict[str, frozenset[str]] = {
    NAVIGATION: _labels(
        """advertise with us | all categories | browse by topic | browse categories | close menu | forgot password |
        forgot your password | load more | log in or create an account | log in or sign up | log in with facebook |
        login or register | lost your password | main menu | meet the team | my account | newer entries |
        newer posts | next article | next page | next post | next story | older entries | older posts |
        post navigation | previous article | previous page | previous post | previous story | primary menu |
        remember me | rss feed | rss feeds | search the site | search this site | see all | see more | show more |
        sign in or register | sign in or sign up | sign in with google | site index | site navigation | sitemap |
        skip to content | toggle menu | toggle navigation | view all | view more | work with us | write for us |
        you are here"""
    ),
    COOKIES: _labels(
        """accept all cookies | accept cookies | allow all cookies | cookie consent | cookie notice | cookie policy |
        cookie preferences | cookie settings | cookies policy | manage consent | manage cookies | privacy & cookies
        | privacy and cookies | reject all cookies | we use cookies"""
    ),
    COMMENT_FORM: _labels(
        """0 comments | add a comment | add a review | add comment | add new comment | add your comment | cancel reply
        | click here to cancel reply | comment navigation | comment on this article | comment on this story |
        comment policy | comments are closed | comments feed | comments rss | join discussion |
        join the conversation | join the discussion | leave a comment | leave a reply | leave a response |
        leave a review | leave comment | leave reply | leave your comment | leave your reply | load comments |
        load more comments | newer comments | no comments | no comments yet |
        notify me of follow-up comments by email | notify me of new posts by email | older comments | post a comment
        | post comment | post your comment | reader comments | recent comments | reply to this comment |
        report abuse | report comment | show comments | submit a comment | submit comment | view all comments |
        write a comment | write a review | your email address | your review"""
    ),
    ADVERTISING: _labels(
        """add to bag | add to basket | add to cart | add to wishlist | ads by google | advertisement | advertisements
        | article continues below | article continues below advertisement | book now | buy now |
        continue reading below | donate now | order now | our sponsors | paid content | partner content |
        promoted content | scroll down to continue reading | scroll to continue | shop now | sponsored content |
        sponsored links | sponsored post | story continues below | story continues below advertisement"""
    ),
    NEWSLETTER: _labels(
        """email newsletter | email updates | enter your email | enter your email address | free newsletter |
        get email updates | get our newsletter | join our mailing list | join our newsletter | newsletter sign up |
        newsletter signup | sign up for newsletter | sign up for newsletters | sign up for our newsletter |
        stay connected | subscribe by email | subscribe now | subscribe to newsletter |
        subscribe to our mailing list | subscribe to our newsletter | subscribe today | subscribe via email"""
    ),
    AUTHOR: _labels(
        "about author | about the author | about the authors | about the writer | author bio | meet the author"
    ),
    RELATED: _labels(
        """around the web | blogroll | continue reading | editor's picks | editors' picks | featured articles |
        featured posts | featured stories | find out more | from around the web | from the web | full story |
        in other news | keep reading | latest articles | latest from the blog | latest news | latest posts |
        latest stories | learn more | more articles | more from this author | more info | more information here |
        more like this | more news | more on this story | more on this topic | more posts | more stories |
        most commented | most emailed | most popular | most read | most shared | most viewed | popular articles |
        popular posts | popular stories | read also | read full article | read more | read next |
        read the full article | read the rest of this entry | read this next | recent articles | recent entries |
        recent news | recent posts | recent stories | recommended articles | recommended for you | recommended posts
        | recommended reading | recommended stories | related articles | related content | related coverage |
        related discussions | related links | related news | related pages | related posts | related products |
        related questions | related reading | related searches | related stories | related threads | related topics
        | related videos | see also related | share your story | similar articles | similar posts | similar threads
        | tag cloud | top posts | top stories | trending articles | trending now | up next | what to read next |
        you may also be interested in | you may also enjoy | you may also like | you may like | you might also enjoy
        | you might also like | you might be interested in"""
    ),
    SOCIAL: _labels(
        """blogthis! | connect with us | email this | email this article | email to a friend | find us on | follow us |
        follow us on | like loading | like us on facebook | opens in new window | pin it | send to a friend |
        share article | share on | share page | share post | share share | share this | share this article |
        share this entry | share this page | share this post | share this recipe | share this story |
        share this with | share via email | tweet this"""
    ),
    FURNITURE: _labels(
        """article summary | article tools | back to top | bookmark this page | cite this article | cite this page |
        click to enlarge | download article | download pdf | edit this article | enlarge image | expert reviewed |
        explore this article | fact checked | filed under | hide caption | image credit | image source |
        jump to recipe | listen to this article | page not found | page tools | photo credit | print article |
        print friendly | print recipe | print this article | print this page | printer friendly |
        printer-friendly version | rate this article | rate this page | rate this recipe | reader rating |
        references approved | report an error | report this | report this page | toggle caption | view gallery |
        view larger image | view pdf | was this article helpful | was this helpful | was this page helpful | yes no"""
    ),
    LEGAL: _labels(
        """accessibility statement | ad choices | adchoices | advertising policy | copyright notice | dmca |
        do not sell my info | do not sell my personal information | medical disclaimer | privacy & terms |
        privacy and terms | privacy notice | privacy policy | privacy statement | terms & conditions |
        terms and conditions | terms and privacy | terms of service | terms of use | terms of use and privacy policy
        | user agreement"""
    ),
}
# These may as well be a heading or an item of the article: they count beside others, where no prose follows.
AMBIGUOUS: dict[str, frozenset[str]] = {
    NAVIGATION: _labels(
        """about | about us | academics | account | admissions | advertise | alumni | apply | archive | archives | back
        | blog | business | calendar | careers | cart | categories | category | close | community | company |
        contact | contact us | create account | create an account | culture | customer service | customers |
        destinations | developers | directory | docs | documentation | donate | education | entertainment | events |
        faq | faqs | feedback | food | forum | forums | gallery | give | giving | go | health | help | help center |
        help centre | home | jobs | lifestyle | links | local | log in | log out | login | logout | media | members
        | menu | mobile | money | more | my cart | news | next | opinion | our team | overview | partners | photos |
        politics | press | prev | previous | products | profile | recipes | register | research | resources |
        science | search | search for | services | shop | shopping cart | show less | sign in | sign up | site |
        site map | solutions | sport | sports | staff | store | students | support | team | technology | top |
        topics | travel | tutorials | video | videos | view cart | weather | world"""
    ),
    COOKIES: _labels("accept all | got it | reject all"),
    COMMENT_FORM: _labels(
        """comment | comments | e-mail | edit | email | have your say | like reply | message | name | post | reply |
        reply quote | send | share your thoughts | speak your mind | submit | submit review | url | view comments |
        website | what do you think | your comment | your email | your message | your name | your rating"""
    ),
    ADVERTISING: _labels(
        """advertising | apply now | call now | free trial | get a quote | get started | our partners | pricing |
        ready to get started | request a demo | request demo | special offer | special offers | sponsored |
        start free trial"""
    ),
    NEWSLETTER: _labels(
        "email address | newsletter | newsletters | sign up | sign up now | stay in touch | stay updated | subscribe"
    ),
    RELATED: _labels(
        "also | don't miss | featured | latest | popular | recent | recommended | related | sponsors | trending"
    ),
    SOCIAL: _labels(
        """copy link | email | email a friend | facebook | flipboard | follow | follow me | google+ | instagram | like
        | like this | likes | linkedin | pin | pinterest | print | reddit | rss | save | share | share link | shares
        | telegram | tell a friend | tumblr | tweet | twitter | whatsapp | youtube"""
    ),
    FURNITURE: _labels(
        """article contents | article info | author | by | cancel | date | download | email article | font size |
        in this article | loading | no | ok | on this page | please wait | posted | posted by | print page |
        print this | published | quick links | rating | read | save article | table of contents | tags | text size |
        top of page | view | yes"""
    ),
    LEGAL: _labels(
        "copyright | disclaimer | editorial policy | legal | legal notice | legal notices | privacy | terms"
    ),
}
