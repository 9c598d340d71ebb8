import { z } from 'zod';
import { uuid } from '../schemas/common.js';
import * as s from '../schemas/drafts.js';
import { defineRoutes } from './route.js';

const SENDERS = ['administrator', 'staff'] as const;
const byId = z.object({ id: uuid });
const byPart = z.object({ id: uuid, partId: uuid });

export const draftRoutes = defineRoutes({
  listDrafts: {
    method: 'GET',
    path: '/v1/drafts',
    summary: '下書き一覧（見出しは自事業所の証明書で暗号化されている）',
    access: SENDERS,
    query: s.draftQuery,
    body: null,
    status: 200,
    answer: s.draftList,
    problems: [],
    background: true,
  },
  getDraft: {
    method: 'GET',
    path: '/v1/drafts/{id}',
    summary: '下書き1件の見出しと版、編集中の人',
    access: SENDERS,
    params: byId,
    body: null,
    status: 200,
    answer: s.draft,
    problems: ['MSB-NOT-FOUND'],
    background: true,
  },
  saveDraft: {
    method: 'PUT',
    path: '/v1/drafts/{id}',
    summary: '下書きを保存する。元にした版のあとに変わっていれば断る',
    access: SENDERS,
    params: byId,
    body: s.draftChange,
    bodyLimit: 128 * 1024,
    status: 200,
    answer: s.draft,
    problems: ['MSB-DRAFT-CHANGED', 'MSB-DRAFT-PART-MISSING', 'MSB-DRAFT-TOO-MANY'],
  },
  deleteDraft: {
    method: 'DELETE',
    path: '/v1/drafts/{id}',
    summary: '下書きを捨てる',
    access: SENDERS,
    params: byId,
    body: null,
    status: 204,
    answer: null,
    problems: ['MSB-NOT-FOUND'],
  },
  putDraftPart: {
    method: 'PUT',
    path: '/v1/drafts/{id}/parts/{partId}',
    summary: '下書きの中身（暗号化済み）を置く。置いたものは変えられない',
    access: SENDERS,
    params: byPart,
    body: 'bytes',
    status: 204,
    answer: null,
    problems: ['MSB-SUBMIT-TOO-LARGE', 'MSB-DRAFT-TOO-MANY', 'MSB-DRAFT-CHANGED'],
  },
  getDraftPart: {
    method: 'GET',
    path: '/v1/drafts/{id}/parts/{partId}',
    summary: '下書きの中身（暗号化済み）を取り出す',
    access: SENDERS,
    params: byPart,
    body: null,
    status: 200,
    answer: 'bytes',
    problems: ['MSB-NOT-FOUND'],
    background: true,
  },
  editDraft: {
    method: 'POST',
    path: '/v1/drafts/{id}/editing',
    summary: '下書きを開いている・閉じたことを知らせる（20秒ごと）。ほかの端末に表示される',
    access: SENDERS,
    params: byId,
    body: s.editingChange,
    status: 200,
    answer: s.draft,
    problems: ['MSB-NOT-FOUND'],
    background: true,
  },
});
