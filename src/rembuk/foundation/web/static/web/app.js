// Everything here is a help: each form works without it. Drafts and an outbox for phones without network,
// photos made small on the phone, the share sheet, a button to copy.
const MAX_BYTES = 300_000;
const MAX_SIDE = 1600;
const offline = "offline" in document.body.dataset;
// A page that is kept for phones without network is about nobody: what is written there belongs to who signed in last.
let account = document.body.dataset.account ?? (offline ? localStorage.getItem("rembuk-account") ?? "" : "");
// Nobody is signed in, and the form is not one that anybody may send.
let unknown = offline && !account && !("account" in document.body.dataset);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

// ---- What lies on this phone: IndexedDB with two stores, every row owned by an account.

const opened = new Promise((resolve, reject) => {
  if (!window.indexedDB) { reject(new Error("no storage")); return; }
  const request = indexedDB.open("rembuk", 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("drafts", { keyPath: "key" });
    request.result.createObjectStore("outbox", { keyPath: "key" });
  };
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});
opened.catch(() => {});

async function stored(name, mode, deed) {
  const base = await opened;
  return new Promise((resolve, reject) => {
    // Strict: what was told to be kept lies on the disk, and outlives a battery that runs out.
    const deal = base.transaction(name, mode, { durability: "strict" });
    const request = deed(deal.objectStore(name));
    deal.oncomplete = () => resolve(request.result);
    deal.onerror = deal.onabort = () => reject(deal.error);
  });
}
const keep = (name, row) => stored(name, "readwrite", (store) => store.put(row));
const drop = (name, key) => stored(name, "readwrite", (store) => store.delete(key));
const dropDrafts = (which) => stored("drafts", "readwrite", (store) => {
  const asked = store.openCursor();
  asked.onsuccess = () => {
    if (!asked.result) return;
    if (which(asked.result.value)) asked.result.delete();
    asked.result.continue();
  };
  return asked;
});
const all = (name) => stored(name, "readonly", (store) => store.getAll());
const one = (name, key) => stored(name, "readonly", (store) => store.get(key));

/** Another person at this computer: what the one before had not finished is nobody else's business. */
async function purge() {
  const last = localStorage.getItem("rembuk-account");
  // At the door nobody is signed in: whoever comes next reads nothing that was kept for the one before.
  // Whose session only ended finds again what they had not finished; who left took it along.
  if (!offline && !account && location.pathname.startsWith("/masuk/")) await dropDrafts((row) => row.account && (row.page || !last));
  if (!account || last === account) return;
  await dropDrafts((row) => row.account !== account);
  localStorage.setItem("rembuk-account", account);
}

/** Whoever leaves takes along what they had not finished; what was sent still goes, when they are back. */
async function leave(event) {
  if (!event.target.matches?.("form[data-leave]")) return;
  event.preventDefault();
  localStorage.removeItem("rembuk-account");
  // What was begun on a form that anybody may send, or shared into it, was begun by them too.
  const emptied = dropDrafts((row) => row.account || !row.page);
  // Whoever presses is signed out, even where the phone's storage does not answer: the door empties it then.
  const patience = new Promise((resolve) => { setTimeout(resolve, 1_000); });
  await Promise.race([emptied, patience]).catch(() => {});
  event.target.submit();
}

// ---- Pages that somebody takes along to places without network: they lie here as drafts do, for their owner alone.

const LASTS = 7 * 24 * 3600 * 1000;
const FRESH = 3600 * 1000;
const MOST = 16;
const here = location.pathname + location.search;
const pageKey = (path, owner = account) => `${owner}|page|${path}`;
// As it came to a phone, before anything was filled in.
const born = !offline && document.querySelector("[data-keep]") && matchMedia("(max-width: 720px)").matches ? document.querySelector("main").outerHTML : "";

async function keepPage(path, text, title) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const main = page.querySelector("main");
  main.querySelector("#kabar")?.replaceChildren();
  // A form that lies here for days gets its key when it is filled in, and its token when it is sent.
  for (const field of $$("[name=csrfmiddlewaretoken], [name=request_key]", main)) field.setAttribute("value", "");
  await keep("drafts", { key: pageKey(path), account, at: Date.now(), page: main.outerHTML, title: title ?? page.title });
}

/** Where something says data-keep, this page is kept and those that it leads to; opened again, they are kept anew. */
async function keepPages() {
  if (!born) return;
  await dropDrafts((row) => row.page && row.at < Date.now() - LASTS);
  await keepPage(here, born, document.title);
  const paths = $$("a[data-keep]").map((link) => link.pathname + link.search);
  for (const path of [...new Set(paths)].slice(0, MOST)) {
    if ((await one("drafts", pageKey(path)))?.at > Date.now() - FRESH) continue;
    const answer = await fetch(path, { credentials: "same-origin", priority: "low" });
    if (answer.ok && !answer.redirected) await keepPage(path, await answer.text());
  }
  for (const spot of $$("[data-kept]")) spot.textContent = spot.dataset.kept;
}

/** Without network: the page that was asked for, where its owner has taken it along; else what there is to open. */
async function openKept() {
  if (!offline || !document.querySelector("[data-taken]")) return;
  const row = (account && await one("drafts", pageKey(here))) || await one("drafts", pageKey(here, ""));
  if (!row) { await listKept(); return; }
  [account, unknown] = [row.account, false];
  document.title = row.title;
  show(row.page);
  const when = new Date(row.at).toLocaleString("id-ID", { dateStyle: "medium", timeStyle: "short" });
  line.after(Object.assign(document.createElement("p"), { className: "meta", textContent: `Tersimpan di HP ini ${when}. Yang berubah sesudah itu belum tampak.` }));
}

async function listKept() {
  const spot = document.querySelector("[data-taken]");
  const rows = (await all("drafts")).filter((row) => row.page && (!row.account || row.account === account));
  for (const row of rows) {
    const link = Object.assign(document.createElement("a"), { href: row.key.split("|page|")[1], textContent: row.title.replace(" · Rembuk", "") });
    const item = document.createElement("li");
    item.append(link);
    spot?.append(item);
  }
  if (spot) spot.hidden = !spot.children.length;
}

// ---- Drafts

const entries = (form) => [...new FormData(form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && !(value instanceof File && !value.size));
const draftKey = (form) => `${account}|${form.dataset.draft}`;

function refill(form, rows) {
  const first = new Set();
  for (const [name, value] of rows) {
    const fields = $$(`[name="${CSS.escape(name)}"]`, form);
    for (const field of fields) {
      if (field.type === "file") {
        if (!(value instanceof File)) continue;
        const files = new DataTransfer();
        if (first.has(name)) for (const file of field.files) files.items.add(file);
        files.items.add(value);
        field.files = files.files;
      } else if (field.type === "checkbox" || field.type === "radio") {
        field.checked = first.has(name) ? field.checked || field.value === value : field.value === value;
      } else field.value = value;
    }
    first.add(name);
  }
}

async function drafts(form) {
  const key = draftKey(form);
  const draft = await one("drafts", key).catch(() => null);
  if (draft && !$$(".errorlist", form).length) {
    refill(form, draft.entries);
    form.dispatchEvent(new CustomEvent("refilled", { bubbles: true }));
  }
  offerShared(form, `${key}|shared`).catch(() => {});
  let timer;
  const save = () => {
    clearTimeout(timer);
    timer = setTimeout(() => keep("drafts", { key, account, entries: entries(form) }).catch(() => {}), 400);
  };
  form.addEventListener("input", save);
  form.addEventListener("change", save);
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    if (!("outbox" in form.dataset)) drop("drafts", key).catch(() => {});
  });
}

/** What another application shared goes into the form once somebody says so: anybody's site can send it. */
async function offerShared(form, key) {
  const row = await one("drafts", key);
  if (!row) return;
  const words = row.entries.find(([name]) => name === "text")?.[1] ?? "";
  const photos = row.entries.filter(([name]) => name === "photos");
  const said = [words && `“${words.length > 200 ? `${words.slice(0, 200)}…` : words}”`, photos.length && `${photos.length} foto`];
  const spot = Object.assign(document.createElement("div"), { className: "told", textContent: `Dibagikan dari aplikasi lain: ${said.filter(Boolean).join(" dan ")}. ` });
  spot.setAttribute("role", "status");
  for (const [label, deed] of [["Masukkan ke laporan ini", () => add(form, words, photos)], ["Buang", () => {}]]) {
    const button = Object.assign(document.createElement("button"), { className: "btn sm", type: "button", textContent: label });
    button.addEventListener("click", () => { deed(); spot.remove(); drop("drafts", key); });
    spot.append(button);
  }
  form.before(spot);
}

/** What was begun before stays: words go under the words, photos beside the photos. */
function add(form, words, photos) {
  const before = entries(form);
  const text = [...before.filter(([name]) => name === "text").map(([, value]) => value), words].filter(Boolean).join("\n");
  refill(form, [...before.filter(([name]) => name !== "text"), ["text", text], ...photos]);
  // As large as the camera made it.
  for (const field of $$("input[data-photo]", form)) field.dispatchEvent(new Event("change", { bubbles: true }));
  form.dispatchEvent(new CustomEvent("refilled", { bubbles: true }));
}

// ---- The outbox: what was sent without network goes once, later.

let line = document.getElementById("luring");
// What was sent without signing in may go from any page.
const ours = (row) => !row.account || row.account === account;

async function say() {
  const mine = (row) => offline || ours(row);
  const waiting = (await all("outbox").catch(() => [])).filter(mine);
  const open = waiting.filter((row) => !row.refused && !row.sent).length;
  for (const spot of $$("[data-waiting]")) { spot.textContent = `menunggu jaringan (${open})`; spot.hidden = !open; }
  if (!line) return;
  const words = navigator.onLine ? [] : ["Tidak ada sinyal."];
  if (open) words.push(`${open} kiriman tersimpan di HP ini, terkirim sendiri nanti.`);
  line.replaceChildren(words.join(" "));
  for (const row of waiting.filter(ours)) {
    if (row.refused) told(`“${row.label}” belum diterima: ${row.refused}`, "Buka lagi", () => reopen(row));
    if (row.sent) told(`“${row.label}” sudah terkirim.`, "Lihat", () => drop("outbox", row.key).then(() => location.assign(row.sent)));
  }
  line.hidden = !line.textContent;
}

function told(words, label, deed) {
  const item = Object.assign(document.createElement("span"), { textContent: words });
  const button = Object.assign(document.createElement("button"), { className: "btn sm", type: "button", textContent: label });
  button.addEventListener("click", deed);
  line.append(item, button);
}

async function reopen(row) {
  if (row.draft) await keep("drafts", { key: row.draft, account: row.account, entries: row.entries });
  await drop("outbox", row.key);
  location.assign(row.page);
}

const cookie = (name) => document.cookie.split("; ").find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";

async function token(page) {
  if (!cookie("csrftoken")) await fetch(page, { credentials: "same-origin" });
  if (!cookie("csrftoken")) throw new Error("no token");
  return cookie("csrftoken");
}

async function post(row) {
  const body = new FormData();
  for (const [name, value] of row.entries) body.append(name, value);
  // X-Scripted: the answer says where it would lead instead of leading there, so that what it shows once is not lost.
  // X-Account: whoever has signed in meanwhile, on another page of this phone, does not send it in their own name.
  const headers = { "X-CSRFToken": await token(row.page), "X-Scripted": "1", "X-Account": row.account };
  const answer = await fetch(row.action, { method: "POST", body, headers, credentials: "same-origin" });
  const to = answer.headers.get("X-Location") ?? "";
  // The door of somebody's WiFi answers as well, but is none of ours.
  const known = answer.headers.has("X-Request-ID");
  return {
    to: to && new URL(to, row.action).pathname.startsWith("/masuk/") ? "" : to, status: answer.status, text: () => answer.text(),
    // A page that a form leads to without leaving it.
    asks: answer.status === 200 && known,
    // For all that waits, not for this alone: too many, somebody else, no network yet.
    closed: [401, 408, 429].includes(answer.status) || (answer.status === 403 && !known),
  };
}

/** Whether the server has answered for good; only then the row is closed. */
async function settled(row, answer) {
  if (answer.to) { await keep("outbox", { key: row.key, account: row.account, label: row.label, sent: answer.to }); return true; }
  if (answer.asks) { await keep("outbox", { ...row, refused: "masih ada yang perlu dilihat." }); return true; }
  if (answer.status < 400 || answer.status >= 500 || answer.closed) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const why = page.querySelector(".told.error, .errorlist, main h1")?.textContent.trim();
  await keep("outbox", { ...row, refused: (why || `kode ${answer.status}`).replace(/\s+/g, " ").slice(0, 200) });
  return true;
}

async function flush() {
  if (!navigator.onLine || offline) return;
  const go = async () => {
    for (const row of await all("outbox")) {
      if (!ours(row) || row.refused || row.sent) continue;
      try {
        const answer = await post(row);
        // What breaks the server holds up nothing behind it; a door that is closed stays closed for all.
        if (!(await settled(row, answer)) && answer.status < 500) break;
      } catch { break; }
    }
    await say();
  };
  // One tab sends; the key that travels along keeps even a doubled sending single.
  if (navigator.locks) await navigator.locks.request("rembuk-outbox", { ifAvailable: true }, (lock) => lock && go());
  else await go();
}

const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

function outbox(form) {
  if (unknown) { form.replaceWith("Belum ada yang masuk di HP ini. Masuk dulu di tempat yang ada sinyal."); return; }
  const name = form.dataset.key || "request_key";
  let input = form.elements[name];
  if (!input) form.append((input = Object.assign(document.createElement("input"), { type: "hidden", name })));
  if (!input.value) input.value = newKey();
  form.addEventListener("input", () => { form.dataset.touched = ""; });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = event.submitter ?? form.querySelector("button:not([type=button])");
    if (button?.disabled) return;
    if (button) button.disabled = true;
    const extra = event.submitter?.name ? [[event.submitter.name, event.submitter.value]] : [];
    if ("clock" in form.dataset) claim(form, "claimed_at", new Date().toISOString());
    if ("where" in form.dataset) await whereabouts(form);
    await Promise.all($$("input[data-photo]", form).map((field) => field.ready));
    const row = {
      key: input.value, account, page: location.pathname === document.body.dataset.offline ? form.action : location.href, action: form.action, label: form.dataset.outbox || document.title,
      draft: form.dataset.draft ? draftKey(form) : "", entries: [...entries(form), ...extra],
    };
    try {
      const answer = await post(row);
      if (answer.to) {
        if (row.draft) await drop("drafts", row.draft).catch(() => {});
        location.assign(answer.to);
      } else if (answer.asks || (answer.status >= 400 && answer.status < 500 && !answer.closed)) show(await answer.text());
      else await later(form, row, input);
    } catch { await later(form, row, input); }
    if (button) button.disabled = false;
  });
}

/** The server's own page with its sentence beside the field. */
function show(text) {
  const main = new DOMParser().parseFromString(text, "text/html").querySelector("main");
  if (!main) { location.reload(); return; }
  document.querySelector("main").replaceWith(main);
  line = document.getElementById("luring");
  start(main);
  window.htmx?.process(main);
  dispatchEvent(new Event("shown"));
  (main.querySelector("[autofocus]") ?? main).focus();
  scrollTo(0, 0);
}

const PHONE_SAID = ["lat", "lng", "claimed_at", "claimed_lat", "claimed_lng"];

async function later(form, row, input) {
  try {
    await keep("outbox", row);
    navigator.storage?.persist?.().catch(() => {});
    if (row.draft) await drop("drafts", row.draft);
  } catch {
    // No room on the phone: the form stays as it is, and says so.
    if (!line) return;
    line.textContent = "Tidak ada sinyal, dan HP ini tidak bisa menyimpan. Biarkan halaman ini terbuka, lalu kirim lagi.";
    line.hidden = false;
    return;
  }
  form.reset();
  delete form.dataset.touched;
  // What the phone said of this place is not true of the next one; a reset leaves hidden fields alone.
  for (const name of PHONE_SAID) if (form.elements[name]) form.elements[name].value = "";
  input.value = newKey();
  await say();
  line?.scrollIntoView({ block: "center" });
}

// ---- Photos: read what the original claims, then make it small.

function claim(form, name, value) {
  let input = form.elements[name];
  if (!input) form.append((input = Object.assign(document.createElement("input"), { type: "hidden", name })));
  if (!input.value) input.value = value;
}

/** Time and place from the EXIF of a JPEG; {} where there are none. */
export function exif(buffer) {
  const view = new DataView(buffer);
  const found = {};
  try {
    if (view.getUint16(0) !== 0xffd8) return found;
    for (let at = 2; at + 4 < view.byteLength;) {
      const mark = view.getUint16(at);
      if (mark === 0xffe1 && view.getUint32(at + 4) === 0x45786966) return tiff(new DataView(buffer, at + 10), found);
      if ((mark & 0xff00) !== 0xff00 || mark === 0xffda) return found;
      at += 2 + view.getUint16(at + 2);
    }
  } catch { /* a broken header claims nothing */ }
  return found;
}

function tiff(view, found) {
  const little = view.getUint16(0) === 0x4949;
  const u16 = (at) => view.getUint16(at, little);
  const u32 = (at) => view.getUint32(at, little);
  const table = (at) => Object.fromEntries(Array.from({ length: u16(at) }, (_, n) => [u16(at + 2 + n * 12), at + 2 + n * 12]));
  const text = (entry) => {
    const count = u32(entry + 4);
    const from = count > 4 ? u32(entry + 8) : entry + 8;
    return String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + from, count)).replace(/\0.*$/, "");
  };
  const degrees = (entry) => [0, 8, 16].reduce((sum, step, n) => sum + u32(u32(entry + 8) + step) / u32(u32(entry + 8) + step + 4) / 60 ** n, 0);
  const main = table(u32(4));
  if (main[0x8769]) {
    const inner = table(u32(main[0x8769] + 8));
    const taken = inner[0x9003] && /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)/.exec(text(inner[0x9003]));
    const zone = inner[0x9011] ? text(inner[0x9011]) : "";
    if (taken) found.at = `${taken[1]}-${taken[2]}-${taken[3]}T${taken[4]}${/^[+-]\d\d:\d\d$/.test(zone) ? zone : ""}`;
  }
  if (main[0x8825]) {
    const gps = table(u32(main[0x8825] + 8));
    if (gps[2] && gps[4]) {
      const lat = degrees(gps[2]) * (gps[1] && text(gps[1]) === "S" ? -1 : 1);
      const lng = degrees(gps[4]) * (gps[3] && text(gps[3]) === "W" ? -1 : 1);
      if (Number.isFinite(lat) && Number.isFinite(lng) && (lat || lng)) Object.assign(found, { lat: lat.toFixed(6), lng: lng.toFixed(6) });
    }
  }
  return found;
}

async function small(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  for (let side = MAX_SIDE; side >= 400; side *= 0.75) {
    const scale = Math.min(1, side / Math.max(picture.width, picture.height));
    const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    for (const quality of [0.8, 0.65, 0.5]) {
      const blob = await new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", quality); });
      if (blob && blob.size <= MAX_BYTES) return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg", lastModified: file.lastModified });
    }
  }
  return file;
}

function photos(input) {
  input.ready = Promise.resolve();
  input.addEventListener("change", (event) => {
    if (event.detail === "small") return;
    input.ready = (async () => {
      const files = new DataTransfer();
      for (const file of input.files) {
        const told = exif(await file.slice(0, 256_000).arrayBuffer());
        if (input.form) {
          if (told.at) claim(input.form, "claimed_at", told.at);
          if (told.lat) { claim(input.form, "claimed_lat", told.lat); claim(input.form, "claimed_lng", told.lng); }
        }
        files.items.add(await small(file).catch(() => file));
      }
      input.files = files.files;
      input.dispatchEvent(new CustomEvent("change", { bubbles: true, detail: "small" }));
    })();
  });
}

// ---- Where the phone is, when whoever holds it says so.

function locate(button) {
  const form = button.form;
  if (!navigator.geolocation || !form) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        claim(form, "claimed_lat", coords.latitude.toFixed(6));
        claim(form, "claimed_lng", coords.longitude.toFixed(6));
        button.textContent = "Lokasi disertakan";
      },
      () => { button.disabled = false; button.textContent = "Lokasi tidak terbaca. Coba lagi"; },
      { enableHighAccuracy: true, timeout: 15_000 },
    );
  });
}

/** Waits for where the phone is, as long as that is worth it; a question that nobody answers holds nothing up. */
function whereabouts(form) {
  return new Promise((resolve) => {
    setTimeout(resolve, 12_000);
    navigator.geolocation?.getCurrentPosition(
      ({ coords }) => {
        form.elements.lat.value = coords.latitude.toFixed(6);
        form.elements.lng.value = coords.longitude.toFixed(6);
        resolve();
      },
      resolve,
      { enableHighAccuracy: true, timeout: 10_000 },
    );
    if (!navigator.geolocation) resolve();
  });
}

// ---- The share sheet of the phone, where there is one; else the link goes to WhatsApp.

function share(link) {
  if (!navigator.share || !matchMedia("(pointer: coarse)").matches) return;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const url = link.dataset.shareUrl ? new URL(link.dataset.shareUrl, location.href).href : undefined;
    navigator.share({ text: link.dataset.share, url }).catch((error) => { if (error.name !== "AbortError") location.assign(link.href); });
  });
}

// ---- A text to be copied gets a button; without script it is selected by hand.

function copying(field) {
  if (!navigator.clipboard) return;
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "btn sm", textContent: "Salin teks" });
  button.addEventListener("click", () => navigator.clipboard.writeText(field.value).then(() => { button.textContent = "Tersalin"; }));
  field.after(button);
}

/** The signal is back: what waits goes out, and the page that was asked for opens, unless somebody is writing here. */
async function onward() {
  if (!offline) { await flush(); return; }
  if (!navigator.onLine || document.body.dataset.offline === location.pathname || $$("form[data-touched]").length) return;
  // A phone says that it is online before anything answers.
  const there = await fetch(location.href, { method: "HEAD", cache: "no-store" }).catch(() => null);
  if (there?.ok) location.reload();
}

function tickAll(box) {
  const those = $$(`[name=${box.dataset.ticks}]`, box.form);
  box.closest("[hidden]").hidden = false;
  box.addEventListener("change", () => { for (const one of those) one.checked = box.checked; });
}

function start(root) {
  $$("input[data-ticks]", root).forEach(tickAll);
  $$("textarea[data-copy]", root).forEach(copying);
  $$("form[data-draft]", root).forEach(drafts);
  $$("form[data-outbox]", root).forEach(outbox);
  $$("input[data-photo]", root).forEach(photos);
  $$("button[data-locate]", root).forEach(locate);
  $$("a[data-share]", root).forEach(share);
}

start(document);
purge().then(openKept).catch(() => {}).then(() => say()).then(flush).then(keepPages).catch(() => {});
addEventListener("submit", leave);
addEventListener("online", onward);
addEventListener("offline", () => say());
setInterval(onward, offline ? 5_000 : 60_000);
navigator.serviceWorker?.register("/sw.js").catch(() => {});
