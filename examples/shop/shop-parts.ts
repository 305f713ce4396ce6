import type { KeepsakeClient } from '@keepsake/client';
import type { Orders } from './orders.ts';

/** Parts that all steps share. */
export type Shop = { keepsake: KeepsakeClient; orders: Orders };
