import type { NewApplication, Offer } from '@musubi/contract';
import { z } from 'zod';
import type { Desk } from '../app/desk.js';

/** What the form holds while somebody types: texts as typed, service types with gaps. */
const draft = z.object({
  officeNumber: z.string(),
  officeName: z.string(),
  corporationName: z.string(),
  serviceTypes: z.array(z.string()),
  contactName: z.string(),
  mailAddress: z.string(),
  phone: z.string(),
  /** Undefined until somebody chose: then the cheapest offer stands. */
  campaignCode: z.string().nullable().optional(),
});
export type Form = z.infer<typeof draft>;
export type Mistakes = Partial<Record<keyof Form, string>>;

export const EMPTY: Form = {
  officeNumber: '',
  officeName: '',
  corporationName: '',
  serviceTypes: [''],
  contactName: '',
  mailAddress: '',
  phone: '',
};

const FORM = 'join/form.json';

/** What was typed here before, sealed like everything this browser keeps. */
export async function loadForm(desk: Desk): Promise<Form | null> {
  const bytes = await desk.terminalFiles.read(FORM);
  return bytes ? draft.parse(JSON.parse(new TextDecoder().decode(bytes))) : null;
}

export function saveForm(desk: Desk, form: Form): Promise<void> {
  return desk.terminalFiles.write(FORM, new TextEncoder().encode(JSON.stringify(form)));
}

export function forgetForm(desk: Desk): Promise<void> {
  return desk.terminalFiles.remove(FORM);
}

/** Full-width digits and signs, which many keyboards type, are as good as half-width ones. */
const plain = (text: string) => text.normalize('NFKC').trim();

/** The campaign that was chosen, or the cheapest of the offers, which the hub lists first. */
export function chosenOffer({ campaignCode }: Form, offers: readonly Offer[]): string | null {
  return campaignCode === undefined ? (offers[0]?.campaignCode ?? null) : campaignCode;
}

/** What is sent: spellings made equal, gaps left out. */
export function applicationOf(form: Form, offers: readonly Offer[] = []): NewApplication {
  return {
    officeNumber: plain(form.officeNumber).replace(/[\s-]/g, '').toUpperCase(),
    officeName: form.officeName.trim(),
    corporationName: form.corporationName.trim(),
    serviceTypes: [...new Set(form.serviceTypes.filter((type) => type !== ''))],
    contactName: form.contactName.trim(),
    mailAddress: plain(form.mailAddress),
    phone: plain(form.phone).replace(/[‐－ー―−]/g, '-'),
    campaignCode: chosenOffer(form, offers),
  };
}

/** What is still wrong, said by field; the order is that of the form. */
export function mistakesIn(form: Form): Mistakes {
  const { officeNumber, officeName, corporationName, serviceTypes, contactName, mailAddress, phone } =
    applicationOf(form);
  const found: Mistakes = {};
  if (!/^[0-9A-Z]{10}$/.test(officeNumber)) found.officeNumber = '10桁の事業所番号を入力してください。';
  if (officeName === '') found.officeName = '事業所の名前を入力してください。';
  if (corporationName === '') found.corporationName = '法人の名前を入力してください。';
  if (serviceTypes.length === 0) found.serviceTypes = 'サービス種類を一つ以上選んでください。';
  if (contactName === '') found.contactName = '担当者の氏名を入力してください。';
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(mailAddress))
    found.mailAddress = 'メールアドレスを確かめてください（例: tanaka@example.jp）。';
  if (!/^[0-9+() -]{9,20}$/.test(phone)) found.phone = '電話番号を、市外局番から数字で入力してください。';
  return found;
}
