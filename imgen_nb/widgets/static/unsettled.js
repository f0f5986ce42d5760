// What was paid, or may have been, and is not here: it stands apart, each with its choices.
import { button, keep, make, put, set, sign } from "./parts.js";

export function makeUnsettled(wire, ask) {
  const held = new Map(), number = make("span", "ig-num");
  const list = make("ul", "ig-owed-l", { "aria-label": "Not settled" });
  const node = make("section", "ig-owed", { "aria-label": "Not settled" }, make("h2", "ig-owed-t", {}, "Not settled ", number), list);

  const card = (one) => {
    const acts = make("div", "ig-acts", {}, ...one.remedies.map(({ act, words }, at) => button(words, `ig-btn--s ${at ? "ig-btn--quiet" : ""}`, { "data-act": act })));
    const words = make("div", "ig-owed-w", {}, make("b"), make("span"), make("p", "ig-quiet"));
    return make("li", "ig-owed-c", { "data-id": one.id }, make("span", "ig-sign"), words, acts);
  };
  const change = (item, { one, busy }) => {
    const [look, words, acts] = item.children, [word, who, prompt] = words.children;
    item.dataset.s = busy ? "run" : one.s;
    sign(look, busy ? "run" : one.s);
    put(word, busy ? "Fetching" : one.word);
    put(who, ` ${one.who}, ${one.when}`);
    put(prompt, `“${one.prompt}”`);
    for (const act of acts.children) set(act, "aria-disabled", busy || !wire.alive ? "true" : null);
  };
  list.addEventListener("click", async (event) => {
    const act = event.target.closest("[data-act]"), id = event.target.closest("[data-id]")?.dataset.id;
    if (!act || act.getAttribute("aria-disabled") === "true") return;
    const sure = act.dataset.act !== "forget" || await ask("Let it go?", "It is not asked for any more, and nobody pays back. It stays in the history.", "Let it go", { bad: true });
    if (sure) wire.say(act.dataset.act, { id });
  });
  return {
    node,
    draw(head) {
      const some = (head.unsettled ?? []).map((one) => ({ id: one.id, one, busy: (head.fetching ?? []).includes(one.id) }));
      node.hidden = !some.length;
      put(number, String(some.length));
      keep(list, some, held, ({ one }) => card(one), change);
    },
  };
}
