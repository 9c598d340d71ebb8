import { z } from 'zod';
import { uuid } from './schemas/common.js';

/** Names of the server-sent events. Data carries no personal data: the client asks for the rest. */
export const EVENT_NAMES = [
  'transmission.arrived',
  'transmission.changed',
  'draft.changed',
  'notice.published',
  'office.changed',
  'delegation.changed',
  'people.changed',
  'operator-act.changed',
] as const;
export type EventName = (typeof EVENT_NAMES)[number];

/** The subject of an event: a transmission in one of the boxes, a draft, a notice, an agent, the people or an operator's act (whose ids are not needed). */
export const eventData = z.object({
  transmissionId: uuid.nullable(),
  box: z.enum(['inbox', 'sent']).nullable(),
  draftId: uuid.nullable(),
});
export type EventData = z.infer<typeof eventData>;
