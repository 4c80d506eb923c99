// A stretch of the timeline, drawn with a pointer.

export function brush(within, chosen) {
  const svg = within.querySelector(".timeline svg");
  if (!svg) return;
  const bars = [...svg.querySelectorAll("a")];
  const reading = within.querySelector(".timeline .reading");
  let start = -1;
  let moved = false;

  const at = (event) => {
    const { left, width } = svg.getBoundingClientRect();
    return Math.min(bars.length - 1, Math.max(0, Math.floor(((event.clientX - left) / width) * bars.length)));
  };
  const stretch = (end) => [Math.min(start, end), Math.max(start, end)];
  const draw = (first, last) => {
    bars.forEach((bar, i) => bar.classList.toggle("within", first <= i && i <= last));
    reading.textContent = first < 0 ? "" : `${bars[first].dataset.from} – ${bars[last].dataset.to}`;
  };

  svg.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    start = at(event);
    moved = false;
  });
  svg.addEventListener("pointermove", (event) => {
    if (start < 0) {
      reading.textContent = bars[at(event)].querySelector("title").textContent;
      return;
    }
    if (!moved && at(event) === start) return;
    if (!moved) svg.setPointerCapture(event.pointerId);
    moved = true;
    draw(...stretch(at(event)));
  });
  svg.addEventListener("pointerleave", () => {
    if (start < 0) reading.textContent = "";
  });
  svg.addEventListener("pointerup", (event) => {
    const [first, last] = stretch(at(event));
    const drawn = moved;
    start = -1;
    if (drawn) chosen(bars[first].dataset.from, bars[last].dataset.to);
  });
  svg.addEventListener("pointercancel", () => {
    start = -1;
    draw(-1, -1);
  });
  // The click that ends a drawing would follow the bar below it.
  svg.addEventListener("click", (event) => moved && (event.preventDefault(), event.stopPropagation()), true);
  svg.addEventListener("dragstart", (event) => event.preventDefault());
}
