mock_provider "helm" {}

variables {
  catalogue  = "../../../operators.yaml"
  operators  = ["argo-cd", "barman-cloud-plugin", "cert-manager", "cloudnative-pg"]
  engine     = { name = "argocd", folder = "../../../../gitops/production/argocd" }
  namespaces = { argo-cd = "engines", cloudnative-pg = "databases", barman-cloud-plugin = "databases" }
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
    condition     = { for name, release in merge(helm_release.operator, helm_release.later) : name => release.namespace } == merge(var.namespaces, { cert-manager = "cert-manager" })
    error_message = "An operator stands elsewhere."
  }
  assert {
    condition     = length(yamldecode(helm_release.objects.values[0]).objects) == length(fileset(var.engine.folder, "*.yaml")) - 1 && helm_release.objects.namespace == "engines"
    error_message = "The engine is not told all that it has to be told."
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
    engine = { name = "fleet", folder = "../../../../gitops/production/argocd" }
  }
  expect_failures = [var.engine]
}
