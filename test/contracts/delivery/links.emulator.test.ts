import { DynamoLinks } from '../../../adapters/delivery/dynamo-links.ts';
import { documents, local } from '../shared/emulator.ts';
import { describeLinks } from './describe-links.ts';

describeLinks('DynamoLinks', () => new DynamoLinks(documents, local.tables.links));
