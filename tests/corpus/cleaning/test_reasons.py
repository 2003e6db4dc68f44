"""Each family of boilerplate is set aside with its reason, anywhere on a page."""

from __future__ import annotations

import pytest

from index.reasons import (
    ADVERTISING,
    AUTHOR,
    COMMENT_FORM,
    COOKIES,
    FURNITURE,
    LEGAL,
    LINK_SPAM,
    NEWSLETTER,
    NOT_PROSE,
    READER_COMMENTS,
    RELATED,
    SOCIAL,
)
from tests.corpus.cleaning.pages import GARDEN, article_of, in_running_text, on_a_page, reason_of

SENTENCES = [
    (COOKIES, "We use cookies to personalise content and to analyse our traffic."),
    (COOKIES, "This website uses cookies to give you the best browsing experience."),
    (COOKIES, "If you carry on, you agree to our use of cookies."),
    (COOKIES, "We and our 120 partners store and access information on your device."),
    (COOKIES, "You can withdraw your consent at any time."),
    (COOKIES, "We'll assume you're ok with this, but you can opt out."),
    (LEGAL, "This text is licensed under CC BY 4.0."),
    (LEGAL, "This release contains forward-looking statements."),
    (LEGAL, "Please read our disclosure policy."),
    (LEGAL, "By sending this form you agree to hear from us."),
    (COMMENT_FORM, "You must register before you can post."),
    (NEWSLETTER, "Join 12,000 subscribers who grow their own."),
    (NEWSLETTER, "Enter your email below."),
    (FURNITURE, "Fernhill is proudly powered by WordPress."),
    (AUTHOR, "Mary Wells is a reporter who covers farms."),
    (LEGAL, "By creating an account you accept our terms and our privacy policy."),
    (LEGAL, "Copyright 2016 Fernhill Media."),
    (LEGAL, "All rights reserved."),
    (LEGAL, "The content of this site is provided for general informational purposes."),
    (LEGAL, "This guide is not intended as a substitute for professional medical advice."),
    (LEGAL, "Never disregard professional advice because of something you have read here."),
    (LEGAL, "This material may not be copied, rewritten or redistributed."),
    (LEGAL, "Our blog does not provide legal advice."),
    (COMMENT_FORM, "Your email address will not be published."),
    (COMMENT_FORM, "Required fields are marked *"),
    (COMMENT_FORM, "You must be logged in to post a comment."),
    (COMMENT_FORM, "Let us know how it went in the comments below!"),
    (COMMENT_FORM, "Be the first to review this product."),
    (COMMENT_FORM, "Notify me of new posts by email."),
    (NEWSLETTER, "Sign up for our weekly newsletter and never miss a sale."),
    (NEWSLETTER, "Subscribe to the newsletter."),
    (NEWSLETTER, "Get the best of the week delivered straight to your inbox."),
    (NEWSLETTER, "You can unsubscribe at any time."),
    (NEWSLETTER, "We will never share your email with anyone."),
    (ADVERTISING, "This post may contain affiliate links."),
    (ADVERTISING, "As partners we earn a small commission on every sale."),
    (ADVERTISING, "Use promo code SPRING20 at checkout."),
    (ADVERTISING, "This offer cannot be combined with any other discount."),
    (ADVERTISING, "Call us today at 1-800-555-0199 for a quote."),
    (ADVERTISING, "Download our free guide to roofing."),
    (ADVERTISING, "Schedule your free consultation with us today."),
    (ADVERTISING, "Sponsored by Harbour Mutual."),
    (RELATED, "Learn more."),
    (RELATED, "Read on to find out which one won."),
    (RELATED, "Click here to see the full list."),
    (RELATED, "Learn more about soil testing here."),
    (RELATED, "Read Seven Ways to Save Water."),
    (RELATED, "Related: Why Your Lawn Turns Brown"),
    (RELATED, "For more articles like this one, browse our gardening section."),
    (SOCIAL, "Follow us on Instagram for daily pictures."),
    (SOCIAL, "Share this on Facebook"),
    (SOCIAL, "Tag @fernhill when you try it."),
    (FURNITURE, "Was this page helpful?"),
    (FURNITURE, "Last updated: 4 May 2020"),
    (FURNITURE, "Medically reviewed by Jane Doe, MD"),
    (FURNITURE, "This article has been viewed 10,412 times."),
    (FURNITURE, "Photo credit: Maria Lopez"),
    (AUTHOR, "She is a certified arborist and a member of the Society of Tree Care."),
    (AUTHOR, "John Abbot, R.N., is a licensed nurse with a master's degree in public health."),
    (AUTHOR, "Mary Wells is a freelance writer based in Ohio."),
]


def test_a_boilerplate_sentence_of_its_own_is_set_aside_with_its_reason() -> None:
    assert [(reason_of(sentence, on_a_page(sentence)), sentence) for _, sentence in SENTENCES] == SENTENCES


def test_a_boilerplate_sentence_in_running_text_is_set_aside_with_its_reason() -> None:
    ended = [(reason, sentence) for reason, sentence in SENTENCES if sentence.endswith((".", "!", "?"))]
    assert [(reason_of(sentence, in_running_text(sentence)), sentence) for _, sentence in ended] == ended


@pytest.mark.parametrize(
    ("reason", "line"),
    [
        (COMMENT_FORM, "Leave a Reply"),
        (COMMENT_FORM, "3 Comments"),
        (COMMENT_FORM, "Name *"),
        (RELATED, "Related Articles"),
        (RELATED, "You may also like"),
        (RELATED, "More from Travel"),
        (RELATED, "Filed under: Gardening, Water"),
        (SOCIAL, "Share this:"),
        (ADVERTISING, "ADVERTISEMENT"),
        (LEGAL, "Terms of Use"),
        (COOKIES, "Cookie Settings"),
        (FURNITURE, "5 min read"),
        (FURNITURE, "Published 12 March 2021 by Hanna Lindqvist"),
        (FURNITURE, "Words: Joris Thackeray | Published: 2 May 2022 | Updated: 4 June 2023"),
        (FURNITURE, "By Anna Bell"),
        (AUTHOR, "About the Author"),
    ],
)
def test_a_label_is_set_aside_with_its_reason(reason: str, line: str) -> None:
    assert reason_of(line, on_a_page(line)) == reason


def test_a_share_button_is_parted_from_the_caption_that_runs_on_after_it() -> None:
    article = on_a_page("Share on Pinterest Ripe fruit comes off the stem with a gentle pull.")
    assert reason_of("Ripe fruit comes off the stem with a gentle pull.", article) is None


def test_titles_of_other_pages_in_a_row_are_link_spam() -> None:
    spam = (
        "Used Boat Trailers Ohio, Cheap Flights To Lagos, Royal Blue Suit Rental, Casino Poker Odds Chart, "
        "Silver Ring Cleaning Kit, Daily Horoscope For Leo, Rare Coin Price List"
    )
    assert reason_of(spam, in_running_text(spam + ".")) == LINK_SPAM


def test_titles_on_the_article_s_own_subject_are_related_links() -> None:
    titles = (
        "How Tomatoes Ripen Best, Feeding Your Plants In Pots, The Soil That Roots Like, Why Leaves Turn Yellow Early, "
        "Saving Seeds From Your Fruit, Watering Plants In A Drought"
    )
    assert reason_of(titles, in_running_text(titles + ".")) == RELATED


def test_a_teaser_of_another_page_goes_with_its_pointer() -> None:
    article = in_running_text("Violins are older than pianos. Learn more about the history of violins here.")
    assert reason_of("Violins are older than pianos.", article) == RELATED


def test_a_sentence_on_the_subject_stays_before_a_pointer() -> None:
    article = in_running_text("Ripe fruit splits after heavy rain. Learn more about splitting here.")
    assert reason_of("Ripe fruit splits after heavy rain.", article) is None


def test_a_snippet_cut_before_its_noun_is_not_prose() -> None:
    assert reason_of("Pinch the tips off the …", in_running_text("Pinch the tips off the …")) == "not prose"


def test_a_login_sentence_beside_other_page_furniture_is_navigation() -> None:
    article = in_running_text("Was this page helpful? Please log in with your username to continue.")
    assert reason_of("Please log in with your username to continue.", article) == "navigation"


def test_a_privacy_policy_is_an_article_on_privacy() -> None:
    policy = "We use cookies to remember your preferences. This website uses cookies to measure our traffic. "
    assert reason_of(policy.strip(), article_of(policy * 10)) is None


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (ADVERTISING, "I could read the course material, take the exam and print a certificate within an hour."),
        (ADVERTISING, "Enroll in this two-hour online course for gardeners."),
        (ADVERTISING, "We include products our editors chose for our readers."),
        (RELATED, "Discover 9 Quick Garden Hacks to grow more in less room."),
        (FURNITURE, "Print this Page Bookmark this Article."),
    ],
)
def test_course_lines_and_buttons_are_set_aside_in_running_text(reason: str, sentence: str) -> None:
    assert reason_of(sentence, in_running_text(sentence)) == reason


@pytest.mark.parametrize(
    "sentence",
    [
        "In the course of the summer take a test of the soil and note the result.",
        "Plants such as Tomato, Pepper, and Okra need sun.",
        "Mary Wells, a gardener of Fernhill, waters at night.",
        "Learn 3 things about soil before you dig.",
        "Print the page of the calendar that lists the frosts.",
    ],
)
def test_sentences_that_only_resemble_them_are_kept(sentence: str) -> None:
    assert reason_of(sentence, in_running_text(sentence)) is None


@pytest.mark.parametrize("byline", ["Mary J. Wells, L.Ac., MSc, Dipl.", "By Tom Fern, M.D., Ph.D.", "Ann Lee, RN, BSN"])
def test_a_name_with_letters_behind_it_is_a_byline(byline: str) -> None:
    assert reason_of(byline, on_a_page(byline)) == AUTHOR


def test_names_alone_are_no_byline() -> None:
    assert reason_of("Tom Fern, Ann Lee, Bo Ray.", on_a_page("Tom Fern, Ann Lee, Bo Ray.")) is None


@pytest.mark.parametrize("date", ["Mar 05, · ", "June 17, 2019 · ", "Published: 3 June 2019 ", "Updated 14 May 2020 "])
def test_a_date_before_a_sentence_is_no_part_of_it(date: str) -> None:
    article = article_of(f"{GARDEN}\n\n{date}A pot of clay lets the roots breathe. {GARDEN}")
    assert reason_of(date.strip(), article) == FURNITURE
    assert reason_of("A pot of clay lets the roots breathe.", article) is None


def test_a_greeting_is_a_comment_s_and_the_sentence_behind_it_stays() -> None:
    article = in_running_text("Hello Nora, If the leaves curl in the heat, the plant wants water.")
    assert reason_of("Hello Nora,", article) == READER_COMMENTS
    assert reason_of("If the leaves curl in the heat, the plant wants water.", article) is None


def test_a_question_of_another_page_beside_its_label_is_set_aside() -> None:
    teaser = "What makes the frost on a windscreen?"
    assert reason_of(teaser, in_running_text(f"How do glaciers move? Related Coverage. {teaser}")) == RELATED


def test_a_question_of_the_article_beside_such_a_label_is_kept() -> None:
    question = "What makes the leaves of the plant yellow?"
    assert reason_of(question, in_running_text(f"Related Coverage. {question}")) is None


def test_a_line_that_stops_between_two_that_are_set_aside_goes_with_them() -> None:
    line = "For the best of the crop, do as it says in the order that is given"
    article = article_of(f"{GARDEN}\n\nSubscribe to the newsletter.\n\n{line}\n\nAll rights reserved.\n\n{GARDEN}")
    assert reason_of(line, article) == NOT_PROSE
    assert reason_of(line, on_a_page(line)) is None
