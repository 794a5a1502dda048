export { addressOf, networkOf } from './client-address.js';
export { type HttpConfig, httpConfig, isHttps, publicUrl } from './http.config.js';
export { escapeHtml, inlineHash } from './html.js';
export { configureHttp, createAdapter } from './http-server.js';
export { ApiId, IdParam } from './id-param.js';
export { OAuthEndpoint } from './oauth-endpoint.js';
export { RouteFinder } from './route-finder.js';
export { PageOf, pageOf, PageQuery, type Position, positionOf } from './paging.js';
export { onBehalfOf, requestContext } from './request-context.js';
