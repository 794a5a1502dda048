import { defineSection, setting } from '../../platform/config/index.js';

/** The client of sessions that did not name one. */
export const OWN_CLIENT = 'sallyport';

const ID_AND_SECRET = /^[A-Za-z0-9._-]{1,100}:[\x21-\x2b\x2d-\x7e]{24,256}$/;

export const clientsConfig = defineSection(
  'Clients',
  {
    OAUTH_CLIENTS: setting
      .texts()
      .default([])
      .describe(
        'Services that may introspect and revoke tokens, as `id:secret` with commas between; a secret has at least 24 characters. A sign-in or refresh under such an id must bring the secret.',
      )
      .meta({ secret: true }),
    OAUTH_CLIENTS_FILE: setting
      .fileContent()
      .optional()
      .describe('A file that holds them, one `id:secret` a line.'),
  },
  [
    (values) =>
      clientsOf(values).some((client) => !ID_AND_SECRET.test(client)) &&
      'OAUTH_CLIENTS must be id:secret, the id of letters, digits, dots, hyphens and underscores, the secret of 24 to 256 printable characters without commas.',
    (values) => {
      const ids = clientsOf(values).map((client) => client.split(':', 1)[0]);
      if (ids.includes(OWN_CLIENT))
        return `OAUTH_CLIENTS must not name "${OWN_CLIENT}", the client of sign-ins that name none.`;
      return new Set(ids).size < ids.length && 'OAUTH_CLIENTS names a client twice. Remove one of them.';
    },
  ],
);

/** All configured clients, as `id:secret`. */
export const clientsOf = (values: {
  OAUTH_CLIENTS: readonly string[];
  OAUTH_CLIENTS_FILE?: string | undefined;
}): string[] => [
  ...values.OAUTH_CLIENTS,
  ...(values.OAUTH_CLIENTS_FILE?.split('\n')
    .map((line) => line.trim())
    .filter(Boolean) ?? []),
];
