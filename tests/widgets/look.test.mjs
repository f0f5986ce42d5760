// Zoom and pan as numbers: what is under the pointer stays there, and no picture leaves its box.
import assert from "node:assert/strict";
import { test } from "node:test";

import { fit, held, MOST, panned, zoomed } from "../../imgen_nb/widgets/static/look.js";

// Where a point of the picture, told from its middle, is on the page.
const at = (look, x, y) => [look.x + x * look.zoom, look.y + y * look.zoom];

test("what is under the pointer stays under it", () => {
  let look = fit();
  for (const [to, x, y] of [[2, 100, -40], [5, 100, -40], [3, -7, 60]]) {
    const point = [(x - look.x) / look.zoom, (y - look.y) / look.zoom];
    look = zoomed(look, to, x, y);
    const [left, top] = at(look, ...point);
    assert.ok(Math.abs(left - x) < 1e-9 && Math.abs(top - y) < 1e-9);
  }
});

test("zoom has its ends, and at the nearer one the picture is in the middle", () => {
  assert.equal(zoomed(fit(), 1000).zoom, MOST);
  assert.deepEqual(zoomed(zoomed(fit(), 4, 50, 50), 0.2, 9, 9), fit());
  assert.deepEqual(panned(fit(), 30, 30), fit());
});

test("a picture never leaves its box", () => {
  const far = held(panned(zoomed(fit(), 3), 1e6, -1e6), 400, 300);
  assert.deepEqual([far.x, far.y], [400, -300]);
  assert.deepEqual(held(fit(), 400, 300), fit());
});
