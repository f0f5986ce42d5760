"""Things that are designed rather than painted: which one is asked for, and its title in the prompt's own words."""

from __future__ import annotations

from imgen_nb.sketch.reading import lexicon
from imgen_nb.sketch.reading.hands import STYLE
from imgen_nb.sketch.reading.lexicon import table, words
from imgen_nb.sketch.reading.wording import STOPS

DESIGN = table("""
app screen: app, mobile app, phone app, smartphone app, app screen, mobile screen, phone screen, app mockup, app ui,
  app design, app interface, mobile ui, login screen, sign up screen, signup screen, onboarding screen, login page,
  home screen, ui, ui design, ux, ui ux, user interface, mockup, mock up, wireframe, chat screen, settings screen;
web page: website, web site, web page, webpage, landing page, homepage, home page, web design, website design,
  online shop, online store, blog, web app, browser window, email newsletter;
dashboard: dashboard, dashboard ui, dashboard ui design, admin panel, analytics dashboard, admin dashboard;
poster: poster, flyer, leaflet, movie poster, film poster, event poster, concert poster, travel poster, brochure,
  playbill, billboard design, banner design, advertisement, advert, ad, infographic, menu, menu card,
  restaurant menu, newspaper page, certificate, banner ad;
book cover: cover of a book, cover of the book, cover of a magazine, cover of,
  book cover, magazine cover, novel cover, cover art, comic book cover;
album cover: cover of an album, cover of the album, album cover, cd cover, record cover, album art, album cover art,
  album artwork, record sleeve, lp cover, vinyl cover;
logo: logo, logo design, logotype, emblem, monogram, brand mark, wordmark, company logo;
business card: business card, visiting card, name card, greeting card, birthday card, invitation, invitation card,
  wedding invitation, gift card, postcard, post card, membership card,
  ticket design, concert ticket, ticket, coupon, voucher, name tag;
icon: icon, app icon, favicon, icon design, pictogram;
chart: chart, graph, bar chart, bar graph, line chart, line graph, pie chart, column chart, histogram, charts, graphs,
  scatter plot;
diagram: diagram, cross section, cross section view, cross-section diagram, cutaway, cutaway view, floor plan,
  floorplan, timeline, family tree, life cycle, exploded view, schematic, anatomy,
  labeled diagram, labelled diagram,
  flowchart, flow chart, mind map, mindmap, org chart, organization chart, venn diagram, block diagram,
  process diagram, network diagram, decision tree;
pattern: background pattern, seamless pattern, repeating pattern, repeat pattern, wallpaper pattern, fabric pattern,
  pattern with alternating, pattern of alternating;
composition: abstract composition, geometric composition;
storyboard: storyboard, story board, comic strip, comic page, four panel comic
""")
_RECORDS = words("album albums record cd lp single ep mixtape soundtrack")
"""What a cover is of that is no book's."""
_WORKS = _RECORDS | words("novel book film movie magazine")
ALWAYS = words("""
    ui mockup wireframe ux dashboard logo logotype infographic flowchart storyboard webpage website diagram""")
LONGEST = max(len(phrase.split()) for phrase in DESIGN)
WRITTEN_OFF = words("""
    create make draw generate show give me please design designs designed layout template page screen ui ux showing mode
    style interface mockup mock called named titled says saying with for of about and featuring using mobile new sleek
    color colour palette scheme background vector typography font text word words letter lettering flat clean
    company album brand business professional corporate minimalistic minimalist colorful screenshot ios android app apps
    different types kinds various
""")


MOTIF = table("""
tulip: gardening, gardens, botany, plants; pot-of-food: cookbook, cooking, recipes, cuisine, food; rocket: space,
  astronomy,
  science fiction; airplane: travel, travelling, traveling, flight; guitar: music, songs, album, band, record;
microscope: science, biology; alembic: chemistry; artist-palette: art, painting, drawing, design;
red-heart: love, romance; crown: kings, royalty; castle: fairy tales, fantasy, medieval;
magnifying-glass-tilted-left: mystery, detective, crime; dragon: dragons, magic;
globe-showing-europe-africa: geography, world, climate, earth; light-bulb: ideas, physics, invention, inventions;
robot: robotics, machines; brain: psychology, mind, learning, intelligence; laptop: programming, coding, computers;
ship: sailing, seafaring, pirates; horse: horses, riding; trophy: sports, winning, success; mountain: mountains, hiking;
chess-pawn: strategy, chess; money-bag: money, finance, wealth; scroll: history, philosophy, poetry
""")
"""What is on the cover of a book that is about something no drawing is of."""
_SHOWN = words("depicting featuring showing holding wearing dressed portraying")
"""Words after which a title says what is seen and no more what it is of."""
COMPOSED = "composition"


def composed(tokens: list[str]) -> bool:
    """Whether a painting of nothing but colours is asked for."""
    said = set(tokens)
    plain = " ".join(tokens)
    painted = said & {"painting", "abstract", "composition", "artwork", "art"}
    return bool(painted) and ("abstract" in said or "black and white" in plain or bool(said & set(lexicon.COLOUR)))


def design_of(tokens: list[str]) -> tuple[str | None, list[str]]:
    """(what is to be laid out, the prompt without the words that say so); None for a picture of things."""
    for at in range(len(tokens)):
        for n in range(min(LONGEST, len(tokens) - at), 0, -1):
            phrase = " ".join(tokens[at : at + n])
            kind = DESIGN.get(phrase)
            if kind and _heads(tokens, at, phrase):
                if kind == "book cover" and _RECORDS & {*tokens}:
                    kind = "album cover"
                hued = at > 0 and tokens[at - 1] in lexicon.COLOUR  # an orange logo has no orange on it
                rest = tokens[: at - hued] + tokens[at + n :]
                return _further(kind, _unnamed(rest))
    return None, tokens


def _unnamed(tokens: list[str]) -> list[str]:
    """The words without the kind of a work whose title stood after it."""
    last = len(tokens) - 1
    return [word for i, word in enumerate(tokens) if word not in _WORKS or (i < last and tokens[i + 1] not in STOPS)]


def _further(kind: str, tokens: list[str]) -> tuple[str, list[str]]:
    """A second word for a design is only about the first ("a dashboard with charts", "a mockup of a website")."""
    for at in range(len(tokens)):
        for n in range(min(LONGEST, len(tokens) - at), 0, -1):
            phrase = " ".join(tokens[at : at + n])
            other = DESIGN.get(phrase)
            if other:
                vague = kind == "app screen" and other in ("web page", "dashboard", "logo", "business card", "icon")
                more = kind if other == kind else other if vague else f"{kind} with {phrase}"
                return more, tokens[:at] + tokens[at + n :]
    return kind, tokens


def _heads(tokens: list[str], at: int, phrase: str) -> bool:
    """Whether the picture is the design, and not of something beside one: nothing is related to it before it."""
    start = max((i + 1 for i in range(at) if tokens[i] in STOPS), default=0)
    before = tokens[start:at]
    if phrase in ("logo", "logotype", "emblem") and "with" in before:
        return False  # a balloon with a logo
    if phrase in ALWAYS and not any(t in ("on", "with", "wearing", "in", "has", "a") and start for t in before):
        return not any(t in lexicon.RELATION and t not in ("with", "for") for t in before)
    if start or len(before) > 5:
        return False
    pairs = [" ".join(before[i : i + 2]) for i in range(len(before))]
    return not any(t in lexicon.RELATION or t.endswith("ing") or t == "and" for t in (*before, *pairs))


def title_of(tokens: list[str]) -> str | None:
    """The words that say what the design is of, as its title: at most four."""
    kept: list[str] = []
    for token in tokens:
        if kept and token in _SHOWN:
            break
        if kept[:1] == ["how"] and token in ("a", "an", "the"):
            kept.append(token)  # "How a volcano works"
            continue
        passing = token in lexicon.STOP or token in WRITTEN_OFF or token in lexicon.COLOUR or token in lexicon.MOOD
        if token in STOPS or token == "with":
            if kept:
                break
            continue
        if not (passing or token in STYLE or len(token) < 2):
            kept.append(token)
    return " ".join(kept[: 6 if kept[:1] == ["how"] else 4]).capitalize() or None
