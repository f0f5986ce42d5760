// What may be spent: what is left of it, and where a person sets another. Python reads the figures and says what is wrong.
import { button, icon, make, put, set } from "./parts.js";

const BOUNDS = [["usd", "Dollars"], ["credits", "Credits"], ["images", "Pictures"]];

export function makeBudget(wire, page) {
  let told = "";
  const words = make("span"), link = button("", "ig-link", { "aria-expanded": "false", "aria-controls": `${page}-budget` });
  const line = make("p", "ig-help", {}, words, " ", link);
  const entries = BOUNDS.map(([name, label]) => {
    const entry = make("input", "ig-in", { id: `${page}-budget-${name}`, inputmode: "decimal", autocomplete: "off", placeholder: "no bound", "data-name": name });
    return make("div", "ig-field", {}, make("label", "ig-label", { for: entry.id }, label), entry);
  });
  const per = make("select", "ig-in", { id: `${page}-budget-per`, "data-name": "per" });
  const span = make("div", "ig-field", {}, make("label", "ig-label", { for: per.id }, "Counted"), per);
  const wrong = make("p", "ig-wrong", { role: "alert", hidden: "" }, icon("bad"), make("span"));
  const use = button("Set the budget", "ig-btn--s ig-btn--fill", {}), none = button("No budget", "ig-btn--s", {}), shut = button("Close", "ig-btn--s ig-btn--quiet", {});
  const node = make("div", "ig-key", { id: `${page}-budget`, role: "group", "aria-label": "Budget", hidden: "" },
    make("p", "ig-help", {}, "The most that may be spent with this store; what would be more is refused before it is sent."),
    make("div", "ig-bounds", {}, ...entries, span), wrong, make("div", "ig-row-b", {}, use, none, shut));
  const controls = [...node.querySelectorAll("[data-name]")];

  const open = (is) => {
    node.hidden = !is;
    set(link, "aria-expanded", String(is));
    wrong.hidden = true;
    if (is) controls[0].focus(); else link.focus();
  };
  const tell = (given) => {
    wire.hear("budgeted", ({ problem }) => {
      put(wrong.lastChild, problem);
      wrong.hidden = !problem;
      if (problem) controls[0].focus(); else open(false);
    });
    wire.say("budget", given);
  };
  const send = () => tell(Object.fromEntries(controls.map((one) => [one.dataset.name, one.value])));
  link.addEventListener("click", () => open(node.hidden));
  use.addEventListener("click", send);
  none.addEventListener("click", () => tell({}));
  shut.addEventListener("click", () => open(false));
  node.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.localName === "input" && !event.ctrlKey && !event.metaKey) send();
    else if (event.key === "Escape") open(false);
    else return;
    event.preventDefault();
  });

  const draw = (given, off) => {
    put(words, given.words ? `Budget: ${given.words}` : "");
    put(link.firstChild, given.words ? "Change" : "Set a budget");
    none.hidden = !given.words;
    line.hidden = !given.spans || off;
    if (off) node.hidden = true;
    const key = JSON.stringify([given.spans, given.set]);
    if (key === told) return; // what is typed stays
    told = key;
    per.replaceChildren(...(given.spans ?? []).map(([value, word]) => make("option", "", { value }, word)));
    for (const one of controls) one.value = given.set?.[one.dataset.name] ?? "";
  };
  return { line, node, draw, open: () => open(true) };
}
