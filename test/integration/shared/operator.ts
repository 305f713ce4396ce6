import { deployed } from './deployed.ts';
import { Visitor } from './visitor.ts';

/** A signed-in member of the group of operators. */
export const anOperator = (): Visitor => new Visitor(deployed.adminToken);
