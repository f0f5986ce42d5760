// What one model holds for all its views: places, thumbnails by hash, the one lock, and what went out and came back.
// A view is cheap and may come late or twice; the model's own messages arrive once, so they are kept here.

export const PIECE = 4 * 2 ** 20;
export const SETTLE_MS = 2000; // presses closer than this were one wish, also where the kernel answers at once
const MOST = 24; // originals kept: each may be megabytes

export function makeWire(model, { now = () => Date.now(), later = setTimeout, address = toAddress } = {}) {
  const thumbs = new Map(), originals = new Map(), asked = new Set(), listeners = new Set(), waiting = new Map(), hearing = new Map();
  let places = new Map(), order = [], turn = 0, lock = null, edit = 0, count = 0, alive = true;
  const page = Math.random().toString(36).slice(2); // randomUUID is missing where the page is plain http
  const tell = () => { for (const listener of [...listeners]) listener(); };
  const seen = () => Math.max(turn, model.get("status")?.turn ?? 0); // a message may overtake a trait

  const wire = {
    thumbs,
    tell,
    get places() { return order.map((id) => places.get(id)).filter(Boolean); },
    place: (id) => places.get(id),
    get locked() { return lock !== null; },
    get asking() { return lock !== null && !lock.answered; },
    get alive() { return alive; },
    get edits() { return edit; },
    listen(listener) { listeners.add(listener); return () => listeners.delete(listener); },
    // What Python says to one widget alone, by its kind; `file` is a picture, or several, to be kept by the person.
    hear(kind, act) { hearing.set(kind, act); },
    setAlive(is) { if (is !== alive) { alive = is; if (!is) lock = null; tell(); } },

    // What may cost money: once, from the state that was seen. False: the press did not count.
    press(act, given) {
      if (lock || !alive) return false;
      lock = { nonce: `${page}-${++count}`, at: now() };
      wire.say("press", { act, nonce: lock.nonce, turn: seen(), ...given });
      tell();
      return alive;
    },
    // What may be done twice (cancel this job, take this picture away) names its object and needs no turn.
    say(kind, given = {}) {
      try { if (alive) model.send({ kind, ...given }); } catch { wire.setAlive(false); } // a closed comm throws
    },
    // A star shows at once; Python says the same a little later.
    star(place, on) {
      places.set(place.id, { ...place, star: on });
      wire.say("star", { id: place.id, on });
      tell();
    },
    // Bytes that a person gives travel beside the words, in pieces: Jupyter ends a connection that brings 10 MB at once.
    give(given, bytes) {
      const of = Math.max(1, Math.ceil(bytes.byteLength / PIECE)), file = `${page}-${++count}`;
      for (let at = 0; at < of && alive; at += 1) {
        const piece = bytes.slice(at * PIECE, (at + 1) * PIECE);
        try { model.send({ kind: "give", ...given, file, at, of }, undefined, [piece]); } catch { wire.setAlive(false); }
      }
    },
    // Thumbnails are asked for by whoever draws them, once.
    need(shas) {
      const lacks = [...new Set(shas)].filter((sha) => sha && !thumbs.has(sha) && !asked.has(sha));
      for (const sha of lacks) asked.add(sha);
      if (lacks.length) wire.say("want", { shas: lacks });
    },
    // Typed text is counted when it is typed and told a little later; until Python has it, it is not overwritten.
    typed() { edit += 1; },
    edited(given) { wire.say("edit", { page, edit, ...given }); },
    behind(form) { return (form.edits?.[page] ?? 0) < edit; },

    // The picture with its own pixels: asked for once, an address in the end.
    original(sha) {
      if (originals.has(sha)) return Promise.resolve(originals.get(sha));
      return new Promise((done, fail) => {
        const others = waiting.get(sha);
        if (others) { others.push([done, fail]); return; }
        waiting.set(sha, [[done, fail]]);
        wire.say("original", { sha });
        if (!alive) settle(sha, null, "not connected");
      });
    },
    heard(message, buffers) {
      if (message.kind === "thumb") {
        if (!thumbs.has(message.sha)) thumbs.set(message.sha, buffers?.length ? address(buffers[0], message.type) : "");
        tell();
      }
      if (message.kind === "places") {
        for (const place of message.changed) places.set(place.id, place);
        order = message.order;
        places = new Map(order.filter((id) => places.has(id)).map((id) => [id, places.get(id)]));
        tell();
      }
      if (message.kind === "original") settle(message.sha, buffers?.length ? address(buffers[0], message.type) : null, message.problem);
      hearing.get(message.kind)?.(message, buffers?.length ? address(buffers[0], message.type) : "");
      if (message.kind === "answer") {
        turn = Math.max(turn, message.turn);
        if (lock?.nonce !== message.nonce) return;
        lock.answered = true;
        tell();
        later(() => { lock = null; tell(); }, Math.max(0, lock.at + SETTLE_MS - now()));
      }
    },
    // Pictures that came with the state, where there may be nobody to tell of them.
    keep({ places: some = [], thumbs: small = {} } = {}) {
      for (const [sha, bytes] of Object.entries(small)) wire.heard({ kind: "thumb", sha, type: "image/webp" }, bytes.byteLength ? [bytes] : []);
      if (some.length) wire.heard({ kind: "places", changed: some, order: some.map((place) => place.id) });
    },
    close() {
      for (const url of [...thumbs.values(), ...originals.values()]) if (url) URL.revokeObjectURL(url);
      thumbs.clear();
      listeners.clear();
    },
  };

  function settle(sha, url, problem) {
    const people = waiting.get(sha) ?? [];
    waiting.delete(sha);
    if (url) keep(sha, url);
    for (const [done, fail] of people) if (url) done(url); else fail(new Error(problem ?? "the picture is not here"));
  }
  function keep(sha, url) {
    originals.set(sha, url);
    for (const [old, one] of [...originals].slice(0, -MOST)) { URL.revokeObjectURL(one); originals.delete(old); }
  }
  return wire;
}

function toAddress(buffer, type) {
  return URL.createObjectURL(new Blob([buffer], { type }));
}
