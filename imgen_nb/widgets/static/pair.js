// Two pictures on one place: a slider between them, one through the other, one after the other, or what differs.
import { button, make, put, set } from "./parts.js";

export const MODES = [["side", "Side by side"], ["slider", "Slider"], ["overlay", "Overlay"], ["blink", "Blink"], ["difference", "Difference"]];
const SAID = {
  slider: "The divider: how much of A is seen",
  overlay: "How much of B is seen through A",
  blink: "",
  difference: "How much brighter the difference is drawn",
};
const BLINK_MS = 700;

// `picture(entry)` makes the image of one; both take the same transform.
export function makePair(picture) {
  const [below, above] = [make("div", "ig-layer"), make("div", "ig-layer")];
  const line = make("span", "ig-line", { "aria-hidden": "true" }), tags = [make("span", "ig-tag"), make("span", "ig-tag ig-tag--b")];
  const range = make("input", "ig-range", { type: "range", min: "0", max: "100", step: "1" });
  const flip = button("Show the other", "ig-btn--s", { sign: "swap" }), said = make("span", "ig-quiet", { role: "status" });
  const box = make("div", "ig-pane-v ig-pair", { "data-at": "0" }, below, above, line, ...tags);
  const facts = [make("span", "ig-facts"), make("span", "ig-facts")];
  const foot = make("div", "ig-pair-f", {}, facts[0], range, flip, said, facts[1]);
  const node = make("div", "ig-pane", {}, box, foot);
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let mode = "slider", other = false, timer = null, names = ["", ""];

  const draw = () => {
    const value = Number(range.value);
    node.dataset.mode = mode;
    box.style.setProperty("--at", `${value}%`);
    above.style.opacity = mode === "overlay" ? value / 100 : mode === "blink" ? Number(other) : 1;
    box.style.filter = mode === "difference" ? `brightness(${1 + value / 10})` : "";
    range.hidden = mode === "blink";
    flip.hidden = mode !== "blink";
    put(said, mode === "blink" ? `Seen now: ${names[Number(other)]}` : mode === "difference" ? "Black is the same in both." : "");
  };
  const turn = () => { other = !other; draw(); };
  const stop = () => { clearInterval(timer); timer = null; };
  range.addEventListener("input", draw);
  flip.addEventListener("click", () => { stop(); turn(); });
  box.addEventListener("pointerdown", (event) => { if (mode === "slider" && event.target.closest(".ig-line")) box.setPointerCapture(event.pointerId); });
  box.addEventListener("pointermove", (event) => {
    if (mode !== "slider" || !box.hasPointerCapture(event.pointerId)) return;
    const { left, width } = box.getBoundingClientRect();
    range.value = ((event.clientX - left) / width) * 100;
    draw();
    event.stopPropagation(); // it moves the divider, not the pictures
  });

  return {
    node,
    show(entries, how) {
      stop();
      mode = how;
      other = false;
      names = entries.map((entry, at) => `${"AB"[at]}, ${entry.place.who}`);
      // In the slider A lies left of the divider: it is the layer that is cut.
      const [a, b] = entries.map(picture);
      below.replaceChildren(mode === "slider" ? b : a);
      above.replaceChildren(mode === "slider" ? a : b);
      tags.forEach((tag, at) => tag.replaceChildren(make("b", "ig-letter", {}, "AB"[at]), entries[at].place.who));
      facts.forEach((one, at) => one.replaceChildren(...entries[at].place.facts.map((fact) => make("span", "", {}, fact))));
      range.value = mode === "difference" ? 10 : 50;
      set(range, "aria-label", SAID[mode]);
      draw();
      if (mode === "blink" && !still.matches) timer = setInterval(turn, BLINK_MS);
      this.focus();
    },
    focus() { (range.hidden ? flip : range).focus(); },
    stop,
    turn() { stop(); turn(); },
  };
}
