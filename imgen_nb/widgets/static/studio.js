// The studio: form left, status and pictures right, in one frame.
import { makeForm } from "./form.js";
import { AGAIN, widget } from "./frame.js";
import { makeGrid } from "./grid.js";
import { make } from "./parts.js";
import { makeRewrite } from "./rewrite.js";
import { receive } from "./sources.js";
import { makeStart } from "./start.js";
import { makeStatus } from "./status.js";

export default widget(["form", "status", "rewrite"], (root, wire, model) => {
  const form = makeForm(wire);
  const status = makeStatus(wire, { again: AGAIN, home: form.home, only: (fits) => grid.only(fits) });
  const grid = makeGrid(wire, { again: true, use: true, drop: true, act: true, fetch: true, source: true, key: form.key, budget: form.budget, home: form.home, empty: "" });
  const start = makeStart(wire, form.take);
  const rewrite = makeRewrite(wire);
  const right = make("div", "ig-right", {}, status.node, rewrite.node, start.node, grid.node);
  const panel = make("section", "ig-panel ig-studio", { "aria-label": "Image studio" }, form.node, right);
  receive(panel, wire, undefined, form.node);
  root.append(panel);
  return () => {
    form.draw(model.get("form") ?? {});
    status.draw(model.get("status") ?? {});
    rewrite.draw(model.get("rewrite") ?? {}, model.get("form")?.lock);
    start.draw(model.get("form") ?? {});
    grid.draw();
  };
});
