import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { Password } from '../../src/credentials/passwords/index.js';
import { SigningKeyRow } from '../../src/keys/index.js';
import { Sealer } from '../../src/platform/crypto/index.js';
import { Program } from '../support/api-keys.js';
import { Inbox } from '../support/inbox.js';
import { nextToken } from '../support/mailbox.js';
import { expectStatus, PASSWORD } from '../support/person.js';
import { store } from '../support/store.js';
import { World } from '../support/world.js';

const NEW = 'nine lives and a tail of silver';

/** Every text by which bytes would be found: themselves, in hex, and in base64 wherever they begin in it. */
function spellingsOf(secret: string): string[] {
  const base64 = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]).toString('base64');
    return text.slice(before === 0 ? 0 : 4, -4);
  });
  const hex = Buffer.from(secret).toString('hex');
  const url = base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  return [secret, secret.toUpperCase(), hex, hex.toUpperCase(), ...base64, ...url];
}

describe('Who steals the database', () => {
  let inbox: Inbox;
  let world: World;
  let loot: string;
  const secrets: Record<string, string> = { 'a password': PASSWORD, 'a changed password': NEW };

  beforeAll(async () => {
    inbox = await Inbox.open();
    world = await World.open({ env: { SMTP_URL: inbox.url, EMAIL_VERIFICATION: 'optional' } });
    const ada = await world.person().registered();
    secrets['a link that confirms an address'] = await nextToken(inbox, ada.email);
    await ada.signsIn();
    secrets['a used refresh token'] = ada.refreshToken;
    await ada.refreshes();
    secrets['a signed token'] = ada.accessToken;
    secrets['a refresh token'] = ada.refreshToken;
    const phone = await ada.onAnotherDevice({ token_format: 'opaque' });
    secrets['an opaque token'] = phone.accessToken;
    secrets['an API key'] = (await Program.of(ada, world)).key;
    await world.post('/recover', { email: ada.email });
    secrets['a link that resets a password'] = await nextToken(inbox, ada.email);
    const bob = await world.person().signedIn();
    const change = { currentPassword: PASSWORD, newPassword: NEW };
    expectStatus(await bob.sends('POST', '/me/password', { body: change }), 200);
    secrets['the master key'] = readFileSync(join(world.folder, 'master.key'), 'utf8').trim();
    const [key] = await world.provider(DataSource).getRepository(SigningKeyRow).find();
    const pem = world.provider(Sealer).open(key?.sealedPrivateKey ?? '', key?.kid ?? '');
    secrets['a private key'] = pem.split('\n')[1] ?? '';
    loot = await store.contentOf(world.folder);
  });

  it('finds none of the secrets, in no spelling', () => {
    expect(Object.keys(secrets)).toHaveLength(11);
    for (const [which, secret] of Object.entries(secrets)) {
      expect([which, secret.length > 14]).toEqual([which, true]);
      for (const spelling of spellingsOf(secret))
        expect([which, loot.includes(spelling)]).toEqual([which, false]);
    }
  });

  it('finds nothing that looks like a private key or a token', () => {
    for (const mark of ['PRIVATE KEY', '"d":', 'sp_rt_', 'sp_at_', 'sp_key_', 'sp_ot_', '#token='])
      expect([mark, loot.includes(mark)]).toEqual([mark, false]);
    expect(loot).not.toMatch(/eyJ[\w-]{10,}\.eyJ[\w-]{10,}\./);
  });

  it('finds what it looks for where it is: the address, in clear', () => {
    expect(loot).toContain('@example.com');
  });

  it('finds of passwords only Argon2id of 19 MiB and two passes, or more', async () => {
    const hashes = await world.provider(DataSource).getRepository(Password).find();
    expect(hashes.length).toBeGreaterThanOrEqual(2);
    for (const { hash } of hashes) {
      const [, memory, passes] = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$/.exec(hash) ?? [];
      expect([Number(memory) >= 19_456, Number(passes) >= 2]).toEqual([true, true]);
    }
  });
});
