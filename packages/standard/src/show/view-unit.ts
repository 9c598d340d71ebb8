import { unitToModel } from '../model/model.js';
import { type SendingUnit, UNIT_NAMES } from '../units/types.js';
import { carePlanForms, type Form } from './care-plan.js';
import { clientRecordForms } from './client-record.js';
import { type ClientModel, headOf, modelsByClient } from './clients.js';
import { isoMonth } from './dates.js';
import { deletionForm } from './deletion.js';
import { preventivePlanForms } from './preventive-plan.js';
import { annexForms, serviceForms } from './schedule.js';
import type { ServiceNames } from './service-names.js';
import { supplementForm } from './supplement.js';
import type { UnitView } from './view.js';

/** A unit as readable sheets, client by client. Never throws: what can't be read is counted and left out. */
export function viewUnit(unit: SendingUnit, names: ServiceNames = () => null): UnitView {
  const { kind, edition, sender, recipient } = unit;
  const model = unitToModel(unit);
  const sheets = modelsByClient(model).flatMap((one) => {
    const client = headOf(one);
    return formsOf(one, names)
      .filter(({ blocks }) => blocks.length > 0)
      .map((form) => ({ ...form, client }));
  });
  return {
    title: UNIT_NAMES[kind],
    kind,
    month: isoMonth(unit.month),
    edition,
    sender: { ...sender },
    recipient: { ...recipient },
    sheets,
    unreadable: model.unreadable,
  };
}

/** The forms of a client in the order of the standard; those its unit does not have are empty and fall away. */
function formsOf(client: ClientModel, names: ServiceNames): Form[] {
  return [
    ...clientRecordForms(client),
    ...preventivePlanForms(client),
    ...carePlanForms(client),
    ...serviceForms(client, names, client.kind === 'actuals' ? '実績' : '予定'),
    ...annexForms(client, names),
    ...client.supplements.map(supplementForm),
    deletionForm(client.deletions),
  ];
}
