import '@digital-go-jp/design-tokens/dist/tokens.css';
import '@fontsource-variable/noto-sans-jp/index.css';
import './ui/base.css';
import './ui/parts.css';
import './ui/frame.css';
import './ui/list.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.js';
import { Desk } from './app/desk.js';
import { watchInstallOffers } from './app/install.js';
import { Unusable } from './app/unusable.js';

watchInstallOffers();

const place = document.getElementById('app');
if (place) {
  const root = createRoot(place);
  Desk.open().then(
    (desk) => root.render(<App desk={desk} />),
    (error: unknown) => root.render(<Unusable error={error} />),
  );
}

if ('serviceWorker' in navigator && import.meta.env.PROD) {
  // Without it the client works as before, only not off line: that is no reason to stop.
  navigator.serviceWorker.register('/service-worker.js').catch(() => {});
}
