import { Component, type ReactNode } from 'react';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';

/** Catches what a screen could not draw: says so, and lets the person go on. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return (
      <main className="main main-narrow">
        <h1>この画面を表示できませんでした</h1>
        <Failure error={this.state.error}>
          <p>入力していた内容は、下書きと送信待ちに残っています。</p>
        </Failure>
        <div className="row">
          <Button look="main" onClick={() => location.reload()}>
            読み直す
          </Button>
          <a href="/">トップページへ</a>
        </div>
      </main>
    );
  }
}
