import { Buffer } from 'node:buffer';
import type { Plugin } from 'vite';

const fontUrl = /url\(['"]?data:font\/woff2;base64,([A-Za-z0-9+/=]+)['"]?\)/g;

/**
 * Moves fonts out of style sheets into files. As `data:` URLs they would weigh on the first screen,
 * and the content security policy would have to allow them.
 */
export const fontFiles = (): Plugin => ({
  name: 'keepsake:font-files',
  apply: 'build',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'asset' || !file.fileName.endsWith('.css')) continue;
      file.source = String(file.source).replace(fontUrl, (_all, base64: string) => {
        const source = Buffer.from(base64, 'base64');
        const reference = this.emitFile({ type: 'asset', name: 'open-sans.woff2', source });
        return `url(/${this.getFileName(reference)})`;
      });
    }
  },
});
