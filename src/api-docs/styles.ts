/** What Swagger UI's *Authorize* dialog gets wrong for this API. */
export const STYLES = `
  /* There are no scopes to choose from. */
  .swagger-ui .auth-container .scope-def { display: none }

  /* No page can set a Cookie header: the browser sends the cookie by itself, after a sign-in with useCookies. */
  .swagger-ui .auth-container:has(#api_key_value) { display: none }

  /* Every form asks for the focus as it opens, and the last one would scroll the first, which most need, out of
     sight. What is not visible in its first moment cannot take it. */
  .swagger-ui .auth-container form { animation: not-focusable 1ms }
  @keyframes not-focusable { from, to { visibility: hidden } }
`;
