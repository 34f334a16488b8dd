// A long form as steps on a phone: one fieldset at a time. Without this script the whole form is on one page.
let form = null;

const made = (name, props, ...inside) => {
  const node = Object.assign(document.createElement(name), props);
  node.append(...inside);
  return node;
};

function steps() {
  const parts = [...form.querySelectorAll("fieldset.step")];
  const send = form.querySelector(".act");
  const bar = made("div", { className: "steps" }, ...parts.map(() => document.createElement("i")));
  bar.setAttribute("role", "img");
  const back = made("button", { type: "button", className: "btn" }, "Kembali");
  const on = made("button", { type: "button", className: "btn go" }, "Lanjut");
  const moves = made("div", { className: "act" }, back, on);
  const cancel = send.querySelector("a");
  form.prepend(bar);
  send.before(moves);
  let now = Math.max(0, parts.findIndex((part) => part.querySelector(".wrong, .errorlist")));
  const show = (focus) => {
    parts.forEach((part, n) => { part.hidden = n !== now; });
    [...bar.children].forEach((dot, n) => dot.classList.toggle("on", n <= now));
    bar.setAttribute("aria-label", `Langkah ${now + 1} dari ${parts.length}`);
    back.hidden = now === 0;
    // On the last page the way back stands where the way out stood.
    const last = now === parts.length - 1;
    (last ? send : moves).prepend(back);
    moves.hidden = last;
    send.hidden = !last;
    if (cancel) cancel.hidden = last;
    if (!focus) return;
    scrollTo(0, 0);
    const legend = parts[now].querySelector("legend");
    legend.tabIndex = -1;
    legend.focus({ preventScroll: true });
  };
  back.addEventListener("click", () => { now -= 1; show(true); });
  on.addEventListener("click", () => {
    const wrong = [...parts[now].querySelectorAll("input, select, textarea")].find((field) => !field.checkValidity());
    if (wrong) { wrong.reportValidity(); return; }
    now += 1;
    show(true);
    if (now === parts.length - 1) alike();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT" || now === parts.length - 1) return;
    event.preventDefault();
    on.click();
  });
  show(false);
}

function locate() {
  const line = form.querySelector("[data-locate]");
  if (!line || !navigator.geolocation) return;
  const told = line.querySelector("[role=status]");
  line.hidden = false;
  line.querySelector("button").addEventListener("click", () => {
    told.textContent = "Mencari lokasi…";
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements.lat.value = coords.latitude.toFixed(6);
        form.elements.lng.value = coords.longitude.toFixed(6);
        told.textContent = `Lokasi tercatat, ketelitian sekitar ${Math.round(coords.accuracy)} meter.`;
        form.dispatchEvent(new Event("input"));
      },
      () => { told.textContent = "Lokasi tidak terbaca. Pilih kelurahan, RW, dan RT di bawah ini."; },
      { enableHighAccuracy: true, timeout: 15_000 },
    );
  });
}

async function alike() {
  const place = form.querySelector("[data-similar]");
  if (!place?.dataset.similar || !navigator.onLine) return;
  const asked = new URLSearchParams();
  for (const name of ["category", "kelurahan", "rw", "rt", "lat", "lng"]) asked.set(name, form.elements[name]?.value ?? "");
  if (!asked.get("category")) return;
  const answer = await fetch(`${place.dataset.similar}?${asked}`, { credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  place.replaceChildren(...page.body.childNodes);
}

const PAUSE = 700;
let pause = 0;

async function suggest() {
  const place = form.querySelector("[data-suggest]");
  const text = form.elements.text?.value.trim() ?? "";
  if (!place?.dataset.suggest || !navigator.onLine || text.length < 8) return;
  const body = new URLSearchParams({ text, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
  const answer = await fetch(place.dataset.suggest, { method: "POST", body, credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  // What was said meanwhile is asked next.
  if (text === form.elements.text.value.trim()) place.replaceChildren(...page.body.childNodes);
  offer();
}

// Without this script what is suggested is only read.
function offer() {
  for (const button of form.querySelectorAll("[data-take]")) button.hidden = false;
}

function take(event) {
  const chosen = event.target.closest("[data-take]");
  if (!chosen) return;
  const field = form.elements.category;
  field.value = chosen.value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
  field.focus();
}

// Asking needs a server. What is sent waits for one by itself where there is an outbox; a change of what stands does not.
function unasked() {
  const place = form.querySelector("#bantuan");
  if (!place) return;
  const then = "outbox" in form.dataset ? "“Usulkan” tetap bisa dipakai, terkirim sendiri nanti." : "jangan tutup halaman ini, simpan sesudah ada sinyal.";
  place.replaceChildren(made("p", { className: "told" }, `Tidak ada sinyal, jadi belum bisa diperiksa. Isian Anda tetap ada; ${then}`));
}

// A copy that lay on this phone has nothing that asks: its button would send the form, or leave it.
function ask(event) {
  if (navigator.onLine || !event.target.closest("[name=periksa]")) return;
  event.preventDefault();
  event.stopPropagation();
  unasked();
}

function begin() {
  const found = document.querySelector("form[data-steps]");
  if (!found || found === form) return;
  form = found;
  steps();
  locate();
  form.elements.text?.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(suggest, PAUSE); });
  form.addEventListener("click", take);
  form.addEventListener("click", ask, true);
  form.addEventListener("htmx:sendError", unasked);
  offer();
  form.elements.category?.addEventListener("change", alike);
}

begin();
// A page that lay on this phone, or the answer to what was sent, takes the place of the one that was here.
addEventListener("shown", begin);
