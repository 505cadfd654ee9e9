# First values and later ones. They are ephemeral and written through write-only arguments, so none is in the state.
module "values" {
  source    = "../values"
  secrets   = var.secrets
  values    = var.values
  unchanged = var.unchanged
}

resource "google_secret_manager_secret" "this" {
  for_each  = var.secrets
  project   = var.project
  secret_id = each.key

  replication {
    auto {}
  }
}

resource "google_secret_manager_secret_version" "this" {
  for_each               = var.secrets
  secret                 = google_secret_manager_secret.this[each.key].id
  secret_data_wo         = module.values.json[each.key]
  secret_data_wo_version = lookup(var.versions, each.key, 1)
  # A version that is replaced is still there for whoever has not read the new one.
  deletion_policy = "ABANDON"
}
