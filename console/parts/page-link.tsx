import Link from '@cloudscape-design/components/link';
import type { ReactNode } from 'react';
import { useFollow } from './follow.ts';
import { Name } from './name.tsx';

/** A link to another page of the console. */
export const PageLink = ({ href, children }: { href: string; children: ReactNode }) => {
  const follow = useFollow();
  return (
    <Link href={href} onFollow={follow}>
      {typeof children === 'string' ? <Name text={children} /> : children}
    </Link>
  );
};
