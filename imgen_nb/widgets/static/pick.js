// A list to choose from, below what it belongs to: under a box one writes in, or under a button.
import { button, make, put, set } from "./parts.js";

// `words(item)` gives what an item says; `choose(item)` is called once for each choice.
export function makePick(id, name, { words, choose }) {
  const node = make("div", "ig-pop", { role: "listbox", id, "aria-label": name, tabindex: "-1", hidden: "" });
  let items = [], at = -1, owner = null;

  const active = (to) => {
    at = items.length ? (to + items.length) % items.length : -1;
    [...node.children].forEach((one, place) => set(one, "aria-selected", String(place === at)));
    const now = node.children[at];
    const reader = owner?.getAttribute("role") === "combobox" ? owner : node; // who has the focus names the choice
    set(reader, "aria-activedescendant", now ? now.id : null);
    now?.scrollIntoView({ block: "nearest" });
  };
  const open = (some, from, first = 0) => {
    items = some;
    owner = from;
    node.replaceChildren(...items.map((item, place) => make("div", "ig-pop-o", { role: "option", id: `${id}-${place}`, "data-at": place }, ...[words(item)].flat())));
    node.hidden = !items.length;
    set(owner, "aria-expanded", String(!node.hidden));
    active(first);
  };
  const shut = () => {
    if (node.hidden) return false;
    node.hidden = true;
    set(owner, "aria-expanded", "false");
    set(owner, "aria-activedescendant", null);
    return true;
  };
  const take = () => { const item = items[at]; shut(); if (item !== undefined) choose(item); };
  // True where the key was the list's.
  const key = (event) => {
    if (node.hidden) return false;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (to !== undefined) active(to);
    else if (event.key === "Enter") take();
    else if (event.key === "Escape") shut();
    else return false;
    event.preventDefault();
    return true;
  };
  node.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays where one writes
  node.addEventListener("click", (event) => {
    const one = event.target.closest("[data-at]");
    if (one) { active(Number(one.dataset.at)); take(); }
  });
  return { node, open, shut, key, get shown() { return !node.hidden; } };
}

// A box to write in with a list of what is known: each word written must be in an item's text.
export function makeCombo(id, name, { words, choose }) {
  const control = make("input", "ig-in ig-combo", { id, role: "combobox", autocomplete: "off", spellcheck: "false", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": `${id}-list` });
  const pick = makePick(`${id}-list`, name, { words, choose: (item) => { control.value = item.value; choose(); } });
  let known = [];
  const show = (all) => {
    const wanted = all ? [] : control.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = known.filter((item) => wanted.every((word) => [item.value, item.word].join(" ").toLowerCase().includes(word)));
    pick.open(found, control, Math.max(0, found.findIndex((item) => item.value === control.value)));
  };
  control.addEventListener("click", () => (pick.shown ? pick.shut() : show(true)));
  control.addEventListener("input", () => show(false));
  control.addEventListener("blur", () => pick.shut());
  control.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey) return;
    if (pick.key(event)) event.stopPropagation();
    else if (event.key === "ArrowDown") { show(true); event.preventDefault(); }
  });
  return { control, list: pick.node, known: (some) => { known = some; } };
}

export function makeRecent(wire, page, choose) {
  const open = button("Recent", "ig-btn--s ig-btn--quiet ig-recent", { sign: "recent", "aria-haspopup": "listbox", "aria-expanded": "false" });
  const none = make("span", "ig-help", { role: "note", hidden: "" });
  const pick = makePick(`${page}-recent`, "Recent prompts", { words: (prompt) => prompt, choose: (prompt) => { open.focus(); choose(prompt); } });
  open.addEventListener("click", () => {
    if (pick.shut()) return;
    wire.hear("recent", ({ prompts }) => { // who asked last is answered: a panel may be shown twice
      none.hidden = prompts.length > 0;
      put(none, prompts.length ? "" : "No prompt was sent from this store yet.");
      pick.open(prompts, open);
      if (prompts.length) pick.node.focus();
    });
    wire.say("recent");
  });
  pick.node.addEventListener("keydown", (event) => {
    if (event.key === "Escape" || event.key === "Tab") open.focus();
    if (pick.key(event)) event.stopPropagation();
  });
  pick.node.addEventListener("blur", () => pick.shut());
  return { button: open, list: pick.node, none };
}
