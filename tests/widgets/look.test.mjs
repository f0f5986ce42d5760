// Zoom and pan as numbers: what is under the pointer stays there, and no picture leaves its box.
import assert from "node:assert/strict";
import { test } from "node:test";

import { fit, held, MOST, panned, seen, zoomed } from "../../imgen_nb/widgets/static/look.js";

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

test("what is seen of a picture is told as shares of it", () => {
  const box = { width: 400, height: 300 }, fitted = { width: 200, height: 300 };
  assert.deepEqual(seen(fit(), box, fitted), { left: 0, top: 0, width: 1, height: 1 });
  assert.deepEqual(seen(zoomed(fit(), 4), box, fitted), { left: 0.25, top: 0.375, width: 0.5, height: 0.25 });
  const corner = seen(held(panned(zoomed(fit(), 4), 1e6, 1e6), 400, 300), box, fitted);
  assert.equal(corner.left, 0);
  assert.ok(corner.top === 0 && corner.width < 0.5);
});
