/**
 * Folders whose modules keep nothing that a test could meet again: they are loaded once per worker,
 * as packages are. test/architecture/state.test.ts holds them to it.
 */
export const statelessFolders = ['core', 'adapters', 'lib'];
