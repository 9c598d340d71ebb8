import { z } from 'zod';
import { base64, instant, uuid } from './common.js';

/**
 * What a document of the office is for: something to be sent, actuals or a schedule being entered, or what was decided
 * about differences. The hub tells them apart only to list and to keep them.
 */
export const DRAFT_PURPOSES = ['sending', 'actuals', 'schedule', 'reconciliation'] as const;
export const draftPurpose = z.enum(DRAFT_PURPOSES);

/** Who has a draft open right now; it lapses a minute after the terminal's last word. */
export const editing = z.object({
  displayName: z.string(),
  terminalId: uuid,
  terminalName: z.string(),
  since: instant,
});

/**
 * A draft shared by an office's terminals. Title and content are CMS envelopes for the office's own certificates: the hub
 * keeps them without being able to read them. `head` is small and listed; parts hold files and never change once written.
 */
export const draft = z.object({
  id: uuid,
  purpose: draftPurpose,
  version: z.number().int().min(1),
  head: base64.max(64_000),
  partIds: z.array(uuid).max(400),
  updatedAt: instant,
  updatedBy: z.string().describe('最後に保存した人の表示名'),
  editing: editing.nullable(),
});

export const draftList = z.object({ drafts: z.array(draft), next: z.string().nullable() });

/** Heads are long: fifty of them are some megabytes, and no answer is larger. By id, so that pages hold while drafts are saved. */
export const draftQuery = z.object({
  purpose: draftPurpose.default('sending'),
  cursor: uuid.optional(),
  limit: z.coerce.number().int().min(1).max(50).default(50),
});

export const draftChange = z.object({
  purpose: draftPurpose.default('sending'),
  /** Version this change was made from, 0 for a new draft: a draft changed meanwhile is not overwritten. */
  basedOn: z.number().int().min(0),
  head: base64.max(64_000),
  partIds: z.array(uuid).max(400),
});

export const editingChange = z.object({ editing: z.boolean() });
