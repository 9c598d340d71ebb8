import { z } from 'zod';
import { officeNumber, page, paging } from '../schemas/common.js';
import * as s from '../schemas/directory.js';
import { defineRoutes } from './route.js';

const READERS = ['administrator', 'staff', 'reader', 'machine'] as const;
const OPERATOR = ['operator', 'emergency'] as const;

/** 事業所検索: who takes part is no secret, so anybody may look. */
export const directoryRoutes = defineRoutes({
  searchDirectory: {
    method: 'GET',
    path: '/v1/directory',
    summary: '事業所検索（参加していない事業所も含む）。ログインなしで使える',
    access: 'public',
    query: s.directoryQuery,
    body: null,
    status: 200,
    answer: s.directoryPage,
    problems: [],
  },
  countAreas: {
    method: 'GET',
    path: '/v1/directory/areas',
    summary: '都道府県ごと、市区町村ごとの事業所数と参加数',
    access: 'public',
    query: s.areaQuery,
    body: null,
    status: 200,
    answer: s.areaCounts,
    problems: [],
  },
  getDirectoryOffice: {
    method: 'GET',
    path: '/v1/directory/{officeNumber}',
    summary: '事業所1件の参加状況（受け取れるもの、いつから、受け取りの早さ）',
    access: 'public',
    params: z.object({ officeNumber }),
    body: null,
    status: 200,
    answer: s.directoryDetail,
    problems: ['MSB-OFFICE-UNKNOWN'],
  },
  findOffices: {
    method: 'POST',
    path: '/v1/offices/lookup',
    summary: '送信先をまとめて調べる（300件まで。名前、サービス種類、証明書）',
    access: [...READERS, ...OPERATOR],
    body: s.officesToFind,
    status: 200,
    answer: s.officesFound,
    problems: [],
  },
  getOfficeProfile: {
    method: 'GET',
    path: '/v1/office/profile',
    summary: '自事業所の、事業所検索での見え方',
    access: READERS,
    body: null,
    status: 200,
    answer: s.officeProfile,
    problems: [],
  },
  setOfficeProfile: {
    method: 'PUT',
    path: '/v1/office/profile',
    summary: '自事業所の、事業所検索での見え方を変える',
    access: ['administrator'],
    body: s.officeProfile,
    status: 200,
    answer: s.officeProfile,
    problems: [],
  },
  operatorImportDirectory: {
    method: 'POST',
    path: '/v1/operator/directory/imports',
    summary: '【運営】介護サービス情報公表システムのオープンデータ（CSV、1ファイル）を取り込む',
    access: OPERATOR,
    query: s.importQuery,
    body: 'csv',
    status: 201,
    answer: s.directoryImport,
    problems: ['MSB-DIRECTORY-FILE'],
  },
  operatorListImports: {
    method: 'GET',
    path: '/v1/operator/directory/imports',
    summary: '【運営】取り込みの記録（新しい順）',
    access: OPERATOR,
    query: z.object(paging),
    body: null,
    status: 200,
    answer: page(s.directoryImport),
    problems: [],
  },
});
