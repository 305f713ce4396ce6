import KeyValuePairs, {
  type KeyValuePairsProps,
} from '@cloudscape-design/components/key-value-pairs';
import type { ReactNode } from 'react';

/** Labels with their values. A label without a value is left out. */
export const Facts = ({
  facts,
  columns = 3,
}: {
  facts: Readonly<Record<string, ReactNode | undefined>>;
  columns?: number;
}) => {
  const items: KeyValuePairsProps.Item[] = Object.entries(facts)
    .filter(([, value]) => value !== undefined && value !== false)
    .map(([label, value]) => ({ label, value }));
  return <KeyValuePairs columns={columns} items={items} />;
};
