mock_provider "google" {}

variables {
  files   = "./tests/readers"
  project = "bkg-production"
  secrets = { "bkg-production-api-admin-key" = { token = "password" } }
  values  = {}
}

run "lets_the_reader_of_a_namespace_act_as_its_account" {
  command = plan

  assert {
    condition     = google_service_account.reader["bkg-checks"].account_id == "bkg-checks"
    error_message = "The account has another name than External Secrets asks for."
  }
  assert {
    condition     = google_service_account_iam_member.reader["bkg-checks"].member == "serviceAccount:bkg-production.svc.id.goog[bkg-checks/secret-reader]"
    error_message = "Others than the namespace's reader may act as the account."
  }
}

run "refuses_a_policy_that_writes" {
  command = plan
  variables {
    files = "./tests/writer"
  }
  expect_failures = [google_secret_manager_secret_iam_policy.this["bkg-production-api-admin-key"]]
}
