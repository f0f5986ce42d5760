// The studio: form left, status and pictures right, in one frame.
import { makeForm } from "./form.js";
import { AGAIN, widget } from "./frame.js";
import { makeGrid } from "./grid.js";
import { make } from "./parts.js";
import { makeStatus } from "./status.js";

export default widget(["form", "status"], (root, wire, model) => {
  const form = makeForm(wire);
  const status = makeStatus(wire, { again: AGAIN, home: form.home });
  const grid = makeGrid(wire, { again: true, use: true, drop: true, act: true, fetch: true, key: form.key, home: form.home });
  const right = make("div", "ig-right", {}, status.node, grid.node);
  root.append(make("section", "ig-panel ig-studio", { "aria-label": "Image studio" }, form.node, right));
  return () => {
    form.draw(model.get("form") ?? {});
    status.draw(model.get("status") ?? {});
    grid.draw();
  };
});
