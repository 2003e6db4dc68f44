"""Sentences that only look like boilerplate are kept, in many kinds of articles."""

from __future__ import annotations

import pytest

from tests.corpus.cleaning.pages import GARDEN, article_of, in_running_text, on_a_page, reason_of

SENTENCES = [
    "Hold for 30 seconds.",
    "Repeat 2 to 4 times.",
    "Take small steps.",
    "Try to walk around.",
    "Stay at a healthy weight.",
    "Don't overdo it.",
    "Call 911 at once if the pain spreads to your arm.",
    "Call the National Poison Help line at 1-800-222-1222 if a child swallows it.",
    "Schedule an appointment with your doctor if the swelling lasts.",
    "Read the label before you take a second dose.",
    "Read the instructions on the packet twice.",
    "Share your pain diary with your physiotherapist.",
    "Patients who sign up for a class are more likely to keep exercising.",
    "Sign up for a swimming class rather than running.",
    "You can do these stretches in the comfort of your own home.",
    "Yoga is no substitute for treatment of a broken bone.",
    "The American Heart Association does not endorse the diet.",
    "Ask your doctor about contact with people who have shingles.",
    "Dr. Lee, a physical medicine specialist in New York, recommends rest.",
    "She was treated for asthma as a child and took up running at forty.",
    "He is a registered voter in Ohio.",
    "Preheat the oven to 200 degrees.",
    "Bake the cookies until their edges turn brown.",
    "We use cookies as the base of this cheesecake.",
    "Add two cups of flour, one egg, a pinch of salt and some milk.",
    "Salt, pepper, olive oil, lemon juice, garlic",
    "Share the loaf with your neighbours while it is warm.",
    "Save the cooking water for the sauce.",
    "Serve at once.",
    "Log in to the admin console with your username and password.",
    "Click the link in the toolbar to open the pane.",
    "Enter your email address in the first field and press the button.",
    "Allow cookies in your browser's settings, then reload the page.",
    "Open Settings, choose Privacy, and turn off location.",
    "The function returns an error code and ends the process.",
    "Reviewers leave comments beside each line of the change.",
    "Students ask questions in the comments.",
    "Subscribe to the event before the queue is started.",
    "The newsletter of the society first appeared in 1891.",
    "The act says that required fields on the ballot must be legible.",
    "The court held that the terms of the lease were unfair.",
    "By signing the lease the tenant agrees to the rent.",
    "The plaintiff reserved all his rights under the contract.",
    "Copyright lasts for seventy years after the author's death.",
    "A trademark protects a name, and a patent protects an invention.",
    "The company paid its agents a commission of five percent.",
    "Affiliate marketing grew quickly in the nineties.",
    "The match was sponsored by a brewery in its first years.",
    "She scored twice, and the home team won 3-1.",
    "Follow the river on its left bank for two miles.",
    "Follow him on the path up to the chapel, the guide told us.",
    "Visit the museum early in the morning, before the buses come.",
    "Book your ticket at the station, because trains fill up.",
    "Back to the top of the hill it is a steep hour's walk.",
    "Learn to fall before you learn to ski.",
    "Find out how much rest you need.",
    "Learn how the muscles work together.",
    "Get more out of every session by warming up.",
    '"Sign up for our newsletter," the banner said, and nobody did.',
    "“We use cookies to improve our website,” read the first notice of its kind.",
    "He updated the census in 1994 and again in 2001.",
    "Revised in 1994, the law bans smoking in bars.",
    "Edited by his brother, the diary was printed in 1925.",
    "The cast included Tom Hill, Ann Reed, Paul West, Jane Frost, Mark Lowe, Sue Field and Rob Stone.",
    "They played in New York City, Los Angeles, San Francisco, New Orleans, St. Louis, Fort Worth and Baton Rouge.",
    "Upper trapezius Levator scapulae Rhomboids Deltoids Latissimus Dorsi.",
    "Its members are Norway, Sweden, Finland, Denmark, Iceland, Estonia, Latvia and Lithuania.",
    "And then … silence.",
    "What do you think happened next?",
    "It may help, but it may also do harm…",
    "Did the treatment help you?",
    "Related species live in Chile and Peru.",
    "More articles were taxed in 1765 than ever before.",
    "The table of contents of the codex is lost.",
    "Trust your instructor to help you fall safely.",
    "Firms that store information on your device must ask you first.",
    "She withdrew her consent to the operation the next day.",
    "The software was released under the GNU licence in 1991.",
    "The charity was registered in England after the war.",
    "Enter your weight in the first column of the table.",
    "The chapel was built by Norman masons.",
    "A reporter asked whether the bridge was safe.",
    "Hosted by the mayor, the dinner raised a large sum.",
    "You must register the car before you drive it.",
    "Consider New York State law, which will bring the matter to a jury.",
]


def test_an_ordinary_sentence_of_its_own_is_kept() -> None:
    assert {sentence: reason_of(sentence, on_a_page(sentence)) for sentence in SENTENCES} == dict.fromkeys(SENTENCES)


def test_an_ordinary_sentence_in_running_text_is_kept() -> None:
    found = {sentence: reason_of(sentence, in_running_text(sentence)) for sentence in SENTENCES}
    assert found == dict.fromkeys(SENTENCES)


@pytest.mark.parametrize(
    "lines",
    [
        ["Ingredients", "2 cups dried beans", "1 red onion", "Olive oil", "Salt and pepper"],
        ["You need:", "A spade", "String", "Six canes", "Bone Meal"],
        ["- Rinse the beans", "- Drain them", "- Keep the water"],
        ["Year | Yield | Rain", "2011 | 40 | 610", "2012 | 38 | 580"],
        ["Email", "Choose a server and type its name into the field that opens below the list."],
        ["Search", "The search goes through every file in the folder, however deep it is nested."],
        ["March 4, 1933", "The new president spoke to a crowd that filled the square and the streets around it."],
    ],
)
def test_a_list_a_table_and_a_heading_of_the_article_are_kept(lines: list[str]) -> None:
    article = on_a_page("\n".join(lines))
    assert {line: reason_of(line, article) for line in lines} == dict.fromkeys(lines)


def test_a_list_at_the_end_is_kept_above_the_foot_of_the_page() -> None:
    article = article_of(f"{GARDEN}\n\nCalories: 310\nProtein: 14g\nRelated Posts\nLemon Cake\nAbout Us\nTerms of Use")
    assert reason_of("Protein: 14g", article) is None


@pytest.mark.parametrize("word", ["No.", "Yes.", "Stop."])
def test_a_sentence_of_one_short_word_is_kept(word: str) -> None:
    assert reason_of(word, in_running_text(f"Is the ice safe to walk on? {word} It is hard to say why.")) is None
