export default {
  keepsake: {
    input: 'openapi.json',
    output: {
      target: 'orval/client.ts',
      client: 'fetch',
      baseUrl: {
        runtime: 'stage.address',
        imports: [{ name: 'stage', importPath: '../stage.js' }],
      },
    },
  },
};
