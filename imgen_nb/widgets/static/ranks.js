// What the votes tell: a table for each question; where models were judged, an interval on one scale for all.
import { icon, make, put } from "./parts.js";

export function makeRanks() {
  const notes = make("div", "ig-vote-notes"), tables = make("div", "ig-asks"), small = make("div", "ig-quiet");
  const node = make("div", "ig-vote ig-ranks", {}, notes, tables, small);
  let drawn = null;

  const interval = (line) => {
    const [low, at, high] = line.ends;
    const bar = make("div", "ig-ci", { role: "img", "aria-label": `strength ${line.strength}`, title: line.strength });
    for (const [name, value] of [["--lo", low], ["--at", at], ["--hi", high]]) bar.style.setProperty(name, `${value}%`);
    return make("td", "", {}, bar);
  };
  const row = (line) => make("tr", "", {},
    make("th", "", { scope: "row" }, line.who), make("td", "", {}, line.chosen), ...(line.ends ? [interval(line)] : []));
  const table = ({ head, lines }) => {
    const ranked = lines.some((line) => line.ends);
    const scale = make("th", "ig-scale", { scope: "col" }, "Strength and interval", make("span", "", {}, make("span", "", {}, "weaker"), make("span", "", {}, "stronger")));
    const heads = [make("th", "", { scope: "col" }, "Contestant"), make("th", "", { scope: "col" }, "Chosen"), ...(ranked ? [scale] : [])];
    return make("table", "ig-rank", {}, make("caption", "", {}, head), make("thead", "", {}, make("tr", "", {}, ...heads)), make("tbody", "", {}, ...lines.map(row)));
  };
  const draw = (told) => {
    node.hidden = !told;
    if (!told || drawn === told) return;
    drawn = told;
    const open = told.tables.filter((one) => one.note);
    notes.replaceChildren(...open.map((one) => make("div", "ig-vote-note", { role: "note" }, icon("wait"), make("span", "", {}, make("b", "", {}, `${one.head}: `), one.note))));
    tables.replaceChildren(...told.tables.map(table));
    put(small, told.notes.join(" "));
  };
  return { node, draw };
}
