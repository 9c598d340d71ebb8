/** What browsers offer once, soon after the page opens: to add the client to the desktop. */
interface InstallEvent extends Event {
  prompt(): Promise<unknown>;
}

declare global {
  interface WindowEventMap {
    beforeinstallprompt: InstallEvent;
  }
}

let offer: InstallEvent | null = null;
const listeners = new Set<() => void>();
const change = (next: InstallEvent | null) => {
  offer = next;
  for (const tell of listeners) tell();
};

/** The browser's offer to install, kept from the start until somebody takes it. */
export const install = {
  get isOffered(): boolean {
    return offer !== null;
  },
  async ask(): Promise<void> {
    const taken = offer;
    change(null); // an offer can be taken up once
    await taken?.prompt();
  },
};

export function onInstallOffer(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

export function watchInstallOffers(): void {
  window.addEventListener('beforeinstallprompt', (event) => change(event));
  window.addEventListener('appinstalled', () => change(null));
}
