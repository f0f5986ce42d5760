// Pictures large: one, several side by side, or two under a divider; all of them zoom and move together.
const make = (name, given = {}, ...inner) => {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(given)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value === true) node.setAttribute(key, "");
    else if (value !== false && value != null) node.setAttribute(key, value);
  }
  node.append(...inner);
  return node;
};

class Viewer {
  constructor(dialog) {
    this.dialog = dialog;
    this.shown = [];
    this.title = make("h2", { id: "viewed" });
    this.modes = make("div", { role: "group", "aria-label": "How to compare" },
      ...["Side by side", "Divider", "Blink"].map((mode) => make("button", { type: "button", onclick: () => this.turn(mode) }, mode)));
    this.percent = make("output", { "aria-label": "Zoom" });
    const zoom = make("div", { role: "group", "aria-label": "Zoom" },
      make("button", { type: "button", "aria-label": "Smaller", onclick: () => this.zoom(1 / 1.4) }, "−"), this.percent,
      make("button", { type: "button", "aria-label": "Larger", onclick: () => this.zoom(1.4) }, "+"),
      make("button", { type: "button", onclick: () => this.fit() }, "Fit"));
    this.steps = make("div", { role: "group", "aria-label": "Other pictures" },
      make("button", { type: "button", onclick: () => this.step(-1) }, "Previous"),
      make("button", { type: "button", onclick: () => this.step(1) }, "Next"));
    this.close = make("button", { type: "button", onclick: () => dialog.close() }, "Close");
    this.stage = make("div", { class: "stage", tabindex: "0", role: "group",
      "aria-label": "Pictures: plus and minus zoom, arrows move, 0 fits" });
    this.at = make("input", { type: "range", min: "0", max: "100", value: "50", step: "1", oninput: () => this.divide() });
    this.divider = make("label", { class: "divider" }, "Divider", this.at);
    dialog.append(make("div", { class: "bar" }, this.title, this.modes, this.steps, zoom, this.close), this.stage, this.divider);
    dialog.addEventListener("keydown", (event) => this.key(event));
    dialog.addEventListener("close", () => this.leave());
    this.stage.addEventListener("wheel", (event) => { event.preventDefault(); this.zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15); }, { passive: false });
    this.stage.addEventListener("pointerdown", (event) => this.stage.setPointerCapture(event.pointerId));
    this.stage.addEventListener("pointermove", (event) => event.buttons && this.move(event.movementX, event.movementY));
  }

  // Open some pictures, each { source, alt, label }; with `all`, one of them among those that it can be stepped through.
  open(shown, all = shown) {
    this.shown = shown;
    this.all = all;
    this.from = document.activeElement;
    this.fit();
    this.turn("Side by side");
    this.dialog.showModal();
    this.close.focus();
  }

  leave() {
    clearInterval(this.blinking);
    this.stage.replaceChildren();
    this.from?.focus();
  }

  turn(mode) {
    this.mode = this.shown.length === 2 ? mode : "Side by side";
    clearInterval(this.blinking);
    this.modes.hidden = this.shown.length !== 2;
    for (const button of this.modes.children) button.setAttribute("aria-pressed", String(button.textContent === this.mode));
    this.steps.hidden = this.shown.length !== 1 || this.all.length < 2;
    this.divider.hidden = this.mode !== "Divider";
    this.title.textContent = this.shown.map((one) => one.label).join("  |  ");
    this.stage.replaceChildren(...(this.mode === "Side by side" ? this.shown.map((one) => this.window([one], one.label)) : [this.window(this.shown, this.title.textContent)]));
    this.stage.dataset.number = this.stage.childElementCount;
    if (this.mode === "Blink") this.blink();
    this.divide();
    this.draw();
  }

  window(pictures, label) {
    const images = pictures.map((one, place) => make("img", { src: one.source, alt: one.alt, draggable: "false", class: place ? "over" : false }));
    const frame = make("div", { class: "window" }, ...images);
    if (pictures.length > 1) frame.append(make("div", { class: "line", hidden: this.mode !== "Divider" }));
    const words = make("figcaption");
    words.textContent = label;
    return make("figure", {}, frame, words);
  }

  blink() {
    const [under, over] = this.stage.querySelectorAll("img");
    const words = this.stage.querySelector("figcaption");
    let top = true;
    const show = () => {
      over.style.visibility = top ? "visible" : "hidden";
      under.style.visibility = top ? "hidden" : "visible";
      words.textContent = this.shown[top ? 1 : 0].label;
      top = !top;
    };
    show();
    this.blinking = setInterval(show, 900);
  }

  step(by) {
    const place = this.all.indexOf(this.shown[0]);
    this.shown = [this.all[(place + by + this.all.length) % this.all.length]];
    this.turn("Side by side");
  }

  divide() { this.stage.style.setProperty("--at", this.mode === "Divider" ? `${this.at.value}%` : "0%"); }

  fit() { Object.assign(this, { scale: 1, x: 0, y: 0 }); this.draw(); }

  zoom(by) { this.scale = Math.min(16, Math.max(1, this.scale * by)); this.move(0, 0); }

  move(x, y) {
    const frame = this.stage.querySelector(".window");
    const room = frame ? [frame.clientWidth, frame.clientHeight].map((side) => side * (this.scale - 1) / 2) : [0, 0];
    this.x = Math.min(room[0], Math.max(-room[0], this.x + x));
    this.y = Math.min(room[1], Math.max(-room[1], this.y + y));
    this.draw();
  }

  draw() {
    this.percent.value = `${Math.round(this.scale * 100)} %`;
    for (const image of this.stage.querySelectorAll("img")) image.style.transform = `translate(${this.x}px, ${this.y}px) scale(${this.scale})`;
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target === this.at) return;
    const far = 60;
    const moves = { ArrowLeft: [far, 0], ArrowRight: [-far, 0], ArrowUp: [0, far], ArrowDown: [0, -far] };
    if (event.key === "+" || event.key === "=") this.zoom(1.4);
    else if (event.key === "-") this.zoom(1 / 1.4);
    else if (event.key === "0") this.fit();
    else if (event.key in moves && this.scale > 1) this.move(...moves[event.key]);
    else if (!this.steps.hidden && event.key === "ArrowLeft") this.step(-1);
    else if (!this.steps.hidden && event.key === "ArrowRight") this.step(1);
    else return;
    event.preventDefault();
  }
}
