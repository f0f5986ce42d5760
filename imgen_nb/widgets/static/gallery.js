// The gallery: what is looked for, what is not settled, the pictures, and what the store weighs and cost.
import { makeAsk } from "./ask.js";
import { makeFilters } from "./filters.js";
import { AGAIN, widget } from "./frame.js";
import { makeGrid } from "./grid.js";
import { button, icon, make, put } from "./parts.js";
import { makeUnsettled } from "./unsettled.js";

const NOTHING = "Nothing here yet. What you generate is kept, and can be found again here.";
const NO_MATCH = "Nothing fits. Fewer filters find more.";
const AHEAD = 3; // rows from the end at which the next page is asked for
const STALE_MS = 3000;
const SPENT = ["Day", "Provider", "Pictures", "Spent", "Price unknown"];

export default widget(["head"], (root, wire, model) => {
  const { node: question, ask } = makeAsk();
  const filters = makeFilters((asked) => { asking = -1; wire.say("find", { asked }); });
  const unsettled = makeUnsettled(wire, ask);
  let asking = -1; // how many places there were when more were asked for
  const ids = (places) => ({ ids: places.map((place) => place.id) });
  const write = async (places) => {
    const text = await ask(places.length > 1 ? `A note on ${places.length} pictures` : "A note", "It is searched like a prompt. A word that begins with # is a tag to filter by.", "Keep", { field: places[0]?.note ?? "" });
    if (text !== false) wire.say("note", { ...ids(places), text });
  };
  const grid = makeGrid(wire, {
    least: 170, prompts: true, brief: true, fetch: true, empty: NOTHING,
    bar: [
      { words: "Note", sign: "sandbox", act: write },
      { words: "Export as zip", sign: "zip", act: (places) => wire.say("zip", ids(places)) },
      { words: "Delete", sign: "bin", act: (places) => wire.say("weigh", ids(places)) },
    ],
    end: (left) => {
      const head = model.get("head") ?? {}, here = wire.places.length;
      if (here && head.more && left <= AHEAD && asking !== here && wire.alive) { asking = here; wire.say("more"); }
    },
  });
  const more = button("Show more", "ig-btn--s", {}), note = make("p", "ig-note", { role: "status" });
  const weight = make("span"), where = make("code"), table = make("table", "ig-spent");
  const fold = make("details", "ig-fold", {}, make("summary", "", {}, icon("more"), "What was spent, by day and provider"), table);
  const foot = make("div", "ig-foot", {}, make("span", "", {}, "Store: ", weight, " in ", where), make("span", "ig-push"), more);
  const gone = make("p", "ig-gone", { role: "status" });
  const panel = make("section", "ig-panel ig-gallery", { "aria-label": "Gallery" }, gone, filters.node, unsettled.node, note, grid.node, foot, fold, question);
  root.append(panel);
  // Whoever comes to it sees what was made meanwhile, elsewhere in the notebook.
  let looked = 0;
  const look = () => { if (Date.now() - looked > STALE_MS) { looked = Date.now(); wire.say("look"); } };
  panel.addEventListener("pointerenter", look);
  panel.addEventListener("focusin", (event) => { if (!panel.contains(event.relatedTarget)) look(); });

  more.addEventListener("click", () => wire.say("more"));
  fold.addEventListener("toggle", () => { if (fold.open) wire.say("spent"); });
  wire.hear("weighed", async (message) => {
    if (await ask("Delete for good?", message.words, "Delete", { bad: true })) wire.say("delete", { ids: message.ids });
  });
  wire.hear("file", (message, url) => make("a", "", { href: url, download: message.name }).click());
  wire.hear("spent", ({ rows }) => table.replaceChildren(
    make("thead", "", {}, make("tr", "", {}, ...SPENT.map((words) => make("th", "", { scope: "col" }, words)))),
    make("tbody", "", {}, ...(rows.length ? rows : [["Nothing was spent in three months."]]).map((row) => make("tr", "", {}, ...row.map((words) => make("td", "", row.length > 1 ? {} : { colspan: SPENT.length }, words)))))));

  return () => {
    const head = model.get("head") ?? {};
    put(gone, wire.alive ? "" : AGAIN);
    filters.draw(head, wire.alive);
    unsettled.draw(head);
    put(note, head.note ?? "");
    note.hidden = !head.note;
    put(weight, head.size ?? "");
    put(where, head.place ?? "");
    more.hidden = !head.more || !wire.alive;
    grid.say(filters.any ? NO_MATCH : NOTHING);
    grid.draw();
  };
});
