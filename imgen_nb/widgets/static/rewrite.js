// What a provider made of the prompt: both texts, what changed in them, and the lock that keeps the new one.
import { button, copy, icon, make, put, set } from "./parts.js";

export function makeRewrite(wire) {
  let given = {}, drawn = "", locked = false;
  const head = make("b"), sum = make("span", "ig-quiet");
  const lock = button("Use this text, enhancement off", "ig-btn--s", { sign: "lock", "aria-pressed": "false" });
  const why = make("span", "ig-help");
  const side = (name, ...more) => {
    const text = make("p", "ig-diff-t"), taken = button("Copy", "ig-btn--s ig-btn--quiet", { sign: "copy" });
    taken.addEventListener("click", () => copy(given.words[name], node));
    const title = make("b"), how = make("span", "ig-quiet");
    return { text, title, how, node: make("div", "ig-diff-s", {}, make("div", "ig-facts-l", {}, title, how), text, make("div", "ig-row-b", {}, taken, ...more)) };
  };
  const edit = button("Edit as my prompt", "ig-btn--s ig-btn--quiet", { sign: "sandbox" });
  const asked = side("asked"), used = side("used", edit);
  const fold = make("details", "ig-rewrite", { hidden: "" }, make("summary", "", {}, icon("more"), icon("spark"), head, sum),
    make("div", "ig-diff", {}, asked.node, used.node), make("div", "ig-diff-f", {}, lock, why));
  const node = make("div", "", {}, fold);
  fold.open = true;
  edit.addEventListener("click", () => wire.say("lock", { id: given.id, edit: true }));
  lock.addEventListener("click", () => (locked ? wire.say("unlock") : wire.say("lock", { id: given.id })));

  const pieces = (some) => some.map(([kind, words]) => make({ in: "ins", out: "del" }[kind] ?? "span", "", {}, words));
  const draw = (now, kept) => {
    given = now;
    locked = Boolean(kept) && kept === now.words?.used;
    fold.hidden = !now.id;
    if (!now.id) return;
    put(head, `${now.who} rewrote your prompt`);
    put(sum, now.sum);
    put(asked.title, "You wrote");
    put(used.title, `${now.who} used`);
    put(used.how, now.how);
    const key = JSON.stringify([now.asked, now.used]);
    if (key !== drawn) {
      drawn = key;
      asked.text.replaceChildren(...pieces(now.asked));
      used.text.replaceChildren(...pieces(now.used));
      for (const { text, title } of [asked, used]) { // what is too long to be seen whole is scrolled, by keys too
        const long = text.scrollHeight > text.clientHeight;
        for (const [name, value] of [["tabindex", "0"], ["role", "group"], ["aria-label", title.textContent]]) set(text, name, long && value);
      }
    }
    put(lock.lastChild, now.switch ? "Use this text, enhancement off" : "Use this text");
    set(lock, "aria-pressed", String(locked));
    put(why, locked ? "Locked: it is sent word for word, so that every provider can be given the same." : "");
    for (const one of [lock, edit]) set(one, "aria-disabled", wire.alive ? null : "true");
  };
  return { node, draw };
}
