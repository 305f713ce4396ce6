import Link from '@cloudscape-design/components/link';
import type { ReactNode } from 'react';
import { useFollow } from './follow.ts';

/** A link to another page of the console. */
export const PageLink = ({ href, children }: { href: string; children: ReactNode }) => {
  const follow = useFollow();
  return (
    <Link href={href} onFollow={follow}>
      {children}
    </Link>
  );
};
