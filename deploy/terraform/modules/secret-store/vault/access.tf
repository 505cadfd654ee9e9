# Who may read what: the files of the environment and nothing else.
locals {
  policies = { for file in fileset("${var.files}/policies", "*.hcl") : trimsuffix(file, ".hcl") => file("${var.files}/policies/${file}") }
  roles    = { for file in fileset("${var.files}/roles", "*.json") : trimsuffix(file, ".json") => jsondecode(file("${var.files}/roles/${file}")) }
  # Files say 10m, the provider wants seconds.
  seconds = { s = 1, m = 60, h = 3600 }
}

resource "vault_policy" "this" {
  for_each = local.policies
  name     = each.key
  policy   = each.value
}

resource "vault_auth_backend" "kubernetes" {
  type = "kubernetes"
  path = var.store.auth_mount
}

resource "vault_kubernetes_auth_backend_config" "this" {
  backend            = vault_auth_backend.kubernetes.path
  kubernetes_host    = var.kubernetes.host
  kubernetes_ca_cert = var.kubernetes.ca
  issuer             = var.kubernetes.issuer
  # With an authority of its own it must not look for the files of a pod.
  disable_local_ca_jwt = var.kubernetes.ca != null

  lifecycle {
    # A reviewer's token has no write-only argument, so it is given with the store's own command line; see docs/terraform.md.
    ignore_changes = [token_reviewer_jwt]
  }
}

resource "vault_kubernetes_auth_backend_role" "this" {
  for_each                         = local.roles
  backend                          = vault_auth_backend.kubernetes.path
  role_name                        = each.key
  audience                         = each.value.audience
  bound_service_account_names      = each.value.bound_service_account_names
  bound_service_account_namespaces = each.value.bound_service_account_namespaces
  token_policies                   = each.value.token_policies
  token_ttl                        = tonumber(regex("^[0-9]+", each.value.token_ttl)) * local.seconds[regex("[smh]$", each.value.token_ttl)]
  token_max_ttl                    = tonumber(regex("^[0-9]+", each.value.token_max_ttl)) * local.seconds[regex("[smh]$", each.value.token_max_ttl)]

  lifecycle {
    precondition {
      condition     = length(setsubtract(each.value.token_policies, keys(local.policies))) == 0
      error_message = "Role ${each.key} has a policy that is none of the environment's own: ${join(", ", setsubtract(each.value.token_policies, keys(local.policies)))}."
    }
    precondition {
      condition     = !contains(concat(each.value.bound_service_account_names, each.value.bound_service_account_namespaces), "*")
      error_message = "Role ${each.key} is open to every service account or namespace."
    }
  }

  depends_on = [vault_policy.this]
}
