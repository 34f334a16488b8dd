// Keeps the shell only: stylesheet, script, icon, the page "tidak ada sinyal", and forms that nobody has filled in yet.
// Never a page about anybody: what somebody takes along lies with their drafts, and the page "tidak ada sinyal" opens it.
const SHELL = {{ shell|safe }};
// The address of a form → the same form, about nobody, for places without network.
const FORMS = {{ forms|safe }};
const OFFLINE = "{% url 'web:offline' %}";
// What another application shares waits beside the draft of this form, with or without network, whoever is signed in.
// Another site can send to this address as well, so nothing goes into what somebody writes before they say so.
const SHARED = "{% url 'web:shared' %}";
const TO = "{{ to }}";
const WAITS = "|{{ draft }}|shared";
const KEPT = [...SHELL, OFFLINE, ...Object.values(FORMS)];
const NAME = "rembuk-" + KEPT.join("|");

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(NAME).then((kept) => kept.addAll(KEPT)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys().then((names) => Promise.all(names.filter((name) => name !== NAME).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const request = event.request;
  const path = new URL(request.url).pathname;
  if (request.method === "POST" && path === SHARED) event.respondWith(take(request));
  if (request.method !== "GET") return;
  if (SHELL.includes(path)) {
    event.respondWith(caches.match(request).then((kept) => kept || fetch(request)));
  } else if (request.mode === "navigate") {
    const form = FORMS[path];
    event.respondWith(fetch(request).catch(() => caches.match(form ?? OFFLINE)));
    // Whoever opens the form with network has the newest one without.
    if (form) event.waitUntil(caches.open(NAME).then((kept) => kept.add(form)).catch(() => {}));
  }
});

async function take(request) {
  const told = await request.formData();
  const words = new Set(["title", "text", "url"].map((name) => `${told.get(name) ?? ""}`.trim()).filter(Boolean));
  const photos = told.getAll("photos").filter((photo) => photo instanceof File && photo.size);
  await leave([["text", [...words].join("\n")], ...photos.map((photo) => ["photos", photo])]).catch(() => {});
  return Response.redirect(TO, 303);
}

async function leave(entries) {
  const base = await new Promise((resolve, reject) => {
    const asked = indexedDB.open("rembuk", 1);
    asked.onupgradeneeded = () => {
      for (const name of ["drafts", "outbox"]) asked.result.createObjectStore(name, { keyPath: "key" });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  await new Promise((resolve, reject) => {
    const deal = base.transaction("drafts", "readwrite", { durability: "strict" });
    deal.objectStore("drafts").put({ key: WAITS, account: "", entries });
    deal.oncomplete = () => { base.close(); resolve(); };
    deal.onerror = deal.onabort = () => reject(deal.error);
  });
}
