# First values and later ones. They are ephemeral and written through write-only arguments, so none is in the state.
module "values" {
  source    = "../values"
  secrets   = var.secrets
  values    = var.values
  unchanged = var.unchanged
}

resource "aws_secretsmanager_secret" "this" {
  for_each   = var.secrets
  region     = var.region
  name       = each.key
  kms_key_id = var.kms_key
}

resource "aws_secretsmanager_secret_version" "this" {
  for_each                 = var.secrets
  region                   = var.region
  secret_id                = aws_secretsmanager_secret.this[each.key].id
  secret_string_wo         = module.values.json[each.key]
  secret_string_wo_version = lookup(var.versions, each.key, 1)
}
