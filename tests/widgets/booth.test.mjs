// What one model holds of a vote: a ballot is asked for once, an answer counts before it is written down.
import assert from "node:assert/strict";
import { test } from "node:test";

import { makeBooth } from "../../imgen_nb/widgets/static/booth.js";

const QUESTIONS = [{ id: "fits" }, { id: "looks" }];

function made(given = {}) {
  const sent = [], model = { get: () => undefined, send: (message) => sent.push(message) };
  const booth = makeBooth(model, { address: (bytes) => `blob:${bytes}` });
  booth.heard({ kind: "vote", ballots: ["a", "b", "c"], open: ["a", "b", "c"], questions: QUESTIONS, revealed: null, ...given });
  const arrive = (id, more = {}) => booth.heard({ kind: "ballot", id, said: {}, names: [], ...more }, [`${id}1`, `${id}2`]);
  return { booth, sent, arrive, asked: () => sent.filter((one) => one.kind === "ballot").map((one) => one.id) };
}

test("a ballot and the one after it are asked for once", () => {
  const { booth, arrive, asked } = made();
  assert.deepEqual(asked(), ["a", "b"]);
  arrive("a");
  arrive("b");
  booth.go(1);
  booth.go(0);
  assert.deepEqual(asked(), ["a", "b", "c"]);
  assert.deepEqual(booth.ballot().urls, ["blob:a1", "blob:a2"]);
});

test("an answer counts at once, and next goes to what lacks one", () => {
  const { booth, sent, arrive } = made();
  for (const id of ["a", "b", "c"]) arrive(id);
  booth.cast("fits", "A");
  assert.deepEqual(booth.state.open, ["a", "b", "c"]);
  booth.cast("looks", "tie");
  assert.deepEqual(booth.state.open, ["b", "c"]);
  assert.deepEqual(sent.at(-1), { kind: "cast", id: "a", said: { fits: "A", looks: "tie" } });
  booth.go(2);
  for (const question of ["fits", "looks"]) booth.cast(question, "B");
  booth.next();
  assert.equal(booth.at, 1);
});

test("a page that comes late begins where something is open", () => {
  assert.equal(made({ open: ["c"] }).booth.at, 2);
  assert.equal(made({ open: [] }).booth.at, 0);
});

test("the reveal forgets the ballots, so that they come again with their names, and takes no more answers", () => {
  const { booth, sent, arrive, asked } = made();
  arrive("a");
  booth.go(2);
  booth.heard({ kind: "vote", ballots: ["a", "b", "c"], open: [], questions: QUESTIONS, revealed: { title: "" } });
  assert.equal(booth.at, 0);
  assert.equal(booth.ballot(), undefined);
  assert.deepEqual(asked().slice(-2), ["a", "b"]);
  arrive("a", { names: [{ who: "x" }] });
  const before = sent.length;
  booth.cast("fits", "A");
  assert.equal(sent.length, before);
  assert.deepEqual(booth.ballot().said, {});
});

test("another vote has other ballots and begins where one is open", () => {
  const { booth, arrive, asked } = made();
  arrive("a");
  booth.heard({ kind: "vote", ballots: ["d", "e", "f"], open: ["e"], questions: QUESTIONS, revealed: null });
  assert.equal(booth.at, 1);
  assert.deepEqual(asked().slice(-2), ["e", "f"]);
});

test("trouble is kept until the next answer", () => {
  const { booth, arrive } = made();
  arrive("a");
  booth.heard({ kind: "trouble", words: "the disk is full" });
  assert.equal(booth.trouble, "the disk is full");
  booth.cast("fits", "A");
  assert.equal(booth.trouble, "");
});
