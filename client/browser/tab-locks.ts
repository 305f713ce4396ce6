import { type Leave, leaveAlone } from '../platform.ts';

/**
 * Joins the tabs of this site that send the same upload, which they know from their common store.
 * A tab that closes leaves by itself. Where a page gets no locks (plain http, storage forbidden),
 * each tab counts as the only one.
 */
export const joinTabs = (uploadId: string): Leave => {
  const { locks } = navigator;
  if (!locks) return leaveAlone;
  const name = `keepsake:${uploadId}`;
  let leave = () => {};
  const left = new Promise<void>((resolve) => {
    leave = resolve;
  });
  const held = locks
    .request(name, { mode: 'shared' }, () => left)
    .then(
      () => true,
      () => false,
    );
  return async (last) => {
    leave();
    const isHeld = await held;
    if (!last) return;
    if (!isHeld) return last();
    await locks.request(name, { ifAvailable: true }, async (lock) => lock && last());
  };
};
