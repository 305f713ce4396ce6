import { DynamoLinks } from '../../adapters/delivery/dynamo-links.ts';
import { describeLinks } from './describe-links.ts';
import { documents, local } from './emulator.ts';

describeLinks('DynamoLinks', () => new DynamoLinks(documents, local.tables.links));
