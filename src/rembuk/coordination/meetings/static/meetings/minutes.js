// What a minute-taker types stays on this device until the server has it: a closed lid or a lost network costs nothing.
const form = document.querySelector("form[data-minutes]");
const account = document.body.dataset.account ?? "";
const PREFIX = "rembuk-notulen|";
const key = `${PREFIX}${account}|${form?.dataset.minutes}`;
const SECRET = new Set(["csrfmiddlewaretoken", "version"]);
const typed = () => JSON.stringify([...new FormData(form)].filter(([name]) => !SECRET.has(name)));

/** Another person at this computer: what the one before had not finished is nobody else's business. */
function purge() {
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith(PREFIX) && !name.startsWith(`${PREFIX}${account}|`)) localStorage.removeItem(name);
  }
}

function kept() {
  try { return JSON.parse(localStorage.getItem(key) ?? "null"); } catch { return null; }
}

function keep(sent) {
  localStorage.setItem(key, JSON.stringify({ typed: typed(), version: form.elements.version.value, sent }));
}

function say(words) {
  const spot = document.getElementById("tersimpan");
  spot.className = "told warning";
  spot.textContent = words;
}

function refill(entries) {
  for (const [name, value] of JSON.parse(entries)) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.type === "checkbox" || field.type === "radio") field.checked = field.value === value;
      else if (field.type !== "hidden") field.value = value;
    }
  }
}

function restore() {
  const row = kept();
  if (!row) return;
  // The form that was sent came back with what it lacks, or its words have arrived: there is nothing to put back.
  if (row.typed === typed() || (row.sent && (form.dataset.decided !== undefined || form.elements.version.value !== row.version))) {
    localStorage.removeItem(key);
    return;
  }
  if (form.dataset.bound !== undefined) return;
  refill(row.typed);
  // Saved on top of what it was typed on: where somebody else wrote since, both are shown.
  form.elements.version.value = row.version;
  say("Tulisan yang belum terkirim dipulihkan dari perangkat ini.");
  // Nobody listens before the page has loaded: what sends it starts after this script.
  addEventListener("load", () => form.dispatchEvent(new Event("input", { bubbles: true })));
}

if (form) {
  purge();
  let sending = "";
  form.addEventListener("input", () => keep(false));
  form.addEventListener("change", () => keep(false));
  form.addEventListener("submit", () => keep(true));
  form.addEventListener("htmx:beforeRequest", () => { sending = typed(); });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful) return;
    if (sending === typed()) localStorage.removeItem(key);
    else keep(false);
  });
  form.addEventListener("htmx:sendError", () => {
    say("Tidak ada jaringan. Tulisan tersimpan di perangkat ini dan terkirim sendiri nanti.");
    setTimeout(() => form.dispatchEvent(new Event("input", { bubbles: true })), 15_000);
  });
  addEventListener("online", () => { if (kept()) form.dispatchEvent(new Event("input", { bubbles: true })); });
  restore();
}
