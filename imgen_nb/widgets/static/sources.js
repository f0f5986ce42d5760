// Pictures that a person gives: chosen as a file, dropped, pasted, or dragged from the grid; beside them, addresses.
import { button, icon, keep, make, put, set } from "./parts.js";

const TYPES = "image/png,image/jpeg,image/webp,image/gif";
export const OURS = "application/x-imgen-picture"; // a picture of the grid, dragged

// What is dropped or pasted here is told, with the field that it came to, if it came to one.
export function receive(node, wire, field, mark = node) {
  const has = (data) => [...(data?.types ?? [])].some((type) => type === "Files" || type === OURS);
  const over = (is) => mark.classList.toggle("ig-over", is);
  node.addEventListener("dragover", (event) => {
    if (!has(event.dataTransfer)) return;
    event.preventDefault();
    event.stopPropagation();
    over(true);
  });
  node.addEventListener("dragleave", (event) => { if (!node.contains(event.relatedTarget)) over(false); });
  node.addEventListener("drop", (event) => {
    over(false);
    if (!has(event.dataTransfer)) return;
    event.preventDefault();
    event.stopPropagation();
    const ours = event.dataTransfer.getData(OURS);
    if (ours) wire.say("source", { sha: ours, field }); else give(event.dataTransfer.files, wire, field);
  });
  node.addEventListener("paste", (event) => {
    if (!event.clipboardData?.files.length) return;
    event.preventDefault();
    event.stopPropagation();
    give(event.clipboardData.files, wire, field);
  });
}

async function give(files, wire, field) {
  for (const file of files) wire.give({ field, name: file.name }, await file.arrayBuffer());
}

export function makeSources(wire, field, id, tell, dressed) {
  const held = new Map();
  const control = make("textarea", "ig-in ig-lines", { id, rows: "1", spellcheck: "false" });
  const { node, dress } = dressed(field, id, control);
  const given = make("ul", "ig-given", { "aria-label": `${field.label}, in hand` });
  const file = make("input", "", { type: "file", accept: TYPES, hidden: "", tabindex: "-1", "aria-label": `File for ${field.label}` });
  const choose = button("Choose a file", "ig-btn--s", { sign: "put" });
  const row = make("div", "ig-give", {}, choose, make("span", "ig-help", {}, "or drop or paste a picture here"), file);
  node.insertBefore(given, control);
  node.insertBefore(row, control);
  file.multiple = !field.one;
  choose.addEventListener("click", () => file.click());
  file.addEventListener("change", async () => { await give(file.files, wire, field.name); file.value = ""; });
  control.addEventListener("input", () => tell(false));
  control.addEventListener("change", () => tell(true));
  receive(node, wire, field.name);

  const item = (one) => {
    const away = button("", "ig-btn--quiet ig-btn--icon", { sign: "shut", alone: true });
    away.addEventListener("click", () => {
      wire.say("take", { field: field.name, at: Number(away.dataset.at) });
      choose.focus(); // what had the focus goes away with the answer
    });
    return make("li", "", {}, make("span", "ig-give-p", {}, icon("open")), make("span", "ig-help"), away);
  };
  const change = (entry, one) => {
    const [place, word, away] = entry.children, url = wire.thumbs.get(one.sha);
    if (url && place.firstChild?.src !== url) place.replaceChildren(make("img", "", { src: url, alt: `Source picture ${one.at + 1}` }));
    put(word, one.word);
    away.dataset.at = one.at;
    set(away, "aria-label", `Take away source picture ${one.at + 1}`);
    away.title = away.getAttribute("aria-label");
  };
  const draw = (now, behind) => {
    if (!behind && control.value !== now.value) control.value = now.value;
    control.placeholder = now.unset;
    control.rows = Math.max(1, Math.min(6, now.value.split("\n").length));
    keep(given, now.items.map((one) => ({ ...one, at: one.id, id: `${one.id} ${one.sha}` })), held, item, change);
    given.hidden = !now.items.length;
    wire.need(now.items.map((one) => one.sha));
    dress(now);
  };
  return { node, draw, read: () => control.value, control };
}
