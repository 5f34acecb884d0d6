import react from '@vitejs/plugin-react';
import { build, defineConfig, type Plugin } from 'vite';

const api = process.env['ANBU_DEV_API'] ?? 'http://127.0.0.1:3000';

/** The service worker is a script of its own, in one file at a fixed address: older browsers take no modules there. */
const reminderWorker: Plugin = {
  name: 'reminder-worker',
  apply: 'build',
  async closeBundle() {
    await build({
      configFile: false,
      logLevel: 'warn',
      publicDir: false,
      build: {
        emptyOutDir: false,
        target: 'es2022',
        rollupOptions: {
          input: 'src/reminders/worker.ts',
          output: { format: 'iife', entryFileNames: 'reminders/worker.js' },
        },
      },
    });
  },
};

export default defineConfig({
  plugins: [react(), reminderWorker],
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
