# Who may read what: one role per namespace with the file of its name, which the namespace's reader assumes.
locals {
  files    = { for file in fileset(var.files, "*.json") : trimsuffix(file, ".json") => file("${var.files}/${file}") }
  provider = regex("^arn:[^:]+:iam::[0-9]+:oidc-provider/(.+)$", var.oidc_provider)[0]
  # What stands before the namespace in the name of a role: its path, and the beginning of its name.
  prefix = regex("^arn:[^:]+:iam::[0-9]{12}:role(/(?:.*/)?)([^/]*)$", var.role_arn_prefix)
}

resource "aws_iam_role" "reader" {
  for_each = local.files
  path     = local.prefix[0]
  name     = "${local.prefix[1]}${each.key}"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = var.oidc_provider }
      Condition = {
        StringEquals = {
          "${local.provider}:aud" = "sts.amazonaws.com"
          "${local.provider}:sub" = "system:serviceaccount:${each.key}:secret-reader"
        }
      }
    }]
  })
}

resource "aws_iam_role_policy" "reader" {
  for_each = local.files
  role     = aws_iam_role.reader[each.key].name
  name     = "secrets"
  policy   = each.value

  lifecycle {
    precondition {
      condition = alltrue([
        for statement in jsondecode(each.value).Statement :
        statement.Effect != "Allow" || (
          length(setsubtract(statement.Action, ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"])) == 0 &&
          !contains(statement.Resource, "*")
        )
      ])
      error_message = "The policy of ${each.key} allows more than to read secrets that it names."
    }
  }
}
