variable "environment" {
  description = "Name of the environment; the server's is bkg-<environment>."
  type        = string
}

variable "database" {
  description = "What the environment says of its database: name, connections, port, days of point-in-time recovery."
  type        = object({ name = string, max_connections = number, port = number, retention_days = number })

  validation {
    condition     = var.database.retention_days >= 1 && var.database.retention_days <= 35
    error_message = "The provider keeps what point-in-time recovery needs for 1 to 35 days."
  }
}

variable "postgres_version" {
  description = "Version of Postgres; a major one is chosen, the minor ones are the provider's."
  type        = string
  default     = "17"

  validation {
    condition     = can(regex("^1[5-9]$", var.postgres_version))
    error_message = "Say a major version from 15 on."
  }
}

variable "network" {
  description = "Subnets in two zones at least, and security groups that let in the cluster's nodes and nobody else."
  type        = object({ subnet_ids = list(string), security_group_ids = list(string) })

  validation {
    condition     = length(var.network.subnet_ids) >= 2 && length(var.network.security_group_ids) >= 1
    error_message = "Two subnets and a security group are the least."
  }
}

variable "instance_class" {
  description = "Size of the server."
  type        = string
}

variable "storage" {
  description = "Size of the volume in GiB, and how far it may grow by itself."
  type        = object({ size = number, limit = number })
}

variable "multi_az" {
  description = "Whether a second server in another zone takes over."
  type        = bool
  default     = true
}

variable "kms_key" {
  description = "ARN of the key that encrypts the volume and its backups; null for the provider's own."
  type        = string
  default     = null
}
