import { type ReactNode, useState } from 'react';
import { download } from '../check/download.js';
import { CertificateWords } from '../trust/certificate-words.js';
import { Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import './join.css';
import type { CertificateFile } from './own-key.js';
import { SecretValue } from './secret-value.js';

/** The new certificate as a file for the office's other PCs, with the password it was sealed with: on this page only. */
export function NewCertificateFile({ file, officeNumber }: { file: CertificateFile; officeNumber: string }): ReactNode {
  const [isSaved, setSaved] = useState(false);
  const save = () => {
    download(`shomeisho-${officeNumber}.p12`, file.bytes, 'application/x-pkcs12');
    setSaved(true);
  };
  return (
    <>
      <Banner tone="good" title="この PC に証明書が入りました。" live>
        <p>この PC では、このまま使えます。ファイルを選ぶ必要はありません。</p>
      </Banner>
      <p>
        ほかの PC
        でも使うときや、控えとして、証明書ファイルを保存してください。この画面を閉じると、このファイルは作れなくなります（あとから新しい証明書を追加することはできます）。
      </p>
      <dl className="facts">
        <dt>証明書のことば</dt>
        <dd>
          <CertificateWords fingerprint={file.fingerprint} />
        </dd>
        <SecretValue label="証明書ファイルのパスワード" value={file.password} />
      </dl>
      <p>
        「ことば」は、取引先から電話で「あなたの証明書か」と聞かれたときに読み上げるものです。あとから「設定」の「証明書」でも見られ、紙にも印刷できます。
      </p>
      <div className="row">
        <Button icon="down" onClick={save}>
          証明書ファイルを保存する
        </Button>
        {isSaved && <span role="status">保存しました。パスワードも控えてください。</span>}
      </div>
    </>
  );
}
