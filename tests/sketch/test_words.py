"""Words of other people: misspelt, and in five other languages; both are said."""

import pytest

from imgen_nb.sketch import parse
from imgen_nb.sketch.reading.languages import LANGUAGES, dictionary
from imgen_nb.sketch.reading.spelling import distance, nearest

MISSPELT = """
elefant elephant; buterfly butterfly; astronout astronaut; dinosuar dinosaur; vulcano volcano; jungel jungle;
oceon ocean; sunsett sunset; gren green; yelow yellow; flowr flower; girafe giraffe; rabit rabbit; monky monkey;
pengiun penguin; lighthose lighthouse; umbrela umbrella; bycicle bicycle; moutain mountain; beutiful beautiful
"""
ENGLISH = "bond element gravity bias leather brick harp shards liberty justice photosynthesis chat pain coin"


@pytest.mark.parametrize("pair", MISSPELT.split(";"))
def test_a_slip_is_read_as_what_was_meant(pair: str) -> None:
    wrong, right = pair.split()
    assert nearest(wrong) == right


@pytest.mark.parametrize("word", ENGLISH.split())
def test_english_words_are_no_slips(word: str) -> None:
    assert nearest(word) is None


def test_what_was_corrected_is_said_and_names_are_left_alone() -> None:
    plan = parse("a elefant in the jungel")
    assert plan.read_as == ("elefant as elephant", "jungel as jungle")
    assert (plan.subjects[0].art, plan.setting) == ("elephant", "forest")
    assert parse("a bridge over the Thames with Orion above").read_as == ()
    assert parse("a red fox").read_as == ()


def test_distance_counts_slips() -> None:
    assert [distance("abcd", other, 2) for other in ("abcd", "abc", "abxd", "abdc", "bacd", "xbcx")] == [
        0,
        1,
        1,
        1,
        1,
        2,
    ]
    assert distance("abcd", "wxyz", 2) == 3


@pytest.mark.parametrize(
    ("prompt", "language", "told"),
    [
        ("ein rotes Haus am See bei Nacht", "German", "red house; setting: lake; time: night"),
        ("drei schwarze Katzen auf einem Sofa", "German", "3 black cat (on sofa), sofa"),
        ("zwei rote Äpfel und eine gelbe Banane", "German", "2 red apple, yellow banana"),
        ("der grüne Frosch sitzt auf einem Blatt", "German", "green frog (on leaf), leaf"),
        ("un chat noir à côté d'un chien blanc", "French", "black cat (beside dog), white dog"),
        ("l'oiseau bleu dans un arbre", "French", "blue bird (inside tree), tree"),
        ("trois éléphants dans la savane", "French", "3 elephant; place: savanna; setting: desert"),
        ("un coche rojo en la montaña", "Spanish", "red car; setting: mountains"),
        ("dos gatos negros debajo de una mesa", "Spanish", "2 black cat (under table), table"),
        ("un gatto bianco su una sedia", "Italian", "white cat (on chair), chair"),
        ("cinque farfalle gialle su un fiore", "Italian", "5 yellow butterfly (on flower), flower"),
        ("um cachorro marrom na praia ao pôr do sol", "Portuguese", "brown dog; setting: beach; time: sunset"),
        ("um gato entre dois cachorros", "Portuguese", "cat (between dog), 2 dog"),
    ],
)
def test_another_language_is_read_and_said(prompt: str, language: str, told: str) -> None:
    plan = parse(prompt)
    assert plan.read_as[0].startswith(f"{language} as ")
    assert plan.describe().startswith(told)
    assert plan.not_understood == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_words_that_are_understood(language: str) -> None:
    words = dictionary(language)
    assert len(words) >= 400
    ours = [f"a {english}" for english in set(words.values()) if english.isalpha()]
    lost = [english for english in ours if parse(english).not_understood]
    assert len(lost) <= 0.02 * len(ours), lost
