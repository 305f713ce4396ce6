import KeyValuePairs, {
  type KeyValuePairsProps,
} from '@cloudscape-design/components/key-value-pairs';
import type { ReactNode } from 'react';
import { Copyable } from './copyable.tsx';
import { Name } from './name.tsx';
import { When } from './when.tsx';

/** Labels with their values; texts may come from outside. A label without a value is left out. */
export const Facts = ({
  facts,
  columns = 3,
}: {
  facts: Readonly<Record<string, ReactNode | undefined>>;
  columns?: number;
}) => {
  const items: KeyValuePairsProps.Item[] = Object.entries(facts)
    .filter(([, value]) => value !== undefined && value !== false)
    .map(([label, value]) => ({
      label,
      value: typeof value === 'string' ? <Name text={value} /> : value,
    }));
  return <KeyValuePairs columns={columns} items={items} />;
};

/** A time as a fact, if there is one. */
export const timeFact = (at: string | undefined) =>
  at === undefined ? undefined : <When at={at} />;

/** A text to copy as a fact, if there is one. */
export const copyFact = (text: string | undefined, name: string) =>
  text === undefined ? undefined : <Copyable text={text} name={name} />;
