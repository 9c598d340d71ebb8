/** What people call the roles. */
export const ROLE_NAMES: Readonly<Record<string, string>> = {
  administrator: '管理者',
  staff: '送受信担当',
  reader: '閲覧のみ',
  machine: '機械（介護ソフトなど）',
  operator: '運営者',
  emergency: '緊急用',
};
