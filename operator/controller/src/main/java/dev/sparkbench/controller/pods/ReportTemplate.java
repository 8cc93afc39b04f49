// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.pods;

import static java.util.Objects.requireNonNullElse;
import static java.util.Objects.requireNonNullElseGet;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Adapts a driver's template for the report pod. The report runs once, for a few seconds, where
 * drivers may run, and reads and writes the same store. So it keeps everything about where a pod
 * may run and as whom, and what is needed to reach the store: variables, and volumes with files
 * such as certificates and tokens. It drops everything about the work or its size: further
 * containers, devices and disks. It also drops places in a queue or a gang, which would wait for
 * pods that do not come.
 */
final class ReportTemplate {

  /**
   * Schedulers put pods into queues and groups by labels and annotations whose names contain one of
   * these: those of Kueue, Volcano, YuniKorn, Koordinator, KAI, and the coscheduling plugin.
   */
  private static final Predicate<String> OF_A_QUEUE =
      Pattern.compile(
              "queue|kueue|gang|pod-?group|task-?group|schedul|volcano|yunikorn|applicationId",
              Pattern.CASE_INSENSITIVE)
          .asPredicate();

  private static final String DISK = "ephemeral-storage";

  /** Its libraries write temporary files; it writes nothing else. */
  private static final Quantity LITTLE_DISK = new Quantity("100Mi");

  private static final String LOCAL_DIRS = "SPARK_LOCAL_DIRS";

  private ReportTemplate() {}

  static PodTemplateSpec of(PodTemplateSpec driver) {
    ObjectMeta metadata = requireNonNullElseGet(driver.getMetadata(), ObjectMeta::new);
    PodSpec from = requireNonNullElseGet(driver.getSpec(), PodSpec::new);
    Container container = DriverPods.ownContainer(from);
    List<Volume> files =
        from.getVolumes().stream()
            .filter(ReportTemplate::holdsFiles)
            .filter(
                volume ->
                    container.getVolumeMounts().stream()
                        .anyMatch(mount -> mount.getName().equals(volume.getName())))
            .toList();
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(withoutQueues(metadata.getLabels()))
        .withAnnotations(withoutQueues(metadata.getAnnotations()))
        .endMetadata()
        .withSpec(
            new PodSpecBuilder()
                .withNodeName(from.getNodeName())
                .withNodeSelector(from.getNodeSelector())
                .withAffinity(toNodes(from.getAffinity()))
                .withTolerations(from.getTolerations())
                .withRuntimeClassName(from.getRuntimeClassName())
                .withPriorityClassName(from.getPriorityClassName())
                .withServiceAccountName(from.getServiceAccountName())
                .withSecurityContext(from.getSecurityContext())
                .withHostUsers(from.getHostUsers())
                .withImagePullSecrets(from.getImagePullSecrets())
                .withDnsPolicy(from.getDnsPolicy())
                .withDnsConfig(from.getDnsConfig())
                .withHostAliases(from.getHostAliases())
                .withVolumes(files)
                .withContainers(container(container, files))
                .build())
        .build();
  }

  private static Container container(Container driver, List<Volume> files) {
    Set<String> volumes = files.stream().map(Volume::getName).collect(Collectors.toSet());
    return new ContainerBuilder()
        .withName(DriverPods.CONTAINER)
        .withEnv(driver.getEnv().stream().filter(v -> !LOCAL_DIRS.equals(v.getName())).toList())
        .withEnvFrom(driver.getEnvFrom())
        .withVolumeMounts(
            driver.getVolumeMounts().stream()
                .filter(mount -> volumes.contains(mount.getName()))
                .toList())
        .withSecurityContext(driver.getSecurityContext())
        .withResources(disk(driver.getResources()))
        .build();
  }

  /** If a quota requires every pod to request disk space, the template does. */
  private static ResourceRequirements disk(ResourceRequirements driver) {
    ResourceRequirements disk = new ResourceRequirements();
    if (driver != null && names(driver.getRequests())) {
      disk.setRequests(Map.of(DISK, LITTLE_DISK));
    }
    if (driver != null && names(driver.getLimits())) {
      disk.setLimits(Map.of(DISK, LITTLE_DISK));
    }
    return disk;
  }

  private static boolean names(Map<String, Quantity> resources) {
    return resources != null && resources.containsKey(DISK);
  }

  private static boolean holdsFiles(Volume volume) {
    return volume.getConfigMap() != null
        || volume.getSecret() != null
        || volume.getProjected() != null
        || volume.getDownwardAPI() != null
        || volume.getCsi() != null;
  }

  /** On which nodes it may run, without rules about other pods. */
  private static Affinity toNodes(Affinity affinity) {
    return affinity == null || affinity.getNodeAffinity() == null
        ? null
        : new AffinityBuilder().withNodeAffinity(affinity.getNodeAffinity()).build();
  }

  private static Map<String, String> withoutQueues(Map<String, String> given) {
    Map<String, String> kept = new TreeMap<>(requireNonNullElse(given, Map.of()));
    kept.keySet().removeIf(OF_A_QUEUE);
    return kept;
  }
}
