# The text of each path, for whichever store: what can be generated is, what cannot is asked for. It is ephemeral, so it
# can go into a write-only argument and nowhere else.
variable "secrets" {
  description = "Path → key → format (`password`, `base64-key`, `provided`, or another text that is the value itself)."
  type        = map(map(string))
}

variable "values" {
  description = "Path → key → value, of what nobody but people can get."
  type        = map(map(string))
  ephemeral   = true
  nullable    = false

  validation {
    condition = alltrue(flatten([
      for path, keys in var.secrets : [
        for key, format in keys :
        format != "provided" || contains(var.unchanged, path) || try(var.values[path][key], "") != ""
      ]
    ]))
    # Which of them is missing would be an ephemeral text.
    error_message = "A value is missing. Give all of these in values, or name the paths in unchanged: ${join(", ", flatten([
      for path, keys in var.secrets : [for key, format in keys : "${path} ${key}" if format == "provided" && !contains(var.unchanged, path)]
    ]))}."
  }
}

variable "unchanged" {
  description = "Paths that are in the store already, with the version that is asked for; their values need not be given."
  type        = set(string)
}

locals {
  generated = toset(flatten([
    for path, keys in var.secrets : [for key, format in keys : "${path} ${key}" if contains(["password", "base64-key"], format)]
  ]))
}

# A new one at each run, which goes nowhere unless a version changes.
ephemeral "random_password" "this" {
  for_each = local.generated
  # As an operator would make it: 48 letters and digits. A key is the hash of such a text, which is 32 bytes.
  length  = 48
  special = false
}

output "json" {
  description = "Path → JSON of its keys."
  ephemeral   = true
  value = {
    for path, keys in var.secrets : path => jsonencode({
      for key, format in keys : key => (
        format == "password" ? ephemeral.random_password.this["${path} ${key}"].result :
        format == "base64-key" ? base64sha256(ephemeral.random_password.this["${path} ${key}"].result) :
        format == "provided" ? try(var.values[path][key], null) : format
      )
    })
    # Always so; it makes the map as a whole ephemeral, as the output wants it.
    if var.values != null
  }
}
