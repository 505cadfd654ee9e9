variable "files" {
  description = "Folder with a policy per namespace, as `npm run import` writes it: deploy/aws/<environment>."
  type        = string
}

variable "oidc_provider" {
  description = "ARN of the cluster's OIDC provider in IAM."
  type        = string

  validation {
    condition     = can(regex("^arn:[^:]+:iam::[0-9]+:oidc-provider/.+$", var.oidc_provider))
    error_message = "Not the ARN of an OIDC provider of IAM."
  }
}

variable "role_arn_prefix" {
  description = "`secrets.aws.roleArnPrefix` of the environment: the ARN of a role up to the namespace."
  type        = string
}

variable "region" {
  description = "`secrets.aws.region` of the environment."
  type        = string
}

variable "kms_key" {
  description = "Key that encrypts the secrets; null for the one of Secrets Manager. Its policy has to let the readers decrypt."
  type        = string
  default     = null
}

variable "secrets" {
  description = "Path → key → format, as ../values has it."
  type        = map(map(string))
}

variable "values" {
  description = "Path → key → value, of what nobody but people can get. Never kept: give them again at each run, or name their paths in `unchanged`."
  type        = map(map(string))
  ephemeral   = true
}

variable "versions" {
  description = "Path → a number; another one writes the path again, with new generated values and with what `values` has. 1 where nothing is said."
  type        = map(number)
  default     = {}

  validation {
    condition     = length(setsubtract(keys(var.versions), keys(var.secrets))) == 0
    error_message = "No such path: ${join(", ", setsubtract(keys(var.versions), keys(var.secrets)))}."
  }
}

variable "unchanged" {
  description = "Paths that are in the store already, with the version that `versions` has; their values need not be given."
  type        = set(string)
  default     = []
}
