# The buckets themselves. Object lock cannot be added later: an audit bucket is made with it.
locals {
  kinds = toset(["audit", "models", "backups"])
}

resource "aws_s3_bucket" "this" {
  for_each            = local.kinds
  bucket              = var.buckets[each.key]
  object_lock_enabled = each.key == "audit"

  lifecycle {
    # What is in them exists once.
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_versioning" "this" {
  for_each = local.kinds
  bucket   = aws_s3_bucket.this[each.key].bucket

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_object_lock_configuration" "audit" {
  bucket              = aws_s3_bucket.this["audit"].bucket
  object_lock_enabled = "Enabled"

  rule {
    default_retention {
      mode = var.retention.mode
      days = var.retention.days
    }
  }

  depends_on = [aws_s3_bucket_versioning.this]
}

resource "aws_s3_bucket_lifecycle_configuration" "this" {
  for_each = coalesce(var.lifecycle_rules, var.provider_is_aws) ? local.kinds : []
  bucket   = aws_s3_bucket.this[each.key].bucket

  rule {
    id     = "unfinished-uploads"
    status = "Enabled"
    filter {}
    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  dynamic "rule" {
    for_each = each.key == "audit" ? [] : [var.previous_version_days]
    content {
      id     = "previous-versions"
      status = "Enabled"
      filter {}
      noncurrent_version_expiration {
        noncurrent_days = rule.value
      }
    }
  }

  depends_on = [aws_s3_bucket_versioning.this]
}
