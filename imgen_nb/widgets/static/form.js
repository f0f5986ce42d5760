// The form: what Python offers, and what a person does with it. It never decides, it only locks early.
import { makeBudget } from "./budget.js";
import { makeField } from "./fields.js";
import { makeKeys } from "./keys.js";
import { button, copy, icon, keep, make, put, set } from "./parts.js";
import { makeRecent } from "./pick.js";
import { receive } from "./sources.js";

const PAUSE_MS = 250; // typing is told when it pauses, so that a word is one message

export function makeForm(wire) {
  const page = `ig${Math.random().toString(36).slice(2, 8)}`, titles = new Map(), drawn = new Map(), kept = new Map(), rare = new Map();
  let form = {}, waiting = null;
  const prompt = make("textarea", "ig-in ig-prompt-in", { id: `${page}-prompt`, rows: "4" });
  const counted = make("span", "ig-num"), wrong = make("div", "ig-wrong", { id: `${page}-wrong`, hidden: "" }, icon("bad"), make("span"));
  const under = make("div", "ig-help ig-under", {}, make("span", "", {}, "Drop or paste a picture to use it"), make("span", "ig-push"), counted);
  const take = (words) => { prompt.value = words; tell(true); };
  const recent = makeRecent(wire, page, take);
  const provider = make("select", "ig-in", { id: `${page}-provider`, "aria-describedby": `${page}-why` });
  const badge = make("span", "ig-badge"), why = make("span", "", { id: `${page}-why` });
  const spelled = make("div", "ig-help"), terms = make("details", "ig-fold", { hidden: "" }, make("summary", "", {}, icon("more"), "Terms of use"), spelled);
  const keys = makeKeys(wire, page), unlock = button("Unlock", "ig-link", {});
  const locked = make("p", "ig-note", { hidden: "" }, icon("lock"), make("b", "", {}, "Locked to the rewritten text. "), make("span", "", {}, "Enhancement is off until you unlock or edit. "), unlock);
  const note = make("p", "ig-note", { role: "note", hidden: "" }), main = make("div", "ig-fields"), others = make("div", "ig-fields");
  const summary = make("summary", "", {}, icon("more"), make("span"));
  const fold = make("details", "ig-fold", {}, summary, others);
  const incode = make("p", "ig-help ig-incode", { hidden: "" });
  const cell = make("code"), copied = button("Copy", "ig-btn--s ig-btn--quiet", { sign: "copy" });
  const shown = make("details", "ig-fold", {}, make("summary", "", {}, icon("more"), "Show as code"), make("pre", "ig-code", {}, cell), copied);
  const price = make("b"), priced = make("span", "ig-quiet"), failed = make("p", "ig-wrong", { hidden: "" }, icon("bad"), make("span"));
  const left = make("span"), again = make("span"), meter = make("span", "ig-meter", { "aria-hidden": "true" });
  const window = make("div", "ig-left", { hidden: "" }, left, again, meter);
  const budget = makeBudget(wire, page);
  const balance = make("span", "ig-quiet"), count_up = button("Balance", "ig-btn--s ig-btn--quiet", {});
  const go = button("Generate", "ig-btn--go", {});
  go.append(make("kbd", "", { "aria-hidden": "true" }, /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘ ⏎" : "Ctrl ⏎"));
  const body = make("div", "ig-form-b", {},
    make("div", "ig-field ig-pops", {}, make("div", "ig-label", {}, make("label", "", { for: prompt.id }, "Prompt"), make("span", "ig-push"), recent.button), recent.list, recent.none, prompt, under, wrong),
    make("div", "ig-field", {}, make("div", "ig-label", {}, make("label", "", { for: provider.id }, "Provider"), make("span", "ig-push"), badge), provider, make("div", "ig-help", {}, why, " ", keys.link), terms, keys.bad, keys.node),
    locked, note, main, fold, incode, shown, budget.node);
  const foot = make("div", "ig-form-go", {}, make("div", "ig-price", {}, price, priced, make("span", "ig-push"), balance, count_up), budget.line, window, failed, go);
  const node = make("div", "ig-form", { role: "form", "aria-label": "What to generate" }, body, foot);

  const values = () => Object.fromEntries([...drawn].map(([name, field]) => [name, field.read()]));
  const flush = () => {
    if (waiting === null) return;
    clearTimeout(waiting);
    waiting = null;
    wire.edited({ prompt: prompt.value, values: values() });
  };
  const tell = (now) => {
    wire.typed();
    clearTimeout(waiting);
    waiting = setTimeout(flush, now ? 0 : PAUSE_MS);
    count();
  };
  const generate = () => {
    if (wire.locked || !wire.alive) return;
    clearTimeout(waiting);
    waiting = null;
    const live = Boolean(form.live) && form.provider === provider.value; // what is shown beside the press
    wire.hear("answer", look);
    wire.press("generate", { provider: provider.value, prompt: prompt.value, values: values(), live });
  };
  // Where nothing was sent, what is wrong may be out of sight: the first such field gets the focus.
  const look = () => requestAnimationFrame(() => {
    const bad = node.querySelector("[aria-invalid=true]");
    (bad?.querySelector("input:checked, input") ?? bad)?.focus();
  });
  const count = () => put(counted, form.limit ? `${prompt.value.length.toLocaleString()} of ${form.limit.toLocaleString()}` : prompt.value ? `${prompt.value.length.toLocaleString()} characters` : "");

  prompt.addEventListener("input", () => tell(false));
  prompt.addEventListener("blur", flush);
  provider.addEventListener("change", () => { flush(); wire.typed(); wire.edited({ provider: provider.value }); });
  go.addEventListener("click", generate);
  unlock.addEventListener("click", () => { wire.say("unlock"); prompt.focus(); });
  count_up.addEventListener("click", () => { if (count_up.getAttribute("aria-disabled") !== "true") wire.say("balance"); });
  receive(node, wire, undefined, prompt);
  copied.addEventListener("click", () => copy(cell.textContent, node));
  node.addEventListener("keydown", (event) => {
    const chord = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    if (chord && !event.repeat) generate();
    if (chord || (event.repeat && event.target.localName === "button")) event.preventDefault(); // a held key is one press
  });

  const draw = (given) => {
    form = given;
    const behind = wire.behind(form), off = !wire.alive;
    keep(provider, (form.providers ?? []), titles, (one) => make("option", "", { value: one.id }), (made, one) => put(made, one.title));
    if (!behind) {
      if (prompt.value !== form.prompt) prompt.value = form.prompt ?? "";
      if (provider.value !== form.provider) provider.value = form.provider ?? "";
    }
    prompt.placeholder = form.teach ?? "";
    count();
    said(wrong, form.wrong?.prompt, wrong.lastChild);
    set(prompt, "aria-invalid", form.wrong?.prompt ? "true" : null);
    set(prompt, "aria-describedby", form.wrong?.prompt ? wrong.id : null);
    put(why, form.why ?? "");
    drawTerms(form.terms ?? []);
    said(note, form.note);
    said(failed, form.wrong?.form, failed.lastChild);
    drawBadge();
    const fields = (form.fields ?? []).map((field) => ({ ...field, id: `${field.name} ${field.kind} ${field.plain === ""}` }));
    for (const [some, place, nodes] of [[fields.filter((one) => !one.rare), main, kept], [fields.filter((one) => one.rare), others, rare]]) {
      keep(place, some, nodes, (field) => made(field), (_, field) => drawn.get(field.name).draw(field, behind, form));
    }
    for (const name of drawn.keys()) if (!fields.some((field) => field.name === name)) drawn.delete(name);
    fold.hidden = !rare.size;
    if (fields.some((field) => field.rare && field.problem)) fold.open = true;
    put(summary.lastChild, `More options (${rare.size})`);
    drawInCode(form.code ?? []);
    put(cell, form.cell ?? "");
    put(price, form.price ?? "");
    put(priced, form.priced ?? "");
    drawLeft();
    locked.hidden = !form.lock;
    keys.draw(form.key ?? {}, off);
    for (const one of [recent.button, unlock]) one.disabled = off;
    set(go, "aria-disabled", String(wire.locked || off)); // `disabled` would drop the focus to <body>
    go.classList.toggle("ig-busy", wire.locked && wire.alive);
    prompt.readOnly = off;
    for (const one of node.querySelectorAll("select, .ig-fields :is(input, textarea, button)")) one.disabled = off;
  };
  const made = (field) => { const one = makeField(field, page, tell, wire); drawn.set(field.name, one); return one.node; };
  const said = (place, words, node = place) => { put(node, words ?? ""); place.hidden = !words; };
  const drawLeft = () => {
    window.hidden = !form.left?.words;
    put(left, form.left?.words ?? "");
    put(again, form.left?.again ?? "");
    meter.style.setProperty("--v", `${Math.round((form.left?.share ?? 0) * 100)}%`);
    budget.draw(form.budget ?? {}, !wire.alive);
    put(balance, form.balance ?? "");
    count_up.hidden = !(form.live && form.asks?.includes("balance"));
    put(count_up.lastChild, form.looking === "balance" ? "Asking…" : form.balance ? "Ask again" : "Balance");
    set(count_up, "aria-disabled", form.looking || !wire.alive ? "true" : null);
  };
  const drawBadge = () => {
    if (badge.dataset.of === String(form.live)) return;
    badge.dataset.of = String(form.live);
    badge.className = `ig-badge ${form.live ? "ig-badge--live" : "ig-badge--sandbox"}`;
    badge.replaceChildren(icon(form.live ? "live" : "sandbox"), form.live ? "live" : "sandbox");
  };
  const drawTerms = (told) => {
    terms.hidden = !told.length;
    if (terms.dataset.of === told.join()) return;
    terms.dataset.of = told.join();
    spelled.replaceChildren(...told.map((one) => make("p", "", {}, one)));
  };
  const drawInCode = (some) => {
    incode.hidden = !some.length;
    const names = some.map((one) => one.name).join(",");
    if (incode.dataset.of === names) return;
    incode.dataset.of = names;
    incode.replaceChildren("In code only: ", ...some.flatMap((one, at) => [at ? ", " : "", make("code", "", { title: one.help }, one.name)]));
  };
  // A card asks for the key of its own provider, whoever is chosen.
  const key = (name) => {
    const there = provider.value === name;
    if (!there) { flush(); wire.typed(); provider.value = name; wire.edited({ provider: name }); }
    setTimeout(keys.open, there ? 0 : PAUSE_MS); // the form of that provider comes first
    return true;
  };
  return { node, draw, home: () => go, key, budget: budget.open, take: (words) => { take(words); go.focus(); } };
}
