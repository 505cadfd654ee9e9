import { type Cases, fails, objectsOf } from './case';

const config = objectsOf('v1', 'ConfigMap');
const secret = objectsOf('v1', 'Secret');
const text = 'eA==';
const json = Buffer.from('{"auths":{}}').toString('base64');

export const configCases: Cases = {
  failing: [
    fails('value/config-key', 'data.a/b', config({ data: { 'a/b': 'x' } })),
    fails('value/config-key', 'data...', config({ data: { '..': 'x' } })),
    fails('value/config-key', 'data...a', config({ data: { '..a': 'x' } })),
    fails('value/config-key', 'data.', config({ data: { '': 'x' } })),
    fails('value/config-key', 'binaryData.a b', config({ binaryData: { 'a b': text } })),
    fails('value/config-key', 'stringData.a b', secret({ stringData: { 'a b': 'x' } })),
    fails('value/config-key-twice', 'data.a', config({ data: { a: 'x' }, binaryData: { a: text } })),
    fails('value/base64', 'data.password', secret({ data: { password: 'hunter2' } })),
    fails('value/base64', 'data.password', secret({ data: { password: 'eA' } })),
    fails('value/base64', 'data.password', secret({ data: { password: 'eA ==' } })),
    fails('value/base64', 'binaryData.a', config({ binaryData: { a: 'eA-_' } })),
    fails('value/config-size', 'data', config({ data: { a: 'x'.repeat(1024 * 1024 + 1) } })),
    fails('value/config-size', 'data', secret({ stringData: { a: 'ü'.repeat(512 * 1024 + 1) } })),
    fails('value/secret-type', 'data', secret({ type: 'kubernetes.io/tls', data: { 'tls.crt': text } })),
    fails('value/secret-type', 'data', secret({ type: 'kubernetes.io/basic-auth', data: { user: text } })),
    fails('value/secret-type', 'data', secret({ type: 'kubernetes.io/ssh-auth' })),
    fails('value/secret-type', 'data', secret({ type: 'kubernetes.io/dockerconfigjson' })),
    fails(
      'value/secret-type',
      'data..dockerconfigjson',
      secret({
        type: 'kubernetes.io/dockerconfigjson',
        data: { '.dockerconfigjson': text },
      }),
    ),
    fails(
      'value/secret-type',
      'stringData..dockercfg',
      secret({
        type: 'kubernetes.io/dockercfg',
        stringData: { '.dockercfg': '[]' },
      }),
    ),
    fails('value/secret-type', 'metadata', secret({ type: 'kubernetes.io/service-account-token' })),
  ],
  passing: [
    config({
      data: { 'a.b-c_D': '', '.hidden': 'x', a: 'ü' },
      binaryData: { b: text },
    }),
    config({ binaryData: { a: '', b: 'eHk=\n' } }),
    config({ data: { a: 'x'.repeat(1024 * 1024) } }),
    secret({
      data: { a: text, b: '' },
      stringData: { a: 'y', c: 'not base64!' },
    }),
    secret({
      type: 'kubernetes.io/tls',
      data: { 'tls.crt': text },
      stringData: { 'tls.key': 'x' },
    }),
    secret({
      type: 'kubernetes.io/tls',
      data: { 'tls.crt': '', 'tls.key': '' },
    }),
    secret({
      type: 'kubernetes.io/dockerconfigjson',
      data: { '.dockerconfigjson': json },
    }),
    secret({ type: 'kubernetes.io/basic-auth', stringData: { password: 'x' } }),
    secret({
      type: 'kubernetes.io/ssh-auth',
      stringData: { 'ssh-privatekey': 'x' },
    }),
    secret({ type: 'example.org/anything' }),
    secret({
      type: 'kubernetes.io/service-account-token',
      metadata: {
        name: 'web',
        namespace: 'default',
        annotations: { 'kubernetes.io/service-account.name': 'web' },
      },
    }),
  ],
};
