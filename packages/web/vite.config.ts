import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // Fonts stay files of their own: data: URLs would need a wider content security policy.
  build: { target: 'es2023', assetsInlineLimit: 0, modulePreload: { polyfill: false }, reportCompressedSize: false },
  worker: { format: 'es' },
  server: { proxy: { '/v1': { target: process.env.MUSUBI_HUB ?? 'https://localhost:8443', secure: false } } },
});
