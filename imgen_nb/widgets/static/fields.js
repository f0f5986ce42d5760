// One control for each kind of option: made once, drawn again in place, read as text. Labels and help are beside it.
import { button, icon, make, put, set } from "./parts.js";
import { makeCombo } from "./pick.js";
import { makeSources } from "./sources.js";

const MAKERS = { ratio, choice, model, switch: choice3, source, number, text };

export function makeField(field, page, tell, wire) {
  const made = (MAKERS[field.kind] ?? text)(field, `${page}-${field.name}`, tell, wire);
  made.node.dataset.name = field.name;
  return made;
}

// Label, control, help, and what is wrong: read together, because the control names both.
function dressed(field, id, control, tag = "div") {
  const label = tag === "fieldset" ? make("legend", "ig-label", {}, field.label) : make("label", "ig-label", { for: id }, field.label);
  const help = make("div", "ig-help", { id: `${id}-help` }), said = make("span", "", { id: `${id}-wrong` }), mend = button("", "ig-btn--s", {});
  const wrong = make("div", "ig-wrong", { hidden: "" }, icon("bad"), said, mend);
  mend.addEventListener("click", () => {
    const radio = [...control.querySelectorAll("input")].find((one) => one.value === mend.dataset.to);
    if (radio) radio.checked = true; else control.value = mend.dataset.to;
    control.dispatchEvent(new Event("change"));
    (radio ?? control).focus(); // the button goes away with what was wrong
  });
  const remark = make("div", "ig-remark", { id: `${id}-remark` });
  const node = make(tag, `ig-field ig-field--${field.kind}`, {}, label, control, help, remark, wrong);
  const dress = (now, inner = control) => {
    put(help, [now.help, now.allowed].filter(Boolean).join("; "));
    label.title = now.elsewhere ? `With other models: ${now.elsewhere}` : "";
    put(said, now.problem);
    put(mend.lastChild, now.mend ? `Use ${now.mend}` : "Clear");
    mend.dataset.to = now.mend ?? "";
    wrong.hidden = !now.problem;
    put(remark, now.remark ?? "");
    set(inner, "aria-invalid", now.problem ? "true" : null);
    set(inner, "aria-describedby", [now.problem && said.id, help.id, now.remark && remark.id].filter(Boolean).join(" "));
  };
  return { node, dress };
}

function selected(field, id, tell, choices) {
  const control = make("select", "ig-in", { id });
  const { node, dress } = dressed(field, id, control);
  control.addEventListener("change", () => tell(true));
  let offered = "";
  const draw = (now, behind) => {
    const all = choices(now), key = JSON.stringify(all);
    if (key !== offered) {
      offered = key;
      control.replaceChildren(...all.map(([value, word]) => make("option", "", { value }, word)));
    }
    if (!behind) control.value = now.value || now.plain || "";
    dress(now);
  };
  return { node, draw, read: () => control.value, control };
}

function choice(field, id, tell) {
  const unset = (now) => (now.plain ? [] : [["", "default"]]);
  return selected(field, id, tell, (now) => [...unset(now), ...now.choices.map((one) => [one.value, one.word])]);
}

function choice3(field, id, tell) {
  if (field.plain === "") return selected(field, id, tell, () => [["", "default"], ["true", "on"], ["false", "off"]]);
  const control = make("input", "ig-switch", { type: "checkbox", role: "switch", id, "aria-describedby": `${id}-help` });
  const help = make("span", "ig-help", { id: `${id}-help` });
  const words = make("span", "", {}, make("span", "ig-label", {}, field.label), help);
  const node = make("label", "ig-field ig-check", {}, control, words);
  control.addEventListener("change", () => tell(true));
  const draw = (now, behind) => {
    if (!behind) control.checked = (now.value || now.plain) === "true";
    put(help, now.help);
  };
  return { node, draw, read: () => String(control.checked), control };
}

// Ratios drawn as shapes: a group of radio buttons.
function ratio(field, id, tell) {
  const box = make("div", "ig-ratios");
  const { node, dress } = dressed(field, id, box, "fieldset");
  let offered = "";
  box.addEventListener("change", () => tell(true));
  const draw = (now, behind) => {
    const key = JSON.stringify(now.choices);
    if (key !== offered) {
      offered = key;
      box.replaceChildren(...now.choices.map((one) => shaped(one, id)), ...(now.plain ? [] : [shaped({ value: "", word: "default" }, id)]));
    }
    const wanted = now.value || now.plain || "";
    if (!behind) for (const input of box.querySelectorAll("input")) input.checked = input.value === wanted;
    dress(now, node);
  };
  return { node, draw, read: () => box.querySelector("input:checked")?.value ?? "", control: box };
}

function shaped(one, id) {
  const shape = make("span", one.shape ? "ig-shape" : "ig-shape ig-shape--any");
  shape.style.setProperty("--r", one.shape ?? 1);
  return make("label", "", {}, make("input", "ig-sr", { type: "radio", name: id, value: one.value }), shape, one.word);
}

// A list one may search, or write beside: what nobody here knows is passed on.
function model(field, id, tell, wire) {
  const combo = makeCombo(id, field.label, {
    words: (one) => [make("span", "", {}, one.word), make("span", "ig-quiet", {}, [one.word === one.value ? "" : one.value, one.more].filter(Boolean).join(" · "))],
    choose: () => tell(true),
  });
  const { node, dress } = dressed(field, id, combo.control);
  combo.control.after(combo.list);
  combo.control.addEventListener("input", () => wire.typed()); // half an id is no model: told when it is whole
  combo.control.addEventListener("change", () => tell(true));
  const look = button("Look up models", "ig-btn--s ig-btn--quiet ig-look", {});
  look.addEventListener("click", () => { if (look.getAttribute("aria-disabled") !== "true") wire.say("models"); });
  node.append(look);
  const draw = (now, behind, form) => {
    combo.known(now.choices);
    if (!behind && combo.control.value !== now.value) combo.control.value = now.value;
    combo.control.placeholder = now.unset;
    look.hidden = field.name !== "model" || !form.asks?.includes("catalogue");
    set(look, "aria-disabled", form.looking || !wire.alive ? "true" : null);
    put(look.lastChild, form.looking === "models" ? "Looking…" : "Look up models");
    dress(now);
  };
  return { node, draw, read: () => combo.control.value, control: combo.control };
}

function written(field, id, tell, control) {
  const { node, dress } = dressed(field, id, control);
  control.addEventListener("input", () => tell(false));
  control.addEventListener("change", () => tell(true));
  const draw = (now, behind) => {
    if (!behind && control.value !== now.value) control.value = now.value;
    control.placeholder = now.unset;
    dress(now);
  };
  return { node, draw, read: () => control.value, control };
}

function number(field, id, tell) { // as text, because a number box gives nothing at all for what is no number
  return written(field, id, tell, make("input", "ig-in ig-num", { id, inputmode: "decimal", autocomplete: "off" }));
}

function text(field, id, tell) {
  return written(field, id, tell, make("input", "ig-in", { id, autocomplete: "off" }));
}

function source(field, id, tell, wire) {
  return makeSources(wire, field, id, tell, dressed);
}
