import { actorOf, recordAudit } from '../audit/index.js';
import { certificatesOfAll, validAt } from '../certificates/index.js';
import { findOffices, isLicensed } from '../offices/index.js';
import type { Context } from '../platform/context.js';
import type { Caller, Router } from '../platform/http.js';
import { importDirectory, listImports } from './import.js';
import { describeOffice, profileOf, setProfile } from './offices.js';
import { countAreas, searchDirectory } from './search.js';

/** 事業所検索: who takes part, for anybody; what an office shows of itself; the ministry's data, for operators. */
export function registerDirectory({ route }: Router, context: Context): void {
  const { database, now } = context;
  const looked = (caller: Caller, action: string, subjectType: string, subjectId: string) =>
    recordAudit(database, { at: now(), ...actorOf(caller), action, subjectType, subjectId });
  route('searchDirectory', ({ query }) => searchDirectory(database, query, now()));
  route('countAreas', async ({ query }) => ({ areas: await countAreas(database, query, now()) }));
  route('getDirectoryOffice', ({ params }) => describeOffice(context, params.officeNumber));
  route('findOffices', async ({ caller, body }) => {
    const numbers = [...new Set(body.officeNumbers)];
    const [offices, certificates] = await Promise.all([
      findOffices(database, numbers),
      certificatesOfAll(database, numbers),
    ]);
    await looked(caller, 'offices.looked-up', 'office', caller.officeNumber);
    const found = numbers.flatMap((number) => offices.get(number) ?? []);
    return {
      offices: found.map((office) => {
        const valid = validAt(certificates.get(office.officeNumber) ?? [], now());
        const { officeNumber, name, serviceTypes } = office;
        const canReceive = isLicensed(office, now()) && valid.length > 0;
        return { officeNumber, name, serviceTypes: [...serviceTypes], canReceive, certificates: valid };
      }),
      unknown: numbers.filter((number) => !offices.has(number)),
    };
  });
  route('getOfficeProfile', ({ caller }) => profileOf(database, caller.officeNumber));
  route('setOfficeProfile', ({ caller, body }) => setProfile(context, caller.officeNumber, body, actorOf(caller)));
  route('operatorImportDirectory', ({ caller, query, body }) =>
    importDirectory(context, { file: body, edition: query.edition, actor: caller.userId }),
  );
  route('operatorListImports', async ({ caller, query }) => {
    await looked(caller, 'operator.looked-at-imports', 'hub', 'imports');
    return listImports(database, query);
  });
}
