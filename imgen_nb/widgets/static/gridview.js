// The grid alone.
import { AGAIN, widget } from "./frame.js";
import { makeGrid } from "./grid.js";
import { make, put } from "./parts.js";

export default widget([], (root, wire) => {
  const grid = makeGrid(wire, { drop: true }), gone = make("p", "ig-gone", { role: "status" });
  root.append(make("div", "ig-panel", {}, gone, grid.node));
  return () => { put(gone, wire.alive ? "" : AGAIN); grid.draw(); };
});
