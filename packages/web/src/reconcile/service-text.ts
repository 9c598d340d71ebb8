import type { DescribedService } from '@musubi/standard';

/** A service of one side in a line: 3日 9:00〜10:00 訪問介護 111111 245単位×1; ― for none. */
export function serviceText(service: DescribedService | null): string {
  if (!service) return '―';
  const { day, times, service: name, units, count, marks } = service;
  return [`${day}日`, times, name, `${units.toLocaleString('ja-JP')}単位×${count}`, marks].filter(Boolean).join(' ');
}
