import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const api = process.env['ANBU_DEV_API'] ?? 'http://127.0.0.1:3000';

export default defineConfig({
  plugins: [react()],
  // The server puts a fresh nonce in its place with every answer of index.html.
  html: { cspNonce: '__CSP_NONCE__' },
  server: { port: 5173, proxy: { '/api': { target: api, changeOrigin: false } } },
  build: {
    manifest: true,
    target: 'es2022',
    // Inlined assets would need `data:` in the content security policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 800,
  },
});
