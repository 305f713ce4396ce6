/** CloudFront functions of the console: plain JavaScript without imports, for its runtime. */

/** Requests below `/api` reach the API without that prefix. */
export const stripApiPrefix = `function handler(event) {
  var request = event.request;
  request.uri = request.uri.replace(/^\\/api/, '') || '/';
  return request;
}`;

/** Every path but a file's is a page of the console, which its one document shows. */
export const answerPages = `function handler(event) {
  var request = event.request;
  var isFile = /^\\/(assets\\/[^/]+|config\\.json|icon\\.svg)$/.test(request.uri);
  if (!isFile) request.uri = '/index.html';
  return request;
}`;
