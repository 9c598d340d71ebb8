import type { ReactNode } from 'react';

/** Our own line icons, 24 × 24; always beside words, so hidden from screen readers. */
const PATHS = {
  info: 'M12 11v6M12 7.5v.5M12 21a9 9 0 1 1 0-18 9 9 0 0 1 0 18z',
  good: 'm8 12.5 3 3 5.5-6.5M12 21a9 9 0 1 1 0-18 9 9 0 0 1 0 18z',
  care: 'M12 9v5M12 16.5v.5M12 3.5 22 20H2z',
  bad: 'M8.5 8.5l7 7M15.5 8.5l-7 7M12 21a9 9 0 1 1 0-18 9 9 0 0 1 0 18z',
  close: 'M6 6l12 12M18 6 6 18',
  file: 'M7 3h7l5 5v13H7zM14 3v5h5',
  clip: 'M17 8v9a5 5 0 0 1-10 0V7a3.5 3.5 0 0 1 7 0v9.5a1.5 1.5 0 0 1-3 0V8',
  letter: 'M3 6h18v12H3zM3 7l9 7 9-7',
  down: 'M12 4v11M7 11l5 5 5-5M5 20h14',
  send: 'M4 12 21 4l-6 17-4-7z',
  inbox: 'M4 13 6.5 4h11L20 13v7H4zM4 13h5l1.5 3h3L15 13h5',
  draft: 'M4 20h16M5 16.5 15.5 6l3 3L8 19.5H5z',
  check: 'M9 4h6v3H9zM6 5.5H5V21h14V5.5h-1M8.5 14l2.5 2.5 4.5-5',
  settings:
    'M12 15.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM12 2.5v3M12 18.5v3M2.5 12h3M18.5 12h3M5.3 5.3l2.1 2.1M16.6 16.6l2.1 2.1M5.3 18.7l2.1-2.1M16.6 7.4l2.1-2.1',
  home: 'M4 11 12 4l8 7v9h-5v-6H9v6H4z',
  people:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c.5-4 3-6 6.5-6s6 2 6.5 6M16 4.5a3.5 3.5 0 0 1 0 6M18 14.5c2 .7 3.2 2.5 3.5 5.5',
  bulk: 'M3 5h6M3 12h6M3 19h6M13 8.500l8-4-3 8-2-2.500zM13 19.500l8-4-3 8-2-2.500z',
  talk: 'M4 5h16v11h-9l-5 4v-4H4zM8 9h8M8 12h5',
  search: 'M10.500 17a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13zM15.500 15.500 21 21',
  wait: 'M12 7v5l3.5 2M12 21a9 9 0 1 1 0-18 9 9 0 0 1 0 18z',
  seal: 'M12 3 5 6v5c0 5 3 8.500 7 10 4-1.500 7-5 7-10V6zM9 12l2.200 2.200L15.500 10',
  off: 'M3 3l18 18M5 9a12 12 0 0 1 4-2.300M19 9a12 12 0 0 0-6-2.900M8 13a6.500 6.500 0 0 1 3-1.700M12 18.500v.1',
} as const;
export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 20 }: { name: IconName; size?: number }): ReactNode {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
