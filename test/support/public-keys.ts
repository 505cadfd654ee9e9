/** Halves of keys that nobody has the other half of: `openssl ecparam -name prime256v1 -genkey -noout | openssl ec -pubout`. */
export const publicKey = `-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEB4IQFw9oZRsHdu008kCGj66BejH2
pIRtYO6WYo0GpvWf4ITcvfnFh5dsYkYVyrZ+/A807JS7hiV304CVTpTukQ==
-----END PUBLIC KEY-----
`;

/** Another one. */
export const otherKey = `-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEUggBOMfAMTdO6XLrLZqV21OIrUjQ
4AuD46FfNim2V/oG6jxR9A8h74p+QvBvRbAn7C4QiwHCDhgEyASyUhiMOw==
-----END PUBLIC KEY-----
`;
