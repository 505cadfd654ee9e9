// Writes schemas/: what the modules' providers accept, from the packages that cdktf generated from the real providers.
//   node test/terraform/provider/extract.mjs
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { schemaOf, sourceOf } from './cdktf.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));

/** Per provider: the package of npm that has its schema, and what of it is served, by the package's folders. */
const providers = {
  aws: {
    package: '@cdktf/provider-aws@21.22.1',
    // One folder a resource: those of storage, identities, keys, secrets and databases, whatever the modules use of them.
    wanted:
      /^(s3-bucket(?!-object$)|iam-(user|role|policy|openid)|secretsmanager-|db-(instance|parameter|subnet)|kms-|data-aws-(iam-policy-document|iam-openid-connect-provider|caller-identity|partition)$)/,
  },
  google: {
    package: '@cdktf/provider-google@16.12.1',
    wanted: /^(secret-manager-secret|service-account|project-iam-member$)/,
  },
  helm: { package: '@cdktf/provider-helm@12.1.2', wanted: /^release$/, nestedAttributes: true },
  random: { package: '@cdktf/provider-random@12.0.1', wanted: /^(password|bytes)$/ },
  vault: {
    package: '@cdktf/provider-vault@15.6.1',
    wanted: /^(mount|policy|auth-backend|kubernetes-auth-backend-(config|role)|kv-secret-v2|kv-secret-backend-v2)$/,
  },
};

function unpacked(name, folder) {
  const [file] = execFileSync('npm', ['pack', '--silent', name], { cwd: folder, encoding: 'utf8' }).trim().split('\n');
  execFileSync('tar', ['-xzf', file], { cwd: folder });
  return path.join(folder, 'package');
}

function extract({ package: name, wanted, ...options }, folder) {
  const root = unpacked(name, folder);
  const files = execFileSync('find', ['lib', '-mindepth', '2', '-maxdepth', '2', '-name', 'index.js'], {
    cwd: root,
    encoding: 'utf8',
  });
  const schemas = { resource_schemas: {}, data_source_schemas: {} };
  for (const file of files.trim().split('\n').sort()) {
    const [, kind] = file.split('/');
    if (kind !== 'provider' && !wanted.test(kind)) continue;
    const source = sourceOf(readFileSync(path.join(root, file), 'utf8'));
    const schema = schemaOf(source, options);
    if (kind === 'provider') schemas.provider = schema;
    else {
      const [, type] = /static readonly tfResourceType = "(\w+)"/.exec(source);
      schemas[kind.startsWith('data-') ? 'data_source_schemas' : 'resource_schemas'][type] = schema;
    }
  }
  const { cdktf } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  return { source: cdktf.provider.name, version: cdktf.provider.version, package: name, ...schemas };
}

/** cdktf knows no ephemeral resources. This one has what the resource of its name has, but nothing that is kept or deprecated. */
function withEphemeral(name, schemas) {
  if (name !== 'random') return schemas;
  const attributes = { ...schemas.resource_schemas.random_password.block.attributes };
  for (const other of ['keepers', 'id', 'number']) delete attributes[other];
  return { ...schemas, ephemeral_resource_schemas: { random_password: { block: { attributes } } } };
}

for (const [name, options] of Object.entries(providers)) {
  const folder = mkdtempSync(path.join(tmpdir(), 'schemas-'));
  const schemas = withEphemeral(name, extract(options, folder));
  rmSync(folder, { recursive: true });
  writeFileSync(path.join(here, 'schemas', `${name}.json`), `${JSON.stringify(schemas)}\n`);
  console.log(`${name} ${schemas.version}: ${Object.keys(schemas.resource_schemas).length} resources`);
}
