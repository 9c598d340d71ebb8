import { z } from 'zod';
import { uuid } from './schemas/common.js';

/** Names of the server-sent events. Data carries no personal data: the client asks for the rest. */
export const EVENT_NAMES = ['transmission.arrived', 'transmission.changed'] as const;
export type EventName = (typeof EVENT_NAMES)[number];

export const eventData = z.object({ transmissionId: uuid, box: z.enum(['inbox', 'sent']) });
export type EventData = z.infer<typeof eventData>;
