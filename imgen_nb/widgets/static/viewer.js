// The viewer: one picture with its own pixels, two to six side by side under one zoom, or two on one place.
// Everything answers the keyboard.
import { handled } from "./hand.js";
import { makeInset } from "./inset.js";
import { fit, held, PAN, panned, seen, STEP, zoomed } from "./look.js";
import { makePair, MODES } from "./pair.js";
import { button, focused, make, put, set } from "./parts.js";
import { drawBadge } from "./tile.js";

const HINTS = [[["+", "−"], "zoom"], [["0"], "fit"], [["1"], "real pixels"], [["←", "→"], "next, or pan"], [["T"], "together"], [["Esc"], "close"]];

export function makeViewer(wire, { around, closed, save, star }) {
  let shown = [], looks = [], together = true, mode = "side", at = 0;
  const title = make("h2", "ig-view-title"), where = make("span", "ig-quiet ig-view-where");
  const amount = make("output", "ig-zoom", { "aria-live": "off", "aria-label": "Zoom" });
  const alone = (sign, words) => button(words, "ig-btn--icon", { sign, alone: true });
  const [back, next, shut, down] = [["back", "Previous picture"], ["next", "Next picture"], ["shut", "Close"], ["save", "Download"]].map((one) => alone(...one));
  const starred = alone("star", "Star"), swap = button("Swap A and B", "ig-btn--s ig-btn--quiet", { sign: "swap" });
  starred.classList.add("ig-star");
  const [less, more, whole, real] = ["−", "+", "Fit", "1:1"].map((words) => button(words, "ig-btn--s"));
  for (const [one, words] of [[less, "Zoom out"], [more, "Zoom in"], [whole, "Fit the window"], [real, "1:1, real pixels"]]) { set(one, "aria-label", words); one.title = words; }
  const joined = button("Together", "ig-btn--s", { "aria-pressed": "true", title: "One zoom for all" });
  const choice = make("div", "ig-seg", { role: "group", "aria-label": "How they are compared" },
    ...MODES.map(([name, words]) => button(words, "ig-btn--s", { "data-mode": name })));
  const zooms = make("div", "ig-view-z", {}, less, amount, more, whole, real, joined);
  const bar = make("div", "ig-view-bar", {}, title, where, choice, zooms, swap, make("span", "ig-push"), back, next, starred, down, shut);
  const panes = make("div", "ig-panes");
  const hints = make("div", "ig-hints", { "aria-hidden": "true" }, ...HINTS.map(([keys, words]) => make("span", "", {}, ...keys.map((key) => make("kbd", "", {}, key)), words)));
  const dialog = make("dialog", "ig-view", { "aria-label": "Picture", tabindex: "-1" }, make("div", "ig-view-in", {}, bar, panes, hints));

  // A sheet is followed by its quarters: entries are what can be looked at, several of one place.
  const entriesOf = (place) => [{ place, sha: place.sha, alt: place.alt, file: place.file }, ...(place.quarters ?? []).map((one, number) => ({ place, ...one, quarter: number + 1 }))];
  const all = () => around().flatMap((id) => entriesOf(wire.place(id)));
  const same = (one, other) => one.place.id === other.place.id && one.sha === other.sha && one.quarter === other.quarter;

  const picture = (entry) => {
    const image = make("img", "ig-large", { alt: entry.alt, draggable: "false" });
    image.src = wire.thumbs.get(entry.sha) || wire.thumbs.get(entry.place.sha) || "";
    image.onload = lay;
    wire.original(entry.sha).then(
      (url) => { image.src = url; },
      (problem) => { entry.caption?.append(make("span", "ig-help--bad", {}, `Only the small copy is here: ${problem.message}`)); },
    );
    return image;
  };
  const pane = (entry, number) => {
    const { place } = entry, badge = make("span", "ig-badge"), letter = shown.length > 1 ? [make("b", "ig-letter", {}, "ABCDEF"[number])] : [];
    const whole = [entry.quarter ? `quarter ${entry.quarter} of 4` : "", ...place.facts, place.sketch, ...(place.audit ?? [])].filter(Boolean);
    const facts = letter.length ? place.facts : whole; // beside others the pictures need the room
    drawBadge(badge, place.sandbox);
    entry.caption = make("figcaption", "", {}, ...letter, make("b", "", {}, place.who), badge,
      make("span", "ig-facts", {}, ...facts.map((fact) => make("span", "", {}, fact))), make("span", "ig-view-prompt", {}, alike() ? "" : place.prompt));
    const box = make("div", "ig-pane-v", { "data-at": number, tabindex: shown.length > 1 ? "0" : "-1", role: "group", "aria-label": `${"ABCDEF"[number]}, ${place.who}` });
    const inset = makeInset();
    insets.set(box, inset);
    box.append(picture(entry), inset.node);
    return make("figure", "ig-pane", {}, box, entry.caption);
  };
  const alike = () => shown.length > 1 && new Set(shown.map(({ place }) => place.prompt)).size === 1;
  const insets = new WeakMap(), pair = makePair(picture);
  const boxOf = (number) => panes.querySelector(`.ig-pane-v[data-at="${mode === "side" ? number : 0}"]`);
  const lay = () => {
    for (const box of panes.querySelectorAll(".ig-pane-v")) {
      const number = together || mode !== "side" ? 0 : Number(box.dataset.at);
      looks[number] = held(looks[number], box.clientWidth, box.clientHeight);
      const { x, y, zoom } = looks[number];
      const images = box.querySelectorAll(".ig-large");
      for (const image of images) image.style.transform = `translate(${x}px, ${y}px) scale(${zoom})`;
      insets.get(box)?.draw(images[0], seen(looks[number], { width: box.clientWidth, height: box.clientHeight }, fitted(images[0])));
    }
    const first = boxOf(at)?.querySelector(".ig-large");
    const scale = first?.naturalWidth ? (fitted(first).width * look().zoom) / first.naturalWidth : look().zoom;
    put(amount, `${Math.round(scale * 100)} %`);
  };
  const look = () => looks[together || mode !== "side" ? 0 : at] ?? fit();
  const move = (to) => { looks[together || mode !== "side" ? 0 : at] = to; lay(); };
  // How large the picture is drawn when it fits: its box may be wider or higher than the picture in it.
  const fitted = ({ clientWidth, clientHeight, naturalWidth, naturalHeight }) => {
    const scale = Math.min(clientWidth / naturalWidth, clientHeight / naturalHeight);
    return { width: naturalWidth * scale, height: naturalHeight * scale };
  };
  const zoom = (to, x, y) => move(zoomed(look(), to, x, y));
  const pan = (x, y) => move(panned(look(), x, y));
  const own = () => { const first = boxOf(at)?.querySelector(".ig-large"); if (first?.naturalWidth) zoom(first.naturalWidth / fitted(first).width); };

  const draw = () => {
    const several = shown.length > 1, two = shown.length === 2;
    if (several && mode !== "side" && !two) mode = "side";
    pair.stop();
    panes.dataset.n = mode === "side" ? shown.length : 1;
    if (mode === "side") panes.replaceChildren(...shown.map(pane));
    else { panes.replaceChildren(pair.node); pair.show(shown, mode); }
    for (const one of choice.children) {
      set(one, "aria-pressed", String(one.dataset.mode === mode));
      set(one, "aria-disabled", one.dataset.mode !== "side" && !two ? "true" : null);
      one.title = one.dataset.mode !== "side" && !two ? "needs two pictures" : "";
    }
    choice.hidden = !several;
    swap.hidden = !two || mode === "side";
    joined.hidden = !several || mode !== "side";
    for (const one of [back, next, starred, down]) one.hidden = several;
    const list = all(), here = list.findIndex((one) => same(one, shown[0]));
    put(title, several ? `${shown.length} pictures` : shown[0].place.who);
    put(where, alike() ? shown[0].place.prompt : several ? "" : `${here + 1} of ${list.length}`);
    where.title = alike() ? where.textContent : "";
    for (const [one, ends] of [[back, here <= 0], [next, here >= list.length - 1]]) set(one, "aria-disabled", ends ? "true" : null);
    drawStar();
    lay();
    if (dialog.open && !focused(dialog)?.checkVisibility()) dialog.focus(); // what had it is gone: the keys still arrive
  };
  const drawStar = () => {
    starred.hidden ||= !shown[0].place.ref;
    set(starred, "aria-pressed", String(Boolean(wire.place(shown[0].place.id)?.star)));
  };
  const open = (entries, how = "side") => {
    if (!entries.length) return;
    [shown, looks, mode, at] = [entries, entries.map(fit), how, 0];
    draw();
    if (dialog.open) return;
    dialog.showModal();
    dialog.focus(); // not the first of the buttons
    lay();
    if (mode !== "side") pair.focus();
  };
  const show = (ids, how) => open(ids.map((id) => wire.place(id)).filter((place) => place?.sha).map((place) => entriesOf(place)[0]), how);
  const step = (by) => {
    if (shown.length > 1) return;
    const list = all(), to = list[list.findIndex((one) => same(one, shown[0])) + by];
    if (to) open([to]);
  };
  const choose = (name) => { if (shown.length === 2 || name === "side") { mode = name; draw(); } };
  const join = () => { together = !together; looks = looks.map(() => looks[at]); set(joined, "aria-pressed", String(together)); lay(); };
  const exchange = () => { if (shown.length === 2) { shown = shown.reverse(); draw(); } };
  const toggleStar = () => { star(wire.place(shown[0].place.id)); drawStar(); };

  for (const [one, act] of [[back, () => step(-1)], [next, () => step(1)], [less, () => zoom(look().zoom / STEP)], [more, () => zoom(look().zoom * STEP)],
    [whole, () => zoom(1)], [real, own], [joined, join], [swap, exchange], [shut, () => dialog.close()], [starred, toggleStar],
    [down, () => save(shown[0].place, shown[0].sha, shown[0].file)]]) one.addEventListener("click", act);
  choice.addEventListener("click", (event) => {
    const name = event.target.closest("[data-mode]");
    if (name && name.getAttribute("aria-disabled") !== "true") choose(name.dataset.mode);
  });
  dialog.addEventListener("close", () => { pair.stop(); panes.replaceChildren(); closed(shown[0].place.id); });
  const free = () => look().zoom === 1;
  const KEYS = {
    "+": () => zoom(look().zoom * STEP), "=": () => zoom(look().zoom * STEP), "-": () => zoom(look().zoom / STEP), 0: () => zoom(1), 1: own,
    ArrowLeft: () => (free() ? step(-1) : pan(PAN, 0)), ArrowRight: () => (free() ? step(1) : pan(-PAN, 0)),
    ArrowUp: () => pan(0, PAN), ArrowDown: () => pan(0, -PAN), PageUp: () => step(-1), PageDown: () => step(1),
    t: join, b: () => (mode === "blink" ? pair.turn() : choose("blink")), d: () => choose("difference"),
    s: () => (shown.length === 2 ? exchange() : shown.length === 1 && toggleStar()),
  };
  dialog.addEventListener("keydown", (event) => {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (event.ctrlKey || event.metaKey || event.altKey || !KEYS[key]) return;
    if (event.target.type === "range" && /^(Arrow|Page)/.test(key)) return; // the divider's own
    KEYS[key]();
    event.preventDefault();
  });
  panes.addEventListener("focusin", () => { const box = focused(panes)?.closest(".ig-pane-v"); if (box && box.dataset.at !== String(at)) { at = Number(box.dataset.at); lay(); } });
  handled(panes, { at: (number) => { at = number; }, zoom: (by, x, y) => zoom(look().zoom * by, x, y), pan, twice: () => (free() ? own() : zoom(1)) });
  return { node: dialog, show };
}
