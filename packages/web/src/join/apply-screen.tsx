import type { MailOutcome, Offer } from '@musubi/contract';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useDesk } from '../app/desk-context.js';
import { useDates } from '../app/preferences.js';
import { Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { RadioGroup, TextField } from '../ui/field.js';
import { Page } from '../ui/page.js';
import { yen } from '../words/money.js';
import { keepClaimCode } from './claim-code.js';
import {
  applicationOf,
  chosenOffer,
  EMPTY,
  type Form,
  forgetForm,
  loadForm,
  type Mistakes,
  mistakesIn,
  saveForm,
} from './form.js';
import { KnownOffice } from './known-office.js';
import { Received } from './received.js';
import { ServiceTypes } from './service-types.js';

interface Done {
  readonly applicationNumber: string;
  readonly claimCode: string;
  readonly mail: MailOutcome;
  readonly mailAddress: string;
}

/** 利用申請: one form; what was typed survives a closed page. */
export default function ApplyScreen(): ReactNode {
  const desk = useDesk();
  const [known, setKnown] = useState<Form | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  useEffect(() => {
    loadForm(desk).then(
      (form) => setKnown(form ?? EMPTY),
      () => setKnown(EMPTY), // an unreadable draft of an earlier version: the form starts empty
    );
  }, [desk]);
  if (done) return <Received {...done} />;
  return (
    <Page title="利用申請" narrow>
      <p>
        はじめて参加する事業所のための申請です。事業所番号ごとに申請します。入力は5分ほどで、メールの確認のあと、ユーザIDと証明書をこの画面で受け取れます。
      </p>
      {known && <ApplyForm initial={known} onDone={setDone} />}
    </Page>
  );
}

function ApplyForm({ initial, onDone }: { initial: Form; onDone: (done: Done) => void }): ReactNode {
  const desk = useDesk();
  const [form, setForm] = useState(initial);
  const [mistakes, setMistakes] = useState<Mistakes>({});
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const options = useQuery({
    queryKey: ['application-options'],
    queryFn: () => desk.hub.call('applicationOptions', {}),
  });
  const offers = options.data?.offers ?? [];
  const element = useRef<HTMLFormElement>(null);
  const set = (change: Partial<Form>) => {
    const next = { ...form, ...change };
    setForm(next);
    if (Object.keys(mistakes).length > 0) setMistakes(mistakesIn(next));
    saveForm(desk, next).catch(() => {}); // the form still shows it: only a closed page would lose it
  };
  const field = (name: Exclude<keyof Form, 'serviceTypes' | 'campaignCode'>) => ({
    value: form[name],
    error: mistakes[name],
    onChange: (event: { target: { value: string } }) => set({ [name]: event.target.value }),
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = mistakesIn(form);
    setMistakes(found);
    if (Object.keys(found).length > 0) {
      requestAnimationFrame(() => element.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus());
      return;
    }
    setBusy(true);
    setFailure(null);
    try {
      const body = applicationOf(form, offers);
      const answer = await desk.hub.call('apply', { body });
      await forgetForm(desk);
      await keepClaimCode(desk, answer.applicationNumber, answer.claimCode).catch(() => {}); // it is on the screen as well
      onDone({ ...answer, mailAddress: body.mailAddress });
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  };
  const count = Object.keys(mistakes).length;
  return (
    <form className="stack" onSubmit={(event) => void submit(event)} ref={element} noValidate>
      {count > 0 && <Banner tone="bad" title={`入力を確かめてください（${count}か所）。`} live />}
      <section className="card stack">
        <h2>1. 事業所</h2>
        <TextField
          label="事業所番号"
          hint="指定通知書にある10桁の番号"
          inputMode="numeric"
          {...field('officeNumber')}
        />
        <KnownOffice form={form} onTake={set} />
        <TextField label="事業所の名前" autoComplete="organization" {...field('officeName')} />
        <TextField label="法人の名前" hint="例: 社会福祉法人○○会、株式会社○○" {...field('corporationName')} />
        <ServiceTypes
          chosen={form.serviceTypes}
          error={mistakes.serviceTypes}
          onChange={(serviceTypes) => set({ serviceTypes })}
        />
      </section>
      <section className="card stack">
        <h2>2. 担当者</h2>
        <p>この方が、事業所の最初の管理者になります。</p>
        <TextField label="氏名" autoComplete="name" {...field('contactName')} />
        <TextField
          label="メールアドレス"
          hint="確認のリンクと結果をお送りします"
          type="email"
          autoComplete="email"
          {...field('mailAddress')}
        />
        <TextField label="電話番号" type="tel" autoComplete="tel" {...field('phone')} />
      </section>
      <section className="card stack">
        <h2>3. 利用料</h2>
        {options.error && <Failure error={options.error} />}
        <Fees offers={offers} value={chosenOffer(form, offers)} onChange={(campaignCode) => set({ campaignCode })} />
      </section>
      {failure !== null && <Failure error={failure} />}
      <div className="row">
        <Button look="main" type="submit" disabled={busy || !options.data}>
          {busy ? '申請しています…' : '申請する'}
        </Button>
      </div>
      <p className="weak">入力の途中は、暗号化してこの PC の中にだけ残します。申請すると消えます。</p>
    </form>
  );
}

/** What an office may take today; without a campaign there is nothing to choose. */
function Fees({
  offers,
  value,
  onChange,
}: {
  offers: readonly Offer[];
  value: string | null;
  onChange: (code: string | null) => void;
}): ReactNode {
  const dates = useDates();
  const words = ({ name, priceYen, endsOn }: Offer) =>
    `${name}　${yen(priceYen)}、${dates.date(`${endsOn}T12:00:00+09:00`)}まで`;
  const [only] = offers;
  return (
    <>
      {offers.length === 1 && only ? (
        <p>{words(only)}</p>
      ) : (
        <RadioGroup
          legend="使うもの"
          value={value ?? ''}
          options={offers.map((offer) => [offer.campaignCode ?? '', words(offer)])}
          onChange={(code) => onChange(code === '' ? null : code)}
        />
      )}
      <p className="weak">
        利用料は事業所番号ごとです。年間ライセンスは1年ごとに自動で更新し、いつでも止められます。無料のキャンペーンは、期間が終わっても自動で有料にはなりません。
      </p>
    </>
  );
}
