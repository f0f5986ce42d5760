// What a hand does to a picture in its box: drag it, zoom with the wheel or two fingers where they are, tap it twice.
import { STEP } from "./look.js";

// `at` says in which box, `zoom` by how much around a place from its middle, `pan` how far, `twice` what two taps do.
export function handled(panes, { at, zoom, pan, twice }) {
  const fingers = new Map();
  const boxOf = (event) => {
    const box = event.target.closest(".ig-pane-v");
    if (box) at(Number(box.dataset.at));
    return box;
  };
  const zoomed = (box, by, { x, y }) => {
    const { left, top, width, height } = box.getBoundingClientRect();
    zoom(by, x - left - width / 2, y - top - height / 2);
  };
  // Where all fingers are in the middle, and how far they are apart.
  const spread = () => {
    const [one, other = one] = [...fingers.values()];
    return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2, far: Math.hypot(one.x - other.x, one.y - other.y) };
  };
  const lift = ({ pointerId }) => fingers.delete(pointerId);
  panes.addEventListener("pointerdown", (event) => { if (boxOf(event)) fingers.set(event.pointerId, { x: event.clientX, y: event.clientY }); });
  for (const end of ["pointerup", "pointercancel"]) panes.addEventListener(end, lift);
  panes.addEventListener("pointermove", (event) => {
    if (!(event.buttons & 1)) lift(event); // let go of outside
    const box = fingers.has(event.pointerId) && boxOf(event);
    if (!box) return;
    const before = spread();
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    const now = spread();
    pan(now.x - before.x, now.y - before.y);
    if (before.far && now.far) zoomed(box, now.far / before.far, now);
  });
  panes.addEventListener("wheel", (event) => {
    const box = boxOf(event);
    if (!box) return;
    event.preventDefault();
    zoomed(box, event.deltaY < 0 ? STEP : 1 / STEP, { x: event.clientX, y: event.clientY });
  }, { passive: false });
  panes.addEventListener("dblclick", twice);
}
