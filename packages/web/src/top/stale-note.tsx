import type { ReactNode } from 'react';
import { useDates } from '../app/preferences.js';

/** Said above anything that stands in for the hub's answer. */
export function StaleNote({ at }: { at: string }): ReactNode {
  const dates = useDates();
  return <p className="weak">オフラインのため、{dates.moment(at)} の内容を表示しています。</p>;
}
