import type { AreaCount, AuditAction } from '@musubi/contract';
import { actorOf, recordAudit } from '../audit/index.js';
import { officesWithCertificate, readersOf } from '../certificates/index.js';
import { findOffices, isLicensed } from '../offices/index.js';
import type { Context } from '../platform/context.js';
import type { Caller, Router } from '../platform/http.js';
import { importDirectory, listImports, previewImport } from './import.js';
import { describeOffice, profileOf, setProfile } from './offices.js';
import { type AreaQuery, countAreas, searchDirectory } from './search.js';

const COUNTS_LIVE_MS = 30_000;

/** Counting reads every office, and anybody may ask: an answer serves all who ask the same within half a minute. */
function rememberBriefly(count: (query: AreaQuery) => Promise<AreaCount[]>, now: () => Date) {
  const known = new Map<string, { until: number; counts: Promise<AreaCount[]> }>();
  return (query: AreaQuery): Promise<AreaCount[]> => {
    const at = now().getTime();
    for (const [key, { until }] of known) if (until < at) known.delete(key);
    const key = `${query.prefecture} ${query.serviceType}`;
    const counts = known.get(key)?.counts ?? count(query);
    if (!known.has(key)) {
      known.set(key, { until: at + COUNTS_LIVE_MS, counts });
      counts.catch(() => known.delete(key));
    }
    return counts;
  };
}

/** 事業所検索: who takes part, for anybody; what an office shows of itself; the ministry's data, for operators. */
export function registerDirectory({ route }: Router, context: Context): void {
  const { database, now } = context;
  const looked = (caller: Caller, action: AuditAction, subjectType: string, subjectId: string) =>
    recordAudit(database, { at: now(), ...actorOf(caller), action, subjectType, subjectId });
  route('searchDirectory', ({ query }) => searchDirectory(database, query, now()));
  const counts = rememberBriefly((query: AreaQuery) => countAreas(database, query, now()), now);
  route('countAreas', async ({ query }) => ({ areas: await counts(query) }));
  route('getDirectoryOffice', ({ params }) => describeOffice(context, params.officeNumber));
  route('findOffices', async ({ caller, body }) => {
    const numbers = [...new Set(body.officeNumbers)];
    const [offices, readers, certified] = await Promise.all([
      findOffices(database, numbers),
      readersOf(database, numbers, now(), caller.agent?.delegationId ?? null),
      officesWithCertificate(database, numbers, now()),
    ]);
    await looked(caller, 'offices.looked-up', 'office', caller.officeNumber);
    const found = numbers.flatMap((number) => offices.get(number) ?? []);
    return {
      offices: found.map((office) => {
        const { officeNumber, name, serviceTypes } = office;
        const canReceive = isLicensed(office, now()) && certified.has(officeNumber);
        const certificates = readers.get(officeNumber) ?? [];
        return { officeNumber, name, serviceTypes: [...serviceTypes], canReceive, certificates };
      }),
      unknown: numbers.filter((number) => !offices.has(number)),
    };
  });
  route('getOfficeProfile', ({ caller }) => profileOf(database, caller.officeNumber));
  route('setOfficeProfile', ({ caller, body }) => setProfile(context, caller.officeNumber, body, actorOf(caller)));
  route('operatorImportDirectory', ({ caller, query, body }) =>
    importDirectory(context, { file: body, edition: query.edition, actor: caller.userId }),
  );
  route('operatorPreviewImport', ({ caller, body }) => previewImport(context, { file: body, actor: caller.userId }));
  route('operatorListImports', async ({ caller, query }) => {
    await looked(caller, 'operator.looked-at-imports', 'hub', 'imports');
    return listImports(database, query);
  });
}
