# A copy of every object in a second region. Retention and lifecycle do not follow an object there, nor do removals: the
# copy has a lock and rules of its own.
locals {
  replicated = var.replica_region == null ? [] : local.kinds
  replicas   = { for kind in local.kinds : kind => "${var.buckets[kind]}-replica" }
}

resource "aws_s3_bucket" "replica" {
  for_each            = local.replicated
  region              = var.replica_region
  bucket              = local.replicas[each.key]
  object_lock_enabled = each.key == "audit"

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_versioning" "replica" {
  for_each = local.replicated
  region   = var.replica_region
  bucket   = aws_s3_bucket.replica[each.key].bucket

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_object_lock_configuration" "replica" {
  count               = var.replica_region == null ? 0 : 1
  region              = var.replica_region
  bucket              = aws_s3_bucket.replica["audit"].bucket
  object_lock_enabled = "Enabled"

  rule {
    default_retention {
      mode = var.retention.mode
      days = var.retention.days
    }
  }

  depends_on = [aws_s3_bucket_versioning.replica]
}

resource "aws_s3_bucket_public_access_block" "replica" {
  for_each                = local.replicated
  region                  = var.replica_region
  bucket                  = aws_s3_bucket.replica[each.key].bucket
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_iam_role" "replication" {
  count = var.replica_region == null ? 0 : 1
  name  = "bkg-${var.environment}-replication"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "s3.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "replication" {
  count = var.replica_region == null ? 0 : 1
  role  = aws_iam_role.replication[0].name
  name  = "buckets"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = flatten([for kind in local.kinds : [
      {
        Effect   = "Allow"
        Action   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
        Resource = ["arn:${local.partition}:s3:::${var.buckets[kind]}"]
      },
      {
        Effect = "Allow"
        Action = [
          "s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging",
          "s3:GetObjectRetention", "s3:GetObjectLegalHold",
        ]
        Resource = ["arn:${local.partition}:s3:::${var.buckets[kind]}/*"]
      },
      {
        Effect   = "Allow"
        Action   = ["s3:ReplicateObject", "s3:ReplicateTags"]
        Resource = ["arn:${local.partition}:s3:::${local.replicas[kind]}/*"]
      },
    ]])
  })
}

resource "aws_s3_bucket_replication_configuration" "this" {
  for_each = local.replicated
  bucket   = aws_s3_bucket.this[each.key].bucket
  role     = aws_iam_role.replication[0].arn

  rule {
    id       = "all"
    priority = 0
    status   = "Enabled"
    filter {}
    # A removal here must not reach the copy.
    delete_marker_replication {
      status = "Disabled"
    }
    destination {
      bucket = aws_s3_bucket.replica[each.key].arn
    }
  }

  depends_on = [aws_s3_bucket_versioning.this, aws_s3_bucket_versioning.replica]
}
