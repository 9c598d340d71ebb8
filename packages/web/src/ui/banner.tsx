import type { ReactNode } from 'react';
import { Icon, type IconName } from './icons.js';

export type Tone = 'info' | 'good' | 'care' | 'bad' | 'quiet';

const ICONS: Readonly<Record<Tone, IconName>> = { info: 'info', good: 'good', care: 'care', bad: 'bad', quiet: 'info' };
const SAID: Readonly<Record<Tone, string>> = { info: 'お知らせ', good: '成功', care: '注意', bad: 'エラー', quiet: '' };

/** A message in the page: what happened and what to do. Errors are announced at once. */
export function Banner({
  tone,
  title,
  children,
  live = false,
}: {
  tone: Tone;
  title: ReactNode;
  children?: ReactNode;
  live?: boolean;
}): ReactNode {
  const role = live ? (tone === 'bad' ? 'alert' : 'status') : undefined;
  return (
    <div className={`banner tone-${tone}`} role={role}>
      <Icon name={ICONS[tone]} size={24} />
      <p className="banner-title">
        <span className="visually-hidden">{SAID[tone]} </span>
        {title}
      </p>
      {children && <div className="banner-body stack-s">{children}</div>}
    </div>
  );
}

/** A state in one word, told by icon and words as well as colour. */
export function Badge({ tone, icon, children }: { tone: Tone; icon?: IconName; children: ReactNode }): ReactNode {
  return (
    <span className={`badge tone-${tone}`}>
      {icon && <Icon name={icon} size={14} />}
      {children}
    </span>
  );
}

/** How far something long has come. */
export function Progress({ label, done, total }: { label: string; done: number; total: number | null }): ReactNode {
  const text = total === null ? label : `${label}（${done}／${total}）`;
  return (
    <div className="progress" role="status">
      <span>{text}</span>
      <progress aria-label={label} {...(total === null ? {} : { value: done, max: Math.max(total, 1) })} />
    </div>
  );
}
