// One place: a picture on its mat, or what there is to say until, or instead of, one; below it the caption.
import { button, icon, make, put, set, sign } from "./parts.js";

const TOOLS = [
  ["open", "Open", "open"],
  ["again", "Another take", "again"],
  ["use", "Use these settings", "use"],
  ["save", "Download", "save"],
  ["words", "Copy prompt", "copy"],
  ["code", "Copy as code", "code"],
  ["drop", "Remove from view", "shut"],
];
const ALONE = new Set(["open", "save", "words", "code", "drop"]); // what a picture can do without a studio around it

export function makeTile(place, able) {
  const tools = make("div", "ig-tools");
  for (const [act, words, look] of TOOLS) {
    if (able.studio || ALONE.has(act)) {
      tools.append(button(words, "ig-btn--quiet ig-btn--icon", { sign: look, alone: true, tabindex: "-1", "data-act": act }));
    }
  }
  const picture = make("img", "ig-pic", { alt: "", draggable: "true", hidden: "" });
  const hold = make("div", "ig-hold", {}, make("span", "ig-sign"), make("b"), make("span", "ig-said"));
  const mat = make("div", "ig-mat", {}, picture, hold, make("span", "ig-pin", { "aria-hidden": "true" }, icon("tick")), tools);
  const head = make("div", "ig-cap-a", {}, make("span", "ig-who"), make("span", "ig-badge"));
  const cap = make("div", "ig-cap", {}, head, make("div", "ig-prompt"), make("div", "ig-facts"), make("div", "ig-notes"));
  const acts = make("div", "ig-acts");
  if (able.studio) {
    acts.append(button("Try again", "ig-btn--s", { "data-act": "again" }), button("Use these settings", "ig-btn--s ig-btn--quiet", { "data-act": "use" }));
  }
  acts.append(button("Dismiss", "ig-btn--s ig-btn--quiet", { "data-act": "drop" }));
  const tile = make("div", "ig-tile", { role: "gridcell", tabindex: "-1", "data-id": place.id }, mat, cap, acts);
  return make("div", "ig-row", { role: "row" }, tile);
}

export function drawTile(row, place, { wire, several, active, chosen }) {
  const tile = row.firstChild, [mat, cap, acts] = tile.children, [picture, hold] = mat.children;
  const url = wire.thumbs.get(place.sha), over = place.trouble.length > 0;
  mat.style.setProperty("--ar", place.ratio);
  set(mat, "data-s", place.s);
  drawPicture(picture, place, url, wire.thumbs.get(place.preview));
  hold.hidden = Boolean(url);
  drawHold(hold, place, wire);
  drawCaption(cap, place, several);
  set(tile, "aria-label", said(place, several));
  set(tile, "aria-selected", chosen);
  tile.tabIndex = active ? 0 : -1;
  tile.classList.toggle("ig-card", over);
  acts.hidden = !over;
  mat.lastChild.hidden = over || !url;
  for (const one of tile.querySelectorAll("[data-act=again]")) set(one, "aria-disabled", wire.locked || !wire.alive ? "true" : null);
  for (const one of tile.querySelectorAll("[data-act=use], [data-act=drop]")) set(one, "aria-disabled", wire.alive ? null : "true");
}

function drawPicture(picture, place, url, preview) {
  const source = url || preview || "";
  if (source && picture.src !== source) picture.src = source;
  picture.hidden = !source;
  picture.alt = url ? place.alt : ""; // what is coming is said by its word
  picture.classList.toggle("ig-preview", Boolean(!url && preview));
}

function drawHold(hold, place, wire) {
  const [look, word, more] = hold.children, lost = place.sha && wire.thumbs.get(place.sha) === "";
  sign(look, lost ? "bad" : place.s);
  put(word, lost ? "File not found" : place.sha ? "Fetching" : place.word);
  put(more, place.trouble.length ? place.trouble.join(" ") : place.said);
}

function drawCaption(cap, place, several) {
  const [head, prompt, facts, notes] = cap.children, [who, badge] = head.children;
  put(who, place.who);
  if (badge.dataset.of !== String(place.sandbox)) {
    badge.dataset.of = String(place.sandbox);
    badge.className = `ig-badge ${place.sandbox ? "ig-badge--sandbox" : "ig-badge--live"}`;
    badge.replaceChildren(icon(place.sandbox ? "sandbox" : "live"), place.sandbox ? "sandbox" : "live");
  }
  put(prompt, several ? place.prompt : "");
  prompt.title = prompt.textContent;
  const told = [...place.facts, ...(place.stored ? ["from store"] : []), ...(place.sketch ? [place.sketch] : [])];
  const before = [...facts.children].map((one) => one.textContent);
  if (told.join("\n") !== before.join("\n")) facts.replaceChildren(...told.map((fact) => make("span", "", {}, fact)));
  put(notes, place.notes.join(" "));
}

function said(place, several) {
  return [place.sha ? "" : place.word, place.who, place.sandbox ? "sandbox" : "live", several ? place.prompt : "", ...place.facts].filter(Boolean).join(", ");
}
