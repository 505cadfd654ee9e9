mock_provider "aws" {}

variables {
  files           = "./tests/readers"
  oidc_provider   = "arn:aws:iam::123456789012:oidc-provider/oidc.example/id/1"
  region          = "eu-north-1"
  role_arn_prefix = "arn:aws:iam::123456789012:role/bkg/production-"
  secrets         = { "bkg/production/api/admin-key" = { token = "password" } }
  values          = {}
}

run "lets_the_reader_of_a_namespace_assume_its_role" {
  command = plan

  assert {
    condition     = aws_iam_role.reader["bkg-checks"].path == "/bkg/" && aws_iam_role.reader["bkg-checks"].name == "production-bkg-checks"
    error_message = "The role has another name than External Secrets asks for."
  }
  assert {
    condition = jsondecode(aws_iam_role.reader["bkg-checks"].assume_role_policy).Statement[0].Condition.StringEquals == {
      "oidc.example/id/1:aud" = "sts.amazonaws.com"
      "oidc.example/id/1:sub" = "system:serviceaccount:bkg-checks:secret-reader"
    }
    error_message = "Others than the namespace's reader may assume the role."
  }
}

run "refuses_a_policy_that_writes" {
  command = plan
  variables {
    files = "./tests/writer"
  }
  expect_failures = [aws_iam_role_policy.reader["bkg-checks"]]
}

run "refuses_what_is_no_oidc_provider" {
  command = plan
  variables {
    oidc_provider = "https://oidc.example/id/1"
  }
  expect_failures = [var.oidc_provider]
}
