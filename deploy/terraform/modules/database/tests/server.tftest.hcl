mock_provider "aws" {}

variables {
  environment    = "production"
  database       = { name = "bkg_db", max_connections = 200, port = 5432, retention_days = 35 }
  network        = { subnet_ids = ["subnet-1", "subnet-2"], security_group_ids = ["sg-1"] }
  instance_class = "db.m7g.large"
  storage        = { size = 100, limit = 400 }
}

run "forces_tls_and_goes_back_in_time" {
  command = plan

  assert {
    condition     = one([for parameter in aws_db_parameter_group.this.parameter : parameter.value if parameter.name == "rds.force_ssl"]) == "1"
    error_message = "The server takes connections without TLS."
  }
  assert {
    condition     = aws_db_instance.this.backup_retention_period == 35 && !aws_db_instance.this.delete_automated_backups
    error_message = "Recovery goes back less far than the environment says."
  }
  assert {
    condition     = aws_db_instance.this.storage_encrypted && aws_db_instance.this.deletion_protection && !aws_db_instance.this.publicly_accessible
    error_message = "The server is open, in clear text or easily removed."
  }
  assert {
    condition     = aws_db_instance.this.manage_master_user_password && aws_db_instance.this.password == null
    error_message = "The administrator's password would be in the state."
  }
}

run "refuses_recovery_that_the_provider_cannot_give" {
  command = plan
  variables {
    database = { name = "bkg_db", max_connections = 200, port = 5432, retention_days = 90 }
  }
  expect_failures = [var.database]
}

run "refuses_a_server_in_one_zone" {
  command = plan
  variables {
    network = { subnet_ids = ["subnet-1"], security_group_ids = ["sg-1"] }
  }
  expect_failures = [var.network]
}

run "refuses_a_version_that_the_platform_does_not_know" {
  command = plan
  variables {
    postgres_version = "14"
  }
  expect_failures = [var.postgres_version]
}
