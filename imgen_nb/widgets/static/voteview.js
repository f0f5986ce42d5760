// The blind vote: a bar, one ballot at a time with its two questions, and after the reveal what the votes tell.
import { makeBallot } from "./ballot.js";
import { makeBooth } from "./booth.js";
import { AGAIN, widget } from "./frame.js";
import { button, focused, icon, make, put, set } from "./parts.js";
import { makeRanks } from "./ranks.js";

export default widget([], (root, booth) => {
  const gone = make("p", "ig-gone", { role: "status" }), said = make("div", "ig-sr", { role: "status" });
  const title = make("h2", "ig-label", {}, "Blind vote"), where = make("span", "ig-quiet ig-num");
  const stamp = make("span", "ig-badge ig-badge--sandbox", { hidden: "" }, icon("sandbox"), "practice");
  const meter = make("span", "ig-meter", { role: "progressbar", "aria-valuemin": "0" });
  const skip = button("Skip", "ig-btn--s ig-btn--quiet"), reveal = button("Reveal", "ig-btn--s", { sign: "eye" });
  const save = button("Save votes", "ig-btn--s", { sign: "save" });
  const more = button("Vote on more", "ig-btn--s", { sign: "plus" });
  const bar = make("div", "ig-bar ig-vote-bar", {}, title, stamp, where, meter, make("span", "ig-push"), skip, reveal, save, more);
  const ballot = makeBallot(booth), ranks = makeRanks();
  const trouble = make("p", "ig-help--bad", { role: "alert" }), back = button("Back", "ig-btn--s ig-btn--quiet", { sign: "back" });
  const hint = make("span", "ig-quiet ig-vote-hint", {}, "Names, times and prices stay hidden until the reveal.");
  const go = button("Next", "ig-btn--go ig-vote-go"), key = make("kbd", "", { "aria-hidden": "true" }, "⏎");
  go.append(key);
  const recall = make("h2", "ig-recall", { hidden: "" });
  const foot = make("div", "ig-vote-foot", {}, back, hint, go);
  const body = make("div", "ig-vote-body", {}, ranks.node, recall, ballot.node, trouble, foot);
  root.append(make("div", "ig-panel", { role: "group", "aria-label": "Blind vote" }, gone, bar, body, said));

  const ends = () => !booth.state.revealed && !booth.state.open.length;
  const show = () => booth.say("reveal");
  const forward = () => { if (ends()) show(); else if (booth.state.revealed) booth.go(booth.at + 1); else booth.next(); };
  const can = (node) => node.getAttribute("aria-disabled") !== "true";
  for (const [node, act] of [[skip, () => booth.go(booth.at + 1)], [reveal, show], [back, () => booth.go(booth.at - 1)], [go, forward], [save, () => booth.say("save")], [more, () => booth.say("more")]]) {
    node.addEventListener("click", () => { if (can(node)) act(); });
  }
  booth.hear("file", (message, url) => make("a", "", { href: url, download: message.name }).click());
  body.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !booth.state) return;
    if (event.key === "Enter" && event.target.localName !== "button") { if (!event.repeat && can(go)) forward(); }
    else if (event.key === "Backspace") { if (can(back)) booth.go(booth.at - 1); }
    else if (!ballot.press(event.key)) return;
    event.preventDefault();
  });

  let revealed = false;
  return () => {
    put(gone, booth.alive ? "" : AGAIN);
    const { state } = booth;
    for (const one of [bar, body]) one.hidden = !state;
    if (!state) return;
    const total = state.ballots.length, done = total - state.open.length, one = booth.ballot(), over = Boolean(state.revealed);
    const place = `${state.noun} ${booth.at + 1} of ${total}`;
    stamp.hidden = !state.practice;
    put(title, over ? "Revealed" : "Blind vote");
    put(where, over ? state.revealed.title : place);
    meter.style.setProperty("--v", `${(100 * done) / total}%`);
    for (const [name, value] of [["aria-valuenow", done], ["aria-valuemax", total], ["aria-label", `Answered: ${done} of ${total}`]]) set(meter, name, value);
    for (const node of [meter, skip, reveal, hint]) node.hidden = over;
    save.hidden = !over;
    more.hidden = !over || !state.open.length; // what has all its answers has none to be asked for
    put(recall, over ? `${place[0].toUpperCase()}${place.slice(1)}${recalled(state, one, ballot.said)}` : "");
    recall.hidden = !over;
    ranks.draw(state.revealed);
    ballot.draw();
    put(trouble, booth.trouble);
    put(go.firstChild, ends() ? "Reveal" : `Next ${state.noun}`);
    key.hidden = over;
    const last = booth.at >= total - 1;
    for (const [node, off] of [[back, booth.at === 0], [skip, last], [reveal, false], [save, false], [more, false], [go, over ? last : last && !ends() && state.open.length < 2]]) set(node, "aria-disabled", String(off || !booth.alive));
    put(said, over ? "Revealed." : `${place}. ${ends() ? "Every question has an answer." : ""}`);
    if (over !== revealed && focused(root)) go.focus(); // what had the focus is gone
    revealed = over;
  };
}, makeBooth);

// What this voter said of a ballot, in words.
function recalled(state, ballot, said) {
  const told = state.questions.filter((one) => ballot?.said[one.id]).map((one) => `${one.head}: ${said(ballot.said[one.id], ballot.urls.length)}`);
  return told.length ? `. You said: ${told.join(" · ")}` : "";
}
