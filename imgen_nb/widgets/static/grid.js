// The pictures: tiles by id, one of them in the tab order; arrows, Enter, Space, Delete, Escape; a bar for what is chosen.
import { button, copy, focused, keep, make, put } from "./parts.js";
import { drawTile, makeTile } from "./tile.js";
import { makeViewer } from "./viewer.js";

const EMPTY = "Pictures appear here, newest first. They stay in the saved notebook.";
const TOGETHER = 6; // pictures under one zoom

export function makeGrid(wire, able = {}) {
  const held = new Map(), chosen = new Set();
  let active = null, places = [];
  const grid = make("div", "ig-grid", { role: "grid", "aria-label": "Pictures", "aria-multiselectable": "true" });
  const empty = make("p", "ig-empty", {}, EMPTY);
  const number = make("b"), together = button("Compare", "ig-btn--s", { sign: "pair" });
  const save = button("Download", "ig-btn--s", { sign: "save" }), none = button("Clear", "ig-btn--s ig-btn--quiet", { sign: "shut" });
  const bar = make("div", "ig-selbar", { role: "toolbar", "aria-label": "Selected pictures", hidden: "" }, number, together, save, make("span", "ig-push"), none);
  const seen = () => places.filter((place) => wire.thumbs.get(place.sha)).map((place) => place.id);
  const viewer = makeViewer(wire, { around: seen, closed: (id) => go(id) });
  const node = make("div", "ig-stage", {}, empty, grid, bar, viewer.node);

  const draw = () => {
    const had = focused(grid);
    const at = places.findIndex((place) => place.id === active);
    places = wire.places;
    for (const id of chosen) if (!places.some((place) => place.id === id)) chosen.delete(id);
    if (!places.some((place) => place.id === active)) active = (places[Math.min(at, places.length - 1)] ?? places[0])?.id ?? null;
    const several = new Set(places.map((place) => place.prompt)).size > 1;
    keep(grid, places, held, (place) => makeTile(place, able), (row, place) =>
      drawTile(row, place, { wire, several, active: place.id === active, chosen: chosen.has(place.id) }));
    empty.hidden = places.length > 0;
    grid.hidden = !places.length;
    bar.hidden = !chosen.size;
    put(number, `${chosen.size} selected`);
    together.setAttribute("aria-disabled", String(chosen.size < 2 || chosen.size > TOGETHER));
    if (had && !focused(grid)) (held.get(active)?.firstChild ?? able.home?.())?.focus();
  };
  const go = (id) => { if (held.has(id)) { active = id; draw(); held.get(id).firstChild.focus(); } };
  const choose = (id) => { if (!chosen.delete(id)) chosen.add(id); draw(); };
  const download = async (id) => {
    const place = places.find((one) => one.id === id);
    if (!place?.sha) return;
    make("a", "", { href: await wire.original(place.sha), download: place.file }).click();
  };
  const ACTS = {
    open: (place) => viewer.show([place.id]),
    again: (place) => wire.press("again", { id: place.id }),
    use: (place) => wire.say("use", { id: place.id }),
    save: (place) => download(place.id),
    words: (place) => copy(place.prompt, node),
    code: (place) => copy(place.code, node),
    drop: (place) => wire.say("drop", { id: place.id }),
  };
  const across = () => getComputedStyle(grid).gridTemplateColumns.split(" ").length;

  grid.addEventListener("keydown", (event) => {
    if (!event.target.matches(".ig-tile")) {
      if (event.key === "Escape") { go(active); event.preventDefault(); }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = places.findIndex((place) => place.id === active), last = places.length - 1;
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, ArrowUp: at - across(), ArrowDown: at + across(), Home: 0, End: last };
    if (event.key in to) {
      if (event.shiftKey) chosen.add(active);
      go(places[Math.max(0, Math.min(last, to[event.key]))].id);
      if (event.shiftKey) choose(active);
    } else if (event.key === "Enter") ACTS.open(places[at]);
    else if (event.key === " ") choose(active);
    else if (event.key === "Escape" && chosen.size) { chosen.clear(); draw(); }
    else if (event.key === "Delete") ACTS.drop(places[at]);
    else return;
    event.preventDefault();
  });
  grid.addEventListener("click", (event) => {
    const id = event.target.closest(".ig-tile")?.dataset.id, place = places.find((one) => one.id === id);
    const act = event.target.closest("[data-act]");
    if (!place) return;
    if (act) { if (act.getAttribute("aria-disabled") !== "true") ACTS[act.dataset.act](place); return; }
    go(id);
    if (event.ctrlKey || event.metaKey || event.shiftKey) choose(id);
    else if (event.target.closest(".ig-mat")) ACTS.open(place);
  });
  grid.addEventListener("focusin", (event) => {
    const tile = event.target.closest(".ig-tile"); // the tools of one tile at a time are in the tab order
    for (const one of grid.querySelectorAll(".ig-tools .ig-btn")) one.tabIndex = tile?.contains(one) ? 0 : -1;
  });
  together.addEventListener("click", () => {
    if (together.getAttribute("aria-disabled") !== "true") viewer.show(places.filter((place) => chosen.has(place.id)).map((place) => place.id));
  });
  save.addEventListener("click", () => { for (const id of chosen) download(id); });
  none.addEventListener("click", () => { chosen.clear(); draw(); go(active); });
  return { node, draw };
}
