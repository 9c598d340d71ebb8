import type { FormPage } from '@musubi/forms';
import { type KeyboardEvent, useState } from 'react';
import type { PageListHandle } from './page-list.js';
import type { FormsAtHand } from './use-forms.js';
import { type Printed, type Step, stepFrom, valueAt, valuesOf } from './values.js';

const STEPS: Readonly<Record<string, Step>> = {
  ArrowRight: 'next',
  ArrowLeft: 'previous',
  ArrowDown: 'down',
  ArrowUp: 'up',
};

interface Chosen {
  readonly page: number;
  readonly at: number;
  readonly printed: Printed;
}

/** The one value whose origin is shown, moved by click, by arrow keys and over the ends of pages. */
export function useSource(
  forms: FormsAtHand | null,
  range: { readonly from: number; readonly until: number },
  inView: number,
  list: { readonly current: PageListHandle | null },
) {
  const [chosen, setChosen] = useState<(Chosen & { readonly of: string }) | null>(null);
  const current = chosen && chosen.of === forms?.id ? chosen : null;
  const choose = (page: number, drawn: FormPage, at: number | null) => {
    const printed = at === null ? undefined : valuesOf(drawn)[at];
    setChosen(forms && printed && at !== null ? { page, at, printed, of: forms.id } : null);
  };
  const pageAt = async (page: number) => (await forms?.maker.pages(page, page + 1))?.[0] ?? null;
  const move = async (step: Step) => {
    const page = current?.page ?? inView;
    const drawn = await pageAt(page);
    if (!drawn) return;
    const to = current ? stepFrom(valuesOf(drawn), current.at, step) : 0;
    if (to !== null) {
      choose(page, drawn, to);
      return;
    }
    const isBack = step === 'previous' || step === 'up';
    const other = page + (isBack ? -1 : 1);
    const next = other >= range.from && other < range.until ? await pageAt(other) : null;
    if (!next) return;
    list.current?.goTo(other);
    choose(other, next, isBack ? valuesOf(next).length - 1 : 0);
  };
  const onKey = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    void move(step);
  };
  const onPoint = (page: number, drawn: FormPage, x: number, y: number) =>
    choose(page, drawn, valueAt(valuesOf(drawn), x, y));
  return { chosen: current, move, onKey, onPoint };
}
