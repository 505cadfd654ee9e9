variable "files" {
  description = "Folder with policies/ and roles/ of the environment, as `npm run import` writes it: deploy/vault/<environment>."
  type        = string
}

variable "store" {
  description = "Where in Vault or OpenBao: mount of KV version 2, mount of the Kubernetes auth method."
  type        = object({ mount = string, auth_mount = string })
}

variable "makes_mount" {
  description = "Whether this environment makes the mount of KV version 2; false where another one of the same store does."
  type        = bool
  default     = true
}

variable "kubernetes" {
  description = "How the store asks the cluster about tokens. `ca` is the API server's authority in PEM; null when the store runs in that cluster and takes what its own pod has."
  type        = object({ host = string, issuer = optional(string), ca = optional(string) })
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
