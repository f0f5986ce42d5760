// What one model holds of a vote: its ballots in their order, the pictures of each, what was said, and where the voter is.
import { makeWire } from "./wire.js";

export function makeBooth(model, given) {
  const wire = makeWire(model, given), heard = wire.heard, close = wire.close, seen = new Map(), asked = new Set();
  const booth = Object.assign(wire, {
    state: null,
    at: 0,
    trouble: "",
    ballot(at = booth.at) { return seen.get(booth.state.ballots[at]); },
    // The ballot a voter is at, and the next one, so that it is there when it is turned to.
    go(at) {
      const ids = booth.state.ballots;
      booth.at = Math.max(0, Math.min(ids.length - 1, at));
      for (const id of [ids[booth.at], ids[booth.at + 1]]) {
        if (id && !seen.has(id) && !asked.has(id)) { asked.add(id); wire.say("ballot", { id }); }
      }
      wire.tell();
    },
    // On to the next one that lacks an answer, or the next at all.
    next() {
      const { ballots, open } = booth.state, places = open.map((id) => ballots.indexOf(id));
      booth.go(places.find((at) => at > booth.at) ?? places[0] ?? booth.at + 1);
    },
    cast(question, answer) {
      const ballot = booth.ballot();
      if (!ballot || booth.state.revealed || !wire.alive) return;
      ballot.said = { ...ballot.said, [question]: answer };
      booth.trouble = "";
      if (Object.keys(ballot.said).length === booth.state.questions.length) booth.state.open = booth.state.open.filter((id) => id !== ballot.id);
      wire.say("cast", { id: ballot.id, said: ballot.said }); // only trouble is answered: the next key does not wait
      wire.tell();
    },
    heard(message, buffers) {
      if (message.kind === "vote") began(message);
      if (message.kind === "ballot") {
        const urls = buffers.map((bytes) => (given?.address ?? toAddress)(bytes));
        seen.set(message.id, { ...message, urls });
        asked.delete(message.id);
      }
      if (message.kind === "trouble") booth.trouble = message.words;
      heard(message, buffers);
      wire.tell();
    },
    close() { forget(); close(); },
  });
  const began = (state) => {
    const other = booth.state?.ballots[0] !== state.ballots[0], told = Boolean(state.revealed) && !booth.state?.revealed;
    if (told || other) forget(); // asked for anew: now they have names, or are of another vote
    booth.state = state;
    booth.go(told ? 0 : other && state.open.length ? state.ballots.indexOf(state.open[0]) : booth.at);
  };
  const forget = () => {
    for (const { urls } of seen.values()) for (const url of urls) URL.revokeObjectURL(url);
    seen.clear();
    asked.clear();
  };
  return booth;
}

function toAddress(bytes) {
  return URL.createObjectURL(new Blob([bytes], { type: "image/webp" }));
}
