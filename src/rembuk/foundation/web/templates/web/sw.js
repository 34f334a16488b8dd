// Keeps the shell only: stylesheet, script, icon, the page "tidak ada sinyal", and forms that nobody has filled in yet.
// Never a page about anybody: what somebody takes along lies with their drafts, and the page "tidak ada sinyal" opens it.
const SHELL = {{ shell|safe }};
// The address of a form → the same form, about nobody, for places without network.
const FORMS = {{ forms|safe }};
const OFFLINE = "{% url 'web:offline' %}";
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
  if (request.method !== "GET") return;
  const path = new URL(request.url).pathname;
  if (SHELL.includes(path)) {
    event.respondWith(caches.match(request).then((kept) => kept || fetch(request)));
  } else if (request.mode === "navigate") {
    const form = FORMS[path];
    event.respondWith(fetch(request).catch(() => caches.match(form ?? OFFLINE)));
    // Whoever opens the form with network has the newest one without.
    if (form) event.waitUntil(caches.open(NAME).then((kept) => kept.add(form)).catch(() => {}));
  }
});
