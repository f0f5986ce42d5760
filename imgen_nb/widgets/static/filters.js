// What is looked for: a word in prompts and notes, lists, stars, who answered, the order; told when it settles.
import { button, icon, make, put, set } from "./parts.js";

const PAUSE_MS = 200;
const LISTS = [["provider", "All providers"], ["model", "Any model"], ["ratio", "Any ratio"], ["tag", "Any tag"], ["since", "Any time"], ["standing", "All that is settled"]];
const NAMES = { provider: "Provider", model: "Model", ratio: "Aspect ratio", tag: "Tag", since: "When", standing: "What became of it" };

export function makeFilters(tell) {
  const asked = {};
  let waiting = 0, told = "";
  const text = make("input", "ig-in ig-search-in", { type: "search", placeholder: "Search in prompts and notes", "aria-label": "Search in prompts and notes" });
  const lists = Object.fromEntries(LISTS.map(([name]) => [name, make("select", "ig-in", { "aria-label": NAMES[name] })]));
  const starred = button("Starred", "ig-btn--s", { sign: "star", "aria-pressed": "false" });
  const who = ["sandbox", "live"].map((name) => button(name === "live" ? "Live" : "Sandbox", "ig-btn--s", { sign: name, "data-who": name, "aria-pressed": "false" }));
  const sort = make("select", "ig-in", { "aria-label": "Order" }, make("option", "", { value: "" }, "Newest first"), make("option", "", { value: "oldest" }, "Oldest first"));
  const found = make("span", "ig-quiet ig-num", { role: "status" }), reset = button("Reset", "ig-btn--s ig-btn--quiet", {});
  const node = make("div", "ig-filters", { role: "search", "aria-label": "Pictures" },
    make("div", "ig-search", {}, icon("look"), text), make("div", "ig-found", {}, found, reset),
    make("div", "ig-lists", {}, ...Object.values(lists), starred, ...who, make("span", "ig-push"), sort));

  const now = () => { clearTimeout(waiting); tell({ ...asked }); };
  const change = (name, value, wait = false) => {
    if (value) asked[name] = value; else delete asked[name];
    clearTimeout(waiting);
    if (wait) waiting = setTimeout(now, PAUSE_MS); else now();
    look();
  };
  const look = () => {
    set(starred, "aria-pressed", String(Boolean(asked.starred)));
    for (const one of who) set(one, "aria-pressed", String(asked.who === one.dataset.who));
    const number = Object.keys(asked).filter((name) => name !== "sort").length;
    reset.hidden = !number;
    put(reset.lastChild, `Reset ${number}`);
  };
  text.addEventListener("input", () => change("text", text.value.trim(), true));
  for (const [name, list] of Object.entries(lists)) list.addEventListener("change", () => change(name, list.value));
  starred.addEventListener("click", () => change("starred", !asked.starred));
  for (const one of who) one.addEventListener("click", () => change("who", asked.who === one.dataset.who ? "" : one.dataset.who));
  sort.addEventListener("change", () => change("sort", sort.value));
  reset.addEventListener("click", () => {
    for (const name of Object.keys(asked)) delete asked[name];
    for (const one of [text, sort, ...Object.values(lists)]) one.value = "";
    now();
    look();
    text.focus();
  });
  look();
  return {
    node,
    get any() { return Object.keys(asked).some((name) => name !== "sort"); },
    draw(head, alive) {
      put(found, head.found ?? "");
      const choices = JSON.stringify(head.choices ?? {});
      if (choices !== told) {
        told = choices;
        for (const [name, all] of LISTS) {
          const list = lists[name], had = list.value, some = head.choices?.[name] ?? [];
          list.replaceChildren(make("option", "", { value: "" }, all), ...some.map((one) => make("option", "", { value: one.id }, one.title)));
          list.value = some.some((one) => one.id === had) ? had : "";
          list.hidden = !some.length;
        }
      }
      for (const one of node.querySelectorAll("select, input")) one.disabled = !alive;
    },
  };
}
