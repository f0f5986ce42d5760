// An empty studio: what it is, and prompts to start from. Choosing one fills the form and sends nothing.
import { button, icon, keep, make, put } from "./parts.js";

const STAY = "Pictures appear here, newest first. They stay in the saved notebook, and ig.gallery() finds all that were ever made.";

export function makeStart(wire, choose) {
  const held = new Map(), sandbox = make("p", "ig-quiet"), list = make("div", "ig-starts");
  const node = make("section", "ig-start", { "aria-label": "Prompts to start from" }, make("h2", "", {}, "Write a prompt, or start from one of these"), sandbox, list, make("p", "ig-help", {}, STAY));
  const made = (one) => {
    const card = button(one.prompt, "ig-start-b", {});
    card.prepend(make("img", "", { alt: "", hidden: "" })); // the prompt beside it says what it shows
    card.append(icon("next"));
    card.addEventListener("click", () => choose(one.prompt));
    return card;
  };
  const change = (card, one) => {
    const url = wire.thumbs.get(one.sha), picture = card.firstChild;
    if (url && picture.src !== url) picture.src = url;
    picture.hidden = !url;
  };
  const draw = (form) => {
    node.hidden = wire.places.length > 0 || !wire.alive;
    if (node.hidden) return;
    put(sandbox, form.live ? "" : "The sandbox speaks this service’s protocol and draws with the sketch engine: no AI model, no key, no cost.");
    keep(list, form.starts ?? [], held, made, change);
    wire.need((form.starts ?? []).map((one) => one.sha));
  };
  return { node, draw };
}
