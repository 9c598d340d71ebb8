/** The findings of checks that this terminal does not want to be told: codes, nothing personal. */
export const CHECKS_OFF = 'musubi-checks-off';

/** Clears what this browser keeps of a session; what the terminal is told stays, for it belongs to the place. */
export function clearLocalStorage(): void {
  const kept = localStorage.getItem(CHECKS_OFF);
  localStorage.clear();
  if (kept) localStorage.setItem(CHECKS_OFF, kept);
}
