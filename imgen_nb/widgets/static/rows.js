// Rows of tiles, as many across as fit. Up to 100 places all are drawn; of more, those near what is seen of a box of
// its own: the page that scrolls around it belongs to the host, and in an output that is a frame it never scrolls.
import { focused, make, set } from "./parts.js";

const LONG = 100, GAP = 16, GUESS = 320;

// The shape of mat that holds all pictures of a row, as a saved sheet has it: captions stand in line, none is cropped. A card
// has no picture, and the shape it likes.
function shared(places) {
  const shapes = places.filter((place) => !place.answers.length).map((place) => place.ratio);
  const low = Math.min(...shapes), high = Math.max(...shapes);
  if (!shapes.length) return 1;
  return low >= 1 ? low : high < 1 ? high : 1;
}

export function makeRows(grid, { least, made, changed }) {
  const tiles = new Map(), rows = new Map();
  const [above, below] = ["ig-room", "ig-room"].map((name) => make("div", name, { role: "presentation" }));
  let places = [], across = 2, heights = [], due = 0;
  const many = () => Math.ceil(places.length / across);
  const long = () => places.length > LONG;

  const fits = () => {
    const width = grid.clientWidth - 2 * GAP, narrow = width < 500 ? 0.75 : 1; // a phone has two small ones beside each other
    return width > 0 ? Math.max(1, Math.floor((width + GAP) / (least * narrow + GAP))) : across;
  };
  // What a row that was never drawn may be: as high as those that were, in the middle.
  const guessed = () => {
    const known = heights.filter(Boolean);
    const guess = known.length ? known.reduce((sum, one) => sum + one, 0) / known.length : GUESS;
    return (row) => heights[row] ?? guess;
  };
  // The rows that are seen, and half a screen before and after; what is above and below them is room: elements, since a
  // property of the grid would be inherited by each tile, and have all of them styled anew with every step of a scroll.
  const seen = () => {
    if (!long()) return { from: 0, to: many(), before: 0, after: 0 };
    const height = guessed(), screen = grid.clientHeight || 800;
    const top = grid.scrollTop - screen / 2, end = grid.scrollTop + screen * 1.5;
    let from = 0, before = 0;
    while (from < many() - 1 && before + height(from) < top) before += height(from++);
    let to = from, reached = before;
    while (to < many() && reached < end) reached += height(to++);
    let after = 0;
    for (let row = to; row < many(); row += 1) after += height(row);
    return { from, to, before, after };
  };

  const draw = (given, change) => {
    places = given;
    const had = focused(grid), fit = fits();
    if (fit !== across) { across = fit; heights = []; }
    grid.classList.toggle("ig-long", long());
    grid.style.setProperty("--n", across);
    set(grid, "aria-rowcount", many());
    set(grid, "aria-colcount", across);
    const { from, to, before, after } = seen(), drawn = new Set();
    if (!above.isConnected) grid.append(above, below);
    for (const [at, row] of rows) if (at < from || at >= to) { row.remove(); rows.delete(at); }
    for (let at = from; at < to; at += 1) {
      const row = rows.get(at) ?? make("div", "ig-row", { role: "row" });
      rows.set(at, row);
      set(row, "aria-rowindex", at + 1);
      put(grid, row, at - from + 1);
      const beside = places.slice(at * across, (at + 1) * across);
      row.style.setProperty("--ar", shared(beside));
      beside.forEach((place, cell) => {
        const tile = tiles.get(place.id) ?? made(place);
        tiles.set(place.id, tile);
        drawn.add(place.id);
        change(tile, place);
        put(row, tile, cell);
      });
    }
    for (const [id, tile] of tiles) if (!drawn.has(id)) { tile.remove(); tiles.delete(id); }
    above.style.height = `${before}px`;
    below.style.height = `${after}px`;
    if (long()) for (const [at, row] of rows) heights[at] = row.offsetHeight || heights[at];
    if (had && had !== focused(grid) && had.isConnected) had.focus({ preventScroll: true }); // a tile that moved to another row
    if (had && !focused(grid) && places.length) grid.focus({ preventScroll: true }); // scrolled away: the keys still arrive
  };
  const put = (parent, node, at) => { if (parent.children[at] !== node) parent.insertBefore(node, parent.children[at] ?? null); };
  const again = () => { due ||= requestAnimationFrame(() => { due = 0; changed(); }); };
  grid.tabIndex = -1;
  grid.addEventListener("scroll", () => { if (long()) again(); }, { passive: true });
  const watching = new ResizeObserver(() => { if (fits() !== across) again(); });
  watching.observe(grid);

  return {
    draw,
    tile: (id) => tiles.get(id),
    get across() { return across; },
    get ids() { return [...tiles.keys()]; },
    // Bring a place into the box; the next drawing has its tile.
    reach(at) {
      const row = Math.floor(at / across);
      if (!long() || rows.has(row)) return;
      const height = guessed();
      let top = 0;
      for (let one = 0; one < row; one += 1) top += height(one);
      grid.scrollTop = Math.max(0, top - grid.clientHeight / 3);
    },
    // How far the last row that is drawn is from the end.
    get left() { return many() - (Math.max(-1, ...rows.keys()) + 1); },
    close() { watching.disconnect(); cancelAnimationFrame(due); },
  };
}
