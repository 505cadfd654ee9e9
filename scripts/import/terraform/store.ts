import type { Environment, VaultStore } from '../../../settings/types';
import type { Part } from './services';

const random = { random: '~> 3.7' };

const values = `variable "values" {
  description = "Path → key → value of what nobody but people can get; docs/secrets says what each is."
  type        = map(map(string))
  ephemeral   = true
}`;

const versions = `variable "versions" {
  description = "Path → a number; another one writes the path again."
  type        = map(number)
  default     = {}
}`;

const unchanged = `variable "unchanged" {
  description = "Paths whose values are in the store and need not be given again."
  type        = set(string)
  default     = []
}`;

/** What every store is told, last. */
const given = `
  secrets   = local.platform.secrets
  values    = var.values
  versions  = var.versions
  unchanged = var.unchanged
}`;

/** The store of an environment that has one outside the cluster. */
export function secretStoreModule(env: Environment): Part | undefined {
  const { secrets } = env;
  switch (secrets.store) {
    case 'vault':
      return vault(env, secrets.vault);
    case 'aws':
      return {
        providers: { ...random, aws: '~> 6.0' },
        text: [
          values,
          versions,
          unchanged,
          `variable "oidc_provider" {
  description = "ARN of the cluster's OIDC provider in IAM."
  type        = string
}`,
          ...(env.objectStorage.mode === 'external' ? [] : [`provider "aws" {\n  region = "${secrets.aws.region}"\n}`]),
          `module "secret_store" {
  source          = "../../modules/secret-store/aws"
  region          = "${secrets.aws.region}"
  files           = "\${local.repository}/deploy/aws/${env.name}"
  oidc_provider   = var.oidc_provider
  role_arn_prefix = "${secrets.aws.roleArnPrefix}"
${given}`,
        ],
      };
    case 'gcp':
      return {
        providers: { ...random, google: '>= 6.27' },
        text: [
          values,
          versions,
          unchanged,
          `provider "google" {\n  project = "${secrets.gcp.projectId}"\n}`,
          `module "secret_store" {
  source  = "../../modules/secret-store/gcp"
  files   = "\${local.repository}/deploy/gcp/${env.name}"
  project = "${secrets.gcp.projectId}"
${given}`,
        ],
      };
    case 'generated':
      return undefined;
  }
}

function vault(env: Environment, { server, mount, authMount }: VaultStore['vault']): Part {
  return {
    providers: { ...random, vault: '~> 5.0' },
    text: [
      values,
      versions,
      unchanged,
      `variable "api_server" {
  description = "The cluster's API server as the store reaches it: address, issuer of its tokens, authority in PEM."
  type        = object({ host = string, issuer = optional(string), ca = optional(string) })
}`,
      `variable "makes_mount" {
  description = "Whether this environment makes the mount ${mount}; false where another one of the same store does."
  type        = bool
  default     = true
}`,
      `provider "vault" {
  address = "${server}"
}`,
      `module "secret_store" {
  source      = "../../modules/secret-store/vault"
  files       = "\${local.repository}/deploy/vault/${env.name}"
  store       = { mount = "${mount}", auth_mount = "${authMount}" }
  makes_mount = var.makes_mount
  kubernetes  = var.api_server
${given}`,
    ],
  };
}
