import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useDesk } from '../app/desk-context.js';
import { useDates } from '../app/preferences.js';
import { download } from '../check/download.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';

/** Partners that a subsidy for software asks for (landscape.md). */
const SUBSIDY_PARTNERS = 5;

/** 利用証明: with how many others data really passed, as a PDF that the hub signs. */
export function EnrolmentProof(): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const { data, error } = useQuery({ queryKey: ['enrolment'], queryFn: () => desk.hub.call('enrolmentFacts', {}) });
  const issuing = useMutation({
    mutationFn: async () => {
      const pdf = await desk.hub.call('enrolmentProof', {});
      if (!(pdf instanceof Uint8Array)) throw new TypeError('the proof is a file');
      download(`利用証明_${dates.date(new Date().toISOString())}.pdf`, new Uint8Array(pdf), 'application/pdf');
    },
  });
  const failure = error ?? issuing.error;
  return (
    <section className="card stack" aria-label="利用証明">
      <h2>利用証明</h2>
      {failure && <Failure error={failure} />}
      <p>
        補助金や処遇改善加算の届出で求められる、利用していることの証明です。連携基盤が電子署名したPDFで、書き換えるとわかります。
      </p>
      {data && (
        <p>
          これまでに実際にデータをやり取りした相手は <strong>{data.partners.length}か所</strong>です。
          {data.partners.length < SUBSIDY_PARTNERS &&
            `介護ソフトの補助金には、${SUBSIDY_PARTNERS}か所以上とのやり取りを条件とするものがあります。`}
        </p>
      )}
      <div>
        <Button icon="down" onClick={() => issuing.mutate()} disabled={issuing.isPending}>
          利用証明（署名つきPDF）を保存
        </Button>
      </div>
    </section>
  );
}
