import { describe, expect, it } from '@jest/globals';
import { crumbsOf } from '../../../console/app/crumbs.ts';
import {
  lostFile,
  rolesWithCopies,
  whyNoReplacement,
} from '../../../console/screens/order/order-repairs.ts';
import { attentionText } from '../../../console/words/attention-words.ts';
import { bytesText, moneyText } from '../../../console/words/figure-text.ts';
import {
  eventText,
  eventType,
  orderState,
  outstandingText,
} from '../../../console/words/order-words.ts';
import { problemText } from '../../../console/words/problem-text.ts';
import { pageOf } from '../../../console/words/search-words.ts';
import { keepsakeCommand } from '../../../console/words/shell-words.ts';
import { localTime, utcTime } from '../../../console/words/time-text.ts';
import { visibleText } from '../../../console/words/visible-text.ts';
import { tasks } from '../../../core/orders/model/order-outstanding.ts';
import { failedOrder, failedTimeline, sampleOrder } from '../samples/orders.ts';

describe('a command', () => {
  it('names its stage', () => {
    expect(keepsakeCommand(['orders', 'show', 'ord_1'], 'prod')).toBe(
      'keepsake orders show ord_1 --stage prod',
    );
    expect(keepsakeCommand(['stats'], 'local')).toBe('keepsake stats --local');
  });

  it.each(["a'b; rm -rf /", '$(reboot)', 'a b', '', '"'])(
    'holds the hostile id %p as one harmless word',
    (id) => {
      const quoted = `'${id.replaceAll("'", "'\\''")}'`;
      expect(keepsakeCommand(['find', id], 'local')).toBe(`keepsake find ${quoted} --local`);
    },
  );
});

describe('a figure', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [999_999, '1.0 MB'],
    [1_500_000, '1.5 MB'],
    [99_960_000, '100 MB'],
    [250_000_000, '250 MB'],
    [10 ** 21, '1000000 PB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(bytesText(bytes)).toBe(text);
  });

  it('has its currency, known or not', () => {
    expect(moneyText({ value: 49.9, currency: 'EUR' })).toBe('€49.90');
    expect(moneyText({ value: 1, currency: '??' })).toBe('1 ??');
  });
});

describe('a time', () => {
  it('is local and in UTC, with its day where that differs', () => {
    const at = '2030-01-31T23:59:59.000Z';
    expect(localTime(at)).toMatch(/^2030-0[12]-\d\d \d\d:\d\d:59$/);
    expect(utcTime(at)).toMatch(/23:59:59Z$/);
    expect(localTime('never')).toBe('never');
  });
});

describe('an order', () => {
  it('has one state of status and migration', () => {
    expect(orderState(sampleOrder()).text).toBe('completed');
    expect(orderState(failedOrder()).text).toBe('failed');
    const migration = { status: 'compensation_failed', attempt: 2 } as const;
    expect(orderState({ ...failedOrder(), migration }).text).toBe('copies left');
    expect(orderState({ ...sampleOrder(), status: 'paid' }).type).toBe('in-progress');
  });

  it('says what is left to do, by whom and with what', () => {
    expect(
      outstandingText({ who: 'operator', what: 'remove_copies', roles: ['photo', 'audio'] }),
    ).toBe('you remove the copies that are left (files: photo, audio)');
  });

  it.each([
    ['payment_provider', 'the payment provider refunds the payment (key k)'],
    ['operator', 'you refund the payment another way: the provider refused it (key k)'],
  ] as const)('whose refund is left to the %s: %s', (who, text) => {
    expect(outstandingText({ who, what: 'refund', idempotencyKey: 'k' })).toBe(text);
  });

  it('names every task in the grammar of whose it is', () => {
    for (const what of tasks) {
      expect(outstandingText({ who: 'operator', what })).toMatch(/^you \w+[^s\W] /);
      expect(outstandingText({ who: 'customer', what })).toMatch(/^the customer \w+s /);
    }
  });

  it('marks where an attempt failed as an error, and copies that were removed as done', () => {
    expect(eventType('compensation_started')).toBe('error');
    expect(eventType('compensated')).toBe('success');
  });

  it('marks a refused refund as an error, a settled one as done', () => {
    expect(eventText('refund_refused')).toBe('Refund refused by the payment provider');
    expect(eventType('refund_refused')).toBe('error');
    expect(eventText('refund_settled')).toBe('Refund settled');
    expect(eventType('refund_settled')).toBe('success');
  });
});

describe('a problem', () => {
  it.each([
    [{ status: 0 }, 'down'],
    [{ status: 503 }, 'down'],
    [{ status: 429, message: 'Wait.' }, 'throttled'],
    [{ status: 403, message: 'No.' }, 'refused'],
    [{ status: 409, message: 'Not now.' }, 'failed'],
    [new TypeError('x is undefined'), 'failed'],
    ['a text', 'failed'],
    [undefined, 'failed'],
  ])('%p is %s and says what to do', (error, kind) => {
    for (const failedCall of ['page', 'action'] as const) {
      const text = problemText(error, failedCall);
      expect(text.kind).toBe(kind);
      expect(text.todo).toMatch(/\w\.$/);
    }
  });

  it.each([0, 401, 403, 429, 503])(
    'of status %d promises no repetition to who did something',
    (status) => {
      const { title, todo } = problemText({ status, message: 'No.' }, 'action');
      expect(`${title} ${todo}`).not.toMatch(/by itself|see this/);
    },
  );

  it.each([409, 410])('adds no advice to a %s: its message has it', (status) => {
    expect(problemText({ status, message: 'Send it again.' }, 'action').todo).toBe(
      'Send it again.',
    );
  });

  it('tells who did something that it may have been done, if no answer came', () => {
    expect(problemText({ status: 503 }, 'action').todo).toMatch(/may have been done/);
    expect(problemText({ status: 503 }, 'page').todo).toMatch(/asks again by itself/);
  });
});

describe('a failed order', () => {
  const order = failedTimeline();
  const [photo, audio] = order.files;

  it('tells the file that each attempt fails by, until it is replaced', () => {
    expect(lostFile(order)?.role).toBe('audio');
    const files = order.files.map(({ failure: _lost, ...file }) => file);
    expect(lostFile({ files })).toBeUndefined();
  });

  it('keeps a file whose copy may come late, and lets another one be replaced', () => {
    expect([photo, audio].map((file) => file && whyNoReplacement(order, file))).toEqual([
      expect.stringMatching(/two hours/),
      undefined,
    ]);
  });

  it('names as left only copies that were made and not removed', () => {
    const kept = { role: 'pdf', required: true, uploadId: 'upl_pdf', permanentKey: 'pdfs/a' };
    const files = [...order.files, { ...kept, status: 'verified' as const }];
    expect(rolesWithCopies({ files })).toEqual(['pdf']);
  });
});

describe('what was found', () => {
  it.each([
    [{ kind: 'order', id: 'a/b', by: 'id' }, '/orders/a%2Fb'],
    [{ kind: 'batch', id: 'bat_1', by: 'id' }, '/batches/bat_1'],
    [{ kind: 'job', id: 'job_1', by: 'id' }, '/jobs/job_1'],
    [{ kind: 'link', id: 'lnk_1', by: 'token', orderId: 'ord_1' }, '/links?order=ord_1'],
    [{ kind: 'owner', id: 'usr_1', by: 'id' }, '/orders?owner=usr_1'],
  ] as const)('%p leads to %s', (match, page) => {
    expect(pageOf(match)).toBe(page);
  });
});

describe('what needs a person', () => {
  const kinds = { failed: 0, compensation_failed: 0, stuck: 0, payment_held: 0 };
  const count = (figures: Partial<typeof kinds>, more = false) => {
    const { failed, compensation_failed, stuck, payment_held } = { ...kinds, ...figures };
    const kind = (figure: number) => ({ count: figure, more: false });
    return attentionText({
      days: 30,
      orders: {
        failed: { count: failed, more },
        compensation_failed: kind(compensation_failed),
        stuck: kind(stuck),
        payment_held: kind(payment_held),
      },
    });
  };

  it('is counted together, and is silent if there is nothing', () => {
    expect(count({})).toBeUndefined();
    expect(count({ failed: 3, stuck: 1 })).toBe('4');
    expect(count({ failed: 1_000 }, true)).toBe('1,000+');
  });
});

describe('a text from outside', () => {
  it.each([
    ['a right-to-left override', 'gpj\u202Eexe', 'gpj‹U+202E›exe'],
    ['a line and a bell', 'a\n\u0007b', 'a‹U+000A›‹U+0007›b'],
    ['a space without width', 'pay\u200Bpal', 'pay‹U+200B›pal'],
    ['a soft hyphen', 'pay\u00ADpal', 'pay‹U+00AD›pal'],
    ['half a character', 'a\uD83Db', 'a‹U+D83D›b'],
    ['markup', '<b>&amp;', '<b>&amp;'],
    ['an emoji of several parts', '👩‍👩‍👧', '👩‍👩‍👧'],
    ['Hebrew', 'שלום.jpg', 'שלום.jpg'],
  ])('with %s shows what is not seen as codes, the rest as it is', (_what, text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });
});

describe('the way to a page', () => {
  it('cuts the middle out of a long id, between whole characters', () => {
    const [last] = crumbsOf(`/orders/${encodeURIComponent(`a${'😀'.repeat(500)}\u202Ez`)}`).slice(
      -1,
    );
    expect(last?.text).toMatch(/^a😀{29}…😀{21}‹U\+202E›z$/u);
  });
});
