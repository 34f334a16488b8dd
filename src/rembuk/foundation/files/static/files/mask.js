// Draws boxes over a photo by finger or mouse and writes them into the number fields, which alone are sent.
const picture = document.getElementById("gambar");
const layer = document.getElementById("kotak");
const form = document.getElementById("kotak-kotak");
const more = document.getElementById("tambah");
const NAMES = ["left", "top", "width", "height"];
const sets = [...form.querySelectorAll("fieldset")];
const rows = sets.map((set) => NAMES.map((name) => set.querySelector(`[name$="-${name}"]`)));
const values = (row) => row.map((input) => (input.value === "" ? null : Number(input.value)));
const empty = (row) => values(row).every((value) => value === null);
const bounded = (value) => Math.max(0, Math.min(1000, Math.round(value)));

/** Shows the boxes on the photo; rows without a box are put away until they are wanted. */
function paint() {
  layer.replaceChildren(
    ...rows.map(values).filter((box) => !box.includes(null)).map(([x, y, width, height]) => {
      const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      for (const [name, value] of Object.entries({ x, y, width, height })) rect.setAttribute(name, value);
      return rect;
    }),
  );
  sets.forEach((set, at) => { set.hidden = empty(rows[at]) && !set.dataset.wanted; });
  more.hidden = !sets.some((set) => set.hidden);
}

function clear(at) {
  rows[at].forEach((input) => { input.value = ""; });
  delete sets[at].dataset.wanted;
  paint();
}

function point(event) {
  const frame = picture.getBoundingClientRect();
  return [bounded(((event.clientX - frame.left) / frame.width) * 1000), bounded(((event.clientY - frame.top) / frame.height) * 1000)];
}

let start = null;
let drawn = -1;

picture.addEventListener("pointerdown", (event) => {
  drawn = rows.findIndex(empty);
  if (drawn < 0) return;
  event.preventDefault();
  start = point(event);
  picture.setPointerCapture(event.pointerId);
});

picture.addEventListener("pointermove", (event) => {
  if (!start) return;
  const [x, y] = point(event);
  const box = [Math.min(x, start[0]), Math.min(y, start[1]), Math.abs(x - start[0]), Math.abs(y - start[1])];
  rows[drawn].forEach((input, at) => { input.value = box[at]; });
  paint();
});

for (const ending of ["pointerup", "pointercancel"]) {
  picture.addEventListener(ending, () => {
    // A tap is no box.
    if (start && values(rows[drawn]).slice(2).some((side) => side === null || side < 5)) clear(drawn);
    start = null;
  });
}

more.addEventListener("click", () => {
  const set = sets.find((one) => one.hidden);
  set.dataset.wanted = "1";
  paint();
  set.querySelector("input").focus();
});

sets.forEach((set, at) => {
  const drop = Object.assign(document.createElement("button"), { type: "button", className: "btn sm", textContent: `Hapus kotak ${at + 1}` });
  drop.addEventListener("click", () => { clear(at); more.focus(); });
  set.append(drop);
});

form.addEventListener("input", paint);
document.getElementById("cara").hidden = false;
document.getElementById("kosongkan").hidden = true;
paint();
