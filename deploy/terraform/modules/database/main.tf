# The server of `database.mode: managed`. Its administrator's password is made, kept and replaced by the provider, in its own
# secret store; those of our roles are in the environment's store, and docs/terraform.md says how the server gets them.
resource "aws_db_subnet_group" "this" {
  name       = "bkg-${var.environment}"
  subnet_ids = var.network.subnet_ids
}

resource "aws_db_parameter_group" "this" {
  # A group cannot change its family, and a server needs one at all times.
  name_prefix = "bkg-${var.environment}-${var.postgres_version}-"
  family      = "postgres${var.postgres_version}"

  dynamic "parameter" {
    for_each = {
      # Nobody connects without TLS.
      "rds.force_ssl" = "1"
      # wal_level=logical, which the platform's guide asks for.
      "rds.logical_replication" = "1"
      "max_connections"         = tostring(var.database.max_connections)
      "password_encryption"     = "scram-sha-256"
      # What a connection says of itself, and nothing of what it sends: values are in statements.
      "log_connections" = "1"
      "log_statement"   = "none"
    }
    content {
      name         = parameter.key
      value        = parameter.value
      apply_method = contains(["rds.logical_replication", "max_connections"], parameter.key) ? "pending-reboot" : "immediate"
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_db_instance" "this" {
  identifier     = "bkg-${var.environment}"
  engine         = "postgres"
  engine_version = var.postgres_version
  instance_class = var.instance_class
  multi_az       = var.multi_az

  db_name  = var.database.name
  port     = var.database.port
  username = "bkg_administrator"
  # Its text is in no state: the provider keeps it, `master_user_secret` says where.
  manage_master_user_password = true

  parameter_group_name   = aws_db_parameter_group.this.name
  db_subnet_group_name   = aws_db_subnet_group.this.name
  vpc_security_group_ids = var.network.security_group_ids
  publicly_accessible    = false

  allocated_storage     = var.storage.size
  max_allocated_storage = var.storage.limit
  storage_encrypted     = true
  kms_key_id            = var.kms_key

  # Point-in-time recovery goes back that far.
  backup_retention_period   = var.database.retention_days
  delete_automated_backups  = false
  copy_tags_to_snapshot     = true
  skip_final_snapshot       = false
  final_snapshot_identifier = "bkg-${var.environment}-last"
  deletion_protection       = true

  enabled_cloudwatch_logs_exports = ["postgresql", "upgrade"]
  auto_minor_version_upgrade      = true

  lifecycle {
    prevent_destroy = true
  }
}

output "host" {
  description = "What `database.managed.host` has to say."
  value       = aws_db_instance.this.address
}

output "administrator" {
  description = "ARN of the provider's secret with the administrator's password."
  value       = try(aws_db_instance.this.master_user_secret[0].secret_arn, null)
}
