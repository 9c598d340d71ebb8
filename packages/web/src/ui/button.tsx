import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { Link } from 'wouter';
import { Icon, type IconName } from './icons.js';

type Look = 'main' | 'plain' | 'text' | 'danger';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: Look;
  small?: boolean;
  icon?: IconName;
}

const classOf = (look: Look, small: boolean) => `button button-${look}${small ? ' button-small' : ''}`;

export function Button({ look = 'plain', small = false, icon, children, ...rest }: ButtonProps): ReactNode {
  return (
    <button type="button" {...rest} className={classOf(look, small)}>
      {icon && <Icon name={icon} size={small ? 18 : 20} />}
      {children}
    </button>
  );
}

interface LinkProps {
  to: string;
  look?: Look;
  small?: boolean;
  icon?: IconName;
  children: ReactNode;
}

/** A link that looks like a button: it leads to another screen. */
export function ButtonLink({ to, look = 'plain', small = false, icon, children }: LinkProps): ReactNode {
  return (
    <Link href={to} className={classOf(look, small)}>
      {icon && <Icon name={icon} size={small ? 18 : 20} />}
      {children}
    </Link>
  );
}
