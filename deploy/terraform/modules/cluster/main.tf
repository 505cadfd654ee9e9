# What has to be there before the first roll-out: operators, the engine among them, its credentials, and then what it is
# told once. From there on Git owns everything; operators follow the catalogue.
locals {
  catalogue = yamldecode(file(var.catalogue)).operators
  wanted    = { for name in var.operators : name => local.catalogue[name] }
  # The engine stands where the environment says.
  namespaces = {
    for name, operator in local.wanted : name => name == local.engine ? var.engine.namespace : operator.namespace
  }
  engine = { argocd = "argo-cd", flux = "flux" }[var.engine.name]
}

resource "helm_release" "operator" {
  # Those that others need, as an operator needs definitions and certificates, come first.
  for_each         = { for name, operator in local.wanted : name => operator if !can(operator.after) }
  name             = each.key
  chart            = each.value.chart
  version          = try(each.value.version, null)
  namespace        = local.namespaces[each.key]
  create_namespace = true
  atomic           = true
  wait             = true
  timeout          = 600
  values           = [yamlencode(each.value.values), yamlencode(try(var.values[each.key], {}))]

  lifecycle {
    precondition {
      condition     = contains(var.operators, local.engine)
      error_message = "The engine ${local.engine} is not among the operators of the environment."
    }
  }
}

resource "helm_release" "later" {
  for_each         = { for name, operator in local.wanted : name => operator if can(operator.after) }
  name             = each.key
  chart            = each.value.chart
  version          = try(each.value.version, null)
  namespace        = local.namespaces[each.key]
  create_namespace = true
  atomic           = true
  wait             = true
  timeout          = 600
  values           = [yamlencode(each.value.values), yamlencode(try(var.values[each.key], {}))]

  depends_on = [helm_release.operator]
}

resource "kubernetes_secret_v1" "git" {
  count = var.git_credentials == null ? 0 : 1

  metadata {
    name      = var.git_credentials.name
    namespace = var.engine.namespace
    labels    = var.git_credentials.labels
  }

  data_wo          = var.git_credentials_data
  data_wo_revision = var.git_credentials.version

  depends_on = [helm_release.operator, helm_release.later]
}

# A chart of ours that holds what it is given and renders nothing, because kubernetes_manifest would ask the API server for
# kinds that are not there before the first run.
resource "helm_release" "objects" {
  name      = "bkg-${basename(dirname(var.engine.folder))}"
  chart     = "${path.module}/objects"
  namespace = var.engine.namespace
  values = [yamlencode({
    objects = [for file in setsubtract(fileset(var.engine.folder, "*.yaml"), ["kustomization.yaml"]) : file("${var.engine.folder}/${file}")]
  })]

  lifecycle {
    # Once; Git owns them afterwards. With them goes everything they made.
    ignore_changes  = [values, version]
    prevent_destroy = true
  }

  depends_on = [helm_release.operator, helm_release.later, kubernetes_secret_v1.git]
}
