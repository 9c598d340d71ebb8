import { MonthDecisions } from '@musubi/client';
import {
  type Decision,
  decide,
  type Partner,
  type ReconciledDifference,
  serviceTypeName,
  type UnitNames,
} from '@musubi/standard';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useDesk, useMaySend, useSession } from '../app/desk-context.js';
import { useKept } from '../app/kept.js';
import { KEYS } from '../app/queries.js';
import { MonthFormsButton } from '../forms/month-forms.js';
import { Badge } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { AskBack } from './ask-back.js';
import { DifferenceTable } from './difference-table.js';
import { count, signed } from './numbers.js';

const ACTUALS = {
  arrived: { tone: 'good', icon: 'good', text: '実績が届きました' },
  missing: { tone: 'care', icon: 'wait', text: '実績がまだです' },
  deleted: { tone: 'bad', icon: 'bad', text: '実績が取り消されました' },
} as const;

/** Saves decisions for everybody in the office. */
function useDecide(month: string) {
  const desk = useDesk();
  const queries = useQueryClient();
  const { account } = useSession();
  return useMutation({
    mutationFn: ({
      differences,
      state,
      note,
    }: {
      differences: readonly ReconciledDifference[];
      state: Decision['state'];
      note: string;
    }) => {
      const at = new Date().toISOString();
      const made = differences.map((one) => decide(one, { state, note, by: account.displayName, at }));
      return new MonthDecisions(desk.documents()).add(month, made);
    },
    onSuccess: (all) => queries.setQueryData([...KEYS.drafts, 'decisions', month], all),
  });
}

/** A partner's month: sums, and the lines that differ. */
export function PartnerCard({
  partner,
  names,
  month,
  onlyOpen,
}: {
  partner: Partner;
  names: UnitNames;
  month: string;
  onlyOpen: boolean;
}): ReactNode {
  const maySend = useMaySend();
  const deciding = useDecide(month);
  const place = `${month}/${partner.officeNumber}/${partner.serviceType}`;
  const [asking, setAsking] = useKept<readonly ReconciledDifference[] | null>(`reconcile/asking/${place}`, null);
  const name = names.offices.get(partner.officeNumber) ?? partner.officeNumber;
  const words = ACTUALS[partner.actuals];
  const differences = partner.clients.flatMap((client) => client.differences);
  const open = differences.filter(({ decision, outdated }) => decision === null || outdated);
  const decideAll = (all: readonly ReconciledDifference[], state: Decision['state'], note = '') =>
    deciding.mutate({ differences: all, state, note });
  return (
    <section className="card stack-s" aria-label={name}>
      <div className="row spread">
        <h2>
          {name} <span className="weak">{serviceTypeName(partner.serviceType)}</span>
        </h2>
        <div className="row">
          <Badge tone={words.tone} icon={words.icon}>
            {words.text}
          </Badge>
          <MonthFormsButton small month={month} partner={{ officeNumber: partner.officeNumber, name }} />
        </div>
      </div>
      <p>
        予定 {count(partner.planned.units)}単位・実績 {count(partner.actual.units)}単位（差{' '}
        {signed(partner.difference.units)}）、違い {partner.differences}件、うち未確認 {partner.open}件
      </p>
      {deciding.error && <Failure error={deciding.error} />}
      {differences.length > 0 && (
        <DifferenceTable
          place={place}
          differences={onlyOpen ? open : differences}
          names={names}
          busy={deciding.isPending || !maySend}
          onDecide={(difference, state, note) => decideAll([difference], state, note)}
          onAsk={(difference) => setAsking([difference])}
        />
      )}
      {maySend && open.length > 1 && (
        <div className="row">
          <Button small icon="good" disabled={deciding.isPending} onClick={() => decideAll(open, 'accepted')}>
            未確認の{open.length}件をすべて認める
          </Button>
          <Button small icon="letter" disabled={deciding.isPending} onClick={() => setAsking(open)}>
            {open.length}件をまとめて問い合わせる
          </Button>
        </div>
      )}
      {asking && (
        <AskBack
          place={place}
          partner={partner}
          differences={asking}
          names={names}
          onClose={() => setAsking(null)}
          onAsked={() => {
            decideAll(asking, 'askedBack');
            setAsking(null);
          }}
        />
      )}
    </section>
  );
}
