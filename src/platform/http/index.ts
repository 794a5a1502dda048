export { addressOf, networkOf } from './client-address.js';
export { type HttpConfig, httpConfig, isHttps, publicUrl } from './http.config.js';
export { escapeHtml, inlineHash } from './html.js';
export { configureHttp, createAdapter } from './http-server.js';
export { OAuthEndpoint } from './oauth-endpoint.js';
