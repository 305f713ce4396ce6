import { describe, expect, it } from '@jest/globals';
import { circlesIn, wrongCapabilities } from './capability-rules.ts';
import { importsBelow, productFolders } from './sources.ts';

const product = productFolders.flatMap(importsBelow);

describe('capabilities', () => {
  it('import what is below them, their own, and what is shared', () => {
    expect(wrongCapabilities(product)).toEqual([]);
  });

  it.each([
    ['a use case above', 'core/uploads/sign-parts.ts', 'core/orders/create-order.ts'],
    ['a use case beside', 'core/orders/create-order.ts', 'core/jobs/create-job.ts'],
    ['a use case from a model', 'core/orders/model/order.ts', 'core/orders/create-order.ts'],
    ['another adapter', 'adapters/orders/dynamo-orders.ts', 'adapters/jobs/dynamo-jobs.ts'],
    ['another function', 'lambdas/jobs/a.function.ts', 'lambdas/orders/orders.ts'],
    ['another construct', 'lib/bulk/bulk-steps.ts', 'lib/orders/order-steps.ts'],
    ['a stack', 'lib/bulk/bulk-steps.ts', 'lib/stacks/data-stack.ts'],
  ])('may not import %s', (_what, file, target) => {
    expect(wrongCapabilities([{ file, target }])).toEqual([{ file, target }]);
  });

  it.each([
    ['a use case below', 'core/promotions/promote-upload.ts', 'core/retention/erase-upload.ts'],
    ['a model above', 'core/uploads/sign-parts.ts', 'core/orders/model/order.ts'],
    ['ports above', 'core/uploads/sign-parts.ts', 'core/orders/ports.ts'],
    ['shared folders', 'adapters/orders/dynamo-orders.ts', 'adapters/dynamo/retry-contended.ts'],
    ['anything in composition', 'lib/stacks/service-stack.ts', 'lib/orders/order-steps.ts'],
  ])('may import %s', (_what, file, target) => {
    expect(wrongCapabilities([{ file, target }])).toEqual([]);
  });
});

describe('files', () => {
  it('import themselves over no others', () => {
    expect(circlesIn([...product, ...importsBelow('test')])).toEqual([]);
  });

  it('are found when they do', () => {
    const circle = [
      { file: 'a.ts', target: 'b.ts' },
      { file: 'b.ts', target: 'c.ts' },
      { file: 'c.ts', target: 'b.ts' },
    ];
    expect(circlesIn(circle)).toEqual(['b.ts → c.ts → b.ts']);
  });
});
