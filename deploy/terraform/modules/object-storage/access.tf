# Who may do what: an identity each in S3 itself, a policy of each bucket elsewhere. Keys of identities are made outside, as
# Terraform would keep them in its state.
locals {
  # Identity → statements of its policy.
  statements = {
    for identity, rights in var.rights : identity => concat([
      for kind, actions in rights : {
        Effect   = "Allow"
        Action   = actions
        Resource = ["arn:${local.partition}:s3:::${var.buckets[kind]}", "arn:${local.partition}:s3:::${var.buckets[kind]}/*"]
      }
      ], var.kms_key == null ? [] : [{
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource = [var.kms_key]
    }])
  }
  partition = var.kms_key == null ? "aws" : split(":", var.kms_key)[1]
}

resource "aws_iam_user" "this" {
  for_each = var.provider_is_aws ? var.rights : {}
  name     = "bkg-${var.environment}-${each.key}"
}

resource "aws_iam_user_policy" "this" {
  for_each = var.provider_is_aws ? var.rights : {}
  user     = aws_iam_user.this[each.key].name
  name     = "buckets"
  policy   = jsonencode({ Version = "2012-10-17", Statement = local.statements[each.key] })
}

resource "aws_s3_bucket_public_access_block" "this" {
  for_each                = var.provider_is_aws ? local.kinds : []
  bucket                  = aws_s3_bucket.this[each.key].bucket
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  for_each = var.provider_is_aws ? local.kinds : []
  bucket   = aws_s3_bucket.this[each.key].bucket

  rule {
    bucket_key_enabled = true
    apply_server_side_encryption_by_default {
      sse_algorithm     = var.kms_key == null ? "AES256" : "aws:kms"
      kms_master_key_id = var.kms_key
    }
  }
}

locals {
  # In S3 itself a bucket's policy refuses what does not come through TLS; elsewhere it says who may do what.
  bucket_policies = {
    for kind in local.kinds : kind => var.provider_is_aws ? jsonencode([{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:${local.partition}:s3:::${var.buckets[kind]}", "arn:${local.partition}:s3:::${var.buckets[kind]}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
      }]) : jsonencode([
      for identity, rights in var.rights : {
        Effect    = "Allow"
        Principal = { AWS = [var.principals[identity]] }
        Action    = rights[kind]
        Resource  = ["arn:aws:s3:::${var.buckets[kind]}", "arn:aws:s3:::${var.buckets[kind]}/*"]
      } if contains(keys(rights), kind)
    ])
  }
}

resource "aws_s3_bucket_policy" "this" {
  for_each = { for kind, statements in local.bucket_policies : kind => statements if statements != "[]" }
  bucket   = aws_s3_bucket.this[each.key].bucket
  policy   = jsonencode({ Version = "2012-10-17", Statement = jsondecode(each.value) })

  depends_on = [aws_s3_bucket_public_access_block.this]
}

output "identities" {
  description = "Users of IAM that need an access key, which goes to the secret store; none on other servers."
  value       = { for identity, user in aws_iam_user.this : identity => user.name }
}
