// Where a picture stands under its zoom: 1 fits, x and y are pixels of the page, and it never leaves its box.
export const MOST = 16, STEP = 1.25, PAN = 48;
const FIT = { zoom: 1, x: 0, y: 0 };

export const fit = () => ({ ...FIT });

// Zoomed to so much, with what is under (x, y) from the middle of the box left where it is.
export function zoomed(look, to, x = 0, y = 0) {
  const zoom = Math.min(MOST, Math.max(1, to));
  if (zoom === 1) return fit();
  return { zoom, x: x - ((x - look.x) * zoom) / look.zoom, y: y - ((y - look.y) * zoom) / look.zoom };
}

export function panned(look, x, y) {
  return look.zoom > 1 ? { ...look, x: look.x + x, y: look.y + y } : look;
}

// Which share of a picture of fitted size (wide, high) is seen in its box.
export function seen({ zoom, x, y }, box, fitted) {
  const along = (room, whole, moved) => {
    const from = Math.max(0, 0.5 - (room / 2 + moved) / zoom / whole), to = Math.min(1, 0.5 + (room / 2 - moved) / zoom / whole);
    return [from, to - from];
  };
  const [left, width] = along(box.width, fitted.width, x), [top, height] = along(box.height, fitted.height, y);
  return { left, top, width, height };
}

export function held(look, width, height) {
  const [most, high] = [(width * (look.zoom - 1)) / 2, (height * (look.zoom - 1)) / 2];
  const within = (value, end) => Math.max(-end, Math.min(end, value));
  return { ...look, x: within(look.x, most), y: within(look.y, high) };
}
