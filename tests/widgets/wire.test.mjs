// What one model holds for its pages: one lock, thumbnails once, places by id. No DOM and no clock: both are given.
import assert from "node:assert/strict";
import { test } from "node:test";

import { makeWire, PIECE, SETTLE_MS } from "../../imgen_nb/widgets/static/wire.js";

function made(status = { turn: 0 }) {
  const sent = [], timers = [];
  const clock = { now: 0 };
  const model = { get: () => status, send: (message) => sent.push(message) };
  const wire = makeWire(model, {
    now: () => clock.now,
    later: (act, wait) => timers.push([act, wait]),
    address: (buffer, type) => `blob:${type}:${buffer}`,
  });
  return { wire, sent, timers, clock, model };
}

test("a press locks until it is answered and settled", () => {
  const { wire, sent, timers, clock } = made();
  assert.equal(wire.press("generate", { prompt: "a fox" }), true);
  assert.equal(wire.press("generate", { prompt: "a fox" }), false);
  assert.equal(sent.length, 1);
  assert.equal(wire.asking, true);
  wire.heard({ kind: "answer", nonce: "another page's", turn: 1 });
  assert.equal(wire.asking, true);
  clock.now = 300;
  wire.heard({ kind: "answer", nonce: sent[0].nonce, turn: 1 });
  assert.deepEqual([wire.asking, wire.locked, timers[0][1]], [false, true, SETTLE_MS - 300]);
  timers[0][0]();
  assert.equal(wire.press("generate", {}), true);
  assert.equal(sent[1].turn, 1);
});

test("a status that came before the answer counts as seen", () => {
  const { wire, sent } = made({ turn: 4 });
  wire.press("generate", {});
  assert.equal(sent[0].turn, 4);
});

test("a closed comm is the end, and nothing is locked any more", () => {
  const { wire, model } = made();
  model.send = () => { throw new Error("Cannot send"); };
  assert.equal(wire.press("generate", {}), false);
  assert.deepEqual([wire.alive, wire.locked], [false, false]);
  assert.equal(wire.press("generate", {}), false);
});

test("places come in their order, and a thumbnail is asked for once, when somebody draws it", () => {
  const { wire, sent } = made();
  const places = [{ id: "b", sha: "2" }, { id: "a", sha: "1", preview: "" }];
  wire.heard({ kind: "thumb", sha: "1", type: "image/webp" }, ["one"]);
  wire.heard({ kind: "places", changed: places, order: ["a", "b"] });
  assert.deepEqual(wire.places.map((place) => place.id), ["a", "b"]);
  wire.heard({ kind: "places", changed: [{ id: "c", sha: "2" }], order: ["c", "b"] });
  assert.deepEqual(wire.places.map((place) => place.id), ["c", "b"]);
  assert.deepEqual(sent, []);
  wire.need(["2", "1", "", undefined, "2"]);
  wire.need(["2"]);
  assert.deepEqual(sent, [{ kind: "want", shas: ["2"] }]);
  wire.heard({ kind: "thumb", sha: "2", problem: "gone" }, []);
  assert.equal(wire.thumbs.get("2"), "");
});

test("an original is asked for once, whoever wants it, and kept", async () => {
  const { wire, sent } = made();
  const both = Promise.all([wire.original("1"), wire.original("1")]);
  wire.heard({ kind: "original", sha: "1", type: "image/png" }, ["pixels"]);
  assert.deepEqual(await both, ["blob:image/png:pixels", "blob:image/png:pixels"]);
  assert.equal(await wire.original("1"), "blob:image/png:pixels");
  assert.equal(sent.length, 1);
  const none = wire.original("2");
  wire.heard({ kind: "original", sha: "2", problem: "the file is gone" }, []);
  await assert.rejects(none, /gone/);
});

test("a star shows at once, and names its picture", () => {
  const { wire, sent } = made();
  wire.heard({ kind: "places", changed: [{ id: "a", star: false }], order: ["a"] });
  wire.star(wire.place("a"), true);
  assert.equal(wire.place("a").star, true);
  assert.deepEqual(sent, [{ kind: "star", id: "a", on: true }]);
});

test("of the originals the newest are kept", async () => {
  const { wire, sent } = made();
  for (let number = 0; number < 30; number += 1) {
    const asked = wire.original(`${number}`);
    wire.heard({ kind: "original", sha: `${number}`, type: "image/png" }, ["pixels"]);
    await asked;
  }
  await wire.original("29");
  assert.equal(sent.length, 30);
  wire.original("0");
  assert.equal(sent.length, 31);
});

test("a form that is older than what was typed is behind", () => {
  const { wire, sent } = made();
  assert.equal(wire.behind({}), false);
  wire.typed();
  wire.edited({ prompt: "a f" });
  assert.equal(wire.behind({ edits: {} }), true);
  assert.equal(wire.behind({ edits: { [sent[0].page]: 1 } }), false);
});

test("a file leaves in pieces that no server is too small for", () => {
  const gone = [], given = makeWire({ get: () => ({}), send: (message, _, buffers) => gone.push([message, buffers[0].byteLength]) });
  given.give({ field: "mask_url", name: "hen.png" }, new ArrayBuffer(2 * PIECE + 5));
  given.give({ name: "nothing.png" }, new ArrayBuffer(0));
  assert.deepEqual(gone.map(([, size]) => size), [PIECE, PIECE, 5, 0]);
  assert.deepEqual(gone.map(([message]) => [message.at, message.of]), [[0, 3], [1, 3], [2, 3], [0, 1]]);
  assert.equal(new Set(gone.map(([message]) => message.file)).size, 2);
  assert.equal(gone[0][0].field, "mask_url");
});

test("pictures that came with the state are there before anybody answers", () => {
  const { wire } = made();
  wire.keep({});
  assert.deepEqual(wire.places, []);
  wire.keep({ places: [{ id: "a", sha: "1" }], thumbs: { 1: new Uint8Array([1]), 2: new Uint8Array() } });
  assert.deepEqual(wire.places.map((place) => place.id), ["a"]);
  assert.ok(wire.thumbs.get("1"));
  assert.equal(wire.thumbs.get("2"), "", "a file that is gone says so");
});
