// Where one stands: on "Sekitar sini" the phone's location opens the list, in the form of a visit it renews the ticks.
// Without this script one picks RW and RT.
const here = document.querySelector("[data-here]");
const form = document.querySelector("form[data-steps]");
const ticks = form?.querySelector("[data-near]");
const PLACE = ["lat", "lng", "kelurahan", "rw", "rt"];

if (here && navigator.geolocation) {
  const told = here.querySelector("[role=status]");
  here.hidden = false;
  here.querySelector("button").addEventListener("click", () => {
    told.textContent = "Mencari lokasi…";
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => location.assign(`?lat=${coords.latitude.toFixed(6)}&lng=${coords.longitude.toFixed(6)}`),
      () => { told.textContent = "Lokasi tidak terbaca. Pilih RW dan RT di bawah ini."; },
      { enableHighAccuracy: true, timeout: 15_000 },
    );
  });
}

const where = () => new URLSearchParams(PLACE.map((name) => [name, form.elements[name]?.value ?? ""]));
let asked = form ? `${where()}` : "";

async function renew() {
  const now = where();
  if (!ticks || !navigator.onLine || `${now}` === asked) return;
  asked = `${now}`;
  for (const box of ticks.querySelectorAll("input:checked")) now.append("near", box.value);
  now.set("bagian", "1");
  const answer = await fetch(`${ticks.dataset.near}?${now}`, { credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  ticks.replaceChildren(...page.body.childNodes);
}

if (form) {
  // "input" also comes from the phone's location, "change" when somebody has typed a number to its end.
  form.addEventListener("input", (event) => { if (event.target === form) renew(); });
  form.addEventListener("change", renew);
  // When it was saved on the phone, unless a photo says so itself; first, before the outbox reads the form.
  form.addEventListener("submit", () => {
    if (!form.elements.claimed_at.value) form.elements.claimed_at.value = new Date().toISOString();
  }, { capture: true });
}
