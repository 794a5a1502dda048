/** What each check says when it passes, and when it fails. */
export const SENTENCES: Readonly<Record<string, readonly [string, string]>> = {
  route: ['There is such a route, and it needs a signed-in caller.', 'There is no such route.'],
  permissionExists: ['There is such a permission.', 'There is no such permission: nobody holds it.'],
  readable: [
    'It can stand in an Authorization header.',
    'It cannot stand in a header: white space is no part of a token.',
  ],

  wellFormed: [
    'It is a JWT: three parts in canonical base64url.',
    'It is no JWT, no opaque token and no API key.',
  ],
  onlyKnownMembers: [
    'Its header holds alg, typ and kid only.',
    'Its header holds members that this server never writes, such as crit or jwk.',
  ],
  isAccessToken: ['Its typ is at+jwt.', 'Its typ is not at+jwt: it is an ID token, or of another kind.'],
  namesAlgorithm: ['It names an algorithm.', 'It names no algorithm.'],
  namesKey: ['It names a key.', 'It names no key.'],
  knownKey: [
    'The key is one of ours, and trusted.',
    'The key it names is none of ours, or was distrusted, or has expired.',
  ],
  keysAlgorithm: ['The algorithm is that of the key.', 'The algorithm it names is not that of the key.'],
  signature: [
    'The signature is genuine.',
    'The signature is not that of the key over this content: it was changed, or made with another key.',
  ],
  fromThisIssuer: ['This server issued it.', 'Another server issued it.'],
  forThisAudience: ['It is meant for this audience.', 'It is meant for another audience.'],
  hasSubject: ['It names an account.', 'It has no `sub`.'],
  hasClient: ['It names a client.', 'It has no `client_id`.'],
  hasTokenId: ['It has an id.', 'It has no `jti`.'],
  hasSession: ['It names a session.', 'It has no `sid`.'],
  hasEpoch: ['It bears an epoch.', 'It has no `epoch`.'],
  hasRoles: ['It bears roles.', 'It has no `roles`.'],
  hasAuthentication: ['It says how and when the user signed in.', 'It has no `amr` or no `auth_time`.'],
  hasExpiry: ['It says until when it is good.', 'It has no `exp`.'],
  notIssuedLater: [
    'It was not issued in the future.',
    'It was issued in the future, by the clock of this server.',
  ],
  notBeforeItsTime: ['Its time has come.', 'Its `nbf` lies in the future, by the clock of this server.'],
  notExpired: ['Its time is not over.', 'Its time is over.'],

  known: [
    'It was handed out by this server.',
    'It was never handed out by this server, or was taken back, or is over for so long that it was swept.',
  ],
  ofLiveSession: ['Its session was not ended.', 'Its session has ended.'],
  ofActiveOwner: ['The account it belongs to is active.', 'The account it belongs to is disabled or gone.'],

  session: ['Nothing is recorded that ended its session.', 'Its session has ended.'],
  notRevoked: ['It was not taken back itself.', 'It was taken back itself.'],
  epoch: [
    'Nothing changed since that voids what the account held.',
    'What the account may do was changed since it was issued, or all of it was taken back.',
  ],

  notDisabled: ['The account is not disabled.', 'The account is disabled.'],
  confirmed: [
    'The address is confirmed, or need not be.',
    'The address is not confirmed, and EMAIL_VERIFICATION requires it.',
  ],

  signedIn: ['Somebody speaks.', 'Nobody speaks.'],
  sessionOnly: [
    'Whether somebody has signed in is as it is asked for.',
    'It asks for somebody who has signed in: an API key does not serve.',
  ],
  role: ['No role is missing.', 'A role is missing.'],
  permission: ['No permission is missing.', 'A permission is missing.'],
};
