import { BEYOND_STANDARD, type FindingCode } from '@musubi/standard';
import { CHECKS_OFF } from '../app/local-storage.js';

/** The findings beyond the standard that are switched off on this terminal. */
export function switchedOff(): readonly FindingCode[] {
  const kept = (localStorage.getItem(CHECKS_OFF) ?? '').split(' ');
  return BEYOND_STANDARD.filter((code) => kept.includes(code));
}

/** Switches one of them off or on again; takes effect with the next check. */
export function switchFinding(code: FindingCode, isOn: boolean): void {
  const others = switchedOff().filter((one) => one !== code);
  localStorage.setItem(CHECKS_OFF, (isOn ? others : [...others, code]).join(' '));
}
