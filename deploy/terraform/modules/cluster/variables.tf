variable "catalogue" {
  description = "Path of deploy/operators.yaml: which chart each operator is, and how it is set up."
  type        = string
}

variable "operators" {
  description = "`cluster.operators` of the environment."
  type        = set(string)

  validation {
    condition     = length(setsubtract(var.operators, keys(yamldecode(file(var.catalogue)).operators))) == 0
    error_message = "Not in the catalogue: ${join(", ", setsubtract(var.operators, keys(yamldecode(file(var.catalogue)).operators)))}."
  }
}

variable "engine" {
  description = "What reconciles the tree: `argocd` or `flux`, and the folder with what it is told once (gitops/<environment>/<engine>)."
  type        = object({ name = string, folder = string })

  validation {
    condition     = contains(["argocd", "flux"], var.engine.name)
    error_message = "An engine is argocd or flux."
  }
}

variable "namespaces" {
  description = "Operator → namespace, where the environment wants another one than the catalogue."
  type        = map(string)
  default     = {}
}

variable "values" {
  description = "Operator → values of its chart that this cluster needs besides the catalogue's."
  type        = map(any)
  default     = {}
}
