// Lets phones install the chat page, and shows it when there is no network: messages wait in the widget.
const KEPT = "causerie-page-1";
const PAGE = ["./", "widget.js", "page.css", "manifest.webmanifest", "icon.svg"];
self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(PAGE)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const isPage = event.request.mode === "navigate" && url.pathname === new URL("./", self.location).pathname;
  const isPart = PAGE.slice(1).some((name) => url.pathname.endsWith("/" + name));
  if (event.request.method !== "GET" || url.origin !== self.location.origin || !(isPage || isPart)) return;
  event.respondWith(
    fetch(event.request)
      .then((answer) => {
        if (answer.ok) caches.open(KEPT).then((cache) => cache.put(isPage ? "./" : event.request, answer.clone()));
        return answer.clone();
      })
      .catch(() => caches.match(isPage ? "./" : event.request)),
  );
});
