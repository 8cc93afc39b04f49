// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.chart;

import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleRef;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Who may do what and where, according to roles and bindings. */
record Rights(List<Grant> grants) {

  /** Stands for every namespace. */
  private static final String EVERYWHERE = "*";

  /** The rules of a role for one service account, in one namespace or everywhere. */
  record Grant(String namespace, String account, List<PolicyRule> rules) {}

  /** The rights that the bindings give. */
  static Rights of(Objects objects) {
    List<Grant> grants = new ArrayList<>();
    for (RoleBinding binding : objects.all(RoleBinding.class)) {
      String namespace = binding.getMetadata().getNamespace();
      Role role =
          objects.all(Role.class).stream()
              .filter(it -> it.getMetadata().getNamespace().equals(namespace))
              .filter(
                  it -> refersTo(binding.getRoleRef(), it.getKind(), it.getMetadata().getName()))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no role for " + binding));
      binding
          .getSubjects()
          .forEach(who -> grants.add(new Grant(namespace, name(who), role.getRules())));
    }
    for (ClusterRoleBinding binding : objects.all(ClusterRoleBinding.class)) {
      ClusterRole role =
          objects.all(ClusterRole.class).stream()
              .filter(
                  it -> refersTo(binding.getRoleRef(), it.getKind(), it.getMetadata().getName()))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no role for " + binding));
      binding
          .getSubjects()
          .forEach(who -> grants.add(new Grant(EVERYWHERE, name(who), role.getRules())));
    }
    return new Rights(grants);
  }

  /** Whether the account may make the request. */
  boolean allow(String account, ApiRequest request) {
    return rules(account, request.namespace().orElse(EVERYWHERE)).stream()
        .anyMatch(rule -> allows(rule, request));
  }

  /** The rules for an account in a namespace. */
  List<PolicyRule> rules(String account, String namespace) {
    return grants.stream()
        .filter(grant -> grant.account().equals(account))
        .filter(grant -> List.of(EVERYWHERE, namespace).contains(grant.namespace()))
        .flatMap(grant -> grant.rules().stream())
        .toList();
  }

  private static boolean allows(PolicyRule rule, ApiRequest request) {
    return rule.getApiGroups().contains(request.group())
        && rule.getResources().contains(request.resource())
        && rule.getVerbs().contains(request.verb())
        && (rule.getResourceNames().isEmpty()
            || request.name().filter(rule.getResourceNames()::contains).isPresent());
  }

  /** By {@code <namespace> <account's namespace>/<account>}, lines such as {@code /pods: get}. */
  Map<String, List<String>> said() {
    Map<String, List<String>> said = new TreeMap<>();
    grants.forEach(
        grant ->
            said.computeIfAbsent(
                    grant.namespace() + " " + grant.account(), key -> new ArrayList<>())
                .addAll(said(grant.rules())));
    return said;
  }

  /** Rules as {@code <group>/<resource>[<name>]: <verbs>}. */
  static List<String> said(List<PolicyRule> rules) {
    List<String> lines = new ArrayList<>();
    for (PolicyRule rule : rules) {
      for (String group : rule.getApiGroups()) {
        for (String resource : rule.getResources()) {
          String names =
              rule.getResourceNames().isEmpty() ? "" : rule.getResourceNames().toString();
          lines.add(
              "%s/%s%s: %s".formatted(group, resource, names, String.join(" ", rule.getVerbs())));
        }
      }
    }
    return lines;
  }

  private static boolean refersTo(RoleRef reference, String kind, String name) {
    return reference.getApiGroup().equals("rbac.authorization.k8s.io")
        && reference.getKind().equals(kind)
        && reference.getName().equals(name);
  }

  private static String name(Subject subject) {
    if (!subject.getKind().equals("ServiceAccount")) {
      throw new AssertionError("not a service account: " + subject);
    }
    return subject.getNamespace() + "/" + subject.getName();
  }
}
