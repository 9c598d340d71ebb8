import { TICKET_CATEGORIES, type TicketReceipt } from '@musubi/contract';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Link, useSearch } from 'wouter';
import { useDesk, useDeskState } from '../app/desk-context.js';
import { Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { SelectField, TextArea, TextField } from '../ui/field.js';
import { type ContactDraft, clearDraft, keepDraft, readDraft } from './contact-draft.js';
import { PublicPage } from './public-page.js';
import { CATEGORY_NAMES } from './words.js';

const MAX_BODY = 4000;
const isCategory = (text: string | null) => TICKET_CATEGORIES.find((one) => one === text) ?? null;

/** お問い合わせ: a form that gives a number and a secret; whoever has both reads the answer. */
export default function ContactScreen(): ReactNode {
  const [receipt, setReceipt] = useState<TicketReceipt | null>(null);
  if (receipt) return <Received receipt={receipt} onAgain={() => setReceipt(null)} />;
  return (
    <PublicPage
      title="お問い合わせ"
      lead={
        <>
          先に <Link href="/faq">よくある質問</Link> を検索すると、早く解決することがあります。
        </>
      }
    >
      <Banner tone="care" title="利用者の氏名や被保険者番号は書かないでください。">
        <p>エラーのときは、画面に出た MSB- で始まる番号と、何をしたときに出たかを書いてください。</p>
      </Banner>
      <ContactForm onSent={setReceipt} />
    </PublicPage>
  );
}

function ContactForm({ onSent }: { onSent: (receipt: TicketReceipt) => void }): ReactNode {
  const desk = useDesk();
  const asked = isCategory(new URLSearchParams(useSearch()).get('category'));
  const { session } = useDeskState();
  const [draft, setDraft] = useState<ContactDraft>(() => {
    const kept = readDraft();
    const officeNumber = kept.officeNumber || (session?.office.officeNumber ?? '');
    return { ...kept, officeNumber, ...(asked ? { category: asked } : {}) };
  });
  const [website, setWebsite] = useState('');
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const change = (part: Partial<ContactDraft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    keepDraft(next);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { category } = draft;
    if (category === '' || busy) return;
    setBusy(true);
    setFailure(null);
    try {
      const receipt = await desk.hub.call('submitTicket', { body: { ...draft, category, website } });
      setDraft(clearDraft(draft));
      onSent(receipt);
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  };
  return (
    <form className="stack public-form" onSubmit={(event) => void submit(event)}>
      <SelectField
        label="種類（必須）"
        value={draft.category}
        onChange={({ target }) => change({ category: isCategory(target.value) ?? '' })}
        required
      >
        <option value="">選んでください</option>
        {TICKET_CATEGORIES.map((one) => (
          <option key={one} value={one}>
            {CATEGORY_NAMES[one]}
          </option>
        ))}
      </SelectField>
      <TextArea
        label="内容（必須）"
        hint={`${MAX_BODY.toLocaleString()}文字まで`}
        value={draft.body}
        onChange={({ target }) => change({ body: target.value })}
        maxLength={MAX_BODY}
        rows={8}
        required
      />
      <TextField
        label="メールアドレス（任意）"
        hint="返事をメールで受け取るときに書いてください。なくても、受付番号と合言葉でこのサイトから返事を見られます"
        type="email"
        autoComplete="email"
        value={draft.mailAddress}
        onChange={({ target }) => change({ mailAddress: target.value })}
      />
      <TextField
        label="お名前（任意）"
        autoComplete="name"
        value={draft.personName}
        onChange={({ target }) => change({ personName: target.value })}
        maxLength={100}
      />
      <TextField
        label="事業所番号（任意）"
        hint="10文字。参加している、または申し込み中のとき"
        value={draft.officeNumber}
        onChange={({ target }) => change({ officeNumber: target.value.normalize('NFKC').toUpperCase().trim() })}
        pattern="[0-9A-Z]{10}"
        inputMode="numeric"
      />
      <div className="not-for-people" aria-hidden="true">
        <label>
          この欄には何も書かないでください
          <input
            name="website"
            tabIndex={-1}
            autoComplete="off"
            value={website}
            onChange={({ target }) => setWebsite(target.value)}
          />
        </label>
      </div>
      {failure !== null && (
        <Failure error={failure}>
          <p>書いた内容は、このまま残っています。</p>
        </Failure>
      )}
      <div className="row">
        <Button look="main" type="submit" icon="send" disabled={busy}>
          {busy ? '送っています…' : '送る'}
        </Button>
      </div>
    </form>
  );
}

function Received({ receipt, onAgain }: { receipt: TicketReceipt; onAgain: () => void }): ReactNode {
  const { ticketNumber, secret, mailed } = receipt;
  const address = `/contact/answer#${ticketNumber}.${secret}`;
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no');
  const copy = () =>
    navigator.clipboard.writeText(`受付番号 ${ticketNumber}\n合言葉 ${secret}\n${location.origin}${address}`).then(
      () => setCopied('yes'),
      () => setCopied('failed'),
    );
  return (
    <PublicPage title="お問い合わせを受け付けました">
      <Banner tone="good" title="返事を見るための番号です。この画面を閉じる前に控えてください。" live>
        <dl className="facts">
          <dt>受付番号</dt>
          <dd className="public-number">{ticketNumber}</dd>
          <dt>合言葉</dt>
          <dd>
            <code>{secret}</code>
          </dd>
        </dl>
      </Banner>
      <div className="row">
        <Button icon="clip" onClick={() => void copy()}>
          番号と合言葉をコピー
        </Button>
        <Link href={address} className="button button-plain">
          返事の画面を開く
        </Link>
        <Button look="text" onClick={onAgain}>
          別のお問い合わせをする
        </Button>
      </div>
      <p role="status">
        {copied === 'yes' && 'コピーしました。メモなどに貼り付けて保存してください。'}
        {copied === 'failed' && 'コピーできませんでした。番号と合言葉を書き写してください。'}
      </p>
      <p>
        {mailed
          ? '受付のメールを送ります。数分たっても届かないときは、アドレスと迷惑メールのフォルダを確かめてください。'
          : 'メールはお送りしません。数日たったら「返事の画面」を開いて確かめてください。'}
        合言葉は再発行できません。
      </p>
    </PublicPage>
  );
}
