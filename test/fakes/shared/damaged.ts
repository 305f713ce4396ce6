import { RecordUnreadable } from '../../../core/errors.ts';
import type { UnreadableRecord } from '../../../core/shared/model/unreadable-record.ts';
import { complete } from '../../../core/shared/unreadable.ts';

type Item = Readonly<Record<string, unknown>>;

const isItem = (value: unknown): value is Item => typeof value === 'object' && value !== null;

/**
 * A store in which records of these ids fit no schema: what it answers names them, and carries the
 * rest where it answers several.
 */
export const damaged = <Store extends object>(
  store: Store,
  kind: string,
  ids: readonly string[],
): Store => {
  const idOf = (value: unknown): unknown =>
    isItem(value) ? (value[`${kind}Id`] ?? idOf(value[kind])) : undefined;
  const lostIn = (values: readonly unknown[]): UnreadableRecord[] =>
    ids
      .filter((id) => values.some((value) => idOf(value) === id))
      .map((id) => ({ kind, id, fields: ['status'] }));
  const rest = (values: readonly unknown[]) =>
    values.filter((one) => !ids.includes(`${idOf(one)}`));
  const read = (answer: unknown): unknown => {
    if (Array.isArray(answer)) return complete(rest(answer), lostIn(answer));
    if (!isItem(answer)) return answer;
    const [lost] = lostIn([answer]);
    if (lost) throw new RecordUnreadable([lost]);
    const [name, values] = Object.entries(answer).find(([, value]) => Array.isArray(value)) ?? [];
    if (name === undefined || !Array.isArray(values) || idOf(answer) !== undefined) return answer;
    return complete({ ...answer, [name]: rest(values) }, lostIn(values));
  };
  return new Proxy(store, {
    get: (target, name) => {
      const value = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        const answer = value.apply(target, args);
        return answer instanceof Promise ? answer.then(read) : answer;
      };
    },
  });
};
