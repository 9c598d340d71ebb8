import { newId } from '@musubi/client';
import type { Partner, Transmission } from '@musubi/contract';
import { serviceTypeName } from '@musubi/standard';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { deliver } from '../app/deliver.js';
import { useDesk, useMaySend } from '../app/desk-context.js';
import { useUnsent } from '../app/kept.js';
import { useDates } from '../app/preferences.js';
import { useTransmissions } from '../app/queries.js';
import { isIncoming, openContent, tellOpened } from '../boxes/contents.js';
import { RESEND_MARK } from '../inbox/resend-request.js';
import { type BatchAttachment, toAttachment } from '../send/batch.js';
import { Attachments, MessageField } from '../send/common-letter.js';
import { SignerQuestion } from '../trust/signer-question.js';
import { Badge } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { SelectField } from '../ui/field.js';
import { Icon } from '../ui/icons.js';
import { useTell } from '../ui/toasts.js';
import { errorText } from '../words/errors.js';
import { inboxState, KIND_NAMES, sentState } from '../words/kinds.js';
import { ThreadCsv } from './letter-csv.js';

/** Everything that passed between the office and one partner, oldest first, with what was written. */
export function Thread({ officeNumber, partner }: { officeNumber: string; partner: Partner | null }): ReactNode {
  const incoming = useTransmissions({ box: 'inbox', partner: officeNumber });
  const outgoing = useTransmissions({ box: 'sent', partner: officeNumber });
  const all = [...pagesOf(incoming), ...pagesOf(outgoing)].sort((a, b) => a.submittedAt.localeCompare(b.submittedAt));
  const more = [incoming, outgoing].filter(({ hasNextPage }) => hasNextPage);
  const error = incoming.error ?? outgoing.error;
  return (
    <section className="thread stack" aria-label={partner?.name ?? officeNumber}>
      {error && <Failure error={error} />}
      {more.length > 0 && (
        <Button small onClick={() => more.forEach((list) => void list.fetchNextPage())}>
          前の連絡を表示
        </Button>
      )}
      <ol className="plain-list stack-s" aria-label="連絡の履歴">
        {all.map((transmission) => (
          <Letter key={transmission.id} transmission={transmission} />
        ))}
      </ol>
      {all.length > 0 && <ThreadCsv officeNumber={officeNumber} name={partner?.name ?? officeNumber} />}
      {all.length === 0 && !incoming.isPending && <p className="empty">まだ連絡はありません。</p>}
      <Reply officeNumber={officeNumber} partner={partner} />
    </section>
  );
}

const pagesOf = ({ data }: ReturnType<typeof useTransmissions>): Transmission[] =>
  data?.pages.flatMap(({ value }) => value.items) ?? [];

function Letter({ transmission }: { transmission: Transmission }): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const incoming = isIncoming(desk, transmission);
  const { id, kind, serviceMonth, submittedAt, hasMessage, attachmentCount, fileNames, delivery } = transmission;
  const state = incoming ? inboxState(transmission) : sentState(transmission);
  const isGone = delivery === 'recalled' || delivery === 'expired';
  const isWord = hasMessage && fileNames.length === 0;
  const content = useQuery({
    queryKey: ['content', id],
    queryFn: async () => {
      const opened = await openContent(desk, transmission);
      await tellOpened(desk, transmission).catch(() => {}); // off line it is told at the next opening
      return opened;
    },
    // A message is read by looking at the thread; files are opened on purpose only.
    enabled: hasMessage && !isGone && (isWord || !incoming || transmission.openedAt !== null),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const message = content.data?.message ?? null;
  const wanted = message ? RESEND_MARK.exec(message)?.[1] : undefined;
  return (
    <li className={`letter-item ${incoming ? 'letter-in' : 'letter-out'}`}>
      <div className="row">
        <span className="weak">
          {incoming ? '相手から' : '自事業所から'} {dates.moment(submittedAt)}
        </span>
        <Badge tone={state.tone} icon={state.icon}>
          {state.text}
        </Badge>
      </div>
      {message !== null && <p className="form-text">{message.replace(RESEND_MARK, '【再送のお願い】')}</p>}
      {content.error && <p className="field-error">{errorText(content.error)}</p>}
      {incoming && (
        <SignerQuestion transmission={transmission} error={content.error} onAccepted={() => void content.refetch()} />
      )}
      {hasMessage && message === null && !content.error && content.isEnabled && <p className="weak">開いています…</p>}
      {wanted && incoming && (
        <p>
          <Link href={`/sent/${wanted}`}>頼まれた送信を開いて、送り直す</Link>
        </p>
      )}
      {(fileNames.length > 0 || attachmentCount > 0 || (hasMessage && message === null)) && (
        <p>
          <Icon name={fileNames.length > 0 ? 'file' : attachmentCount > 0 ? 'clip' : 'letter'} size={16} />{' '}
          <Link href={`/${incoming ? 'inbox' : 'sent'}/${id}`}>
            {KIND_NAMES[kind]} {serviceMonth ? dates.month(serviceMonth) : ''}
          </Link>
          {attachmentCount > 0 && <span className="weak">（添付{attachmentCount}件）</span>}
        </p>
      )}
    </li>
  );
}

function Reply({ officeNumber, partner }: { officeNumber: string; partner: Partner | null }): ReactNode {
  const desk = useDesk();
  const tell = useTell();
  const queries = useQueryClient();
  const maySend = useMaySend();
  const [message, setMessage] = useUnsent(`letters/${officeNumber}/message`, '');
  const [attachments, setAttachments] = useUnsent<readonly BatchAttachment[]>(
    `letters/${officeNumber}/attachments`,
    [],
  );
  const [serviceType, setServiceType] = useUnsent(`letters/${officeNumber}/service-type`, '');
  const [busy, setBusy] = useState(false);
  const types = partner?.serviceTypes ?? [];
  const chosen = serviceType || types[0] || '';
  if (!maySend || !partner) return null;
  if (!partner.canReceive) return <p>この事業所は、いま受信できません（利用申請か証明書の期限切れ）。</p>;
  const isEmpty = message.trim() === '' && attachments.length === 0;
  const send = async () => {
    setBusy(true);
    try {
      const letter = { message: message.trim() || null, attachments: attachments.map(toAttachment) };
      const recipient = { officeNumber, serviceType: chosen };
      await desk.waiting.add([{ id: newId(new Date()), recipient, files: [], letter }]);
      // It lies safely on this terminal from here on, whatever becomes of the connection.
      setMessage('');
      setAttachments([]);
      await deliver(desk, {
        onSent: (sent) => {
          if (sent.state === 'refused') tell('bad', sent.refusal.title + sent.refusal.action);
        },
        onPacked: (outcome) => {
          if (outcome.state === 'refused') tell('bad', outcome.reason);
        },
      });
    } catch (error) {
      tell('bad', errorText(error));
    } finally {
      setBusy(false);
      await queries.invalidateQueries();
    }
  };
  return (
    <form
      className="card stack no-print"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <h2>{partner.name}へ書く</h2>
      {types.length > 1 && (
        <SelectField label="あて先のサービス" value={chosen} onChange={(event) => setServiceType(event.target.value)}>
          {types.map((type) => (
            <option key={type} value={type}>
              {serviceTypeName(type)}
            </option>
          ))}
        </SelectField>
      )}
      <MessageField value={message} onChange={setMessage} />
      <Attachments
        label="添付"
        attachments={attachments}
        onAdd={(added) => setAttachments([...attachments, ...added])}
        onRemove={(gone) => setAttachments(attachments.filter((one) => one !== gone))}
      />
      <div className="row">
        <Button look="main" icon="send" type="submit" disabled={busy || isEmpty}>
          送信
        </Button>
      </div>
    </form>
  );
}
