import { type ReactNode, useEffect, useRef } from 'react';

/** A screen's title and body; the title takes the focus, so that screen readers hear where they are. */
export function Page({
  title,
  actions,
  narrow = false,
  children,
}: {
  title: string;
  actions?: ReactNode;
  narrow?: boolean;
  children: ReactNode;
}): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title}｜Musubi（結）`;
  }, [title]);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <main className={`main${narrow ? ' main-narrow' : ''}`} id="main">
      <div className="row spread">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {actions && <div className="row">{actions}</div>}
      </div>
      {children}
    </main>
  );
}
