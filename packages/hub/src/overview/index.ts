import type { AuditAction } from '@musubi/contract';
import { actorOf, recordAudit } from '../audit/index.js';
import { officesWithCertificate } from '../certificates/index.js';
import { findOffices, isLicensed, predecessorsOf } from '../offices/index.js';
import type { Context } from '../platform/context.js';
import type { Caller, Router } from '../platform/http.js';
import { countWaiting, monthDealings, partnersOf, requireTransmission } from '../transmissions/index.js';

/** What people look at before anything else: what waits, with whom, and how far a month is. */
export function registerOverview({ route }: Router, context: Context): void {
  const { database, now } = context;
  const looked = (caller: Caller, action: AuditAction, subjectId: string) =>
    recordAudit(database, { at: now(), ...actorOf(caller), action, subjectType: 'office', subjectId });
  // Counts alone: who looks at them learns nothing that would be worth a row each time the top page opens.
  route('summary', ({ caller }) => countWaiting(context, caller));
  route('listPartners', async ({ caller }) => {
    await looked(caller, 'partners.listed', caller.officeNumber);
    const dealings = await partnersOf(context, caller);
    const numbers = dealings.map(({ officeNumber }) => officeNumber);
    const [offices, certified] = await Promise.all([
      findOffices(database, numbers),
      officesWithCertificate(database, numbers, now()),
    ]);
    const partners = dealings.flatMap(({ officeNumber, lastAt, unopened }) => {
      const office = offices.get(officeNumber);
      if (!office) return [];
      const canReceive = isLicensed(office, now()) && certified.has(officeNumber);
      const { name, serviceTypes } = office;
      const row = { officeNumber, name, serviceTypes: [...serviceTypes], canReceive };
      return [{ ...row, lastAt: lastAt.toISOString(), unopened }];
    });
    return { partners, predecessors: await predecessorsOf(database, caller.officeNumber) };
  });
  route('noteOutput', async ({ caller, body: { kind, transmissions, months } }) => {
    // All of them first: a note is written whole or not at all, and never about another office's.
    for (const id of transmissions) await requireTransmission(database, caller, id, 'either');
    const subjects = [
      ...transmissions.map((id) => ({ subjectType: 'transmission', subjectId: id })),
      ...months.map((month) => ({ subjectType: 'month', subjectId: month })),
    ];
    await database.transaction(async (queries) => {
      for (const subject of subjects)
        await recordAudit(queries, { at: now(), ...actorOf(caller), action: `output.${kind}`, ...subject });
    });
  });
  route('monthOverview', async ({ caller, params }) => {
    await looked(caller, 'month.looked-at', params.month);
    const dealings = await monthDealings(context, caller, params.month);
    const offices = await findOffices(
      database,
      dealings.map(({ officeNumber }) => officeNumber),
    );
    const partners = dealings.map(({ lastSentAt, lastReceivedAt, ...counts }) => ({
      ...counts,
      name: offices.get(counts.officeNumber)?.name ?? '',
      lastSentAt: lastSentAt?.toISOString() ?? null,
      lastReceivedAt: lastReceivedAt?.toISOString() ?? null,
    }));
    return { month: params.month, partners };
  });
}
