import type { Preferences } from '@musubi/contract';
import { type DateStyle, formatDate, formatMonth } from '@musubi/standard';
import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react';
import { useDesk, useDeskState } from './desk-context.js';
import { KEYS } from './queries.js';

const INITIAL: Preferences = { dateStyle: 'era', textSize: 'normal' };

const PreferencesContext = createContext<Preferences>(INITIAL);

/** The person's preferences for all screens; before login the usual ones. */
export function PreferencesProvider({ children }: { children: ReactNode }): ReactNode {
  const desk = useDesk();
  const { session } = useDeskState();
  const { data } = useQuery({
    queryKey: KEYS.preferences,
    queryFn: () => desk.hub.call('getPreferences', {}),
    enabled: session !== null && !session.mustChangePassword && !session.mustEnrolOneTimeCode,
  });
  const preferences = data ?? INITIAL;
  useEffect(() => {
    document.documentElement.dataset.textSize = preferences.textSize;
  }, [preferences.textSize]);
  return <PreferencesContext value={preferences}>{children}</PreferencesContext>;
}

export function usePreferences(): Preferences {
  return useContext(PreferencesContext);
}

export interface Dates {
  readonly style: DateStyle;
  /** ISO instant → 令和8年10月3日 */
  date(instant: string): string;
  /** ISO instant → 10月3日 14:05, with the year when it is not this one. */
  moment(instant: string): string;
  /** YYYYMM → 令和8年10月分 */
  month(month: string): string;
}

const localDay = (instant: string) => {
  const at = new Date(instant);
  const two = (value: number) => String(value).padStart(2, '0');
  return {
    iso: `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`,
    clock: `${at.getHours()}:${two(at.getMinutes())}`,
  };
};

function datesIn(style: DateStyle): Dates {
  return {
    style,
    date: (instant) => formatDate(localDay(instant).iso, style),
    moment: (instant) => {
      const { iso, clock } = localDay(instant);
      const whole = formatDate(iso, style);
      const isThisYear = iso.slice(0, 4) === String(new Date().getFullYear());
      return `${isThisYear ? whole.replace(/^.*年/, '') : whole} ${clock}`;
    },
    month: (month) => `${formatMonth(month, style)}分`,
  };
}

/** Dates as the person likes to read them. */
export function useDates(): Dates {
  const { dateStyle } = usePreferences();
  return useMemo(() => datesIn(dateStyle), [dateStyle]);
}
