import Link from '@cloudscape-design/components/link';
import type { ReactNode } from 'react';
import { useFollow } from './follow.ts';
import { Name } from './name.tsx';

type List = 'batches' | 'dead-letters' | 'jobs' | 'orders' | 'uploads';

/** A link to another page of the console. */
export const PageLink = ({ href, children }: { href: string; children: ReactNode }) => {
  const follow = useFollow();
  return (
    <Link href={href} onFollow={follow}>
      {typeof children === 'string' ? <Name text={children} /> : children}
    </Link>
  );
};

/** A link to the page of a record, named by its id. */
export const RecordLink = ({ list, id }: { list: List; id: string }) => (
  <PageLink href={`/${list}/${encodeURIComponent(id)}`}>{id}</PageLink>
);
