// Keeps the last pages read, so that they open without the network.
const KEPT = "civitac-1";
const FIRST = ["{{ stylesheet|escapejs }}", "/hors-ligne/"];
const MOST = 30;
self.addEventListener("install", (e) => e.waitUntil(caches.open(KEPT).then((c) => c.addAll(FIRST)).then(() => self.skipWaiting())));
self.addEventListener("activate", (e) => e.waitUntil(caches.keys().then((names) => Promise.all(names.filter((n) => n !== KEPT).map((n) => caches.delete(n)))).then(() => self.clients.claim())));
self.addEventListener("fetch", (e) => {
  const { request } = e;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || /^\/(admin|compte|api)\//.test(pathname)) return;
  if (request.mode !== "navigate") {
    e.respondWith(caches.match(request).then((kept) => kept || fetch(request)));
    return;
  }
  e.respondWith(fetch(request).then(async (answer) => {
    if (answer.ok && !/private/.test(answer.headers.get("Cache-Control") || "")) {
      const copy = answer.clone();
      e.waitUntil(caches.open(KEPT).then(async (c) => {
        await c.put(request, copy);
        const pages = (await c.keys()).filter((k) => !FIRST.includes(new URL(k.url).pathname));
        await Promise.all(pages.slice(0, -MOST).map((k) => c.delete(k)));
      }));
    }
    return answer;
  }).catch(async () => (await caches.match(request)) || caches.match("/hors-ligne/")));
});
