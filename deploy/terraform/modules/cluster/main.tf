# What has to be there before the first roll-out: operators, the engine among them, and then what it is told once. From there
# on Git owns everything, its own credentials included; operators follow the catalogue.
locals {
  catalogue  = yamldecode(file(var.catalogue)).operators
  wanted     = { for name in var.operators : name => local.catalogue[name] }
  namespaces = { for name, operator in local.wanted : name => lookup(var.namespaces, name, operator.namespace) }
  engine     = { argocd = "argo-cd", flux = "flux" }[var.engine.name]
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

# A chart of ours that holds what it is given and renders nothing, because kubernetes_manifest would ask the API server for
# kinds that are not there before the first run.
resource "helm_release" "objects" {
  name      = "bkg-${basename(dirname(var.engine.folder))}"
  chart     = "${path.module}/objects"
  namespace = lookup(local.namespaces, local.engine, null)
  values = [yamlencode({
    objects = [for file in setsubtract(fileset(var.engine.folder, "*.yaml"), ["kustomization.yaml"]) : file("${var.engine.folder}/${file}")]
  })]

  lifecycle {
    # Once; Git owns them afterwards. With them goes everything they made.
    ignore_changes  = [values, version]
    prevent_destroy = true
  }

  depends_on = [helm_release.operator, helm_release.later]
}
