// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import static java.util.Objects.requireNonNullElse;

import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.resource.SecretName;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobSpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Checks the namespace of a benchmark, and the images, accounts and Secrets that it names. */
final class RightsCheck {

  private final Violations violations = new Violations();

  private RightsCheck() {}

  /** What the resource must not use, with what is configured or allowed instead. */
  static List<Violation> violations(SparkBenchmarkJob job, JobDefaults defaults, Allowed allowed) {
    RightsCheck check = new RightsCheck();
    check.check(job, defaults, allowed);
    return check.violations.toList();
  }

  private void check(SparkBenchmarkJob job, JobDefaults defaults, Allowed allowed) {
    String namespace = job.getMetadata().getNamespace();
    if (allowed.closedNamespace().filter(closed -> closed.equals(namespace)).isPresent()) {
      violations.add(
          "metadata.namespace",
          "'%s' is the operator's own, where pods could take its rights; apply the benchmark in another namespace, one of jobNamespaces, or let an administrator set jobs.allowed.operatorNamespace",
          namespace);
    }
    SparkBenchmarkJobSpec spec = job.getSpec();
    boolean application =
        spec.jobConfig() != null && spec.jobConfig().type() == JobType.APPLICATION;
    if (application && !allowed.applications()) {
      violations.add(
          "spec.jobConfig.type",
          "application is not allowed, as its program has the rights of the pods' service account and the keys of the store; use another type, or have an administrator set jobs.allowed.applications");
    }
    listed("spec.image", spec.image(), allowed.images(), Set.of(defaults.image()), "images");
    listed(
        "spec.serviceAccountName",
        spec.serviceAccountName(),
        allowed.serviceAccounts(),
        setOf(defaults.serviceAccount()),
        "serviceAccounts");
    requireNonNullElse(spec.imagePullSecrets(), List.<SecretName>of())
        .forEach(
            secret ->
                listed(
                    "spec.imagePullSecrets",
                    secret.name(),
                    allowed.secrets(),
                    Set.copyOf(defaults.imagePullSecrets()),
                    "secrets"));
    if (spec.storage() != null) {
      listed(
          "spec.storage.credentialsSecret",
          spec.storage().credentialsSecret(),
          allowed.secrets(),
          setOf(defaults.credentialsSecret()),
          "secrets");
      listed(
          "spec.storage.resultCredentialsSecret",
          spec.storage().resultCredentialsSecret(),
          allowed.secrets(),
          setOf(defaults.credentialsSecret()),
          "secrets");
      if (spec.storage().certificates() != null) {
        listed(
            "spec.storage.certificates.secret",
            spec.storage().certificates().secret(),
            allowed.secrets(),
            Set.of(),
            "secrets");
      }
    }
  }

  private void listed(
      String field, String name, Patterns allowed, Set<String> configured, String value) {
    if (name != null && !configured.contains(name) && !allowed.allow(name)) {
      violations.add(
          new Violation(
              field,
              "'%s' is not allowed; %s, or have an administrator allow it by jobs.allowed.%s"
                  .formatted(
                      Shown.of(name),
                      configured.isEmpty()
                          ? "leave it out"
                          : "leave it out for " + String.join(", ", new TreeSet<>(configured)),
                      value)));
    }
  }

  private static Set<String> setOf(Optional<String> name) {
    return name.map(Set::of).orElseGet(Set::of);
  }
}
