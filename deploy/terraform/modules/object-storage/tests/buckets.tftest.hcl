mock_provider "aws" {}

variables {
  environment = "production"
  buckets     = { audit = "b-audit", models = "b-models", backups = "b-backups" }
  retention   = { days = 3650, mode = "COMPLIANCE" }
  rights      = { audit = { audit = ["s3:PutObject", "s3:PutObjectRetention"] } }
}

run "locks_the_audit_bucket_and_versions_all" {
  command = plan

  assert {
    condition     = { for kind, bucket in aws_s3_bucket.this : kind => bucket.object_lock_enabled } == { audit = true, models = false, backups = false }
    error_message = "The audit bucket, and no other, is made with object lock."
  }
  assert {
    condition     = aws_s3_bucket_object_lock_configuration.audit.rule[0].default_retention[0].days == 3650 && aws_s3_bucket_object_lock_configuration.audit.rule[0].default_retention[0].mode == "COMPLIANCE"
    error_message = "Objects are kept for another time than the environment says."
  }
  assert {
    condition     = alltrue([for one in aws_s3_bucket_versioning.this : one.versioning_configuration[0].status == "Enabled"])
    error_message = "A bucket has no versions."
  }
  assert {
    condition     = alltrue([for one in aws_s3_bucket_public_access_block.this : one.block_public_acls && one.block_public_policy && one.ignore_public_acls && one.restrict_public_buckets])
    error_message = "A bucket may become public."
  }
  assert {
    condition     = length(aws_s3_bucket_lifecycle_configuration.this["audit"].rule) == 1
    error_message = "Audit logs are removed by a rule."
  }
  assert {
    condition     = keys(aws_iam_user.this) == ["audit"] && aws_iam_user.this["audit"].name == "bkg-production-audit"
    error_message = "There are other identities than those with rights."
  }
}

run "another_server_gets_policies_instead_of_identities" {
  command = plan
  variables {
    provider_is_aws = false
    principals      = { audit = "key-of-audit" }
  }

  assert {
    condition     = length(aws_iam_user.this) + length(aws_s3_bucket_public_access_block.this) + length(aws_s3_bucket_server_side_encryption_configuration.this) + length(aws_s3_bucket_lifecycle_configuration.this) == 0
    error_message = "It is asked for what only S3 itself has."
  }
  assert {
    condition     = keys(aws_s3_bucket_policy.this) == ["audit"] && jsondecode(aws_s3_bucket_policy.this["audit"].policy).Statement[0].Principal.AWS == ["key-of-audit"]
    error_message = "The rights are somebody else's."
  }
}

run "another_server_may_have_lifecycle_rules" {
  command = plan
  variables {
    provider_is_aws = false
    principals      = { audit = "key-of-audit" }
    lifecycle_rules = true
  }

  assert {
    condition     = length(aws_s3_bucket_lifecycle_configuration.this) == 3
    error_message = "Rules are left out."
  }
}

run "a_copy_has_a_lock_of_its_own" {
  command = plan
  variables {
    replica_region = "eu-west-1"
  }

  assert {
    condition     = aws_s3_bucket.replica["audit"].object_lock_enabled && aws_s3_bucket_object_lock_configuration.replica[0].rule[0].default_retention[0].days == 3650
    error_message = "The copy of audit logs can be removed."
  }
  assert {
    condition     = alltrue([for one in aws_s3_bucket_replication_configuration.this : one.rule[0].delete_marker_replication[0].status == "Disabled"])
    error_message = "A removal reaches the copy."
  }
}

run "refuses_an_audit_bucket_without_lock" {
  command = plan
  variables {
    retention = { days = 3650, mode = "NONE" }
  }
  expect_failures = [var.retention]
}

run "refuses_a_lock_for_no_time" {
  command = plan
  variables {
    retention = { days = 0, mode = "COMPLIANCE" }
  }
  expect_failures = [var.retention]
}

run "refuses_an_identity_that_may_go_round_the_lock" {
  command = plan
  variables {
    rights = { audit = { audit = ["s3:PutObject", "s3:BypassGovernanceRetention"] } }
  }
  expect_failures = [var.rights]
}

run "refuses_an_identity_that_may_set_the_lock" {
  command = plan
  variables {
    rights = { audit = { audit = ["s3:PutBucketObjectLockConfiguration"] } }
  }
  expect_failures = [var.rights]
}

run "refuses_one_bucket_for_two_purposes" {
  command = plan
  variables {
    buckets = { audit = "b", models = "b", backups = "b-backups" }
  }
  expect_failures = [var.buckets]
}

run "refuses_another_server_without_principals" {
  command = plan
  variables {
    provider_is_aws = false
  }
  expect_failures = [var.principals]
}

run "refuses_to_replicate_another_server" {
  command = plan
  variables {
    provider_is_aws = false
    principals      = { audit = "key-of-audit" }
    replica_region  = "eu-west-1"
  }
  expect_failures = [var.replica_region]
}
