variable "environment" {
  description = "Name of the environment; the names of identities begin with it."
  type        = string
}

variable "buckets" {
  description = "The buckets of the environment."
  type        = object({ audit = string, models = string, backups = string })

  validation {
    condition     = length(distinct(values(var.buckets))) == 3
    error_message = "Audit logs, models and backups need a bucket each."
  }
}

variable "retention" {
  description = "How long nobody can remove an audit log, and whether not even the owner of the account can."
  type        = object({ days = number, mode = string })

  validation {
    condition     = contains(["COMPLIANCE", "GOVERNANCE"], var.retention.mode) && var.retention.days >= 1
    error_message = "The audit bucket has to be locked: mode COMPLIANCE or GOVERNANCE, for one day or more."
  }
}

variable "rights" {
  description = "Identity → bucket (`audit`, `models`, `backups`) → what it may do there."
  type        = map(map(list(string)))

  validation {
    condition = alltrue(flatten([
      for rights in values(var.rights) : [
        for actions in values(rights) : [
          for action in actions : can(regex("^s3:(Get|List)[A-Za-z]+$|^s3:(PutObject|PutObjectRetention|DeleteObject|AbortMultipartUpload)$", action))
        ]
      ]
    ]))
    error_message = "An identity may read, put and remove objects; versions, locks and the settings of a bucket are nobody's but the owner's."
  }
}

variable "provider_is_aws" {
  description = "Whether the server is S3 itself. Others (versitygw, MinIO) have no identities, no public access to block and no replication of this kind; there the rights are a policy of each bucket, and `principals` names who has them."
  type        = bool
  default     = true
}

variable "lifecycle_rules" {
  description = "Whether the server has lifecycle rules: S3 itself and MinIO do, versitygw does not. Null: as S3 itself or not."
  type        = bool
  default     = null
}

variable "principals" {
  description = "Identity → access key id, on a server that is not S3 itself."
  type        = map(string)
  default     = {}

  validation {
    condition     = var.provider_is_aws || length(setsubtract(keys(var.rights), keys(var.principals))) == 0
    error_message = "Say who has the rights of: ${join(", ", setsubtract(keys(var.rights), keys(var.principals)))}."
  }
}

variable "kms_key" {
  description = "ARN of the key that encrypts objects; null for the one of S3. Identities get what they need of it."
  type        = string
  default     = null
}

variable "replica_region" {
  description = "Region that has a copy of every object; null for none."
  type        = string
  default     = null

  validation {
    condition     = var.replica_region == null || (var.provider_is_aws && var.kms_key == null)
    error_message = "Only S3 itself replicates to another region here, and with its own key."
  }
}

variable "previous_version_days" {
  description = "Days after which replaced and removed models and backups are gone for good. Audit logs stay."
  type        = number
  default     = 30
}
