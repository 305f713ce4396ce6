import { at, type Way } from './way.ts';

const formOf = (filename: string, type: string, text: string) => () => ({
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

/** The paths of older systems lead to the same effects. */
/** Ways over older systems' paths. */
export const older: Way[] = [
  { effect: 'read', route: 'olderDownload', request: at('upl_free') },
  {
    effect: 'read',
    route: 'downloadLegacyFile',
    request: () => ({ query: { path: '/old/free.jpg' } }),
  },
  { effect: 'read', route: 'trackUrl', request: at('upl_free') },
  { effect: 'read', route: 'trackStream', request: at('upl_free') },
  { effect: 'read', route: 'olderTrackUrl', request: at('upl_free') },
  { effect: 'read', route: 'olderTrackStream', request: at('upl_free') },
  { effect: 'promote', route: 'olderPromote', request: at('upl_free') },
  { effect: 'sweep', route: 'olderCleanUp', request: () => ({ query: { hours: '1' } }) },
  { effect: 'survey', route: 'olderStats' },
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
