import type { ReactNode } from 'react';
import { Page } from '../ui/page.js';
import './public.css';

/** A page of text anybody may read: a title, a sentence of what it is for, and sections. */
export function PublicPage({
  title,
  lead,
  children,
}: {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
}): ReactNode {
  return (
    <Page title={title}>
      <div className="public">
        {lead && <p className="public-lead">{lead}</p>}
        {children}
      </div>
    </Page>
  );
}

export function Section({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return (
    <section className="public-section">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** Text of operators: blank lines part paragraphs. Never read as markup. */
export function Paragraphs({ text }: { text: string }): ReactNode {
  return text.split(/\n\s*\n/).map((paragraph, index) => (
    <p key={index} className="public-text">
      {paragraph}
    </p>
  ));
}
