import { TransientFault } from '../../../core/errors.ts';

/** Before the effect, after it (its answer is lost), or not at all. */
export type Fault = 'before' | 'after' | undefined;

/** A port whose calls fail when `decide` says so; async generators are left alone. */
export function faulty<Port extends object>(
  port: Port,
  decide: (operation: string, args: unknown[]) => Fault,
): Port {
  return new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) =>
        call(() => Reflect.apply(member, target, args), String(name), decide(String(name), args));
    },
  });
}

function call(run: () => unknown, operation: string, fault: Fault): unknown {
  if (fault === undefined) return run();
  if (fault === 'before') return Promise.reject(new TransientFault(`injected before ${operation}`));
  return Promise.resolve(run()).then(() => {
    throw new TransientFault(`injected after ${operation}`);
  });
}
