import type { FaqEntry, NewTicket, Software, Ticket } from '@musubi/contract';
import type { Tone } from '../ui/banner.js';

export const TOPIC_NAMES: Readonly<Record<FaqEntry['topic'], string>> = {
  start: 'はじめる前に',
  certificate: '証明書・ID・パスワード',
  send: '送る',
  receive: '受け取る',
  files: 'ファイルと点検',
  safety: '安全と記録',
  cost: '費用と制度',
  trouble: '困ったとき',
};

export const CATEGORY_NAMES: Readonly<Record<NewTicket['category'], string>> = {
  start: '参加・申し込みについて',
  certificate: '証明書・ID・パスワード',
  usage: '使い方',
  error: 'エラー・不具合',
  software: '対応ソフトの届け出（メーカーの方）',
  opinion: 'ご意見・ご要望',
  other: 'そのほか',
};

export const STATE_NAMES: Readonly<Record<Ticket['state'], string>> = {
  open: '返事を準備しています',
  answered: '返事があります',
  closed: '終わりました',
};

export const SOFTWARE_STATES: Readonly<Record<Software['status'], { readonly tone: Tone; readonly text: string }>> = {
  tested: { tone: 'good', text: '確認済み' },
  declared: { tone: 'info', text: 'メーカーの届け出' },
  ended: { tone: 'quiet', text: '提供終了' },
};
