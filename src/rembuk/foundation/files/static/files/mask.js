// Draws boxes over a photo by finger or mouse and writes them into the number fields, which alone are sent.
const picture = document.getElementById("gambar");
const layer = document.getElementById("kotak");
const form = document.getElementById("kotak-kotak");
const NAMES = ["left", "top", "width", "height"];
const rows = [...form.querySelectorAll("fieldset")].map((set) => NAMES.map((name) => set.querySelector(`[name$="-${name}"]`)));
const values = (row) => row.map((input) => (input.value === "" ? null : Number(input.value)));
const bounded = (value) => Math.max(0, Math.min(1000, Math.round(value)));

function paint() {
  layer.replaceChildren(
    ...rows.map(values).filter((box) => !box.includes(null)).map(([x, y, width, height]) => {
      const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      for (const [name, value] of Object.entries({ x, y, width, height })) rect.setAttribute(name, value);
      return rect;
    }),
  );
}

function point(event) {
  const frame = picture.getBoundingClientRect();
  return [bounded(((event.clientX - frame.left) / frame.width) * 1000), bounded(((event.clientY - frame.top) / frame.height) * 1000)];
}

let start = null;
let row = null;

picture.addEventListener("pointerdown", (event) => {
  row = rows.find((inputs) => values(inputs).every((value) => value === null));
  if (!row) return;
  event.preventDefault();
  start = point(event);
  picture.setPointerCapture(event.pointerId);
});

picture.addEventListener("pointermove", (event) => {
  if (!start) return;
  const [x, y] = point(event);
  const box = [Math.min(x, start[0]), Math.min(y, start[1]), Math.abs(x - start[0]), Math.abs(y - start[1])];
  row.forEach((input, at) => { input.value = box[at]; });
  paint();
});

for (const ending of ["pointerup", "pointercancel"]) {
  picture.addEventListener(ending, () => {
    // A tap is no box.
    if (start && values(row).slice(2).some((side) => side === null || side < 5)) row.forEach((input) => { input.value = ""; });
    start = null;
    paint();
  });
}

form.addEventListener("input", paint);
document.getElementById("cara").hidden = false;
paint();
