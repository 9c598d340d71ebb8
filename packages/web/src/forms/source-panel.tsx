import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import type { FormsAtHand } from './use-forms.js';
import type { Printed, Step } from './values.js';

/** A sum of a month prints many records; the first ones say where to look. */
const SHOWN = 5;

/** Where the chosen value comes from: file, record, item, and what the file itself says. */
export function SourcePanel({
  forms,
  printed,
  masked,
  onStep,
}: {
  forms: FormsAtHand;
  printed: Printed | null;
  masked: boolean;
  onStep: (step: Step) => void;
}): ReactNode {
  return (
    <section className="form-source stack-s" aria-label="出どころ">
      <div className="row">
        <Button small onClick={() => onStep('previous')}>
          前の値
        </Button>
        <Button small onClick={() => onStep('next')}>
          次の値
        </Button>
        {!printed && (
          <span className="weak">
            値をクリックするか、帳票の上で矢印キーを押すと、書かれているファイルが分かります。
          </span>
        )}
      </div>
      <div role="status">{printed && <Origin forms={forms} printed={printed} masked={masked} />}</div>
    </section>
  );
}

function Origin({ forms, printed, masked }: { forms: FormsAtHand; printed: Printed; masked: boolean }): ReactNode {
  const shown = printed.sources.slice(0, SHOWN);
  const { data, error } = useQuery({
    queryKey: ['form-source', forms.id, shown],
    queryFn: () => Promise.all(shown.map((source) => forms.maker.rawValue(source))),
    enabled: !masked,
    gcTime: 0,
  });
  if (error) return <Failure error={error} />;
  const more = printed.sources.length - shown.length;
  return (
    <dl className="form-origin">
      <dt>印字</dt>
      <dd>{printed.text ?? '（伏せています）'}</dd>
      {shown.map(({ file, record, item }, at) => (
        <div key={`${file} ${record} ${item}`} className="form-origin-line">
          <dt>{item}</dt>
          <dd>
            <code>{file}</code> の{record}件目{masked ? '' : `：「${data?.[at] ?? ''}」`}
          </dd>
        </div>
      ))}
      {more > 0 && <dd className="weak">ほか{more}か所</dd>}
    </dl>
  );
}
