import { type ActOnOffice, type WantedAct, wantedAct } from '@musubi/contract';
import { tellOffice } from '../events/index.js';
import { tellAdministrators } from '../notices/index.js';
import { mailAdministrators, ROLE_NAMES } from '../people/index.js';
import type { Queries } from '../platform/database.js';

/** Tells an office of an operator's act: never which operators asked and confirmed. */
export interface ActNews {
  /** The act in a few words, e.g. 人の追加（田中 太郎、管理者）. */
  readonly what: string;
  readonly state: ActOnOffice['state'];
  readonly reason: string;
  readonly askedAt: Date;
  readonly expiresAt: Date;
  readonly decidedAt: Date | null;
  readonly officeNumber: string;
}

interface StoredNews extends Omit<ActNews, 'what' | 'state'> {
  readonly wanted: WantedAct;
  readonly subjectId: string;
  readonly subjectName: string | null;
  readonly outcome: 'done' | 'failed' | 'refused' | null;
}

/** Acts on an office, in words of people who work there. */
function actWords(wanted: WantedAct, subjectId: string, subjectName: string | null): string {
  const person = `${subjectName ?? ''}（${subjectId}）`;
  switch (wanted.kind) {
    case 'add-certificate':
      return `証明書の登録（指紋 ${subjectId.slice(0, 16)}…）`;
    case 'add-person':
      return `人の追加（${wanted.person.displayName}、${ROLE_NAMES[wanted.person.role]}）`;
    case 'merge-office':
      return `事業所番号の統合（記録を ${wanted.successor} の人が読めるようになります）`;
    case 'reset-password':
      return `パスワードの初期化（${person}）`;
    case 'reset-second-factor':
      return `確認コードの初期化（${person}）`;
    case 'enable':
      return `止めていたユーザの再開（${person}）`;
    case 'disable':
      return `ユーザの停止（${person}）`;
    case 'unlock':
      return `ロックの解除（${person}）`;
  }
}

/** Returns what is to be told of an act at a moment; null when there is none. */
export async function newsOfAct(queries: Queries, actId: string, at: Date): Promise<ActNews | null> {
  const [row] = await queries.query<StoredNews>(
    `select wanted, subject_id as "subjectId", reason, asked_at as "askedAt", expires_at as "expiresAt", decided_at as "decidedAt", outcome,
            o.office_number as "officeNumber", (select display_name from accounts a where a.user_id = subject_id) as "subjectName"
       from operator_acts o where act_id::text = $1`,
    [actId],
  );
  if (!row) return null;
  const { wanted, subjectId, subjectName, outcome, ...rest } = row;
  const state = outcome ?? (row.expiresAt > at ? 'waiting' : 'expired');
  return { ...rest, state, what: actWords(wantedAct.parse(wanted), subjectId, subjectName) };
}

const TITLES: Readonly<Record<ActNews['state'], string>> = {
  waiting: '連携基盤の運営者が、この事業所への操作を頼みました（まだ行われていません）',
  done: '連携基盤の運営者が、この事業所への操作を行いました',
  failed: '連携基盤の運営者の操作は、行われませんでした',
  refused: '連携基盤の運営者の操作は、取りやめになりました',
  expired: '連携基盤の運営者の操作は、期限が過ぎて取りやめになりました',
};

/**
 * Tells the administrators of the office an act is about: among their notices, by mail, and at every terminal that is
 * open. In the transaction of what it tells of.
 */
export async function tellOfAct(queries: Queries, actId: string, at: Date): Promise<void> {
  const news = await newsOfAct(queries, actId, at);
  if (!news) throw new Error('an act is told of that is not there');
  const { officeNumber, state, what, reason } = news;
  const todo = '頼んだ覚えがないときは、「覚えがない」を押すか、お問い合わせから運営者に知らせてください。';
  await tellAdministrators(queries, officeNumber, at, {
    title: TITLES[state],
    body: `操作: ${what}\n理由: ${reason}\n${todo}`,
  });
  await mailAdministrators(queries, officeNumber, 'operator-act', actId, at);
  await tellOffice(queries, officeNumber, 'operator-act.changed');
}
