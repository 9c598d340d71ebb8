import { FAQ_TOPICS, type FaqEntry } from '@musubi/contract';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { Link } from 'wouter';
import { useDesk } from '../app/desk-context.js';
import { Failure } from '../ui/failure.js';
import { TextField } from '../ui/field.js';
import { searchFaq } from './faq-search.js';
import { Paragraphs, PublicPage, Section } from './public-page.js';
import { TOPIC_NAMES } from './words.js';

/** よくある質問: searched while typing, over questions, answers and other words for the same. */
export default function FaqScreen(): ReactNode {
  const desk = useDesk();
  const { data, error } = useQuery({ queryKey: ['faq'], queryFn: () => desk.hub.call('listFaq', {}) });
  const [query, setQuery] = useState('');
  const wanted = useDeferredValue(query);
  const entries = data?.entries ?? [];
  const found = searchFaq(entries, wanted);
  return (
    <PublicPage title="よくある質問">
      <TextField
        label="言葉で探す"
        hint="例: パスワード、文字化け、再取得、MSB- で始まる番号"
        type="search"
        value={query}
        onChange={(event) => setQuery(event.target.value)}
      />
      {error && <Failure error={error} />}
      <p role="status">
        {!data
          ? error
            ? ''
            : '読み込んでいます…'
          : wanted.trim()
            ? `${found.length}件見つかりました。`
            : `全${entries.length}件`}
      </p>
      {wanted.trim() ? <Entries entries={found} /> : <ByTopic entries={entries} />}
      <p>
        見つからないときは <Link href="/contact">お問い合わせ</Link> ください。
      </p>
    </PublicPage>
  );
}

function ByTopic({ entries }: { entries: readonly FaqEntry[] }): ReactNode {
  return FAQ_TOPICS.map((topic) => {
    const ofTopic = entries.filter((entry) => entry.topic === topic);
    if (ofTopic.length === 0) return null;
    return (
      <Section key={topic} title={TOPIC_NAMES[topic]}>
        <Entries entries={ofTopic} />
      </Section>
    );
  });
}

function Entries({ entries }: { entries: readonly FaqEntry[] }): ReactNode {
  return (
    <ul className="plain-list">
      {entries.map(({ id, question, answer }) => (
        <li key={id} className="public-item">
          <details>
            <summary>{question}</summary>
            <div>
              <Paragraphs text={answer} />
            </div>
          </details>
        </li>
      ))}
    </ul>
  );
}
