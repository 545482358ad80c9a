// Keeps all files of this page on the device, so that it works in flight mode.
// VERSION changes with every file, so a new upload replaces the old one as a whole.
const OWN = self.registration.scope + "@";
const VERSION = OWN + "$version";
const FILES = $files;

self.addEventListener("install", (event) => event.waitUntil(kept().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(alone().then(() => self.clients.claim())));
self.addEventListener("fetch", (event) => {
  if (event.request.method === "GET") event.respondWith(answered(event.request));
});

async function kept() {
  const cache = await caches.open(VERSION);
  for (const [n, [file, integrity]] of FILES.entries()) {
    const reply = await fetch(file, { integrity, cache: "no-cache", mode: "cors", credentials: "omit" });
    if (!reply.ok) throw new Error(file);
    await cache.put(file, reply);
    for (const page of await self.clients.matchAll({ includeUncontrolled: true }))
      page.postMessage({ kept: n + 1, files: FILES.length });
  }
}

/** Only this page's own older versions go: other pages may live on the same host. */
async function alone() {
  const names = (await caches.keys()).filter((name) => name.startsWith(OWN) && name !== VERSION);
  await Promise.all(names.map((name) => caches.delete(name)));
}

async function answered(request) {
  const cache = await caches.open(VERSION);
  const page = request.mode === "navigate" ? await cache.match("./") : undefined;
  return page ?? (await cache.match(request, { ignoreSearch: true })) ?? fetch(request);
}
