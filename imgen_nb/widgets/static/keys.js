// The key of a provider: what the form says of it, and where one is entered. What is entered leaves at once and stays nowhere.
import { button, icon, make, put, set } from "./parts.js";

const SAID = { missing: "Add a key", set: "Change the key", refused: "Enter another key" };

export function makeKeys(wire, page) {
  let key = {};
  const link = button("", "ig-link", { "aria-expanded": "false", "aria-controls": `${page}-key` });
  const bad = make("p", "ig-wrong", { hidden: "" }, icon("bad"), make("span"));
  const entry = make("input", "ig-in", { id: `${page}-key-in`, type: "password", autocomplete: "off", spellcheck: "false", placeholder: "paste it here" });
  const label = make("label", "ig-label", { for: entry.id });
  const help = make("div", "ig-help", { id: `${page}-key-help` }), wrong = make("div", "ig-wrong", { id: `${page}-key-wrong`, hidden: "" }, icon("bad"), make("span"));
  const choice = (value, words, checked) => make("label", "ig-radio", {}, make("input", "", { type: "radio", name: `${page}-keep`, value, ...(checked ? { checked: "" } : {}) }), words);
  const keep = make("fieldset", "ig-field", {}, make("legend", "ig-label", {}, "Keep it"),
    choice("memory", "until this kernel stops", true), choice("keyring", "in this computer’s keyring", false));
  const use = button("Use this key", "ig-btn--s ig-btn--fill", { sign: "key" });
  const ring = button("Use the one in the keyring", "ig-btn--s", {});
  const forget = button("Forget it", "ig-btn--s", {});
  const stay = button("Close", "ig-btn--s ig-btn--quiet", {});
  const node = make("div", "ig-key", { id: `${page}-key`, role: "group", "aria-label": "Key", hidden: "" }, label, entry, help, wrong, keep,
    make("div", "ig-row-b", {}, use, ring, forget, stay));

  const kept = () => node.querySelector("input[type=radio]:checked")?.value ?? "memory";
  const open = (is) => {
    node.hidden = !is;
    set(link, "aria-expanded", String(is));
    entry.value = "";
    if (is) entry.focus(); else link.focus();
  };
  const tell = (given) => { // who asked last is answered: a panel may be shown twice
    wire.hear("keyed", ({ problem }) => { if (problem) entry.focus(); else open(false); });
    wire.say("key", given);
  };
  const send = () => {
    const given = entry.value;
    entry.value = "";
    if (given.trim()) tell({ key: given, keep: kept() });
    else entry.focus();
  };
  link.addEventListener("click", () => open(node.hidden));
  use.addEventListener("click", send);
  ring.addEventListener("click", () => tell({ keep: "keyring" }));
  forget.addEventListener("click", () => { wire.say("keyless"); open(false); });
  stay.addEventListener("click", () => open(false));
  node.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === entry) { send(); event.preventDefault(); }
    else if (event.key === "Escape") { open(false); event.preventDefault(); }
  });

  const draw = (given, off) => {
    if (given.provider !== key.provider && !node.hidden) { node.hidden = true; set(link, "aria-expanded", "false"); entry.value = ""; }
    key = given;
    link.hidden = !key.state || off;
    put(link.firstChild, SAID[key.state] ?? "");
    bad.hidden = key.state !== "refused";
    put(bad.lastChild, key.said ?? "");
    put(label, `Key for ${key.title ?? ""}`);
    put(help, `It stays in this kernel: never in the notebook, its outputs or the store. ${(key.names ?? []).join(" or ")} in the environment does the same.`);
    wrong.hidden = !key.problem;
    put(wrong.lastChild, key.problem ?? "");
    set(entry, "aria-invalid", key.problem ? "true" : null);
    set(entry, "aria-describedby", key.problem ? `${wrong.id} ${help.id}` : help.id);
    for (const one of [keep, ring]) one.hidden = !key.keyring;
    forget.hidden = !key.given;
    if (off) node.hidden = true;
  };
  return { link, bad, node, draw, open: () => open(true) };
}
