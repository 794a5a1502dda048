import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { encode, type Forger, signEs256 } from './forger.js';

const now = () => Math.floor(Date.now() / 1000);

/** Every way we know in which a text can be wrong that ought to be an access token, and some in which it is right. */
export function oddTokens(forger: Forger): [string, string][] {
  const genuine = forger.forge();
  const [header = '', claims = '', signature = ''] = genuine.split('.');
  const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const foreign = signEs256(
    createPrivateKey(stranger.export({ format: 'pem', type: 'pkcs8' })),
    `${header}.${claims}`,
  );
  return [
    ['genuine', genuine],
    ['nonsense', 'nonsense'],
    ['two parts', `${header}.${claims}`],
    ['four parts', `${genuine}.x`],
    ['empty signature', `${header}.${claims}.`],
    ['padded', `${header}=.${claims}.${signature}`],
    ['too long', forger.forge({}, { filling: 'x'.repeat(4000) })],
    ['white space', `${header}. ${claims}.${signature}`],
    ['no object', forger.sign(`${encode('[]')}.${claims}`)],
    ['foreign signature', `${header}.${claims}.${foreign.toString('base64url')}`],
    ['changed content', `${header}.${encode({ ...forger.claims, roles: ['admin'] })}.${signature}`],
    ...HEADERS.map((members): [string, string] => [
      `header ${JSON.stringify(members)}`,
      forger.forge(members),
    ]),
    ...claimsToTry().map((members): [string, string] => [
      `claims ${JSON.stringify(members)}`,
      forger.forge({}, members),
    ]),
  ];
}

const HEADERS = [
  { crit: ['exp'] },
  { jwk: {} },
  { typ: 'JWT' },
  { typ: undefined },
  { alg: undefined },
  { alg: 'none' },
  { alg: 'HS256' },
  { kid: undefined },
  { kid: 'another' },
];

const claimsToTry = () => [
  { iss: 'http://evil.example' },
  { aud: 'https://other.example' },
  { aud: ['https://other.example', 'http://localhost:3000'] },
  { sub: '' },
  { client_id: undefined },
  { jti: 7 },
  { sid: null },
  { epoch: '0' },
  { roles: 'admin' },
  { roles: [] },
  { roles: ['admin'] },
  { roles: ['nobody has it'] },
  { amr: undefined },
  { auth_time: 'soon' },
  { exp: undefined },
  { exp: now() - 10 }, // within the leeway
  { exp: now() - 3600 },
  { exp: now() - 3600, aud: 'https://other.example' },
  { iat: now() + 3600 },
  { nbf: now() + 3600 },
  { nbf: now() - 10 },
  { epoch: -1 },
];
