/** Origins the console may call and load from, besides its own, e.g. `https://a.example`. */
export type ConsoleOrigins = {
  /** Where operators sign in and tokens are renewed. */
  issuer: readonly string[];
  /** Where the stage's files are served from: previews of uploads and of kept files. */
  files: readonly string[];
};

/**
 * The console's content security policy: its own scripts, styles and fonts; no inline code, no
 * frames, no other origin but those named.
 */
export const consolePolicy = ({ issuer, files }: ConsoleOrigins): string =>
  [
    directive('default-src', []),
    directive('script-src', ["'self'"]),
    directive('style-src', ["'self'"]),
    directive('font-src', ["'self'"]),
    directive('img-src', ["'self'", ...files]),
    directive('media-src', files),
    directive('connect-src', ["'self'", ...issuer]),
    directive('base-uri', []),
    directive('form-action', []),
    directive('frame-ancestors', []),
  ].join('; ');

const directive = (name: string, sources: readonly string[]): string =>
  [name, ...(sources.length > 0 ? [...new Set(sources)] : ["'none'"])].join(' ');
