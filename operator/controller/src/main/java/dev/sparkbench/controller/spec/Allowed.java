// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an administrator lets people who create benchmarks choose, beside what the operator's
 * configuration gives to a resource that says nothing. Whatever is not named here is refused, so
 * that nobody gains rights by being allowed to create benchmarks.
 *
 * @param closedNamespace the operator's own namespace, if no benchmark may run there
 * @param images of {@code spec.image}
 * @param serviceAccounts of {@code spec.serviceAccountName}
 * @param secrets of {@code spec.storage.credentialsSecret} and {@code imagePullSecrets}
 * @param sparkProperties Spark properties that may run code
 * @param applications whether type application, whose program is the user's own, may be used
 * @param template what a podTemplate may have
 */
public record Allowed(
    Optional<String> closedNamespace,
    Patterns images,
    Patterns serviceAccounts,
    Patterns secrets,
    Patterns sparkProperties,
    boolean applications,
    Template template) {

  /** Nothing but what the configuration gives. */
  public static final Allowed NOTHING =
      new Allowed(
          Optional.empty(),
          Patterns.NONE,
          Patterns.NONE,
          Patterns.NONE,
          Patterns.NONE,
          false,
          Template.RESTRICTED);

  /** Whatever the cluster allows. */
  public static final Allowed EVERYTHING =
      new Allowed(
          Optional.empty(),
          Patterns.ALL,
          Patterns.ALL,
          Patterns.ALL,
          Patterns.ALL,
          true,
          Template.UNRESTRICTED);

  /** The same and type application. */
  public Allowed withApplications() {
    return new Allowed(
        closedNamespace, images, serviceAccounts, secrets, sparkProperties, true, template);
  }

  /**
   * What a podTemplate may have.
   *
   * @param everything whatever the cluster allows; then the rest does not matter
   * @param volumes kinds of volumes, such as {@code emptyDir}
   * @param containerImages images of containers beside the one of ours
   * @param environment further variables of the container of ours
   * @param annotations annotations that have a domain, such as {@code karpenter.sh/*}
   * @param priorityClasses priority classes
   */
  public record Template(
      boolean everything,
      Set<String> volumes,
      Patterns containerImages,
      Patterns environment,
      Patterns annotations,
      Patterns priorityClasses) {

    /** Kinds of volumes with nothing in them that the creator of a benchmark may not have. */
    public static final List<String> VOLUMES =
        List.of("configMap", "downwardAPI", "emptyDir", "ephemeral");

    /** Annotations by which schedulers, queues, autoscalers and meshes are told what to do. */
    public static final List<String> ANNOTATIONS =
        List.of(
            "cluster-autoscaler.kubernetes.io/*",
            "karpenter.sh/*",
            "kueue.x-k8s.io/*",
            "linkerd.io/inject",
            "scheduling.k8s.io/*",
            "scheduling.volcano.sh/*",
            "sidecar.istio.io/inject",
            "volcano.sh/*",
            "yunikorn.apache.org/*");

    /** What gives nobody any right. */
    public static final Template RESTRICTED =
        new Template(
            false,
            Set.copyOf(VOLUMES),
            Patterns.NONE,
            Patterns.NONE,
            new Patterns(ANNOTATIONS),
            Patterns.NONE);

    /** Whatever the cluster allows. */
    public static final Template UNRESTRICTED =
        new Template(true, Set.of(), Patterns.ALL, Patterns.ALL, Patterns.ALL, Patterns.ALL);

    /** Copies the kinds. */
    public Template {
      volumes = Set.copyOf(volumes);
    }
  }
}
