// A question in a small dialog of its own: what it is about, and two answers. The promise is true, or a text, for yes.
import { button, make } from "./parts.js";

export function makeAsk() {
  const node = make("dialog", "ig-ask", {});
  const ask = (title, words, yes, { field = null, bad = false } = {}) => new Promise((done) => {
    const no = button("Cancel", "ig-btn--s", {}), go = button(yes, `ig-btn--s ${bad ? "ig-btn--bad" : "ig-btn--do"}`, {});
    const text = field === null ? null : make("textarea", "ig-in", { rows: "3", "aria-label": title });
    if (text) text.value = field;
    const head = make("h2", "ig-ask-t", {}, title);
    node.setAttribute("aria-label", title);
    node.replaceChildren(make("div", "ig-ask-b", {}, head, make("p", "", {}, words), ...(text ? [text] : []), make("div", "ig-ask-f", {}, no, go)));
    const end = (answer) => { node.close(); done(answer); };
    no.addEventListener("click", () => end(false));
    go.addEventListener("click", () => end(text ? text.value : true));
    node.oncancel = () => done(false);
    node.showModal();
    (text ?? no).focus();
  });
  return { node, ask };
}
