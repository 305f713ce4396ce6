import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { fontFiles } from './build/font-files.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: at('.'),
  plugins: [react(), fontFiles()],
  resolve: { alias: { '@keepsake/client/operator': at('../client/operator/operator.ts') } },
  build: {
    target: 'es2023',
    outDir: at('../dist/console'),
    emptyOutDir: true,
    sourcemap: false,
    // The content security policy allows no `data:` URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
