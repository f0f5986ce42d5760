// The viewer: one picture with its own pixels, or two to six side by side under one zoom. Everything answers the keyboard.
import { button, make, put, set } from "./parts.js";

const MOST = 16, STEP = 1.25, PAN = 48;

export function makeViewer(wire, { around, closed }) {
  const look = { zoom: 1, x: 0, y: 0 }; // shared by all panes; 1 fits, x and y in pixels of the page
  let shown = [];
  const title = make("h2", "ig-view-title"), where = make("span", "ig-quiet");
  const amount = make("output", "ig-zoom", { "aria-live": "off" });
  const shut = button("Close", "ig-btn--icon", { sign: "shut", alone: true });
  const [back, next] = [["back", "Previous picture"], ["next", "Next picture"]].map(([name, words]) => button(words, "ig-btn--icon", { sign: name, alone: true }));
  const [less, more, fit, real] = ["−", "+", "Fit", "1:1"].map((words) => button(words, "ig-btn--s"));
  for (const [one, words] of [[less, "Zoom out"], [more, "Zoom in"], [fit, "Fit the window"], [real, "Real pixels"]]) { set(one, "aria-label", words); one.title = words; }
  const bar = make("div", "ig-view-bar", {}, title, where, make("span", "ig-push"), less, amount, more, fit, real, back, next, shut);
  const panes = make("div", "ig-panes");
  const dialog = make("dialog", "ig-view", { "aria-label": "Picture" }, make("div", "ig-view-in", {}, bar, panes));

  const pane = (place) => {
    const picture = make("img", "ig-large", { alt: place.alt, draggable: "false" });
    const box = make("div", "ig-pane-v", {}, picture);
    const facts = make("span", "ig-facts", {}, ...[...place.facts, place.sketch].filter(Boolean).map((fact) => make("span", "", {}, fact)));
    const words = make("figcaption", "", {}, make("b", "", {}, place.who), facts, make("span", "ig-view-prompt", {}, place.prompt));
    picture.src = wire.thumbs.get(place.sha);
    wire.original(place.sha).then(
      (url) => { picture.src = url; picture.onload = lay; },
      (problem) => { words.append(make("span", "ig-help--bad", {}, `Only the small copy is here: ${problem.message}`)); },
    );
    return make("figure", "ig-pane", {}, box, words);
  };
  const lay = () => {
    for (const picture of panes.querySelectorAll(".ig-large")) {
      picture.style.transform = `translate(${look.x}px, ${look.y}px) scale(${look.zoom})`;
    }
    const first = panes.querySelector(".ig-large");
    const scale = first?.naturalWidth ? (fitted(first) * look.zoom) / first.naturalWidth : look.zoom;
    put(amount, `${Math.round(scale * 100)} %`);
  };
  // How wide the picture is drawn when it fits: its box may be wider than the picture in it.
  const fitted = (picture) => Math.min(picture.clientWidth, (picture.clientHeight * picture.naturalWidth) / picture.naturalHeight);
  const zoom = (to, x = 0, y = 0) => {
    const before = look.zoom;
    look.zoom = Math.min(MOST, Math.max(1, to));
    look.x = look.zoom === 1 ? 0 : x - ((x - look.x) * look.zoom) / before; // what is under the pointer stays there
    look.y = look.zoom === 1 ? 0 : y - ((y - look.y) * look.zoom) / before;
    lay();
  };
  const pan = (x, y) => { if (look.zoom > 1) { look.x += x; look.y += y; lay(); } };
  const own = () => { const first = panes.querySelector(".ig-large"); if (first?.naturalWidth) zoom(first.naturalWidth / fitted(first)); };

  const show = (ids) => {
    const found = ids.map((id) => wire.places.find((place) => place.id === id)).filter((place) => wire.thumbs.get(place?.sha));
    if (!found.length) return;
    shown = found.map((place) => place.id);
    panes.dataset.n = shown.length;
    panes.replaceChildren(...found.map(pane));
    const all = around(), at = all.indexOf(shown[0]);
    put(title, shown.length > 1 ? `${shown.length} pictures` : found[0].who);
    put(where, shown.length > 1 ? "one zoom for all" : `${at + 1} of ${all.length}`);
    for (const [one, ends] of [[back, at <= 0], [next, at >= all.length - 1]]) { one.hidden = shown.length > 1; set(one, "aria-disabled", ends ? "true" : null); }
    zoom(1);
    if (!dialog.open) dialog.showModal();
    lay();
  };
  const step = (by) => { const all = around(), to = all[all.indexOf(shown[0]) + by]; if (to && shown.length === 1) show([to]); };

  back.addEventListener("click", () => step(-1));
  next.addEventListener("click", () => step(1));
  less.addEventListener("click", () => zoom(look.zoom / STEP));
  more.addEventListener("click", () => zoom(look.zoom * STEP));
  fit.addEventListener("click", () => zoom(1));
  real.addEventListener("click", own);
  shut.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => { panes.replaceChildren(); closed(shown[0]); });
  const free = () => look.zoom === 1;
  const KEYS = {
    "+": () => zoom(look.zoom * STEP), "=": () => zoom(look.zoom * STEP), "-": () => zoom(look.zoom / STEP), 0: () => zoom(1), 1: own,
    ArrowLeft: () => (free() ? step(-1) : pan(PAN, 0)), ArrowRight: () => (free() ? step(1) : pan(-PAN, 0)),
    ArrowUp: () => pan(0, PAN), ArrowDown: () => pan(0, -PAN), PageUp: () => step(-1), PageDown: () => step(1),
  };
  dialog.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !KEYS[event.key]) return;
    KEYS[event.key]();
    event.preventDefault();
  });
  panes.addEventListener("wheel", (event) => {
    const box = event.target.closest(".ig-pane-v")?.getBoundingClientRect();
    if (!box) return;
    event.preventDefault();
    const [x, y] = [event.clientX - box.left - box.width / 2, event.clientY - box.top - box.height / 2];
    zoom(look.zoom * (event.deltaY < 0 ? STEP : 1 / STEP), x, y);
  }, { passive: false });
  panes.addEventListener("pointermove", (event) => { if (event.buttons & 1) pan(event.movementX, event.movementY); });
  panes.addEventListener("dblclick", () => (free() ? own() : zoom(1)));
  return { node: dialog, show };
}
