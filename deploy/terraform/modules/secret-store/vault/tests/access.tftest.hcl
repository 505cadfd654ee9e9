mock_provider "vault" {}

variables {
  files      = "../../../../vault/production"
  store      = { mount = "bkg", auth_mount = "kubernetes" }
  kubernetes = { host = "https://10.20.0.1", ca = "PEM", issuer = "https://issuer.example" }
  secrets    = { "production/api/admin-key" = { token = "password" } }
  values     = {}
}

run "gives_each_role_the_policy_of_its_namespace" {
  command = plan

  assert {
    condition     = length(vault_policy.this) == length(fileset(var.files, "policies/*.hcl")) && length(vault_policy.this) > 0
    error_message = "A policy is missing."
  }
  assert {
    condition     = alltrue([for name, role in vault_kubernetes_auth_backend_role.this : role.token_policies == toset([name])])
    error_message = "A role has another policy than its own."
  }
  assert {
    condition     = alltrue([for role in vault_kubernetes_auth_backend_role.this : role.token_ttl == 600 && role.audience == "vault"])
    error_message = "A token lives for another time than the files say, or for another audience."
  }
  assert {
    condition     = vault_kubernetes_auth_backend_config.this.disable_local_ca_jwt
    error_message = "With an authority of its own the store must not look for its pod's."
  }
}

run "a_second_environment_writes_into_the_mount_of_the_first" {
  command = plan
  variables {
    makes_mount = false
  }

  assert {
    condition     = length(vault_mount.kv) == 0 && alltrue([for secret in vault_kv_secret_v2.this : secret.mount == "bkg"])
    error_message = "It makes the mount again, or writes elsewhere."
  }
}

run "inside_the_cluster_it_takes_what_its_pod_has" {
  command = plan
  variables {
    kubernetes = { host = "https://kubernetes.default.svc" }
  }

  assert {
    condition     = !vault_kubernetes_auth_backend_config.this.disable_local_ca_jwt
    error_message = "The store has no authority to check the API server with."
  }
}

run "refuses_a_role_with_policy_root" {
  command = plan
  variables {
    files = "./tests/root"
  }
  expect_failures = [vault_kubernetes_auth_backend_role.this["reader"]]
}

run "refuses_a_role_for_every_namespace" {
  command = plan
  variables {
    files = "./tests/open"
  }
  expect_failures = [vault_kubernetes_auth_backend_role.this["reader"]]
}

run "refuses_a_version_of_nothing" {
  command = plan
  variables {
    versions = { "production/api/admin-kee" = 2 }
  }
  expect_failures = [var.versions]
}
