// The pictures: tiles by id, one of them in the tab order; arrows, Enter, Space, S, Delete, Escape; a bar for what is chosen.
import { button, copy, focused, make, put, set } from "./parts.js";
import { makeRows } from "./rows.js";
import { drawTile, makeTile } from "./tile.js";
import { makeViewer } from "./viewer.js";

const EMPTY = "Pictures appear here, newest first. They stay in the saved notebook.";
const TOGETHER = 6; // pictures under one zoom
const SURE_MS = 6000;

// `able` says what the kernel does here beside showing: again, use, source, drop, act; `home` is where the focus goes when all
// tiles are gone, `least` the width of the narrowest tile, `bar` further buttons for what is chosen.
export function makeGrid(wire, able = {}) {
  const chosen = new Set();
  let active = null, places = [], fits = () => true;
  const grid = make("div", "ig-grid", { role: "grid", "aria-label": "Pictures", "aria-multiselectable": "true" });
  const empty = make("p", "ig-empty", {}, able.empty ?? EMPTY);
  const number = make("b"), together = button("Compare", "ig-btn--s", { sign: "pair" }), slider = button("Slider", "ig-btn--s", { sign: "slide" });
  const save = button("Download", "ig-btn--s", { sign: "save" }), words = button("Copy prompts", "ig-btn--s ig-btn--quiet", { sign: "copy" });
  const none = button("Clear", "ig-btn--s ig-btn--quiet", { sign: "shut" });
  const more = (able.bar ?? []).map(({ words: said, act, ...given }) => {
    const one = button(said, "ig-btn--s", given);
    one.addEventListener("click", () => { if (wire.alive) act(picked()); });
    return one;
  });
  const bar = make("div", "ig-selbar", { role: "toolbar", "aria-label": "Selected pictures", hidden: "" }, number, together, slider, save, words, ...more, make("span", "ig-push"), none);
  const seen = () => places.filter((place) => place.sha).map((place) => place.id);
  const picked = () => places.filter((place) => chosen.has(place.id));
  const download = async (place, sha = place.sha, file = place.file) => {
    if (sha) make("a", "", { href: await wire.original(sha), download: file }).click();
  };
  const star = (place) => { if (place.ref) wire.star(place, !place.star); };
  const viewer = makeViewer(wire, { around: seen, closed: (id) => go(id), save: download, star });
  const node = make("div", "ig-stage", {}, empty, grid, bar, viewer.node);

  const draw = () => {
    const had = focused(grid), at = places.findIndex((place) => place.id === active);
    places = wire.places.filter(fits);
    const ids = new Set(places.map((place) => place.id));
    for (const id of chosen) if (!ids.has(id)) chosen.delete(id);
    if (!ids.has(active)) active = (places[Math.min(at, places.length - 1)] ?? places[0])?.id ?? null;
    const several = able.prompts || new Set(places.map((place) => place.prompt)).size > 1;
    empty.hidden = places.length > 0;
    grid.hidden = !places.length;
    rows.draw(places, (tile, place) => drawTile(tile, place, { wire, able, several, stop: place.id === active, chosen: chosen.has(place.id) }));
    if (!rows.tile(active) && rows.ids.length) rows.tile(rows.ids[0]).tabIndex = 0; // scrolled away: the way in stays
    wire.need(rows.ids.flatMap((id) => [wire.place(id)?.sha, wire.place(id)?.preview]));
    bar.hidden = !chosen.size;
    put(number, `${chosen.size} selected`);
    set(together, "aria-disabled", String(chosen.size < 2 || chosen.size > TOGETHER));
    slider.hidden = chosen.size !== 2;
    if (had && !places.length) able.home?.()?.focus();
    if (had && !had.isConnected) rows.tile(active)?.focus({ preventScroll: true });
    able.end?.(rows.left);
  };
  const rows = makeRows(grid, { least: able.least ?? 240, made: (place) => makeTile(place, able), changed: () => draw() });
  const go = (id) => {
    const at = places.findIndex((place) => place.id === id);
    if (at < 0) return;
    active = id;
    rows.reach(at);
    draw();
    rows.tile(id)?.focus();
  };
  const choose = (id) => { if (!chosen.delete(id)) chosen.add(id); draw(); };
  // What cannot be taken back is asked once more, on the button itself.
  const sure = (one, act) => {
    if (one.dataset.sure !== undefined) { act(); return; }
    const label = one.lastChild, before = label.textContent;
    one.dataset.sure = "";
    put(label, "Let it go for good?");
    setTimeout(() => { delete one.dataset.sure; put(label, before); }, SURE_MS);
  };
  const ACTS = {
    open: (place) => viewer.show([place.id]),
    star,
    again: (place) => wire.press("again", { id: place.id }),
    act: (place, one) => wire.press("act", { id: place.id, name: one.dataset.name }),
    use: (place) => wire.say("use", { id: place.id }),
    source: (place) => wire.say("source", { sha: place.sha }),
    save: (place) => download(place),
    words: (place) => copy(place.prompt, node),
    code: (place) => copy(place.code, node),
    fold: () => setTimeout(draw), // what is unfolded is read with the rest
    report: (place) => copy(place.details.map((one) => one.join(": ")).join("\n"), node),
    budget: () => able.budget(),
    drop: (place) => wire.say("drop", { id: place.id }),
    fetch: (place) => wire.say("fetch", { id: place.id }),
    forget: (place, one) => sure(one, () => wire.say("forget", { id: place.id })),
    "set-key": (place) => { if (!able.key?.(place.provider)) wire.say("set-key", { id: place.id, provider: place.provider }); },
  };

  grid.addEventListener("keydown", (event) => {
    const inside = !event.target.matches(".ig-tile") && event.target !== grid;
    if (inside) {
      if (event.key === "Escape") { go(active); event.preventDefault(); }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = places.findIndex((place) => place.id === active), last = places.length - 1, place = places[at];
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, ArrowUp: at - rows.across, ArrowDown: at + rows.across, Home: 0, End: last };
    if (event.key in to) {
      if (event.shiftKey) chosen.add(active);
      go(places[Math.max(0, Math.min(last, to[event.key]))].id);
      if (event.shiftKey) { chosen.add(active); draw(); }
    } else if (event.key === "Enter") ACTS.open(place);
    else if (event.key === " ") choose(active);
    else if (event.key.toLowerCase() === "s") { if (!event.repeat) star(place); }
    else if (event.key === "Escape" && chosen.size) { chosen.clear(); draw(); }
    else if (event.key === "Delete" && able.drop) ACTS.drop(place);
    else return;
    event.preventDefault();
  });
  grid.addEventListener("click", (event) => {
    const place = wire.place(event.target.closest(".ig-tile")?.dataset.id), act = event.target.closest("[data-act]");
    if (!place) return;
    if (act) { if (act.getAttribute("aria-disabled") !== "true") ACTS[act.dataset.act](place, act); return; }
    go(place.id);
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.target.closest(".ig-pin")) choose(place.id);
    else if (event.target.closest(".ig-mat")) ACTS.open(place);
  });
  grid.addEventListener("focusin", (event) => {
    const tile = event.target.closest(".ig-tile"); // the tools of one tile at a time are in the tab order
    if (tile === event.target && tile.dataset.id !== active) { active = tile.dataset.id; draw(); } // by whatever means it got here
    for (const one of grid.querySelectorAll("[data-act]")) one.tabIndex = tile?.contains(one) ? 0 : -1;
  });
  grid.addEventListener("dragstart", (event) => {
    const place = wire.place(event.target.closest(".ig-tile")?.dataset.id);
    if (place?.sha) event.dataTransfer?.setData("application/x-imgen-picture", place.sha);
  });
  const two = (mode) => viewer.show(picked().map((place) => place.id), mode);
  together.addEventListener("click", () => { if (together.getAttribute("aria-disabled") !== "true") two("side"); });
  slider.addEventListener("click", () => two("slider"));
  save.addEventListener("click", () => { for (const place of picked()) download(place); });
  words.addEventListener("click", () => copy([...new Set(picked().map((place) => place.prompt))].join("\n"), node));
  none.addEventListener("click", () => { chosen.clear(); draw(); go(active); });
  return { node, draw, go, only: (some = () => true) => { fits = some; draw(); }, say: (words) => put(empty, words), close: rows.close };
}
