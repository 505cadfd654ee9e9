mock_provider "helm" {}
mock_provider "kubernetes" {}

variables {
  catalogue            = "../../../operators.yaml"
  operators            = ["argo-cd", "barman-cloud-plugin", "cert-manager", "cloudnative-pg"]
  engine               = { name = "argocd", namespace = "engines", folder = "../../../../gitops/production/argocd" }
  git_credentials      = { name = "git", labels = {}, version = 3 }
  git_credentials_data = { password = "given" }
}

run "installs_each_at_its_version_and_the_engine_where_it_belongs" {
  command = plan

  assert {
    condition     = keys(helm_release.operator) == ["argo-cd", "cert-manager", "cloudnative-pg"] && keys(helm_release.later) == ["barman-cloud-plugin"]
    error_message = "An operator comes before what it needs."
  }
  assert {
    condition     = alltrue([for name, release in helm_release.operator : release.version == yamldecode(file(var.catalogue)).operators[name].version])
    error_message = "An operator has another version than the catalogue says."
  }
  assert {
    condition     = helm_release.operator["argo-cd"].namespace == "engines" && helm_release.operator["cert-manager"].namespace == "cert-manager"
    error_message = "An operator stands elsewhere."
  }
  assert {
    condition     = kubernetes_secret_v1.git[0].metadata[0].namespace == "engines" && kubernetes_secret_v1.git[0].data_wo_revision == 3
    error_message = "The engine does not find its credentials."
  }
  assert {
    condition     = length(yamldecode(helm_release.objects.values[0]).objects) == length(fileset(var.engine.folder, "*.yaml")) - 1
    error_message = "The engine is not told all that it has to be told."
  }
}

run "a_public_repository_needs_no_secret" {
  command = plan
  variables {
    git_credentials      = null
    git_credentials_data = null
  }

  assert {
    condition     = length(kubernetes_secret_v1.git) == 0
    error_message = "There is a Secret for nothing."
  }
}

run "refuses_an_operator_that_nobody_knows" {
  command = plan
  variables {
    operators = ["argo-cd", "cert-manger"]
  }
  expect_failures = [var.operators]
}

run "refuses_an_engine_that_nobody_installs" {
  command = plan
  variables {
    operators = ["cert-manager"]
  }
  expect_failures = [helm_release.operator["cert-manager"]]
}

run "refuses_another_engine" {
  command = plan
  variables {
    engine = { name = "fleet", namespace = "fleet", folder = "../../../../gitops/production/argocd" }
  }
  expect_failures = [var.engine]
}
