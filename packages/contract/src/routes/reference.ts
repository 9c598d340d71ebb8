import { z } from 'zod';
import { ROLES, uuid } from '../schemas/common.js';
import * as s from '../schemas/reference.js';
import { defineRoutes } from './route.js';

const OPERATOR = ['operator', 'emergency'] as const;
const SENDERS = ['administrator', 'staff'] as const;
const byId = z.object({ id: uuid });

const add = {
  method: 'POST',
  query: s.referenceQuery,
  body: 'csv',
  status: 201,
  answer: s.referenceTable,
  problems: ['MSB-REFERENCE-TABLE', 'MSB-REFERENCE-TOO-MANY'],
} as const;
const remove = {
  method: 'DELETE',
  params: byId,
  body: null,
  status: 204,
  answer: null,
  problems: ['MSB-NOT-FOUND'],
} as const;

/** サービスコード表: what operators publish for all offices, and what an office imports for its own terminals. */
export const referenceRoutes = defineRoutes({
  listReferenceTables: {
    method: 'GET',
    path: '/v1/reference/tables',
    summary: '取り込まれたサービスコード表（全事業所のものと自事業所のもの、重ねる順）',
    access: ROLES,
    body: null,
    status: 200,
    answer: s.referenceTables,
    problems: [],
  },
  getReferenceTable: {
    method: 'GET',
    path: '/v1/reference/tables/{id}',
    summary: 'サービスコード表の中身（CSV）。一度置かれたものは変わらない',
    access: ROLES,
    params: byId,
    body: null,
    status: 200,
    answer: s.referenceContent,
    problems: ['MSB-NOT-FOUND'],
  },
  addReferenceTable: {
    ...add,
    path: '/v1/reference/tables',
    summary: '自事業所のサービスコード表を加える（点検済みの CSV）',
    access: SENDERS,
  },
  removeReferenceTable: {
    ...remove,
    path: '/v1/reference/tables/{id}',
    summary: '自事業所のサービスコード表を取り除く',
    access: SENDERS,
  },
  operatorAddReferenceTable: {
    ...add,
    path: '/v1/operator/reference/tables',
    summary: '【運営】サービスコード表を全事業所に配る（点検済みの CSV）',
    access: OPERATOR,
  },
  operatorRemoveReferenceTable: {
    ...remove,
    path: '/v1/operator/reference/tables/{id}',
    summary: '【運営】配ったサービスコード表を取り除く',
    access: OPERATOR,
  },
});
