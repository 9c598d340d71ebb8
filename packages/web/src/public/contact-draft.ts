import { TICKET_CATEGORIES } from '@musubi/contract';
import { z } from 'zod';

const NAME = 'musubi-contact';

const draft = z.object({
  category: z.enum(TICKET_CATEGORIES).or(z.literal('')),
  body: z.string(),
  personName: z.string(),
  officeNumber: z.string(),
  mailAddress: z.string(),
});
/** What somebody has typed into the contact form. */
export type ContactDraft = z.infer<typeof draft>;

const EMPTY: ContactDraft = { category: '', body: '', personName: '', officeNumber: '', mailAddress: '' };

/** Kept by this tab alone, through reloads and logins, until it is sent or the tab is closed. */
export function readDraft(): ContactDraft {
  try {
    const parsed = draft.safeParse(JSON.parse(sessionStorage.getItem(NAME) ?? 'null'));
    return parsed.success ? parsed.data : EMPTY;
  } catch {
    return EMPTY; // no JSON, or a browser that keeps nothing: the form starts empty
  }
}

export function keepDraft(current: ContactDraft): void {
  try {
    sessionStorage.setItem(NAME, JSON.stringify(current));
  } catch {
    // A browser that keeps nothing takes the form as it is.
  }
}

/** The question is sent; who asked stays for a second one. */
export function clearDraft(current: ContactDraft): ContactDraft {
  const next = { ...current, category: EMPTY.category, body: EMPTY.body };
  keepDraft(next);
  return next;
}
