variable "files" {
  description = "Folder with an IAM policy per secret, as `npm run import` writes it: deploy/gcp/<environment>."
  type        = string
}

variable "project" {
  description = "Project of the secrets and of the cluster's workload identity pool."
  type        = string
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
