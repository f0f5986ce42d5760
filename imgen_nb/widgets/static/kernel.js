// Whether the kernel of a model is there. A front end tells its widgets of a restart alone; where a notebook's session can
// be seen, it tells as well of a kernel that was shut down, died, or is another one now.
const GONE = ["terminating", "dead", "restarting", "autorestarting"];

// `gone` is called at each such word; what is returned ends the watching.
export function watch(model, gone) {
  const session = model.widget_manager?.context?.sessionContext;
  const changed = (_, { oldValue, newValue }) => { if (oldValue && oldValue.id !== newValue?.id) gone(); };
  const said = (_, status) => { if (GONE.includes(status)) gone(); };
  model.on("comm_live_update", gone);
  session?.kernelChanged?.connect(changed);
  session?.statusChanged?.connect(said);
  return () => {
    session?.kernelChanged?.disconnect(changed);
    session?.statusChanged?.disconnect(said);
  };
}
