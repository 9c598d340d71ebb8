import type { Certificates } from '../certificates/index.js';
import type { Context } from '../platform/context.js';
import type { Router } from '../platform/http.js';
import { addCertificateFor, addPersonTo, decide, mergeInto } from './acts.js';
import { actsOnOffice, disownAct, seeAct } from './acts-on-office.js';
import type { Looked } from './desk.js';
import { actOnPerson, resetAnyPassword } from './people.js';
import { waitingActs } from './second-operator.js';

/** Routes of acts that wait for a second operator where an office is at work, and of the office that hears of them and refuses them. */
export function registerActs({ route }: Router, context: Context, certificates: Certificates, looked: Looked): void {
  route('operatorAddCertificate', ({ caller, params, body }) =>
    addCertificateFor(context, certificates, caller, params.officeNumber, body),
  );
  route('operatorAddPerson', ({ caller, params, body }) => addPersonTo(context, caller, params.officeNumber, body));
  route('operatorMergeOffice', ({ caller, params, body }) => mergeInto(context, caller, params.officeNumber, body));
  route('operatorActOnPerson', ({ caller, params, body }) => actOnPerson(context, caller, { ...params, ...body }));
  route('operatorResetPassword', ({ caller, params: { officeNumber, personId }, body: { reason } }) =>
    resetAnyPassword(context, caller, { officeNumber, userId: personId, reason }),
  );
  route('operatorListActs', async ({ caller }) => {
    await looked(caller, 'acts');
    return waitingActs(context, caller);
  });
  route('operatorDecideAct', ({ caller, params, body }) =>
    decide(context, certificates, caller, params.actId, body.confirmed),
  );
  route('listActsOnOffice', async ({ caller }) => ({ acts: await actsOnOffice(context, caller) }));
  route('seeActOnOffice', ({ caller, params }) => seeAct(context, caller, params.actId));
  route('disownActOnOffice', ({ caller, params }) => disownAct(context, caller, params.actId));
}
