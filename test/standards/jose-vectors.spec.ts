import { createPublicKey, createSecretKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { type Algorithm, verifyBytes } from '../../src/keys/index.js';

interface Vector {
  readonly from: string;
  readonly algorithm: Algorithm;
  readonly key: JsonWebKey;
  /** Compact serialization. */
  readonly jws: string;
}

/** RFC 7515 appendix A: `{"iss":"joe", "exp":1300819380, "http://example.com/is_root":true}` */
const JOE = 'eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ';

/** RFC 7520 §4: “It’s a dangerous business, Frodo, going out your door. …” */
const FRODO =
  'SXTigJlzIGEgZGFuZ2Vyb3VzIGJ1c2luZXNzLCBGcm9kbywgZ29pbmcgb3V0IHlvdXIgZG9vci4gWW91IHN0ZXAgb250byB0aGUgcm9hZCwgYW5kIGlmIHlvdSBkb24ndCBrZWVwIHlvdXIgZmVldCwgdGhlcmXigJlzIG5vIGtub3dpbmcgd2hlcmUgeW91IG1pZ2h0IGJlIHN3ZXB0IG9mZiB0by4';

/** RFC 7520 §3.3. */
const BILBO: JsonWebKey = {
  kty: 'RSA',
  e: 'AQAB',
  n: 'n4EPtAOCc9AlkeQHPzHStgAbgs7bTZLwUBZdR8_KuKPEHLd4rHVTeT-O-XV2jRojdNhxJWTDvNd7nqQ0VEiZQHz_AJmSCpMaJMRBSFKrKb2wqVwGU_NsYOYL-QtiWN2lbzcEe6XC0dApr5ydQLrHqkHHig3RBordaZ6Aj-oBHqFEHYpPe7Tpe-OfVfHd1E6cS6M1FZcD1NNLYD5lFHpPI9bTwJlsde3uhGqC0ZCuEHg8lhzwOHrtIQbS0FVbb9k3-tVTU4fg_3L_vniUFAKwuCLqKnS2BYwdq_mzSnbLY7h_qixoR7jig3__kRhuaxwUkRz5iaiQkqgc5gHdrNP5zw',
};

const vectors: readonly Vector[] = [
  {
    from: 'RFC 7515 A.1',
    algorithm: 'HS256',
    key: {
      kty: 'oct',
      k: 'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow',
    },
    jws: `eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.${JOE}.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk`,
  },
  {
    from: 'RFC 7515 A.2',
    algorithm: 'RS256',
    key: {
      kty: 'RSA',
      e: 'AQAB',
      n: 'ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ',
    },
    jws: `eyJhbGciOiJSUzI1NiJ9.${JOE}.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw`,
  },
  {
    from: 'RFC 7515 A.3',
    algorithm: 'ES256',
    key: {
      kty: 'EC',
      crv: 'P-256',
      x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
      y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
    },
    jws: `eyJhbGciOiJFUzI1NiJ9.${JOE}.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q`,
  },
  {
    from: 'RFC 8037 A.4',
    algorithm: 'EdDSA',
    key: { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' },
    jws: 'eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg',
  },
  {
    from: 'RFC 7520 §4.1',
    algorithm: 'RS256',
    key: BILBO,
    jws: `eyJhbGciOiJSUzI1NiIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9.${FRODO}.MRjdkly7_-oTPTS3AXP41iQIGKa80A0ZmTuV5MEaHoxnW2e5CZ5NlKtainoFmKZopdHM1O2U4mwzJdQx996ivp83xuglII7PNDi84wnB-BDkoBwA78185hX-Es4JIwmDLJK3lfWRa-XtL0RnltuYv746iYTh_qHRD68BNt1uSNCrUCTJDt5aAE6x8wW1Kt9eRo4QPocSadnHXFxnt8Is9UzpERV0ePPQdLuW3IS_de3xyIrDaLGdjluPxUAhb6L2aXic1U12podGU0KLUQSE_oI-ZnmKJ3F4uOZDnd6QZWJushZ41Axf_fcIe8u9ipH84ogoree7vjbU5y18kDquDg`,
  },
  {
    from: 'RFC 7520 §4.4',
    algorithm: 'HS256',
    key: { kty: 'oct', k: 'hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG-Onbc6mxCcYg' },
    jws: `eyJhbGciOiJIUzI1NiIsImtpZCI6IjAxOGMwYWU1LTRkOWItNDcxYi1iZmQ2LWVlZjMxNGJjNzAzNyJ9.${FRODO}.s0h6KThzkfBBBkLspW1h84VsJZFTsPPqMDA7g1Md7p0`,
  },
  {
    from: 'Wycheproof json_web_signature_test, PS256_2048', // the RFCs have a vector for PS384 only
    algorithm: 'PS256',
    key: {
      kty: 'RSA',
      e: 'AQAB',
      n: 'orRRoH0KpfluRVZxUTVQUUqKW0YuvvcXCU-h_ugiJOY3-XRtP3yv0xh42AMltu9aFwD2WQO0aUKeidbqyIRQl7WrOTGJ25JRLtincRoSU_rNIPecFegkfz0-QuRuSMmOJUov6XZTE6A-_48X4aApOXofomqNzib0kO2BKZYV2YFMItphBCjgnH2WWFlCZvXAIdD87KCNlFoSvoLeTR7Oa0wDFFtdNJXU7VQR64eNrwX9evw-Ca2g8RJkIvWQl1oZaYFvSGmLy7obTZyuedRg2Pn4Xnl1AF2bwixOWsD3waRdElaaYoB9O5oC5aUw53MGb0U9H1tMLpz3ggKD90K51Q',
    },
    jws: 'eyJhbGciOiJQUzI1NiIsImtpZCI6IlBTMjU2XzIwNDgifQ.MTIzNDAw.b6uWakSZEbnIww4x2Yac7Aw8Hq2OWxOJofQqxztMopZXxMaGrpwd6uRlSBnVwEGXAAOkSrFlm8pqtod5VBs6Ot8hGt4ZWfJAKmuJPeqdi6PlqoaCfX2Zk-x0dNYvNE1WFk_vvPeJoLQLx3ws9agFMKV4RilxObN459bkFjHN5Sn6Qu-NkoOQ-CnitEE3Cpgufqa8Q6c1KgXtrTYG9KKQyXHTaMJki3PrFhrgFRT7x2jG79uSkEyh9aYwb6acLlrYF4cGQ9Yg3vNaOru5-RiFdjqR1UaMo6mQhSl_9ObR2rukRMV0YEuxd73xXgFH5u57oQ1JR_v7SsZosxKf-arGzg',
  },
];

/** RFC 7520 §4.2, signed by Bilbo's key with PS384. */
const PS384 = `eyJhbGciOiJQUzM4NCIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9.${FRODO}.cu22eBqkYDKgIlTpzDXGvaFfz6WGoz7fUDcfT0kkOy42miAh2qyBzk1xEsnk2IpN6-tPid6VrklHkqsGqDqHCdP6O8TTB5dDDItllVo6_1OLPpcbUrhiUSMxbbXUvdvWXzg-UD8biiReQFlfz28zGWVsdiNAUf8ZnyPEgVFn442ZdNqiVJRmBqrYRXe8P_ijQ7p8Vdz0TTrxUeT3lm8d9shnr2lfJT8ImUjvAA2Xez2Mlp8cBE5awDzT0qI0n6uiP1aCN_2_jLAeQTlqRHtfa64QQSUmFAAjVKPbByi7xho0uTOcbH510a6GYmJUAfmWjwZ6oD4ifKo8DYM-X72Eaw`;

const keyOf = (jwk: JsonWebKey): KeyObject =>
  jwk.kty === 'oct'
    ? createSecretKey(Buffer.from(jwk.k!, 'base64url'))
    : createPublicKey({ key: jwk, format: 'jwk' });

const partsOf = (jws: string): { input: string; signature: Buffer } => {
  const end = jws.lastIndexOf('.');
  return { input: jws.slice(0, end), signature: Buffer.from(jws.slice(end + 1), 'base64url') };
};

const withBitFlipped = (bytes: Buffer, at: number): Buffer => {
  const changed = Buffer.from(bytes);
  changed[at]! ^= 1;
  return changed;
};

describe.each(vectors)('The $algorithm vector of $from', ({ algorithm, key: jwk, jws }) => {
  const key = keyOf(jwk);
  const { input, signature } = partsOf(jws);

  it('verifies', () => {
    expect(verifyBytes(algorithm, key, input, signature)).toBe(true);
  });

  it('does not verify with one bit of any signature byte flipped', () => {
    const believed = [...signature.keys()].filter((at) =>
      verifyBytes(algorithm, key, input, withBitFlipped(signature, at)),
    );
    expect(believed).toEqual([]);
  });

  it('does not verify with one bit of what was signed flipped', () => {
    const first = withBitFlipped(Buffer.from(input), 0).toString();
    const last = withBitFlipped(Buffer.from(input), input.length - 1).toString();
    expect([first, last].map((changed) => verifyBytes(algorithm, key, changed, signature))).toEqual([
      false,
      false,
    ]);
  });

  it('does not verify with a signature that is cut off, made longer, empty or all zeros', () => {
    const zero = Buffer.of(0);
    const others = [
      signature.subarray(0, -1),
      signature.subarray(1),
      Buffer.concat([signature, zero]),
      Buffer.concat([zero, signature]),
      Buffer.alloc(0),
      Buffer.alloc(signature.length),
    ];
    expect(others.map((other) => verifyBytes(algorithm, key, input, other))).toEqual(others.map(() => false));
  });
});

describe('A signature of another algorithm', () => {
  it('with the same RSA key does not verify: RS256 is not PS256, and PS384 is neither', () => {
    const key = keyOf(BILBO);
    const rs256 = partsOf(vectors.find(({ from }) => from === 'RFC 7520 §4.1')!.jws);
    const ps384 = partsOf(PS384);
    expect(verifyBytes('PS256', key, rs256.input, rs256.signature)).toBe(false);
    expect(verifyBytes('PS256', key, ps384.input, ps384.signature)).toBe(false);
    expect(verifyBytes('RS256', key, ps384.input, ps384.signature)).toBe(false);
  });
});
