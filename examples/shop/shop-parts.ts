import type { KeepsakeClient } from '@keepsake/client';
import type { Orders } from './orders.ts';

/** What the steps work with. */
export type Shop = { keepsake: KeepsakeClient; orders: Orders };
