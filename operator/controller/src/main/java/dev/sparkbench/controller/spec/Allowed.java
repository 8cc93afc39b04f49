// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an administrator allows the creators of benchmarks to choose, in addition to the defaults of
 * the operator's configuration. Everything that is not named here is refused, so that the right to
 * create benchmarks gives nobody more rights.
 *
 * @param closedNamespace the operator's own namespace, if no benchmark may run there
 * @param images values of {@code spec.image}
 * @param serviceAccounts values of {@code spec.serviceAccountName}
 * @param secrets values of {@code spec.storage.credentialsSecret} and {@code imagePullSecrets}
 * @param sparkProperties Spark properties that may run code
 * @param applications whether type application, whose program is the user's own, may be used
 * @param template what a podTemplate may contain
 */
public record Allowed(
    Optional<String> closedNamespace,
    Patterns images,
    Patterns serviceAccounts,
    Patterns secrets,
    Patterns sparkProperties,
    boolean applications,
    Template template) {

  /** Nothing except the defaults of the configuration. */
  public static final Allowed NOTHING =
      new Allowed(
          Optional.empty(),
          Patterns.NONE,
          Patterns.NONE,
          Patterns.NONE,
          Patterns.NONE,
          false,
          Template.RESTRICTED);

  /** Everything that the cluster allows. */
  public static final Allowed EVERYTHING =
      new Allowed(
          Optional.empty(),
          Patterns.ALL,
          Patterns.ALL,
          Patterns.ALL,
          Patterns.ALL,
          true,
          Template.UNRESTRICTED);

  /** The same, with type application. */
  public Allowed withApplications() {
    return new Allowed(
        closedNamespace, images, serviceAccounts, secrets, sparkProperties, true, template);
  }

  /**
   * What a podTemplate may contain.
   *
   * @param everything whether everything that the cluster allows is allowed; then the other
   *     parameters do not matter
   * @param volumes kinds of volumes, such as {@code emptyDir}
   * @param containerImages images of containers other than the runner's
   * @param environment further variables of the runner's container
   * @param annotations annotations with a domain, such as {@code karpenter.sh/*}
   * @param priorityClasses priority classes
   */
  public record Template(
      boolean everything,
      Set<String> volumes,
      Patterns containerImages,
      Patterns environment,
      Patterns annotations,
      Patterns priorityClasses) {

    /** Kinds of volumes that contain only what the creator of a benchmark may have anyway. */
    public static final List<String> VOLUMES =
        List.of("configMap", "downwardAPI", "emptyDir", "ephemeral");

    /** Annotations that control schedulers, queues, autoscalers and meshes. */
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

    /** Only what gives nobody any rights. */
    public static final Template RESTRICTED =
        new Template(
            false,
            Set.copyOf(VOLUMES),
            Patterns.NONE,
            Patterns.NONE,
            new Patterns(ANNOTATIONS),
            Patterns.NONE);

    /** Everything that the cluster allows. */
    public static final Template UNRESTRICTED =
        new Template(true, Set.of(), Patterns.ALL, Patterns.ALL, Patterns.ALL, Patterns.ALL);

    /** Copies the kinds. */
    public Template {
      volumes = Set.copyOf(volumes);
    }
  }
}
