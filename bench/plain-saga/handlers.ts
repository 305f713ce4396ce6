import { settings } from '../../lambdas/shared/environment.ts';
import { bus, clock, objects, orders, uploads } from '../../lambdas/shared/wiring.ts';
import { plainWork } from './steps.ts';

const ports = { orders: orders(), uploads: uploads(), objects: objects(), bus: bus(), clock: clock() };

/** The plain saga's functions: `handlers.claim`, `handlers.copy`, … each deployed on its own, with the same wiring as Keepsake's. */
export const { claim, copy, verify, record, commit, announce } = plainWork({
  ...ports,
  filesBucket: process.env.FILES_BUCKET ?? '',
  categories: settings().categories,
});
