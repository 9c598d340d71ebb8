import { useEffect } from 'react';
import type { Desk } from './desk.js';
import { useDesk, useDeskState } from './desk-context.js';
import { tellTabs } from './events.js';

const MINUTE_MS = 60_000;
const LOOK_MS = 5_000;
/** Acts that only a person does; `scroll` and `focus` also happen by themselves. */
const ACTS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;
/** The time of a person's last act, in any tab of this browser: ms. */
const LAST_ACT = 'musubi-last-act';

const lastAct = () => Number(localStorage.getItem(LAST_ACT) ?? 0);

/**
 * Watches whether somebody sits here: says so to the hub, at most once a minute, and locks this browser when nobody has
 * done anything for the hub's limit (R08), also off line. Returns how to stop.
 */
function watchActs(desk: Desk, idleMinutes: number): () => void {
  let told = Date.now(); // whoever has just signed in has done something
  localStorage.setItem(LAST_ACT, String(told));
  const act = () => {
    const now = Date.now();
    if (isOver()) return lock(); // a machine that slept wakes by a touch: it is too late
    if (now - lastAct() > LOOK_MS) localStorage.setItem(LAST_ACT, String(now));
    if (now - told < MINUTE_MS) return;
    told = now;
    desk.hub.call('stayActive', {}).catch(() => {}); // off line the hub's clock runs on: it asks for a login then
  };
  const isOver = () => Date.now() - lastAct() > idleMinutes * MINUTE_MS;
  const lock = () => {
    stop();
    tellTabs({ type: 'lock' });
    void desk.lock();
  };
  const timer = setInterval(() => isOver() && lock(), LOOK_MS);
  for (const name of ACTS) addEventListener(name, act, { passive: true });
  const stop = () => {
    clearInterval(timer);
    for (const name of ACTS) removeEventListener(name, act);
  };
  return stop;
}

/** The screen locks itself when nobody is there. Draws nothing: the login screen comes up. */
export function IdleLock(): null {
  const desk = useDesk();
  const { session } = useDeskState();
  const idleMinutes = session?.idleMinutes ?? null;
  const who = session?.account.userId;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another person's time begins anew
  useEffect(() => (idleMinutes === null ? undefined : watchActs(desk, idleMinutes)), [desk, idleMinutes, who]);
  return null;
}
