import { expect, it } from '@jest/globals';
import { permanentKeys } from '../../../../core/scans/model/permanent-keys.ts';
import { anUpload } from '../../builders/records.ts';
import { categories } from '../../builders/world.ts';

it('a file is withdrawn from where it was promoted to, also after its category moved', () => {
  const upload = anUpload({
    uploadId: 'upl_1',
    key: 'photos/ord_1/upl_1',
    promotedKey: 'pictures/promoted/upl_1',
  });
  expect(permanentKeys(categories, upload)).toContain('pictures/promoted/upl_1');
  expect(permanentKeys({}, upload)).toEqual(['photos/ord_1/upl_1', 'pictures/promoted/upl_1']);
});
