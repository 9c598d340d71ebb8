import { type ReactNode, useState } from 'react';
import { download } from '../check/download.js';
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
        <SecretValue label="証明書ファイルのパスワード" value={file.password} />
      </dl>
      <div className="row">
        <Button icon="down" onClick={save}>
          証明書ファイルを保存する
        </Button>
        {isSaved && <span role="status">保存しました。パスワードも控えてください。</span>}
      </div>
    </>
  );
}
