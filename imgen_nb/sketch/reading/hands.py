"""Hands: the words for a style, by the finish or manner that the picture is then made in."""

from __future__ import annotations

from imgen_nb.sketch.reading.lexicon import table, words

STYLE = table("""
clay: clay, 3d render, 3d, pixar style, toy;
origami: origami, origami style, folded paper, paper folding;
plasticine: claymation, plasticine, play-doh, clay model, clay animation, stop motion, stop-motion;
sprayed: graffiti style, graffiti art, street art, spray paint, spray painting, spray painted, mural style;
instant: polaroid, polaroid photo, polaroid photograph, instant photo, instant photograph, polaroid picture;
gouache: gouache, painting, painted, acrylic, storybook, children's book, childrens book, picture book;
ink: ink, ink drawing, pen and ink;
comic: comic, comic book, comic book illustration, cartoon, cartoon style, manga, anime, anime style,
  anime illustration;
mosaic: mosaic, tiles;
glow: glow, bloom, lens flare, dreamlike;
pixel: minecraft style, minecraft, pixel art, pixel, 8-bit, 16-bit, 8 bit, voxel, pixelated, video game style;
paper: papercut, paper cut, paper craft, papercraft, paper cutout, collage, paper art, layered paper;
ink wash: ink wash, detailed ink wash, chinese ink, sumi-e, sumi ink, brush and ink;
cubist: cubism, cubist, abstract cubism, abstract painting, abstract art;
swirling: roiling energy, van gogh, starry night style;
woodblock: ukiyo-e, woodblock, woodblock print, japanese print, japanese woodblock print;
papyrus: hieroglyphics, hieroglyphs, egyptian hieroglyphics, papyrus;
leaded: stained glass, stained glass style, stained glass window depicting, stained glass window showing,
  stained glass window of, stained glass window with;
charcoal: charcoal, charcoal drawing, charcoal sketch, detailed charcoal sketch;
flat: flat design, vector, vector art, vector illustration, vector graphic, flat illustration;
outlined: coloring book page, coloring page, colouring book page, colouring page;
engraved: woodcut, linocut, wood engraving, engraving, etching;
watercolour: color ink and wash drawing, color ink and wash, watercolor, watercolour,
  aquarelle, watercolor painting, watercolour painting, wet on wet;
oil: oil painting, oil on canvas, impasto, palette knife, monet;
pencil: pencil, pencil drawing, sketch, colored pencil, pencil sketch, chalk, pastels;
riso: risograph, riso, screen print, poster, halftone, silkscreen;
low poly: low poly, low-poly, lowpoly, polygon art, low poly art;
blueprint: blueprint, blueprint style, technical drawing, engineering drawing, patent drawing;
line art: line art, lineart, line drawing, continuous line drawing, one line drawing, single line drawing,
  contour drawing;
chalk: chalk drawing, chalk art, chalk sketch, drawn with chalk, drawn in chalk, chalkboard drawing,
  chalkboard art, blackboard drawing;
crayon: crayon, crayons, crayon drawing, child's drawing, children's drawing, kid's drawing, childs drawing,
  childlike drawing;
pointillist: pointillism, pointillist, pointilism, pointillistic;
impressionist: impressionist, impressionism, impressionistic, impressionist painting, post-impressionism,
  post-impressionist;
stitched: embroidery, embroidery style, embroidered picture, needlework, needlepoint;
crossed: cross stitch, cross-stitch, cross stitched;
knitted: knitted style, crochet style, yarn art, knit style, knitted picture;
art deco: art deco, art-deco, deco, art deco style;
art nouveau: art nouveau, art-nouveau, jugendstil, art nouveau style;
pop art: pop art, pop-art, pop art style;
minimal: minimalist, minimalism, minimalistic, minimal, minimalist style, minimalist art;
old master: old master, baroque style, baroque art, baroque painting, chiaroscuro, renaissance painting,
  dutch golden age
""")
THINGS = words("blueprint polaroid embroidery needlework origami crayons crayon needlepoint")
"""Words for a hand that are things, too: what somebody makes, holds or has beside them."""
_HANDLED = words("doing making does makes with box boxes holding holds using at unfolding reading pack set")


def is_thing(phrase: str, before: list[str], after: str) -> bool:
    """Whether a word for a hand names a thing: "doing embroidery", "a blueprint on a desk", "a polaroid camera"."""
    if phrase not in THINGS:
        return False
    return bool(_HANDLED & set(before)) or after in ("on", "in", "under", "camera", "paper", "lying", "from")
