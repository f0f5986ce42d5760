"""Build the subject pack of the sketch engine: flat vector art and keywords in one zip file.

Run it only when the art changes. It reads the unpacked npm packages `@iconify-json/fluent-emoji-flat` (MIT, Microsoft)
and `emojilib` (MIT) from one folder and writes `imgen_nb/sketch/art/subjects.zip`:

    python tools/build_pack.py FOLDER [--out FILE]
    python tools/build_pack.py --spare [--out FILE]

The folder holds `icons.json`, `chars.json`, `metadata.json` of the first package and `emoji-en-US.json` of the second,
at any depth. `svgelements` is needed here and nowhere else: at run time the art is polygons, no SVG reader is wanted.

What a recipe draws anew (`@=name` in `imgen_nb/sketch/art/recipes`) keeps its keywords there and loses its art, unless
it is `USED` as it is; `--spare` does no more than this, for when recipes were added.

The zip has two members: `meta.json`, name -> [group, "keyword|keyword", [[fill, opacity, ring length, ...], ...]], and
`points.bin`, little-endian int16 pairs: for each ring its first point, then differences, in 1/64 of the 32-unit grid.
"""

from __future__ import annotations

import argparse
import io
import json
import math
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

import svgelements as svg

from imgen_nb.sketch.art.recipes import recipes

GRID = 64  # steps to one unit of the 32-unit icon grid: 0.016 units is a quarter of a pixel at 512 px
BYTES = 4  # of one point
USED = ("bicycle",)  # what somebody rides, who sits on it as the icon has it
TOLERANCE = 0.012  # largest distance of a chord from its curve, in units

GROUPS = {
    "Animals & Nature": "animal",
    "Food & Drink": "food",
    "Travel & Places": "place",
    "Activities": "activity",
    "Objects": "object",
    "People & Body": "person",
    "Smileys & Emotion": "face",
}
SKIN = re.compile(r"(light|dark|medium)(-light|-dark)?$")
# Signs, clocks and interface symbols: they are pictures of writing, not of things.
NOT_A_THING = re.compile(
    r"button|(?<!and-)arrow|-oclock|-thirty|square|symbol|-sign$|^keycap|^japanese-(?!castle|dolls)|zodiac|mark$|card-index|"
    r"-speaker|speaker-|^bell-with|^no-|tabs$|banknote|-mail|mobile-phone-|^flag-(?!in)|prohibited|medal$|^globe-with"
)
# Hands, organs and gestures: useless as the subject of a scene, or easy to misread.
PEOPLE = re.compile(
    r"^(person|man|woman)-(walking|running|standing|biking|surfing|swimming|rowing-boat|climbing|golfing|"
    r"lifting-weights|cartwheeling|juggling|in-lotus-position|mountain-biking|bouncing-ball|dancing|fairy|genie|mage|"
    r"superhero|vampire|zombie|elf|merpeople|astronaut|artist|cook|farmer|firefighter|pilot|scientist|singer|student|"
    r"teacher|detective|guard|judge|mechanic|police-officer|construction-worker|health-worker|technologist|"
    r"office-worker|in-suit-levitating|fencing|in-bed|taking-bath)$|"
    r"^(man|woman|person|child|boy|girl|baby|old-man|old-woman|older-person|astronaut|artist|cook|farmer|firefighter|"
    r"pilot|scientist|singer|student|teacher|detective|guard|judge|mechanic|police-officer|construction-worker|"
    r"health-worker|technologist|office-worker|factory-worker|ninja|prince|princess|mermaid|merman|santa-claus|"
    r"mrs-claus|person-with-crown|skier|snowboarder|horse-racing|bust-in-silhouette|baby-angel|eye|ear|nose|tooth|bone|"
    r"brain|footprints|people-hugging|mouth|leg|foot|deaf-person|troll|ogre|goblin|"
    r"person-(fencing|biking|surfing))$"
)
FACES = re.compile(
    r"^(alien|alien-monster|ghost|robot|skull|clown-face|pile-of-poo|ogre|goblin|.*heart.*|jack-o-lantern|bomb|"
    r"kiss-mark|love-letter|smiling-face-with-sunglasses|smiling-face|collision|dizzy|zzz|speech-balloon|"
    r"thought-balloon|sparkling-heart)$"
)


def wanted(name: str, group: str) -> bool:
    """Whether an icon belongs in the pack."""
    if SKIN.search(name) or NOT_A_THING.search(name):
        return False
    if group == "person":
        return bool(PEOPLE.match(name))
    if group == "face":
        return bool(FACES.match(name))
    return True


def curve_points(segment: Any) -> list[tuple[float, float]]:
    """The points after the start of one curved segment, close enough that no chord leaves it by TOLERANCE."""
    if isinstance(segment, svg.CubicBezier):
        p = [segment.start, segment.control1, segment.control2, segment.end]
        bend = max(abs(p[0] - p[1] * 2 + p[2]), abs(p[1] - p[2] * 2 + p[3]))
        count = math.ceil(math.sqrt(0.75 * bend / TOLERANCE))
    else:
        count = math.ceil(segment.length(error=1e-2) / 0.5)
    count = max(2, min(28, count))
    found = (segment.point(i / count) for i in range(1, count + 1))
    return [(q.x, q.y) for q in found]


def rings(path: Any) -> list[list[tuple[int, int]]]:
    """The closed rings of a path on the integer grid, repeated points dropped."""
    found: list[list[tuple[float, float]]] = []
    current: list[tuple[float, float]] = []
    for segment in path:
        if isinstance(segment, svg.Move):
            found.append(current)
            current = [(segment.end.x, segment.end.y)]
        elif isinstance(segment, svg.Close):
            found.append(current)
            current = [(segment.end.x, segment.end.y)] if segment.end is not None else []
        elif isinstance(segment, svg.Line):
            current.append((segment.end.x, segment.end.y))
        else:
            current.extend(curve_points(segment))
    found.append(current)
    return [ring for ring in map(on_grid, found) if len(ring) > 2]


def on_grid(ring: list[tuple[float, float]]) -> list[tuple[int, int]]:
    """A ring rounded to the grid."""
    points: list[tuple[int, int]] = []
    for x, y in ring:
        point = (round(x * GRID), round(y * GRID))
        if not points or points[-1] != point:
            points.append(point)
    if len(points) > 1 and points[0] == points[-1]:
        points.pop()
    return points


def parts_of(body: str) -> list[tuple[str, int, list[list[tuple[int, int]]]]] | None:
    """(fill, opacity, rings) of an icon from back to front; None when it needs more than filled shapes."""
    body = re.sub(r"<defs>.*?</defs>", "", body) if "<use" not in body else body  # clips to the icon's own square
    if re.search(r"<use|filter|Gradient|stroke=|<mask", body):
        return None
    source = f'<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32" viewBox="0 0 32 32">{body}</svg>'
    parts = []
    for shape in svg.SVG.parse(io.StringIO(source), ppi=96).elements():
        if not isinstance(shape, svg.Shape) or shape.fill is None or shape.fill.value is None:
            continue
        found = rings(svg.Path(shape).reify())
        opacity = float(shape.values.get("opacity", 1)) * float(shape.values.get("fill-opacity", 1))
        if found:
            parts.append((shape.fill.hex[1:7], round(255 * opacity), found))
    return parts or None


def read(folder: Path, name: str) -> Any:
    """The one JSON file of that name below the folder."""
    return json.loads(next(iter(sorted(folder.rglob(name)))).read_text("utf-8"))


def keywords(folder: Path) -> dict[str, list[str]]:
    """Icon name -> what emojilib calls the same character."""
    words = {key.replace("\ufe0f", ""): value for key, value in read(folder, "emoji-en-US.json").items()}
    found: dict[str, list[str]] = {}
    for code, name in read(folder, "chars.json").items():
        character = "".join(chr(int(part, 16)) for part in code.split("-")).replace("\ufe0f", "")
        found.setdefault(name, [word.lower().replace("_", " ") for word in words.get(character, [])[1:]])
    return found


def build(folder: Path, out: Path) -> tuple[int, list[str]]:
    """Write the pack; returns how many icons it holds and which ones could not be flattened."""
    words = keywords(folder)
    icons = read(folder, "icons.json")["icons"]
    meta: dict[str, Any] = {}
    points = io.BytesIO()
    failed: list[str] = []
    for title, names in read(folder, "metadata.json")["categories"].items():
        group = GROUPS.get(title, "symbol")
        for name in names:
            if group == "symbol" or name in meta or name not in icons or not wanted(name, group):
                continue
            parts = parts_of(icons[name]["body"])
            if parts is None:
                failed.append(name)
                continue
            table = []
            for fill, opacity, found in parts:
                table.append([fill, opacity, *(len(ring) for ring in found)])
                for ring in found:
                    points.write(packed(ring))
            meta[name] = [group, "|".join(dict.fromkeys(words.get(name, []))), table]
    write(out, meta, points.getvalue())
    spared(out)
    return len(meta), failed


def spared(out: Path) -> int:
    """Take the art of what recipes draw out of a pack; returns how many subjects had some."""
    with zipfile.ZipFile(out) as archive:
        meta, numbers = json.loads(archive.read("meta.json")), archive.read("points.bin")
    points, at, gone = io.BytesIO(), 0, 0
    for name, entry in meta.items():
        end = at + BYTES * sum(sum(row[2:]) for row in entry[2])
        if f"@={name}" in recipes() and name not in USED:
            gone += bool(entry[2])
            entry[2] = []
        else:
            points.write(numbers[at:end])
        at = end
    write(out, meta, points.getvalue())
    return gone


def write(out: Path, meta: dict[str, Any], points: bytes) -> None:
    """Write both members, always the same bytes for the same art."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for member, data in (("meta.json", json.dumps(meta, separators=(",", ":")).encode()), ("points.bin", points)):
            archive.writestr(zipfile.ZipInfo(member, (2024, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED, 9)


def packed(ring: list[tuple[int, int]]) -> bytes:
    """A ring as its first point and differences, int16 little-endian."""
    last = (0, 0)
    out = bytearray()
    for x, y in ring:
        out += (x - last[0]).to_bytes(2, "little", signed=True) + (y - last[1]).to_bytes(2, "little", signed=True)
        last = (x, y)
    return bytes(out)


def main(arguments: list[str]) -> int:
    """Command line."""
    default = Path(__file__).parent.parent / "imgen_nb" / "sketch" / "art" / "subjects.zip"
    parser = argparse.ArgumentParser(description="Build the subject pack of the sketch engine.")
    parser.add_argument("folder", type=Path, nargs="?", help="folder with the two unpacked npm packages")
    parser.add_argument("--spare", action="store_true", help="only leave out of the pack what recipes draw")
    parser.add_argument("--out", type=Path, default=default)
    options = parser.parse_args(arguments)
    if options.spare:
        said = f"{spared(options.out)} subjects are drawn by recipes"
    elif options.folder:
        count, failed = build(options.folder, options.out)
        said = f"{count} subjects; not flattened: {', '.join(failed) or 'none'}"
    else:
        parser.error("name a folder, or --spare")
    sys.stdout.write(f"{said}; {options.out.stat().st_size / 1000:.0f} kB\n")
    return 0 if options.out.stat().st_size < 1_000_000 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
