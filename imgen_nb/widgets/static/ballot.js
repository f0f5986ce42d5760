// One ballot: its pictures, which appear together, and below them what can be said; after the reveal, whose they are.
import { icon, make, put, set } from "./parts.js";

const LETTERS = "ABCD", KEYS = "1234567890-="; // the first question has the first keys, the second one those after them
const WORDS = { tie: "Tie", bad: "Both bad" };

export function makeBallot(booth) {
  const page = `igv${Math.random().toString(36).slice(2, 8)}`;
  const quiet = make("span", "ig-quiet"), words = make("span", "ig-asked");
  const prompt = make("p", "ig-vote-q", {}, quiet, words);
  const pair = make("div", "ig-pair"), asks = make("div", "ig-asks");
  const node = make("div", "ig-vote", {}, prompt, pair, asks);
  let shown = "", ready = "", asked = "";

  const figure = (_, at) => {
    const picture = make("img", "ig-pic", { alt: `picture ${LETTERS[at]}`, draggable: "false" });
    const name = make("b"), badge = make("span", "ig-badge", { hidden: "" }), facts = make("span", "ig-quiet ig-num");
    const cap = make("figcaption", "ig-vote-cap", {}, make("span", "ig-letter", { "aria-hidden": "true" }, LETTERS[at]), name, badge, facts);
    return make("figure", "ig-node", {}, make("div", "ig-mat", {}, picture), cap);
  };
  const said = (answer, size) => (answer === "bad" && size > 2 ? "All bad" : WORDS[answer] ?? answer);
  const question = (one, number, answers, size) => {
    const choices = answers.map((answer, at) => {
      const key = KEYS[number * answers.length + at];
      const input = make("input", "ig-sr", { type: "radio", name: `${page}-${one.id}`, value: answer, "data-q": one.id });
      return make("label", "", {}, input, make("span", "", {}, said(answer, size)), make("kbd", "", { "aria-hidden": "true" }, key));
    });
    const box = make("div", "ig-answers", {}, ...choices);
    box.style.setProperty("--n", answers.length > 4 ? Math.ceil(answers.length / 2) : answers.length);
    return make("fieldset", "ig-ask", {}, make("legend", "ig-label", {}, one.words), box);
  };

  // All of them are decoded before any is shown.
  const show = async (ballot) => {
    shown = ballot.id;
    const figures = ballot.urls.map(figure), pictures = figures.map((one) => one.querySelector("img"));
    pictures.forEach((picture, at) => { picture.src = ballot.urls[at]; });
    await Promise.allSettled(pictures.map((picture) => picture.decode()));
    if (shown !== ballot.id) return;
    for (const picture of pictures) picture.closest(".ig-mat").style.setProperty("--ar", `${picture.naturalWidth || 1} / ${picture.naturalHeight || 1}`);
    pair.dataset.n = figures.length;
    pair.replaceChildren(...figures);
    ready = ballot.id;
    booth.tell();
  };
  const name = (ballot) => {
    [...pair.children].forEach((one, at) => {
      const [, who, badge, facts] = one.lastChild.children, told = ballot.names[at];
      put(who, told ? told.who : `Picture ${LETTERS[at]}`);
      one.querySelector("img").alt = told ? `${LETTERS[at]} was ${told.alt || told.who}` : `picture ${LETTERS[at]}`;
      badge.hidden = !told;
      put(facts, told ? told.facts : "");
      if (told) {
        badge.className = `ig-badge ig-badge--${told.sandbox ? "sandbox" : "live"}`;
        badge.replaceChildren(icon(told.sandbox ? "sandbox" : "live"), told.sandbox ? "sandbox" : "live");
      }
    });
  };
  const ask = (ballot) => {
    const { questions, answers } = booth.state, size = ballot.urls.length, as = `${size}`;
    if (asked !== as) {
      asked = as;
      asks.replaceChildren(...questions.map((one, number) => question(one, number, answers[size], size)));
    }
    for (const input of asks.querySelectorAll("input")) {
      input.checked = ballot.said[input.dataset.q] === input.value;
      set(input, "disabled", booth.alive ? null : "");
    }
  };
  // Only what is seen can be judged: between two ballots no answer counts.
  const give = ({ dataset, value }) => { if (ready === booth.ballot()?.id) booth.cast(dataset.q, value); };
  asks.addEventListener("change", ({ target }) => give(target));

  const draw = () => {
    const ballot = booth.ballot();
    if (!ballot) return;
    if (shown !== ballot.id || !pair.children.length) show(ballot);
    if (ready !== ballot.id) return;
    prompt.hidden = !ballot.prompt;
    put(quiet, "The prompt was");
    put(words, `“${ballot.prompt}”`);
    name(ballot);
    asks.hidden = Boolean(booth.state.revealed);
    if (!asks.hidden) ask(ballot);
  };
  // The key of an answer gives it; false for any other key.
  const press = (key) => {
    const inputs = [...asks.querySelectorAll("input:enabled")], input = inputs[KEYS.indexOf(key)];
    if (!KEYS.includes(key) || !input || asks.hidden) return false;
    give(input);
    return true;
  };
  return { node, draw, press, said };
}
