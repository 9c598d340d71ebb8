/** What a hub does again and again by itself; the operator's desk shows how each went. */
export const JOB_NAMES = [
  'announce-notices',
  'count-problems',
  'drop-old-applications',
  'drop-old-records',
  'drop-old-tickets',
  'drop-stale-drafts',
  'end-delegations',
  'expire-payloads',
  'forget-audit',
  'make-partitions',
  'measure-paces',
  'remind-agents',
  'renew-licences',
  'renew-tls',
  'seal-audit',
  'send-account-mails',
  'send-mails',
  'send-pushes',
  'send-reminders',
  'send-ticket-mails',
] as const;
export type JobName = (typeof JOB_NAMES)[number];
