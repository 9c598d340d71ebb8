import { createCertificateRequest, generateKeyPair } from '@musubi/evidence';
import { anonymous, enrolCertificate, enrolOffice, signIn, startTestHub } from '@musubi/testkit';
import { expect, it } from 'vitest';

it('C1: once somebody of the office has come in, a link an operator makes lets nobody else in', async () => {
  const hub = await startTestHub();
  const own = await enrolOffice(hub, { officeNumber: '1300000000', serviceTypes: ['43'] });
  const { hub: desk } = await signIn(hub, own, 'operator');
  const officeNumber = '1377700001';
  const { applicationNumber, claimCode } = await anonymous(hub).call('apply', {
    body: {
      officeNumber,
      officeName: 'ケアプランひまわり',
      corporationName: '社会福祉法人ひまわり会',
      serviceTypes: ['43'],
      contactName: '佐藤 花子',
      mailAddress: 'sato@himawari.example.jp',
      phone: '045-000-0001',
      campaignCode: null,
    },
  });
  const params = { applicationNumber };
  await desk.call('operatorApproveApplication', { params });
  await signIn(hub, { officeNumber, ...(await enrolCertificate(hub, officeNumber)) }, 'administrator');
  const { link } = await desk.call('operatorMakeApplicationLink', { params });
  const token = new URL(link).hash.slice(1);
  await expect(anonymous(hub).call('takeOverAccount', { body: { token, claimCode } })).rejects.toMatchObject({
    code: 'MSB-APPLICATION-HANDED-OVER',
  });
  const requestPem = await createCertificateRequest(await generateKeyPair('p-256'));
  await expect(
    anonymous(hub).call('certifyApplication', { body: { token, claimCode, requestPem } }),
  ).rejects.toMatchObject({
    code: 'MSB-APPLICATION-CERTIFIED',
  });
  await hub.close();
});
