import { describe, expect, it } from 'vitest';
import { searchFaq } from './faq-search.js';

const entry = (question: string, answer = '', words = '') => ({ question, answer, words });
const ENTRIES = [
  entry('パスワードを忘れました。', '管理者に頼んでください。', 'リセット'),
  entry('データはいつまで残りますか。', '93日です。パスワードは要りません。'),
  entry('「MSB-AUTH-LOCKED」と出ました。', '30分待ってください。', 'ロック エラー'),
];
const found = (query: string) => searchFaq(ENTRIES, query).map(({ question }) => question);

describe('the search of よくある質問', () => {
  it('shows everything for nothing, in order', () => {
    expect(searchFaq(ENTRIES, ' 　 ')).toEqual(ENTRIES);
  });

  it.each(['ぱすわーど', 'ﾊﾟｽﾜｰﾄﾞ', 'パスワード', 'パスワド'])('finds パスワード by %s, questions first', (query) => {
    expect(found(query)).toEqual(['パスワードを忘れました。', 'データはいつまで残りますか。']);
  });

  it('finds other words, codes in any width, and needs every word', () => {
    expect(found('りせっと')).toEqual(['パスワードを忘れました。']);
    expect(found('ｍｓｂ－auth－ｌｏｃｋｅｄ')).toEqual(['「MSB-AUTH-LOCKED」と出ました。']);
    expect(found('パスワード　９３日')).toEqual(['データはいつまで残りますか。']);
    expect(found('パスワード ロック')).toEqual([]);
  });
});
