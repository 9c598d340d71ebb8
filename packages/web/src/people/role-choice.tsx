import type { ReactNode } from 'react';
import { RadioGroup } from '../ui/field.js';
import { PEOPLE_ROLES, type PeopleRole } from '../words/people.js';

export function RoleChoice({
  value,
  onChange,
}: {
  value: PeopleRole;
  onChange: (role: PeopleRole) => void;
}): ReactNode {
  return (
    <RadioGroup
      legend="権限"
      value={value}
      options={PEOPLE_ROLES.map(([role, name, may]) => [role, `${name}（${may}）`] as const)}
      onChange={onChange}
    />
  );
}
