# First values and later ones. They are ephemeral and written through write-only arguments, so none is in the state.
module "values" {
  source    = "../values"
  secrets   = var.secrets
  values    = var.values
  unchanged = var.unchanged
}

# Environments on one store share it, and one of them makes it.
resource "vault_mount" "kv" {
  count   = var.makes_mount ? 1 : 0
  path    = var.store.mount
  type    = "kv"
  options = { version = "2" }

  lifecycle {
    # Every secret of its environments is in it.
    prevent_destroy = true
  }
}

resource "vault_kv_secret_v2" "this" {
  for_each             = var.secrets
  mount                = var.store.mount
  name                 = each.key
  data_json_wo         = module.values.json[each.key]
  data_json_wo_version = lookup(var.versions, each.key, 1)
  # What it reads would be in the state.
  disable_read = true

  depends_on = [vault_mount.kv]
}
