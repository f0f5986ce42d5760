// When a panel knows that its kernel is gone: by the widget's own word, and by what the notebook's session says.
import assert from "node:assert/strict";
import { test } from "node:test";

import { watch } from "../../imgen_nb/widgets/static/kernel.js";

function signal() {
  const slots = new Set();
  return { connect: (slot) => slots.add(slot), disconnect: (slot) => slots.delete(slot), emit: (word) => slots.forEach((slot) => slot(null, word)), slots };
}

function notebook() {
  const words = {}, sessionContext = { kernelChanged: signal(), statusChanged: signal() };
  const model = { on: (name, act) => { words[name] = act; }, widget_manager: { context: { sessionContext } } };
  let gone = 0;
  const leave = watch(model, () => { gone += 1; });
  return { words, leave, ...sessionContext, get gone() { return gone; } };
}

const one = { id: "one" }, other = { id: "other" };
const CHANGES = [[null, one, 0], [one, one, 0], [one, null, 1], [one, other, 1]];
const STATUS = [["idle", 0], ["busy", 0], ["terminating", 1], ["dead", 1], ["restarting", 1], ["autorestarting", 1]];

test("a kernel that is shut down or another one is gone, and one that begins is not", () => {
  for (const [oldValue, newValue, times] of CHANGES) {
    const it = notebook();
    it.kernelChanged.emit({ oldValue, newValue });
    assert.equal(it.gone, times);
  }
});

test("what its status says of the end is heard", () => {
  for (const [status, times] of STATUS) {
    const it = notebook();
    it.statusChanged.emit(status);
    assert.equal(it.gone, times, status);
  }
});

test("where no session is to be seen the widget's own word is heard, and nothing is left behind", () => {
  const words = {};
  let gone = 0;
  watch({ on: (name, act) => { words[name] = act; } }, () => { gone += 1; })();
  words.comm_live_update();
  assert.equal(gone, 1);
  const it = notebook();
  it.leave();
  assert.equal(it.kernelChanged.slots.size + it.statusChanged.slots.size, 0);
});
