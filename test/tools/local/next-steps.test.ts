import { describe, expect, it } from '@jest/globals';
import type { LocalState } from '../../../tools/local/local-state.ts';
import { nextSteps } from '../../../tools/local/story/next-steps.ts';

const deployed = {
  apiUrl: 'http://api.test',
  endpoint: 'http://aws.test',
  eventBusName: 'bus',
  shopUrl: 'http://shop.test',
} as LocalState;

const text = nextSteps(deployed, {
  token: 'kst_1',
  completedOrderId: 'ord_1',
  failedOrderId: 'ord_2',
  permalink: 'http://api.test/l/x',
});

describe('what npm start proposes', () => {
  it('is a file of one’s own, an order for it and its payment', () => {
    expect(text).toContain('-F file=@photo.jpg');
    expect(text).toContain('"files":[{"uploadId":"upl_…","role":"photo","required":true}]');
    expect(text).toContain('npm start -- --pay ord_…');
  });

  it('is more sample orders without another deployment', () => {
    expect(text).toContain('npm start -- --orders');
  });

  it('ends with the pages to open in a browser', () => {
    expect(text).toMatch(
      /Open in a browser:\n +the shop +http:\/\/shop\.test\nCtrl-C ends it all\.\n$/,
    );
  });
});
