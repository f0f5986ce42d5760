// Small helpers for drawing: an element is made once and changed in place; text is only ever text.

export function make(tag, name, given = {}, ...children) {
  const node = document.createElement(tag);
  if (name) node.className = name;
  for (const [key, value] of Object.entries(given)) if (value !== undefined) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

// Words of neighbours are words of their own, also for whoever hears them or copies them: laid out they need no space.
export const spaced = (nodes) => nodes.flatMap((node, at) => (at ? [" ", node] : [node]));

export function put(node, text) {
  if (node.textContent !== text) node.textContent = text; // an unchanged text is not said again
}

export function set(node, name, value) {
  if (value === null || value === false) node.removeAttribute(name);
  else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, String(value));
}

// The children of `parent` by key, each with the node it had before: what has the focus keeps it.
export function keep(parent, items, held, made, change) {
  const keys = new Set(items.map((item) => item.id));
  for (const [key, node] of held) if (!keys.has(key)) { node.remove(); held.delete(key); }
  let after = null;
  for (const item of items) {
    let node = held.get(item.id);
    if (!node) held.set(item.id, node = made(item));
    change(node, item);
    const next = after ? after.nextSibling : parent.firstChild;
    if (node !== next) parent.insertBefore(node, next);
    after = node;
  }
}

// Keys pressed in the panel are the panel's; only "save" goes on to the host. Lab's bindings end in `:focus`, so an
// attribute on an ancestor stops none of them: it must be on the focused element. Notebook 7 reads keys at the document
// in the capture phase, so only the window comes before it. Stopping the event keeps Lab from moving the focus.
export function shield(root) {
  const hosts = (event) => (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key === "s";
  const mark = (event) => {
    const target = event.composedPath()[0];
    if (root.contains(target)) target.toggleAttribute?.("data-lm-suppress-shortcuts", !hosts(event));
  };
  root.addEventListener("keydown", (event) => { if (!hosts(event)) event.stopPropagation(); });
  window.addEventListener("keydown", mark, true);
  return () => window.removeEventListener("keydown", mark, true);
}

export function focused(node) {
  const active = node.getRootNode().activeElement ?? document.activeElement; // a shadow root has its own
  return active && node.contains(active) ? active : null;
}

export async function copy(text, near) {
  try { await navigator.clipboard.writeText(text); return; } catch { /* an insecure page has no clipboard */ }
  const area = make("textarea", "ig-sr", { "aria-hidden": "true" });
  area.value = text;
  near.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

const PATHS = {
  live: "M8 8h.01M5.2 10.8a4 4 0 0 1 0-5.6M10.8 5.2a4 4 0 0 1 0 5.6M3 13a7 7 0 0 1 0-10M13 3a7 7 0 0 1 0 10",
  sandbox: "M3 13l.8-3 7-7a1.4 1.4 0 0 1 2 2l-7 7zM9.5 4.5l2 2",
  store: "M2.5 3h11v3h-11zM3.5 6v7h9V6M6.5 9h3",
  done: "M14.3 8A6.3 6.3 0 1 1 8 1.7 6.3 6.3 0 0 1 14.3 8zM5.2 8.2l2 2 3.6-4",
  run: "M8 2a6 6 0 1 1-5.6 3.9",
  wait: "M4 2h8M4 14h8M5 2c0 3.4 3 4.6 3 6s-3 2.6-3 6M11 2c0 3.4-3 4.6-3 6s3 2.6 3 6",
  bad: "M8 1.800l6.5 11.800h-13zM8 6v3.600M8 11.600v.1",
  unk: "M14.3 8A6.3 6.3 0 1 1 8 1.7 6.3 6.3 0 0 1 14.3 8zM6 6.300A2 2 0 1 1 8 8.700v.5M8 11.200v.1",
  none: "M14.3 8A6.3 6.3 0 1 1 8 1.7 6.3 6.3 0 0 1 14.3 8zM5.5 8h5",
  idle: "M14.3 8A6.3 6.3 0 1 1 8 1.7 6.3 6.3 0 0 1 14.3 8z",
  gone: "M6.5 9.500l3-3M4.5 7L3 8.500a3 3 0 0 0 4.5 4L9 11M11.5 9L13 7.500a3 3 0 0 0-4.5-4L7 5M3 2.500l1 1.500M13 13.500l-1-1.5",
  open: "M11.5 7A4.5 4.5 0 1 1 7 2.5 4.5 4.5 0 0 1 11.5 7zM10.4 10.400L14 14M5 7h4M7 5v4",
  again: "M13.5 8A5.5 5.5 0 1 1 11.8 4M13.5 2v3.200h-3.2",
  use: "M2.5 4.500h6M11.5 4.500h2M10 3v3M2.5 11.500h2M7.5 11.500h6M6 10v3",
  save: "M8 2v8M4.8 7L8 10.2 11.2 7M2.5 13.500h11",
  copy: "M5.5 5.500h8v8h-8zM3.5 10.500h-1v-8h8v1",
  code: "M5 4.500L1.5 8 5 11.500M11 4.500L14.5 8 11 11.5",
  shut: "M3.5 3.500l9 9M12.5 3.500l-9 9",
  tick: "M3 8.500l3.3 3.300L13 5",
  next: "M6 3l5 5-5 5",
  back: "M10 3L5 8l5 5",
  more: "M6 4l4 4-4 4",
  eye: "M1.5 8S3.8 3.5 8 3.5 14.5 8 14.5 8 12.2 12.5 8 12.5 1.5 8 1.5 8zM9.900 8a1.900 1.900 0 1 1-3.800 0 1.900 1.900 0 0 1 3.800 0z",
  pair: "M2 3h5v10H2zM9 3h5v10H9z",
  slide: "M8 2v12M5.5 5.500L3 8l2.500 2.500M10.500 5.500L13 8l-2.500 2.500M3 8h3M10 8h3",
  star: "M8 2l1.800 3.900 4.200.5-3.100 2.900.8 4.200L8 11.400l-3.700 2.100.8-4.200L2 6.400l4.200-.5z",
  swap: "M4 5.500h9l-2.500-2.500M12 10.500H3l2.500 2.500",
  bin: "M2.500 4.500h11M6 4.500v-2h4v2M4 4.500l.6 9h6.800l.6-9M6.700 7v4M9.300 7v4",
  zip: "M4 1.500h5.500L13 5v9.500H4zM8 4h1M8 6h1M8 8h1v2.500H7.500V8z",
  look: "M11.500 7A4.5 4.5 0 1 1 7 2.5 4.5 4.5 0 0 1 11.5 7zM10.400 10.400L14 14",
  source: "M2.500 3h8v7h-8zM4.500 8l2-2 2 2M10.500 6h3v7.500h-7.500V11",
  plus: "M8 3v10M3 8h10",
  put: "M8 10.500V2.500M4.8 5.700L8 2.500l3.200 3.200M2.500 13.500h11",
  key: "M9.5 6.500a3.500 3.500 0 1 1-3.500-3.500 3.500 3.500 0 0 1 3.500 3.500zM8.5 9L14 14.500M11.5 12l1.800-1.800",
  lock: "M4 7.500h8v6H4zM5.500 7.500V5a2.500 2.500 0 0 1 5 0v2.500",
  recent: "M14.3 8A6.3 6.3 0 1 1 8 1.700 6.3 6.3 0 0 1 14.3 8zM8 4.500V8l2.400 1.500",
  coin: "M2.250 4.500a5.750 2.500 0 1 0 11.500 0a5.750 2.500 0 1 0-11.500 0M2.250 4.500v7c0 1.400 2.600 2.500 5.750 2.500s5.750-1.100 5.750-2.500v-7M2.250 8c0 1.400 2.600 2.500 5.750 2.500S13.750 9.400 13.750 8",
  spark: "M6.500 2.500l1.200 3.300L11 7 7.700 8.200 6.500 11.500 5.300 8.200 2 7l3.300-1.200zM12 10v4M10 12h4",
};

export function icon(name, more = "") {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", `ig-i ${more}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name] ?? PATHS.idle);
  svg.append(path);
  return svg;
}

// A sign that is changed only when it is another one.
export function sign(node, name) {
  if (node.dataset.s === name) return;
  node.dataset.s = name;
  node.replaceChildren(icon(name, name === "run" ? "ig-spin" : ""));
}

export function button(words, name, { sign: look = "", alone = false, ...given } = {}) {
  const node = make("button", `ig-btn ${name}`, { type: "button", ...given });
  if (look) node.append(icon(look));
  if (alone) { node.setAttribute("aria-label", words); node.title = words; } else node.append(make("span", "", {}, words));
  return node;
}
