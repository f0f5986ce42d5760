// Where one is in a picture that is zoomed into: all of it, small, and a frame around what is seen.
import { make } from "./parts.js";

export function makeInset() {
  const frame = make("i"), node = make("div", "ig-inset", { "aria-hidden": "true", hidden: "" }, frame);
  // `seen` says which share of the picture is in its box: from where, and how much, across and down.
  const draw = ({ src, naturalWidth, naturalHeight }, seen) => {
    node.hidden = seen.width >= 1 && seen.height >= 1;
    node.style.setProperty("--ar", naturalWidth / naturalHeight || 1);
    if (!node.hidden) node.style.backgroundImage = `url("${src}")`; // no second picture for whoever counts them, or reads aloud
    for (const [side, share] of Object.entries(seen)) frame.style[side] = `${100 * share}%`;
  };
  return { node, draw };
}
