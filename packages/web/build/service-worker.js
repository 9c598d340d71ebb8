// The service worker: keeps the client itself for use without a network, and shows that something arrived.
// Answers of the hub are never kept here: what may be read off line lies sealed in IndexedDB.
const SHELL = __SHELL__;
const CACHE = 'musubi-__VERSION__';

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(SHELL.map((path) => new Request(path, { cache: 'reload' }))))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names.filter((name) => name.startsWith('musubi-') && name !== CACHE).map((name) => caches.delete(name)),
        ),
      )
      .then(() => self.clients.claim()),
  );
});

const isOurs = ({ origin, pathname }) =>
  origin === self.location.origin && !/^\/(v1|docs|openapi|healthz|readyz|metrics)/.test(pathname);

// A page comes from the network while there is one, so that a new version is used at once; built files never change.
async function page(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match('/')) ?? Response.error();
  }
}

async function asset(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok && new URL(request.url).pathname.startsWith('/assets/')) {
    const cache = await caches.open(CACHE);
    await cache.put(request, fresh.clone());
  }
  return fresh;
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || !isOurs(new URL(request.url))) return;
  event.respondWith(request.mode === 'navigate' ? page(request) : asset(request));
});

self.addEventListener('push', (event) => {
  event.waitUntil(
    self.registration.showNotification('Musubi', {
      body: '新しいデータが届きました。',
      tag: 'arrived',
      icon: '/icon.svg',
      lang: 'ja',
    }),
  );
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(
    self.clients.matchAll({ type: 'window' }).then((open) => {
      const [first] = open;
      return first ? first.focus() : self.clients.openWindow('/inbox');
    }),
  );
});
