import type { Role } from '@musubi/contract';

/** Roles as mails and notices call them. */
export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  administrator: '管理者',
  staff: '送受信担当',
  reader: '閲覧のみ',
  machine: '機械',
  operator: '運営者',
  emergency: '緊急用',
};
