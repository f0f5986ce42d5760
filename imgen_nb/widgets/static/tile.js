// One place: a picture on its mat, or what there is to say until, or instead of, one; below it the caption.
import { button, icon, make, put, set, sign, spaced } from "./parts.js";

const TOOLS = [
  ["open", "Open", "open"],
  ["again", "Another take", "again"],
  ["use", "Use these settings", "use"],
  ["source", "Use as source picture", "source"],
  ["save", "Download", "save"],
  ["words", "Copy prompt", "copy"],
  ["code", "Copy as code", "code"],
  ["drop", "Remove from view", "shut"],
];
const HERE = new Set(["open", "save", "words", "code", "fold", "report"]); // what a page does without the kernel
const SPENT = { no: ["done", "done"], yes: ["wait", "coin"], unknown: ["unk", "unk"] };
const QUARTERS = ["1", "2", "3", "4"];
const SIGNS = { again: "again", fetch: "look", use: "use", budget: "coin", "set-key": "key" }; // of remedies

export function makeTile(place, able) {
  const tools = make("div", "ig-tools");
  for (const [act, words, look] of TOOLS) {
    if (HERE.has(act) || able[act]) tools.append(tool(act, words, look));
  }
  const star = tool("star", "Star", "star");
  star.classList.add("ig-star");
  const picture = make("img", "ig-pic", { alt: "", draggable: "true", hidden: "" });
  const hold = make("div", "ig-hold", {}, ...spaced([make("span", "ig-sign"), make("b"), make("span", "ig-said"), make("dl", "ig-qa", { hidden: "" })]));
  const cross = make("span", "ig-cross", { "aria-hidden": "true", hidden: "" });
  const mat = make("div", "ig-mat", {}, picture, hold, cross, make("span", "ig-pin", { "aria-hidden": "true" }, icon("tick")), star, tools);
  const head = make("div", "ig-cap-a", {}, ...spaced(["press", "who", "badge"].map((name) => make("span", `ig-${name}`))));
  const cap = make("div", "ig-cap", {}, ...spaced([head, ...["prompt", "facts", "remark", "notes"].map((name) => make("div", `ig-${name}`))]));
  const tile = make("div", "ig-tile", { role: "gridcell", tabindex: "-1", "data-id": place.id }, ...spaced([mat, cap, make("div", "ig-pads"), make("div", "ig-acts"), makeDetails()]));
  return tile;
}

const tool = (act, words, look) => button(words, "ig-btn--quiet ig-btn--icon", { sign: look, alone: true, tabindex: "-1", "data-act": act });

export function drawTile(tile, place, { wire, able, several, stop, chosen }) {
  const [mat, cap, pads, acts, technical] = tile.children, [picture, hold, cross, , star, tools] = mat.children;
  const url = wire.thumbs.get(place.sha), card = place.answers.length > 0;
  set(tile, "data-s", place.s);
  drawPicture(picture, place, url, wire.thumbs.get(place.preview));
  hold.hidden = Boolean(url);
  drawHold(hold, place, wire);
  cross.hidden = !url || !place.quarters?.length;
  if (!cross.hidden && !cross.firstChild) cross.append(...QUARTERS.map((one) => make("i", "", { "data-n": one })));
  drawCaption(cap, place, several, able.brief);
  if (able.act) drawPads(pads, place);
  drawActs(acts, place, able);
  drawDetails(technical, place.details ?? []);
  set(tile, "aria-label", said(hold, cap, pads, acts, technical, place));
  set(tile, "aria-selected", String(chosen));
  tile.tabIndex = stop ? 0 : -1;
  tile.classList.toggle("ig-card", card);
  tools.hidden = card || !url;
  const again = tools.querySelector("[data-act='again']");
  if (again) again.hidden = Boolean(place.under); // a button that was used gives what it gave
  star.hidden = card || !url || !place.ref;
  set(star, "aria-pressed", String(Boolean(place.star)));
  const off = wire.alive ? null : "true";
  for (const one of tile.querySelectorAll("[data-act]")) {
    if (one.dataset.used === undefined) set(one, "aria-disabled", one.dataset.pays !== undefined && wire.locked ? "true" : HERE.has(one.dataset.act) ? null : off);
  }
}

function drawPicture(picture, place, url, preview) {
  const source = url || preview || "";
  if (source && picture.src !== source) picture.src = source;
  picture.hidden = !source;
  picture.alt = url ? place.alt : ""; // what is coming is said by its word
  picture.classList.toggle("ig-preview", Boolean(!url && preview));
}

function drawHold(hold, place, wire) {
  const [look, word, more, card] = hold.children, lost = place.sha && wire.thumbs.get(place.sha) === "";
  sign(look, lost ? "bad" : place.s);
  put(word, lost ? "File not found" : place.sha ? "Fetching" : place.word);
  put(more, place.said);
  card.hidden = !place.answers.length;
  if (!card.hidden) drawAnswers(card, place);
}

function drawAnswers(card, { answers, spent }) {
  const told = JSON.stringify(answers);
  if (card.dataset.of === told) return;
  card.dataset.of = told;
  card.replaceChildren(...spaced(answers.map(([question, words]) => make("div", "", {}, make("dt", "", {}, question), " ", make("dd", "", {}, words)))));
  const at = answers.findIndex(([question]) => question === spent?.[0]), [kind, look] = SPENT[spent?.[1]] ?? [], money = card.children[at]?.lastChild;
  if (money && kind) { money.dataset.s = kind; money.prepend(icon(look)); }
}

function drawCaption(cap, place, several, brief) {
  const [head, prompt, facts, remark, notes] = cap.children, [under, who, badge] = head.children;
  put(under, place.under ?? "");
  put(who, place.who);
  drawBadge(badge, place.sandbox);
  put(prompt, several ? place.prompt : "");
  prompt.title = prompt.textContent;
  // Where all comes from the store, and each has its badge, neither is said a second time.
  const told = [...place.facts, ...(place.stored && !brief ? ["from store"] : []), ...(place.sketch && !brief ? [place.sketch] : [])];
  const before = [...facts.children].map((one) => one.textContent);
  if (told.join("\n") !== before.join("\n")) facts.replaceChildren(...spaced(told.map((fact) => make("span", "", {}, fact))));
  put(remark, place.note ?? "");
  put(notes, place.notes.join(" "));
}

export function drawBadge(badge, sandbox) {
  if (badge.dataset.of === String(sandbox)) return;
  badge.dataset.of = String(sandbox);
  badge.className = `ig-badge ${sandbox ? "ig-badge--sandbox" : "ig-badge--live"}`;
  badge.replaceChildren(icon(sandbox ? "sandbox" : "live"), sandbox ? "sandbox" : "live");
}

// The buttons of a sheet lie as its quarters lie; a used one stays, with a tick.
function drawPads(pads, place) {
  const told = JSON.stringify(place.pads ?? []);
  if (pads.dataset.of === told) return;
  pads.dataset.of = told;
  pads.replaceChildren(...spaced((place.pads ?? []).map((pad) => make("div", "ig-pad", { role: "group", "aria-label": pad.title },
    ...spaced([make("span", "ig-pad-t", { "aria-hidden": "true" }, pad.title), ...pad.buttons.map((one) => padButton(pad, one))])))));
}

function padButton(pad, { name, used }) {
  const words = `${pad.title} ${name}${used ? ", used" : ""}`;
  const node = button(name, "ig-btn--s", { "data-act": "act", "data-name": name, "data-pays": "", tabindex: "-1", "aria-label": words, title: words });
  if (used) { node.append(icon("tick")); set(node, "aria-disabled", "true"); node.dataset.used = ""; }
  return node;
}

// The remedies of a card, and a way to have it out of sight.
function drawActs(acts, place, able) {
  const offered = (place.remedies ?? []).filter(({ act }) => able[act] || (act === "forget" && able.fetch) || (act === "set-key" && able.key));
  const told = JSON.stringify([offered, place.price]);
  acts.hidden = !offered.length;
  if (acts.dataset.of === told) return;
  acts.dataset.of = told;
  acts.replaceChildren(...spaced(offered.map((one, at) => remedy(one, at === 0, place.price))));
}

// The likeliest is filled; one that pays says what.
function remedy({ act, words }, first, price) {
  const pays = act === "again", look = first ? "ig-btn--fill" : act === "drop" ? "ig-btn--quiet" : "";
  return button(pays && price ? `${words}, ${price}` : words, `ig-btn--s ${look}`, { sign: SIGNS[act], "data-act": act, tabindex: "-1", ...(pays ? { "data-pays": "" } : {}) });
}

// What a report would name; folded, since a person has read what happened above.
function makeDetails() {
  const summary = make("summary", "", { "data-act": "fold", tabindex: "-1" }, icon("more"), "Technical details");
  const take = button("Copy", "ig-btn--s ig-btn--quiet", { sign: "copy", "data-act": "report", tabindex: "-1" });
  return make("details", "ig-fold ig-technical", { hidden: "" }, ...spaced([summary, make("dl"), take]));
}

function drawDetails(technical, details) {
  const told = JSON.stringify(details);
  technical.hidden = !details.length;
  if (technical.dataset.of === told) return;
  technical.dataset.of = told;
  technical.children[1].replaceChildren(...spaced(details.flatMap(([name, value]) => [make("dt", "", {}, name), make("dd", "", {}, value)])));
}

// What is to be seen of a tile is what it is called, without its tools: a person who speaks to the page says what he sees.
function said(hold, cap, pads, acts, technical, place) {
  const parts = [hold.hidden ? null : hold, ...cap.children, pads, acts.hidden ? null : acts].filter(Boolean);
  const words = parts.flatMap((part) => [...part.children].filter((one) => !one.hidden).map((one) => one.textContent).concat(part.children.length ? [] : part.textContent));
  const told = technical.hidden ? [] : [...technical.querySelectorAll(technical.open ? "summary, dt, dd, button" : "summary")].map((one) => one.textContent);
  return [...words, ...told, place.star ? "starred" : ""].filter(Boolean).join(", ");
}
