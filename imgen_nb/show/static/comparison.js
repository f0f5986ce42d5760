// The page of a comparison: its cells lie as the reader wants them, and its pictures open. Nothing is loaded from anywhere.
const { sides, order } = JSON.parse(document.getElementById("axes").textContent);
const board = document.getElementById("board");
const tools = document.getElementById("tools");
const cells = [...board.children];
const viewer = new Viewer(document.getElementById("viewer"));
const wide = sides.map((side, place) => place).filter((place) => sides[place].heads.length > 1);
let [down, across] = order;

const at = (cell) => cell.dataset.at.split(",").map(Number);
const say = (words) => { document.getElementById("said").textContent = words; };

const head = (side, place, scope) => {
  const node = make("th", { scope });
  node.textContent = side.heads[place];
  if (side.notes[place]) node.append(make("small", {}, side.notes[place]));
  return node;
};

function lay() {
  if (wide.length < 2) return;
  const others = wide.filter((place) => place !== down && place !== across);
  const pages = new Map();
  for (const cell of cells) {
    const key = others.map((place) => at(cell)[place]).join();
    pages.set(key, [...(pages.get(key) ?? []), cell]);
  }
  board.className = "";
  board.replaceChildren(...[...pages].map(([key, some]) => table(others, key, some)));
}

function table(others, key, some) {
  const places = key.split(",").map(Number);
  const title = others.map((side, number) => sides[side].heads[places[number]]).join(", ");
  const first = make("td");
  first.textContent = `${sides[down].title} / ${sides[across].title}`;
  first.className = "corner";
  const heads = sides[across].heads.map((_, place) => head(sides[across], place, "col"));
  const rows = sides[down].heads.map((_, row) => {
    const line = sides[across].heads.map((_, column) => {
      const cell = some.find((one) => at(one)[down] === row && at(one)[across] === column);
      return make("td", {}, ...(cell ? [cell] : []));
    });
    return make("tr", {}, head(sides[down], row, "row"), ...line);
  });
  const made = make("table", {}, make("thead", {}, make("tr", {}, first, ...heads)), make("tbody", {}, ...rows));
  const scroll = make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": title || "Comparison" }, made);
  const words = make("h2");
  words.textContent = title;
  return make("section", { class: "page" }, ...(title ? [words] : []), scroll);
}

function chooser(words, chosen, choose) {
  const select = make("select", { onchange: () => choose(Number(select.value)) });
  for (const place of wide) select.append(make("option", { value: place }, sides[place].title));
  select.value = chosen;
  return [select, make("label", {}, words, select)];
}

function pivot() {
  const turn = (rows, columns) => {
    if (rows === columns) [rows, columns] = rows === down ? [across, columns] : [rows, down];
    [down, across] = [rows, columns];
    [rowsOf.value, columnsOf.value] = [down, across];
    lay();
    say(`${sides[down].title} down, ${sides[across].title} across`);
  };
  const [rowsOf, rows] = chooser("Rows", down, (place) => turn(place, place === across ? down : across));
  const [columnsOf, columns] = chooser("Columns", across, (place) => turn(place === down ? across : down, place));
  return [rows, columns, make("button", { type: "button", onclick: () => turn(across, down) }, "Swap rows and columns")];
}

const of = (image) => ({ source: image.src, alt: image.alt, label: image.closest(".cell").dataset.label, image });
const inOrder = () => [...board.querySelectorAll(".open img")].map(of);
const picked = () => inOrder().filter(({ image }) => image.closest(".cell").querySelector(".pick input")?.checked);

const compare = make("button", { type: "button", onclick: () => viewer.open(picked().slice(0, 6)) }, "Compare");
function count() {
  const number = picked().length;
  compare.disabled = number < 2;
  compare.textContent = number < 2 ? "Compare: choose two or more" : number > 6 ? "Compare the first 6" : `Compare ${number} pictures`;
}

board.addEventListener("click", (event) => {
  const image = event.target.closest(".open")?.querySelector("img");
  if (!image) return;
  const all = inOrder();
  viewer.open([all.find((one) => one.image === image)], all);
});
board.addEventListener("change", count);
for (const pick of board.querySelectorAll(".pick")) pick.hidden = false;

const size = make("input", { type: "range", min: "120", max: "640", step: "20", value: "300",
  oninput: () => document.documentElement.style.setProperty("--cell", `${size.value}px`) });
const narrow = Math.max(120, Math.min(300, Math.floor((innerWidth - 200) / (sides[across]?.heads.length || 4) / 20) * 20));
if (wide.length > 1) { size.value = narrow; document.documentElement.style.setProperty("--cell", `${narrow}px`); }
tools.append(...(wide.length > 1 ? pivot() : []), make("label", {}, "Size", size), compare);
tools.hidden = false;
lay();
count();
