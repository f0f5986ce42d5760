// The status: one sentence in one lasting node, what is not settled or failed, a line for each job under way, and Cancel.
import { button, copy, focused, keep, make, put, set, sign } from "./parts.js";

// Cards: what may still be fetched or let go of, and what only says what happened.
const owed = (place) => place.answers.length > 0 && place.remedies.some(({ act }) => act === "forget");
const failed = (place) => place.answers.length > 0 && !owed(place);
const KINDS = [["unk", "not settled", owed], ["bad", "failed", failed]];

// `only(fits)` shows the places that fit, or all of them again.
export function makeStatus(wire, { again, home, only }) {
  const held = new Map();
  let jobs = [], heard = 0, told = null, seen = 0;
  const look = make("span", "ig-sign"), words = make("span", "ig-status", { role: "status" }); // one node for life
  const stop = button("Cancel", "ig-btn--s", { hidden: "" }), clear = button("Clear failed", "ig-btn--s ig-btn--quiet", { hidden: "" });
  const list = make("ul", "ig-jobs", { "aria-label": "Jobs" });
  const counts = KINDS.map(([kind, said, fits]) => ({ said, fits, node: button("", "ig-btn--s ig-btn--quiet ig-count", { sign: kind, "data-s": kind, "aria-pressed": "false" }) }));
  const bar = make("div", "ig-bar", {}, look, words, ...counts.map((one) => one.node), clear, stop);
  const bill = make("p", "ig-bill", { hidden: "" });
  const node = make("div", "ig-top", {}, bar, bill, list);

  const line = (job) => {
    const cancel = button(`Cancel this job of ${job.who}`, "ig-btn--quiet ig-btn--icon", { sign: "shut", alone: true, "data-job": job.id });
    const track = make("div", "ig-track", { "aria-hidden": "true" }, make("i"), make("i"), make("i"), make("i"));
    const remote = button("", "ig-copy", {});
    const head = make("div", "ig-job-t", {}, make("b"), make("span"), make("span", "ig-push"), make("span", "ig-num"), cancel);
    const foot = make("div", "ig-job-f", {}, make("span"), remote);
    remote.addEventListener("click", () => copy(remote.dataset.id, node));
    return make("li", "ig-job", {}, make("span", "ig-sign"), head, track, foot);
  };
  const change = (item, job) => {
    const [mark, head, track, foot] = item.children, [word, who, , clock] = head.children, [why, remote] = foot.children;
    item.dataset.s = job.s;
    sign(mark, job.s);
    put(word, job.word);
    put(who, job.who);
    put(clock, clocked(job));
    [...track.children].forEach((step, at) => {
      set(step, "data-f", at < job.step - 1 ? "" : null);
      set(step, "data-now", at === job.step - 1 ? "" : null);
      step.style.setProperty("--v", at === job.step - 1 ? `${Math.round(share(job) * 100)}%` : "40%");
    });
    put(why, [job.said.replace(/\.$/, ""), ...job.facts, job.said ? "" : job.prompt].filter(Boolean).join(" · "));
    remote.hidden = !job.remote;
    if (remote.dataset.id !== job.remote) {
      remote.dataset.id = job.remote;
      put(remote.firstChild, job.remote.length > 24 ? `${job.remote.slice(0, 12)}…${job.remote.slice(-6)}` : job.remote);
      remote.title = "Copy the job's id";
      remote.setAttribute("aria-label", `Copy the id ${job.remote}`);
    }
  };
  // How much of a step is done: as told, else as long as such jobs take, and never all of it.
  const share = (job) => {
    if (job.progress != null) return job.progress;
    return job.usual ? Math.min(0.95, (job.elapsed + (Date.now() - heard) / 1000) / job.usual) : 0.4;
  };
  const clocked = (job) => {
    const since = (Date.now() - heard) / 1000;
    if (job.wait == null) return `${Math.floor(job.elapsed + since)} s${job.usual ? ` of about ${job.usual} s` : ""}`;
    const left = Math.max(0, Math.ceil(job.wait - since));
    return `goes on in ${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  };
  const clearable = () => wire.places.filter(failed);
  const pressed = () => counts.find((one) => one.node.getAttribute("aria-pressed") === "true");
  const choose = (chosen) => {
    for (const one of counts) set(one.node, "aria-pressed", String(one === chosen));
    only(chosen?.fits);
  };
  const drawCounts = () => {
    for (const one of counts) {
      const number = wire.places.filter(one.fits).length;
      one.node.hidden = !number;
      put(one.node.lastChild, `${number} ${one.said}`);
      one.node.title = `Show only ${number === 1 ? "the one" : `the ${number}`} ${one.said}`;
    }
    if (pressed() && (pressed().node.hidden || wire.places.length > seen)) choose(); // what comes new is seen
    seen = wire.places.length;
  };
  const tick = () => { for (const job of jobs) if (held.has(job.id)) change(held.get(job.id), job); };
  let clock = null;

  const draw = (status) => {
    const had = focused(node);
    if (status !== told) { told = status; heard = Date.now(); }
    jobs = wire.alive ? status.jobs ?? [] : [];
    const [kind, said] = wire.asking ? ["run", "Sending…"] : [status.s ?? "idle", status.words ?? ""];
    sign(look, wire.alive ? kind : "gone");
    put(words, wire.alive ? said : again);
    keep(list, jobs, held, line, change);
    list.hidden = !jobs.length;
    put(bill, status.bill ?? "");
    bill.hidden = !status.bill;
    stop.hidden = !jobs.length;
    clear.hidden = !wire.alive || clearable().length < 2;
    drawCounts();
    put(stop.lastChild, jobs.length > 1 ? `Cancel all ${jobs.length}` : "Cancel");
    if (jobs.length && !clock) clock = setInterval(tick, 1000);
    if (!jobs.length && clock) { clearInterval(clock); clock = null; }
    if (had && !focused(node)) home()?.focus();
  };
  stop.addEventListener("click", () => wire.say("cancel", { jobs: jobs.map((job) => job.id) }));
  clear.addEventListener("click", () => { for (const { id } of clearable()) wire.say("drop", { id }); });
  for (const one of counts) one.node.addEventListener("click", () => choose(one === pressed() ? undefined : one));
  list.addEventListener("click", (event) => {
    const job = event.target.closest("[data-job]")?.dataset.job;
    if (job) wire.say("cancel", { jobs: [job] });
  });
  return { node, draw, close: () => clearInterval(clock) };
}
