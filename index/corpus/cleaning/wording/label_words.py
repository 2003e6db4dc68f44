"""The table of labels: lines of buttons, menus and forms, in lower case without outer punctuation."""

from __future__ import annotations

from index.reasons import (
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
    Reason,
)


def _labels(text: str) -> frozenset[str]:
    return frozenset(" ".join(label.split()) for label in text.split("|"))


# Lines that never occur in an article.
PLAIN: dict[Reason, frozenset[str]] = {
    NAVIGATION: _labels(
        """advertise with us | all categories | already a subscriber | back to list | blog archive | browse by topic |
        browse categories | by category | close menu | create free account | create your account |
        create your free account | footer links | footer menu | footer navigation | forgot password |
        forgot your password | in this section | join for free | load more | log in or create an account |
        log in or sign up | log in register | log in with facebook | login or register | login register |
        lost your password | main content | main menu | meet the team | members online | my account |
        newer entries | newer post | newer posts | news archive | next article | next page | next post |
        next story | older entries | older post | older posts | open main menu | open menu | open navigation menu |
        open search | post navigation | previous article | previous page | previous post | previous story |
        primary menu | quick navigation | remember me | rss feed | rss feeds | search form | search the site |
        search this site | secondary navigation | see all | see more | show all | show more | sign in or register |
        sign in or sign up | sign in with facebook | sign in with google | sign the guestbook | site index |
        site links | site navigation | sitemap | skip navigation | skip to content | skip to main content |
        subscriber login | thread starter | toggle menu | toggle navigation | user menu | utility menu | view all |
        view complete profile | view more | view my complete profile | view profile | who's online | work with us |
        write for us | you are here | your account"""
    ),
    COOKIES: _labels(
        """accept additional cookies | accept all cookies | accept and close | accept and continue | accept cookies |
        accept recommended settings | agree and close | agree and continue | allow all cookies |
        consent preferences | cookie consent | cookie notice | cookie policy | cookie preferences |
        cookie settings | cookies policy | i accept cookies | manage choices | manage consent | manage cookies |
        manage my choices | manage my cookies | manage options | manage preferences | manage privacy settings |
        necessary cookies only | no, give me more info | ok, i agree | only necessary cookies | privacy & cookies |
        privacy and cookies | privacy choices | reject additional cookies | reject all cookies | reject optional |
        reject optional cookies | tell us whether you accept cookies | view cookies | we use cookies |
        yes, i accept | your privacy choices | your privacy rights | your privacy, your choice"""
    ),
    COMMENT_FORM: _labels(
        """0 comments | add a comment | add a review | add comment | add new comment | add your comment |
        add your review | all comments | cancel reply | click here to cancel reply | comment navigation |
        comment now | comment on this article | comment on this story | comment policy | comments are closed |
        comments feed | comments off | comments rss | comments section | hide comments | join discussion |
        join the conversation | join the debate | join the discussion | leave a comment | leave a reply |
        leave a response | leave a review | leave comment | leave reply | leave your comment | leave your reply |
        leave your review | load comments | load more comments | log in to comment | log in to reply |
        logged in members | login to comment | login to reply | mail (will not be published) | newer comments |
        no comments | no comments yet | notify me of follow-up comments by email | notify me of new posts by email |
        older comments | post a comment | post comment | post reply | post your comment | reader comments |
        reader interactions | recent comments | recipe rating | reply to this comment | report abuse |
        report comment | save my name | show comments | show more comments | sign in to comment | sort by newest |
        submit a comment | submit comment | submit your comment | top comment | top comments | view all comments |
        view replies | write a comment | write a review | write your review | you must be logged in |
        your email address | your review"""
    ),
    ADVERTISING: _labels(
        """ad feedback | add to bag | add to basket | add to cart | add to wishlist | ads by google | advertisement |
        advertisements | article continues below | article continues below advertisement | book now |
        buy from amazon | buy it now | buy now | buy on amazon | check price | check price on amazon |
        click to buy | continue reading below | donate now | order now | our sponsors | paid content |
        partner content | promoted content | remove ads | report ad | report this ad |
        scroll down to continue reading | scroll to continue | see price | shop now | shop this look |
        sponsored content | sponsored links | sponsored post | story continues below |
        story continues below advertisement | story continues below this message | view deal | why this ad"""
    ),
    NEWSLETTER: _labels(
        """count me in | email newsletter | email updates | enter your email | enter your email address |
        free newsletter | get email updates | get our newsletter | join our mailing list | join our newsletter |
        join our newsletters | keep me posted | newsletter sign up | newsletter signup | newsletter subscription |
        our newsletter | sign me up | sign up for free | sign up for newsletter | sign up for newsletters |
        sign up for our newsletter | sign up here | stay connected | stay in the know | stay in the loop |
        subscribe by email | subscribe here | subscribe now | subscribe to newsletter | subscribe to our blog |
        subscribe to our channel | subscribe to our feed | subscribe to our mailing list |
        subscribe to our newsletter | subscribe to our podcast | subscribe to this blog | subscribe today |
        subscribe via email | the newsletter | yes, sign me up"""
    ),
    AUTHOR: _labels(
        "about author | about the author | about the authors | about the writer | author bio | meet the author"
    ),
    RELATED: _labels(
        """also from this source | also on this site | archives by month | around the web | blogroll |
        continue reading | continue reading → | editor's pick | editor's picks | editors' picks | explore more |
        featured articles | featured posts | featured stories | find out more | from around the web |
        from our partners | from our sponsors | from the archive | from the archives | from the web | full story |
        go deeper | hot topics | in case you missed it | in other news | keep exploring | keep reading |
        latest articles | latest blog posts | latest from the blog | latest headlines | latest news | latest posts |
        latest stories | learn more | more articles | more by this author | more from author |
        more from our network | more from this author | more from us | more headlines | more in this section |
        more in this series | more info | more information here | more like this | more news | more on this story |
        more on this topic | more posts | more recent stories | more stories | more to explore | more to read |
        more top stories | most commented | most emailed | most popular | most read | most read stories |
        most recent | most shared | most viewed | other articles | other news | other posts | our latest |
        our picks | popular articles | popular now | popular on the site | popular posts | popular stories |
        popular tags | popular this week | popular topics | posts by category | read also | read full article |
        read more | read next | read the full article | read the rest of this entry | read this next |
        reader favorites | reader favourites | recent articles | recent blog posts | recent entries |
        recent from the blog | recent news | recent posts | recent stories | recent topics | recent tweets |
        recently viewed | recommended articles | recommended by | recommended for you | recommended posts |
        recommended reading | recommended stories | recommended videos | related articles | related category |
        related content | related coverage | related discussions | related documents | related items |
        related links | related news | related news stories | related pages | related people | related posts |
        related products | related questions | related reading | related searches | related stories |
        related stories from | related tags | related threads | related topics | related videos | see also related |
        share your story | similar articles | similar posts | similar stories | similar threads | similar topics |
        sponsored stories | tag cloud | today's top stories | top news | top picks | top posts | top reads |
        top stories | trending articles | trending now | trending stories | trending topics | up next | watch next |
        what to read next | what's trending | you may also be interested in | you may also enjoy |
        you may also like | you may also want to read | you may like | you might also enjoy | you might also like |
        you might be interested in | you might like"""
    ),
    SOCIAL: _labels(
        """blogthis! | connect with us | copy to clipboard | e-mail this story to a friend | e-mail to a friend |
        email this | email this article | email this page | email this story | email this to a friend |
        email to a friend | find us on | follow me on twitter | follow us | follow us on | follow us on facebook |
        follow us on instagram | follow us on twitter | gift article | gift this article | gift this story |
        like loading | like us on facebook | more sharing options | opens in new window | pin it | pin recipe |
        post to x | save for later | send this to a friend | send to a friend | share article | share by email |
        share by whatsapp | share on | share on social media | share page | share post | share share | share this |
        share this article | share this entry | share this page | share this post | share this recipe |
        share this release | share this story | share this with | share this with your friends | share to x |
        share via email | share via facebook | share via twitter | sharing is caring | sharing options |
        tell your friends | tweet this | tweet this story"""
    ),
    FURNITURE: _labels(
        """article summary | article tools | as seen in | back to top | best viewed in internet explorer |
        bookmark the permalink | bookmark this page | cite this article | cite this page | click to enlarge |
        client login | comments rss | download article | download pdf | edit this article | edit this page |
        enlarge image | entries rss | expert reviewed | explore this article | fact checked | filed under |
        find this article useful | hide caption | hide table of contents | image credit | image source |
        jump to recipe | jump to recipe print recipe | listen to article | listen to this article | open an issue |
        open in app | page not found | page tools | permalink | photo credit | print article | print friendly |
        print recipe | print this article | print this page | printer friendly | printer-friendly version |
        rate this article | rate this page | rate this recipe | read aloud | reader rating | references approved |
        report a problem | report a problem with this page | report an error | report error | report this |
        report this article | report this page | send feedback | show table of contents | sign up for alerts |
        toggle caption | view gallery | view larger image | view pdf | view source on github |
        was this article helpful | was this helpful | was this page helpful | yes no | you are visitor number |
        your browser is out of date"""
    ),
    LEGAL: _labels(
        """accessibility help | accessibility policy | accessibility statement | ad choices | adchoices |
        advertising policy | all rights reserved | california privacy rights | code of conduct and privacy |
        community guidelines | competition rules | complaints policy | copyright notice |
        corrections & clarifications | corrections and clarifications | data protection policy | disclosure policy |
        dmca | do not sell my info | do not sell my personal information |
        do not sell or share my personal information | editorial guidelines | editorial standards | ethics policy |
        forward-looking statements | legal and cookies | legal disclaimer | legal information | medical disclaimer |
        modern slavery statement | notice of privacy practices | privacy & cookie policy | privacy & terms |
        privacy and cookie policy | privacy and data protection | privacy and terms | privacy notice |
        privacy policy | privacy policy & privacy policy and site standard terms and conditions |
        privacy statement | terms & conditions | terms & privacy | terms and conditions | terms and privacy |
        terms and rules | terms of sale | terms of service | terms of use | terms of use and privacy policy |
        user agreement | website disclaimer"""
    ),
}
# These may also be a heading or a list item in an article. They count only next to others, if no prose follows.
AMBIGUOUS: dict[Reason, frozenset[str]] = {
    NAVIGATION: _labels(
        """about | about me | about this site | about us | academics | account | admissions | advertise | alumni |
        apply | archive | archives | back | basket | blog | blogs | business | calendar | careers | cart |
        categories | category | classifieds | close | community | company | contact | contact us | create account |
        create an account | culture | customer service | customers | destinations | developers | directory |
        discussions | docs | documentation | donate | education | entertainment | events | explore | family | faq |
        faqs | fashion | features | feedback | find us | food | forum | forums | gallery | get involved | give |
        giving | go | health | help | help center | help centre | home | jobs | law | lifestyle | links | local |
        log in | log out | login | logout | magazine | markets | media | members | membership | menu | mobile |
        money | more | my cart | my services | news | newsroom | next | obituaries | opinion | our practice |
        our story | our team | our work | overview | partners | photos | podcasts | politics | press | prev |
        previous | privacy & security | products | profile | puzzles | real estate | recipes | register | research |
        resources | reviews | science | search | search for | services | shop | shopping cart | show less |
        sign in | sign up | site | site map | solutions | sport | sports | staff | start here | store | students |
        style | subscribers | support | team | technology | top | topics | travel | tutorials | video | videos |
        view cart | weather | webcasts | webinars | what's new | what's on | who we are | work with me | world"""
    ),
    COOKIES: _labels("accept all | got it | reject all"),
    COMMENT_FORM: _labels(
        """comment | comments | discuss | e-mail | edit | email | email required | have your say | like reply | mail |
        message | name | name required | post | quote | reactions | replies | reply | reply quote | send |
        share your thoughts | speak your mind | submit | submit review | url | view comments | website |
        what do you think | your comment | your email | your message | your name | your rating"""
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
        """also | don't miss | featured | followers | in the news | latest | more on | most read | most viewed |
        popular | recent | recent activity | recommended | related | see also | sponsors | the latest | trending |
        upcoming events"""
    ),
    SOCIAL: _labels(
        """bluesky | copy link | del.icio.us | digg | discord | email | email a friend | facebook | flipboard |
        follow | follow me | follow this | google plus | google+ | instagram | like | like this | likes |
        linked in | linkedin | mastodon | messenger | pin | pinterest | print | reddit | rss | save | share |
        share link | share via | shares | snapchat | stumbleupon | telegram | tell a friend | threads | tiktok |
        tumblr | tweet | twitter | watch | whatsapp | x | youtube | yum"""
    ),
    FURNITURE: _labels(
        """ad | ads | article contents | article info | author | by | cancel | close this | copy | date | download |
        email article | font size | in this article | joined | jump to | last modified | loading |
        location | messages | meta | no | ok | on this page | please wait | posted | posted by | powered by |
        print page | print this | published | quick links | rating | read | save article | table of contents |
        tags | text size | top of page | view | yes"""
    ),
    LEGAL: _labels(
        """accessibility | code of conduct | copyright | corrections | disclaimer | editorial policy | ethics |
        freedom of information | impressum | imprint | legal | legal info | legal notice | legal notices | privacy |
        security | terms"""
    ),
}
