import type { ActDecided } from '@musubi/contract';
import type { TestPerson } from './offices.js';

/** Confirms, as a second operator, everything that others have asked for; what each act gave, oldest first. */
export async function confirmedBy(second: TestPerson): Promise<ActDecided[]> {
  const { acts } = await second.hub.call('operatorListActs', {});
  const made: ActDecided[] = [];
  for (const { id: actId } of acts)
    made.push(await second.hub.call('operatorDecideAct', { params: { actId }, body: { confirmed: true } }));
  return made;
}
