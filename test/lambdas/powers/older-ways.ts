import { at, byEach, type Way } from './way.ts';

/** A form with one file, as older clients send it. */
export const formOf = (filename: string, type: string, text: string) => () => ({
  raw: {
    contentType: 'multipart/form-data; boundary=cut',
    text: [
      '--cut',
      `Content-Disposition: form-data; name="file"; filename="${filename}"`,
      `Content-Type: ${type}`,
      '',
      text,
      '--cut--',
      '',
    ].join('\r\n'),
  },
});

/** Ways over older systems' paths: they lead to the same effects. */
export const older: Way[] = [
  { effect: 'read', route: 'olderDownload', request: at('upl_free') },
  {
    effect: 'read',
    route: 'downloadLegacyFile',
    by: 'path',
    request: () => ({ query: { path: '/old/free.jpg' } }),
  },
  { effect: 'read', route: 'trackUrl', request: at('upl_free') },
  { effect: 'read', route: 'trackStream', request: at('upl_free') },
  { effect: 'read', route: 'olderTrackUrl', request: at('upl_free') },
  { effect: 'read', route: 'olderTrackStream', request: at('upl_free') },
  { effect: 'promote', route: 'olderPromote', request: at('upl_free') },
  ...byEach('sweep', 'olderCleanUp', {
    hours: { query: { hours: '1' } },
    dry_run: { query: { hours: '1', dry_run: 'false' } },
  }),
  { effect: 'survey', route: 'olderStats' },
  ...(['olderTranscriptFile', 'olderVideo'] as const).map(
    (route): Way => ({
      effect: 'keep',
      route,
      by: 'is_temp',
      request: ({ world }) => {
        world.fileTypes.says = route === 'olderVideo' ? 'video/mp4' : undefined;
        const type = route === 'olderVideo' ? 'video/mp4' : 'text/plain';
        return { ...formOf('a', type, 'Hello')(), query: { is_temp: 'false' } };
      },
    }),
  ),
  {
    effect: 'keep',
    route: 'olderTranscriptText',
    by: 'is_temp',
    request: () => ({ body: { text: 'Hello', is_temp: false } }),
  },
  { effect: 'own', route: 'olderTranscriptText', request: () => ({ body: { text: 'Hello' } }) },
  {
    effect: 'own',
    route: 'olderTranscriptFile',
    request: formOf('a.txt', 'text/plain', 'Hello'),
  },
  {
    effect: 'own',
    route: 'olderVideo',
    request: ({ world }) => {
      world.fileTypes.says = 'video/mp4';
      return formOf('a.mp4', 'video/mp4', 'frames')();
    },
  },
];
