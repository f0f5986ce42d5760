// What every widget with pictures shares: one wire for a model, any number of views, keys kept in, and the end of the kernel.
import { watch } from "./kernel.js";
import { make, shield } from "./parts.js";
import { makeWire } from "./wire.js";

export const AGAIN = "Not connected to the kernel. Run this cell again to go on; the pictures stay.";

// `build(root, wire, model)` gives a function that draws everything anew, in place; `wired` makes what the model hears.
export function widget(traits, build, wired = makeWire) {
  return () => {
    let wire;
    return {
      // Here, not in a view: messages sent before the first view exists are delivered to this and to nobody else.
      initialize({ model }) {
        wire = wired(model);
        model.on("msg:custom", wire.heard);
        const leave = watch(model, () => wire.setAlive(false)); // this model never comes back
        wire.keep?.(model.get("kept"));
        if (window.__MARIMO_STATIC__) wire.setAlive(false); // an export of marimo: nobody hears what is said
        wire.say("hello");
        return () => { leave(); wire.close(); };
      },
      render({ model, el }) {
        const root = make("div", "imgen");
        if (el.classList.contains("jupyter-widgets-disconnected")) wire.setAlive(false); // drawn from a saved state
        const update = build(root, wire, model);
        const draw = () => {
          update();
          root.classList.toggle("ig-dead", !wire.alive);
          // Who shows the pictures hides the static twin of the same cell; an empty panel that lives has nothing to hide.
          const here = wire.places.some((place) => wire.thumbs.get(place.sha));
          root.classList.toggle("ig-shows", here || (wire.alive && !wire.places.some((place) => place.sha)));
        };
        const unshield = shield(root);
        for (const name of traits) model.on(`change:${name}`, draw);
        let due = 0;
        const soon = () => { due ||= requestAnimationFrame(() => { due = 0; draw(); }); }; // many thumbnails are one drawing
        const deaf = wire.listen(soon);
        el.append(root);
        draw();
        return () => {
          deaf();
          cancelAnimationFrame(due);
          unshield();
          for (const name of traits) model.off(`change:${name}`, draw);
          root.remove();
        };
      },
    };
  };
}
