import type { Environment } from '../../../settings/types';

/** A module's call with all that belongs to it, and the providers it needs. */
export interface Part {
  readonly providers: Readonly<Record<string, string>>;
  readonly text: readonly string[];
}

/** Buckets of a provider; those of our own server are made in the cluster. */
export function objectStorageModule(env: Environment): Part | undefined {
  const { objectStorage } = env;
  if (objectStorage.mode === 'internal') return undefined;
  return /\.amazonaws\.com(\.cn)?$/.test(objectStorage.external.host)
    ? buckets('  region = local.platform.objectStorage.region')
    : otherServer(objectStorage.external.host);
}

const replica = `variable "replica_region" {
  description = "Region that has a copy of every object; null for none."
  type        = string
  default     = null
}`;

function buckets(settings: string): Part {
  return {
    providers: { aws: '~> 6.0' },
    text: [
      replica,
      `provider "aws" {\n${settings}\n}`,
      `module "object_storage" {
  source         = "../../modules/object-storage"
  environment    = local.platform.environment
  buckets        = local.platform.objectStorage.buckets
  retention      = local.platform.objectStorage.retention
  rights         = local.platform.objectStorage.rights
  replica_region = var.replica_region
}`,
    ],
  };
}

function otherServer(host: string): Part {
  return {
    providers: { aws: '~> 6.0' },
    text: [
      `variable "principals" {
  description = "Identity → access key id that the server's administrator has made for it."
  type        = map(string)
}`,
      `# The server is https://${host}: AWS_ENDPOINT_URL_S3 has to say so, and AWS_ACCESS_KEY_ID be the buckets' owner.
provider "aws" {
  region                      = local.platform.objectStorage.region
  s3_use_path_style           = true
  skip_credentials_validation = true
  skip_metadata_api_check     = "true"
  skip_region_validation      = true
  skip_requesting_account_id  = true
}`,
      `module "object_storage" {
  source          = "../../modules/object-storage"
  environment     = local.platform.environment
  buckets         = local.platform.objectStorage.buckets
  retention       = local.platform.objectStorage.retention
  rights          = local.platform.objectStorage.rights
  provider_is_aws = false
  principals      = var.principals
}`,
    ],
  };
}

/** The server of \`database.mode: managed\`. */
export function databaseModule(env: Environment): Part | undefined {
  if (env.database.mode !== 'managed') return undefined;
  return {
    providers: { aws: '~> 6.0' },
    text: [
      `variable "database" {
  description = "Where the database runs and how large it is; see modules/database."
  type = object({
    network        = object({ subnet_ids = list(string), security_group_ids = list(string) })
    instance_class = string
    storage        = object({ size = number, limit = number })
  })
}`,
      `module "database" {
  source         = "../../modules/database"
  environment    = local.platform.environment
  database       = local.platform.database
  network        = var.database.network
  instance_class = var.database.instance_class
  storage        = var.database.storage
}`,
    ],
  };
}
