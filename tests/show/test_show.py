"""What a view says, and that no text of a person or a provider becomes anything but text."""

from __future__ import annotations

import time
from dataclasses import fields, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from views import NASTY, OPTIONS, FakeClient, Row, check_static, generation, picture, request

from imgen_nb.errors import (
    AssetExpired,
    Cancelled,
    DeadlineExceeded,
    GenerationFailed,
    ImgenError,
    InvalidRequest,
    MissingKey,
    OutcomeUnknown,
)
from imgen_nb.show import listing, plain, tables
from imgen_nb.show import sheet as show
from imgen_nb.show.places import Place, bill, clean, dollars, places, shape, spent, tally
from imgen_nb.types import (
    Cost,
    Event,
    Generation,
    ImageRequest,
    Left,
    Option,
    Page,
    Picture,
    Policy,
    State,
    Told,
    Window,
)


def failed(error: ImgenError, state: State = State.FAILED) -> Place:
    return Place("Atelier", replace(request(), origin="https://api.example.com"), state, error=error, title="Atelier")


def html_of(place: Place) -> str:
    return show.results([place])["text/html"]


# --- nothing but text -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nasty", NASTY, ids=range(len(NASTY)))
def test_no_field_of_a_generation_becomes_markup(tmp_path: Path, nasty: str) -> None:
    image = replace(picture(tmp_path), alt=nasty, media_type=nasty)
    asked = ImageRequest(nasty, nasty, {"aspect_ratio": nasty, "model": nasty}, 2, "sandbox:1", nasty)
    whole = Generation(
        asked,
        State.SAVED,
        (image,),
        nasty,
        nasty + "!",
        Cost(1),
        {"total": 1},
        (nasty,),
        False,
        False,
        {},
        (nasty,),
        nasty,
    )
    assert {field.name for field in fields(Generation)} == set(vars(whole))
    bundle = show.generation(whole)
    parsed = check_static(bundle["text/html"])
    assert len(parsed.images) == 1
    assert_plain(bundle)


@pytest.mark.parametrize("nasty", NASTY, ids=range(len(NASTY)))
def test_no_field_of_a_cell_or_its_error_becomes_markup(nasty: str) -> None:
    asked = ImageRequest(nasty, nasty, {"aspect_ratio": nasty}, 1, nasty)
    error = GenerationFailed(nasty, provider=nasty, operation=nasty, remote_id=nasty, hint=nasty, json_path=nasty)
    running = Place(nasty, asked, State.RUNNING, Event(nasty, State.RUNNING, nasty, 1.0, 2.0, remote_id=nasty))
    broken = Place(nasty, asked, State.FAILED, error=error)
    grid = SimpleNamespace(title=nasty, cells=[SimpleNamespace(places=[running, broken])])
    for bundle in (show.grid(grid), show.results([running, broken]), show.progress(running, 1.0)):
        check_static(bundle["text/html"])
        assert_plain(bundle)


@pytest.mark.parametrize("nasty", NASTY, ids=range(len(NASTY)))
def test_no_declaration_of_a_provider_becomes_markup(nasty: str) -> None:
    option = Option(nasty, "choice", nasty, (nasty,), default=nasty, models=(nasty,))
    row = SimpleNamespace(name=nasty, title=nasty, live=True, why=nasty, price=nasty, options=(option,))
    row.policy = Policy(age=Told(nasty, nasty))
    row.options_for = lambda model: {option.name: option}
    bundle = tables.providers([row])
    check_static(bundle["text/html"])
    assert_plain(bundle)


def assert_plain(bundle: dict[str, str]) -> None:
    assert bundle.keys() == {"text/plain", "text/html"}
    for words in bundle.values():
        words.encode("utf-8")
        assert not any(ord(one) < 32 and one != "\n" for one in words)
        assert not set(words) & set("\x1b\u202e\u2066\u200f")
        assert len(words) < 40_000


@given(st.text(alphabet=st.characters(codec=None), max_size=200), st.integers(2, 50))
def test_any_text_is_cleaned_to_its_limit(raw: str, most: int) -> None:
    short = clean(raw, most)
    assert len(short) <= most
    assert clean(short, most) == short
    check_static(show.text(raw, most))


def test_long_text_is_clipped_and_goes_on_in_its_title() -> None:
    parsed = check_static(show.text("fox " * 100, 50))
    assert parsed.text.endswith("…")
    assert len(parsed.text) == 50
    assert str(parsed.tags[0][1]["title"]).count("fox") == 100


# --- what is said -----------------------------------------------------------------------------------------------------


def test_a_running_sandbox_job_shows_what_is_coming(tmp_path: Path) -> None:
    def coarse() -> bytes:
        return picture(tmp_path).thumbnail(32)

    running = Place("Atelier", request(), State.RUNNING, glimpse=coarse)
    parsed = check_static(html_of(running))
    assert "Running · sketch preview" in parsed.text
    assert "coarse preview, sketch, not an AI model" in str(parsed.images[0]["alt"])
    for place in (
        replace(running, state=State.ACCEPTED),
        replace(running, error=GenerationFailed("no paint")),
        replace(running, glimpse=bytes),
        replace(running, glimpse=None),
    ):
        assert not check_static(html_of(place)).images


def test_a_picture_says_who_made_it_and_its_facts(tmp_path: Path) -> None:
    asked = request("a fox", take=2, aspect_ratio="16:9")
    parsed = check_static(show.generation(generation(picture(tmp_path, 160, 90), asked=asked))["text/html"])
    assert "Atelier" in parsed.text
    assert "sandbox · sketch, not an AI model" in parsed.text
    assert "16:9 · 160 × 90 · take 2 · 3.2 s · $0.00" in parsed.text
    assert parsed.images[0]["alt"] == "a fox, Ateliér, 1:1"


def test_a_live_picture_says_so_and_what_it_cost(tmp_path: Path) -> None:
    asked = replace(request(), origin="https://api.example.com")
    live = generation(picture(tmp_path), asked=asked, sandbox=False, cost=Cost(0.03, 6))
    parsed = check_static(show.generation(live)["text/html"])
    assert "live" in parsed.text
    assert "$0.03, 6 credits" in parsed.text
    assert "sandbox" not in parsed.text


def test_a_stored_picture_says_so_and_costs_nothing(tmp_path: Path) -> None:
    bundle = show.generation(generation(picture(tmp_path), from_store=True, sandbox=False, cost=Cost(0.03)))
    assert "from store" in check_static(bundle["text/html"]).text
    assert "$0.00" in bundle["text/html"]
    assert "3.2 s" not in bundle["text/html"]
    assert "From store" in bundle["text/plain"]


def test_a_rewritten_prompt_and_warnings_are_told(tmp_path: Path) -> None:
    told = generation(picture(tmp_path), prompt_used="a red fox", warnings=("one of two pictures came",))
    parsed = check_static(show.generation(told)["text/html"])
    assert "prompt enhanced" in parsed.text
    assert "Prompt used. a red fox" in parsed.text
    assert "one of two pictures came." in parsed.text


def test_every_picture_has_a_place_and_an_alt(tmp_path: Path) -> None:
    equal = replace(picture(tmp_path), alt="")
    parsed = check_static(show.generation(generation(equal, equal, equal))["text/html"])
    assert [image["alt"] for image in parsed.images] == ["a fox, Atelier, 1:1"] * 3


@pytest.mark.parametrize("words", ["", "\x00\u202e", "\u2066 \x1b[2J"])
def test_a_picture_has_an_alt_whatever_its_words(words: str, tmp_path: Path) -> None:
    shown = generation(replace(picture(tmp_path), alt=words), asked=replace(request(), prompt=words))
    (image,) = check_static(show.generation(shown)["text/html"]).images
    assert image["alt"]


def test_a_missing_file_is_told_and_the_rest_is_shown(tmp_path: Path) -> None:
    there, gone = picture(tmp_path, 64, 64), picture(tmp_path, 64, 32)
    gone.path.unlink()
    parsed = check_static(show.generation(generation(there, gone))["text/html"])
    assert len(parsed.images) == 1
    assert "File not found" in parsed.text


@pytest.mark.parametrize(
    ("place", "word", "spent"),
    [
        (failed(InvalidRequest("aspect_ratio is '3:2'", hint="use 1:1")), "Not offered", "Not charged."),
        (failed(MissingKey("no key", hint="set ATELIER_API_KEY")), "No key", "Not charged."),
        (failed(GenerationFailed("error 1108", charged="no")), "Failed", "Not charged."),
        (failed(GenerationFailed("error 1108")), "Failed", "It may have been charged."),
        (failed(OutcomeUnknown("reset", hint="look it up"), State.UNKNOWN), "Outcome unknown", "It may have been"),
        (failed(Cancelled("stopped", charged="yes"), State.CANCELLED), "Cancelled", "Charged."),
        (failed(DeadlineExceeded("600 s", hint="ig.resume()"), State.ACCEPTED), "Paid, not fetched", "Charged."),
        (failed(AssetExpired("gone"), State.DOWNLOADING), "Paid, not fetched", "Charged."),
    ],
)
def test_a_place_without_a_picture_says_what_happened_what_it_cost_and_what_to_do(
    place: Place, word: str, spent: str
) -> None:
    parsed = check_static(html_of(place))
    assert place.error is not None
    said = [word, place.error.message[1:], spent, place.error.hint[1:]]
    assert [one for one in said if one not in parsed.text] == []


def test_in_the_sandbox_a_charge_is_only_rehearsed() -> None:
    place = replace(failed(Cancelled("no longer waited for", charged="yes"), State.ACCEPTED), request=request())
    assert place.word == "Cancelled"
    assert "Live, this would be charged; in the sandbox it is $0.00." in place.trouble()
    assert "may have cost" not in bill([place])


def test_that_nothing_was_spent_is_said_once() -> None:
    said = failed(InvalidRequest("aspect_ratio is '3:2'", hint="use 1:1; nothing was sent")).trouble()
    assert said == ["aspect_ratio is '3:2'.", "Not charged.", "Use 1:1."]


def test_what_is_not_offered_wears_no_alarm() -> None:
    assert show.ALARM[State.FAILED] not in html_of(failed(InvalidRequest("has no seed")))
    assert show.ALARM[State.FAILED] in html_of(failed(GenerationFailed("x")))
    assert show.ALARM[State.UNKNOWN] in html_of(failed(OutcomeUnknown("x"), State.UNKNOWN))


@pytest.mark.parametrize(
    ("usd", "credits", "said"),
    [
        (None, None, "price unknown"),
        (0.0, None, "$0.00"),
        (0.03, 6, "$0.03, 6 credits"),
        (0.0004, None, "$0.0004"),
        (0.035, None, "$0.035"),
        (12.5, None, "$12.50"),
        (None, 1, "1 credit"),
        (None, 0.5, "0.5 credits"),
    ],
)
def test_money_is_written_out_and_never_rounds_to_nothing(usd: float | None, credits: float | None, said: str) -> None:
    assert dollars(usd, credits) == said


def test_a_bill_keeps_known_stored_and_unknown_apart(tmp_path: Path) -> None:
    image = picture(tmp_path)
    made = [
        generation(image, sandbox=False, cost=Cost(0.03)),
        generation(image, sandbox=False, cost=Cost(None, 2)),
        generation(image, sandbox=False),
        generation(image, from_store=True),
    ]
    shown = [place for one in made for place in places(one)] + [failed(OutcomeUnknown("x"), State.UNKNOWN)]
    said = "Spent $0.03, 2 credits. 1 from store, $0.00. Price unknown: Atelier. "
    assert bill(shown).startswith(said + "1 place without a picture may have cost something.")
    assert tally(shown) == "4 pictures · 1 outcome unknown"


def test_a_batch_is_paid_once(tmp_path: Path) -> None:
    image = picture(tmp_path)
    assert bill(places(generation(image, image, sandbox=False, cost=Cost(0.04)))) == "Spent $0.04."


# --- paid, and not here -----------------------------------------------------------------------------------------------


def test_a_picture_that_was_made_and_is_not_here_has_a_place_in_every_view(tmp_path: Path) -> None:
    made = generation(
        picture(tmp_path), missing=("picture 2 of 2: its address answers HTTP 404",), remote_id="job-9", cost=Cost(0.1)
    )
    shown = [
        show.generation(made),
        show.results(places(made)),
        show.grid(SimpleNamespace(title="a fox", cells=[SimpleNamespace(places=places(made))])),
    ]
    for bundle in shown:
        for said in (check_static(bundle["text/html"]).text, bundle["text/plain"]):
            assert "Made, not here" in said
            assert "Picture 2 of 2: its address answers HTTP 404. Live, this would be charged;" in said
            assert "in the sandbox it is $0.00. ig.resume() fetches it. Its id is job-9." in said
        assert len(check_static(bundle["text/html"]).images) == 1
    assert tally(places(made)) == "1 picture · 1 made, not here"
    assert "1 not here" in repr(made)


@pytest.mark.parametrize("state", [State.ACCEPTED, State.RUNNING, State.DOWNLOADING])
def test_what_the_store_knows_as_taken_is_paid_and_not_fetched(state: State) -> None:
    row = Generation(request(), state, remote_id="job-9", from_store=True)
    (place,) = places(row)
    assert place.word == "Paid, not fetched"
    assert place.trouble() == [spent("yes", sandbox=False), "ig.resume() fetches it.", "Its id is job-9."]
    assert "price unknown" not in place.facts()
    (asked,) = places(replace(row, from_store=False))
    assert asked.word != place.word, "a provider that is asked says how far it is"


def test_what_may_have_been_taken_is_found_by_our_own_id() -> None:
    asked = replace(request(), ref="intent-7")
    (row,) = places(Generation(asked, State.UNKNOWN, from_store=True))
    assert row.word == "Outcome unknown"
    assert row.answers() == [
        ("Was money spent?", spent("unknown", sandbox=False)),
        ("What to do", "ig.resume() looks for it, ig.forget(id) lets it go."),
        ("To find it again", "Its id is intent-7."),
    ]
    lost = Place("Atelier", asked, State.UNKNOWN, error=OutcomeUnknown("the answer was lost"))
    assert "Its id is intent-7." in lost.trouble()
    refused = replace(lost, error=InvalidRequest("has no seed"))
    assert "intent-7" not in " ".join(refused.trouble())


@pytest.mark.parametrize("teller", ["error", "event", "generation"])
def test_a_failure_names_its_job_once(teller: str, tmp_path: Path) -> None:
    error = GenerationFailed("no paint", remote_id="job-9" if teller == "error" else None)
    event = Event("1", State.RUNNING, "", remote_id="job-9") if teller == "event" else None
    known = Generation(request(), State.FAILED, remote_id="job-9") if teller == "generation" else None
    place = Place("Atelier", request(), State.FAILED, event, known, error=error)
    for said in (html_of(place), show.results([place])["text/plain"]):
        assert said.count("job-9") == 1
    told = replace(place, error=GenerationFailed("job job-9 has no paint", hint="no paint"))
    assert " ".join(told.trouble()).count("job-9") == 1
    assert " ".join(told.trouble()).lower().count("no paint") == 1, "a hint that repeats is left out"


def test_warnings_are_told_once_in_every_view(tmp_path: Path) -> None:
    made = generation(picture(tmp_path), picture(tmp_path), warnings=("jpg was asked for, png came",))
    grid = SimpleNamespace(title="a fox", cells=[SimpleNamespace(places=places(made))])
    for bundle in (show.generation(made), show.results(places(made)), show.grid(grid)):
        assert bundle["text/html"].count("jpg was asked for, png came.") == 1
        assert bundle["text/plain"].count("jpg was asked for, png came.") == 1


# --- who made it: the picture decides ---------------------------------------------------------------------------------


def test_a_sketch_is_a_sandbox_picture_wherever_it_came_from(tmp_path: Path) -> None:
    served = replace(request(), origin="http://127.0.0.1:8800/atelier")
    made = generation(replace(picture(tmp_path), sketch=True), asked=served, sandbox=False, cost=Cost(0.04))
    assert made.sandbox
    assert "sandbox" in repr(made)
    assert "$0.00" in repr(made)
    for bundle in (show.generation(made), show.results(places(made))):
        for said in (check_static(bundle["text/html"]).text, bundle["text/plain"]):
            assert "live" not in said.lower()
            assert "$0.00" in said
    assert bill(places(made)) == "Spent $0.00. Sandbox sketches cost nothing."


# --- told apart -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"model": "vertex/fine"}, "vertex/fine"),
        ({"seed": 4711}, "seed 4711"),
        ({"template": "comic"}, "template comic"),
    ],
)
def test_a_caption_names_what_tells_pictures_apart(change: dict[str, Any], said: str, tmp_path: Path) -> None:
    plain, changed = (places(generation(picture(tmp_path), asked=request(**how)))[0] for how in ({}, change))
    assert said in changed.facts()
    assert said not in plain.facts()


def test_each_picture_has_its_own_seed(tmp_path: Path) -> None:
    made = generation(*(replace(picture(tmp_path), seed=seed) for seed in (7, 8)), asked=request(seed=1))
    assert [[fact for fact in place.facts() if "seed" in fact] for place in places(made)] == [["seed 7"], ["seed 8"]]


def test_prompts_are_said_where_there_are_several(tmp_path: Path) -> None:
    fox, hen = (generation(picture(tmp_path), asked=request(prompt)) for prompt in ("a fox", "a hen"))
    both = check_static(show.results([*places(fox), *places(hen)])["text/html"]).text
    assert "a fox" in both
    assert "a hen" in both
    assert "a fox" not in check_static(show.results(places(fox))["text/html"]).text


# --- on a console of another age --------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["cp437", "ascii", "latin-1", "koi8-r", "utf-16", "no-such-encoding", None])
@given(words=st.text(max_size=30))
def test_any_text_prints_where_its_prompt_may_not(encoding: str | None, words: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdout", SimpleNamespace(encoding=encoding))
        said = plain.printable(f"“{words}” 64 × 64 · $0.00 …")
    known = encoding if encoding not in (None, "no-such-encoding") else "utf-8"
    said.encode(known)
    assert said.endswith(("...", "…"))


def test_what_a_console_has_is_left_alone() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdout", SimpleNamespace(encoding="cp437"))
        assert plain.printable("“café” 3 × 4 · hélas…") == '"café" 3 x 4 · hélas...'
        patch.setattr("sys.stdout", SimpleNamespace(encoding="utf-8"))
        assert plain.printable("“café” 3 × 4 · hélas…") == "“café” 3 × 4 · hélas…"


# --- how it lies ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "value"), [("16:9", 16 / 9), ("1:1", 1), ("9:0", 1), ("tall", 1), (None, 1), ("1:9999", 0.25), ([], 1)]
)
def test_a_held_place_has_the_ratio_of_the_picture_to_come(written: object, value: float) -> None:
    assert shape(written) == pytest.approx(value)


def test_no_picture_is_cropped_or_stretched(tmp_path: Path) -> None:
    shapes = [(64, 64), (160, 90), (90, 160)]
    sheet = check_static(show.generation(generation(*(picture(tmp_path, *size) for size in shapes)))["text/html"])
    for (width, height), image in zip(shapes, sheet.images, strict=True):
        assert int(str(image["width"])) / int(str(image["height"])) == pytest.approx(width / height, rel=0.02)
        assert "object-fit" not in str(image["style"])
        assert "width:100%;height:auto" in str(image["style"])
    mats = [str(attributes["style"]) for _, attributes in sheet.tags if show.MAT in str(attributes.get("style"))]
    assert [mat.partition(";")[0] for mat in mats] == [
        "padding:0.000% 0.000%",
        "padding:21.875% 0.000%",
        "padding:0.000% 21.875%",
    ]


def test_thumbnails_are_small_and_made_once(tmp_path: Path) -> None:
    class Counted(Picture):
        made = 0

        def thumbnail(self, side: int = 384) -> bytes:
            Counted.made += 1
            return super().thumbnail(side)

    large = picture(tmp_path, 2000, 1000)
    counted = Counted(large.path, large.sha256, large.width, large.height, large.media_type)
    one = show.generation(generation(counted))["text/html"]
    assert one == show.generation(generation(counted))["text/html"]
    assert Counted.made == 1
    assert len(one) < 20_000
    assert check_static(one).images[0]["width"] == "384"


def test_every_state_has_a_sign_and_a_word() -> None:
    assert show.SIGNS.keys() == set(State)
    assert len({html_of(Place("A", request(), state)) for state in State}) == len(State)


def test_the_table_of_providers_says_who_answers_and_what_they_take() -> None:
    parsed = check_static(tables.providers([Row(FakeClient("atelier"))])["text/html"])
    assert [option.name for option in OPTIONS if option.name not in parsed.text] == []
    assert "no key was found" in parsed.text
    assert "$0.00; live: $0.04" in parsed.text


NOON = time.mktime((2026, 11, 26, 12, 0, 0, 0, 0, -1))
LEFT = Left(NOON, Window(100, 87, 1800.0), NOON + 1800, Cost(credits=9990), NOON - 600)
SAID = "87 of 100 requests, counted anew at 12:30; 9990 credits, as told at 11:50"


def test_what_is_left_is_told_below_a_sheet_and_in_the_table(tmp_path: Path) -> None:
    early = replace(LEFT, at=NOON - 1, requests=Window(100, 99, 1801.0))
    made = [generation(picture(tmp_path), left=left) for left in (LEFT, early)]
    grid = SimpleNamespace(title="x", cells=[SimpleNamespace(places=places(one)) for one in made])
    for bundle in (show.grid(grid), show.generation(made[0])):
        assert f"Left. Atelier: {SAID}." in check_static(bundle["text/html"]).text
    row = Row(FakeClient("atelier"))
    bundle = tables.providers([row], {row.name: LEFT})
    assert f"Left: {SAID}" in check_static(bundle["text/html"]).text
    assert f"left: {SAID}" in bundle["text/plain"]
    assert "Left" not in show.generation(replace(made[0], left=None))["text/html"]


def test_an_audit_finds_id_and_meta_once_in_every_view(tmp_path: Path) -> None:
    asked = replace(request(), params={"meta": {"project": "7"}})
    told = {"meta": {"project": "7", "imgen_ref": "our-own"}}
    whole = generation(*(picture(tmp_path),) * 3, asked=asked, remote_id="job-1", raw=told)
    grid = SimpleNamespace(title="x", cells=[SimpleNamespace(places=places(whole))])
    for bundle in (show.generation(whole), show.grid(grid), show.results(places(whole))):
        for words in (bundle["text/plain"], check_static(bundle["text/html"]).text):
            assert words.count("job-1") == 1
            assert words.count('meta {"project": "7", "imgen_ref": "our-own"}') == 1


def test_until_when_the_service_keeps_it_is_a_date(tmp_path: Path) -> None:
    live = generation(replace(picture(tmp_path), sketch=False), expires=NOON, sandbox=False)
    page = Page((live,), 1, False)
    for words in (show.generation(live)["text/html"], listing.page(page)["text/html"], listing.lines(page)):
        assert "kept there until 26 November 2026" in words


def test_an_ended_progress_line_shows_nothing() -> None:
    assert show.nothing() == {}


# --- a page of a list -------------------------------------------------------------------------------------------------


def test_a_page_says_ids_states_and_dates(tmp_path: Path) -> None:
    noon = time.mktime((2026, 3, 1, 12, 0, 0, 0, 0, -1))
    done = generation(
        picture(tmp_path), asked=request("a fox"), remote_id="job-1", created=noon, missing=("picture 2",)
    )
    owed = Generation(request("a hen", take=2), State.ACCEPTED, remote_id="job-2", from_store=True)
    page = Page((done, owed), 30, True, limit=2, offset=4)
    bundle = listing.page(page)
    parsed = check_static(bundle["text/html"])
    assert len(parsed.images) == 1
    for said in (parsed.text, bundle["text/plain"]):
        for words in ("5 to 6 of 30; .next() has more", "a fox", "a hen", "job-1", "job-2", "2026-03-01 12:00"):
            assert words in said
        for words in ("Done", "Paid, not fetched", "ig.resume() fetches it", "1 not here", "take 2"):
            assert words in said
    assert listing.lines(Page((), 0, False)) == "nothing of 0"
    models = Page(("quick <b>", "fine"), 2, False)
    assert "quick <b>" in check_static(listing.page(models)["text/html"]).text
    assert "fine" in repr(models)


@pytest.mark.parametrize("nasty", NASTY, ids=range(len(NASTY)))
def test_no_text_of_a_page_becomes_markup(nasty: str) -> None:
    asked = ImageRequest(nasty, nasty, {"model": nasty}, 2, nasty)
    item = Generation(asked, State.FAILED, remote_id=nasty, warnings=(nasty,), missing=(nasty,), title=nasty)
    bundle = listing.page(Page((item,), 1, False))
    check_static(bundle["text/html"])
    assert_plain(bundle)
