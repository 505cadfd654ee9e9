# Who may read what: the policy of each secret names the service accounts of the namespaces that read it.
locals {
  policies = { for file in fileset(var.files, "*.json") : trimsuffix(file, ".json") => jsondecode(file("${var.files}/${file}")) }
  members  = toset(flatten([for policy in local.policies : [for binding in policy.bindings : binding.members]]))
  # serviceAccount:NAMESPACE@PROJECT.iam.gserviceaccount.com
  namespaces = toset([for member in local.members : regex("^serviceAccount:([^@]+)@", member)[0]])
}

resource "google_service_account" "reader" {
  for_each     = local.namespaces
  project      = var.project
  account_id   = each.key
  display_name = "Reads the secrets of namespace ${each.key}"
}

resource "google_service_account_iam_member" "reader" {
  for_each           = local.namespaces
  service_account_id = google_service_account.reader[each.key].name
  role               = "roles/iam.workloadIdentityUser"
  member             = "serviceAccount:${var.project}.svc.id.goog[${each.key}/secret-reader]"
}

resource "google_secret_manager_secret_iam_policy" "this" {
  for_each    = var.secrets
  project     = var.project
  secret_id   = google_secret_manager_secret.this[each.key].secret_id
  policy_data = jsonencode(local.policies[each.key])

  lifecycle {
    precondition {
      condition     = alltrue([for binding in local.policies[each.key].bindings : binding.role == "roles/secretmanager.secretAccessor"])
      error_message = "The policy of ${each.key} lets its members do more than read."
    }
  }

  depends_on = [google_service_account.reader]
}
