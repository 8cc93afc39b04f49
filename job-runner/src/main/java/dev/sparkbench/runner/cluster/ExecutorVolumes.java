// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.cluster;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The volumes that an executor writes to. {@value #SCRATCH} always is one; shuffled data is written
 * there too, unless the user's template has a volume for it.
 *
 * <p>Spark uses volumes with certain names for its local directories. If there are none, it adds a
 * volume of its own, even if the template mounts a better one. So the template's volumes are
 * renamed.
 */
final class ExecutorVolumes {

  static final String SCRATCH = "/tmp";

  /** The prefix of names by which Spark recognizes volumes for local directories. */
  private static final String LOCAL_DIR = "spark-local-dir-";

  private static final String LOCAL_DIRS_VARIABLE = "SPARK_LOCAL_DIRS";

  private final PodSpec user;
  private final Container own;

  private ExecutorVolumes(PodSpec user, String container) {
    this.user = user;
    this.own =
        user.getContainers().stream()
            .filter(c -> container.equals(c.getName()))
            .findFirst()
            .orElseThrow();
  }

  /**
   * The pod with the volumes that its container of that name needs.
   *
   * @param user has that container
   */
  static PodSpec completed(PodSpec user, String container) {
    return new ExecutorVolumes(user, container).completed();
  }

  private PodSpec completed() {
    Set<String> meant = meantForSpark();
    boolean sparkHasSome = !meant.isEmpty();
    Map<String, String> names = new HashMap<>();
    for (String name : meant) {
      if (!name.startsWith(LOCAL_DIR)) {
        names.put(name, free(LOCAL_DIR, names));
      }
    }
    PodSpecBuilder spec =
        new PodSpecBuilder(user)
            .withVolumes(user.getVolumes().stream().map(v -> renamed(v, names)).toList())
            .withInitContainers(
                user.getInitContainers().stream().map(c -> renamed(c, names)).toList())
            .withContainers(user.getContainers().stream().map(c -> renamed(c, names)).toList())
            // Spark sets this variable itself, for the volumes that it finds.
            .editMatchingContainer(c -> own.getName().equals(c.getName()))
            .removeMatchingFromEnv(variable -> LOCAL_DIRS_VARIABLE.equals(variable.getName()))
            .endContainer();
    if (mountAt(SCRATCH).isEmpty()) {
      String scratch = free(sparkHasSome ? "scratch-" : LOCAL_DIR, names);
      spec.addNewVolume()
          .withName(scratch)
          .withNewEmptyDir()
          .endEmptyDir()
          .endVolume()
          .editMatchingContainer(c -> own.getName().equals(c.getName()))
          .addNewVolumeMount()
          .withName(scratch)
          .withMountPath(SCRATCH)
          .endVolumeMount()
          .endContainer();
    }
    return spec.build();
  }

  /**
   * The volumes for Spark's local directories: those with Spark's names, otherwise those of the
   * folders in {@code SPARK_LOCAL_DIRS}, otherwise the one at {@value #SCRATCH}.
   */
  private Set<String> meantForSpark() {
    Set<String> named =
        own.getVolumeMounts().stream()
            .map(VolumeMount::getName)
            .filter(name -> name.startsWith(LOCAL_DIR))
            .collect(Collectors.toSet());
    if (!named.isEmpty()) {
      return named;
    }
    Set<String> pointedAt =
        own.getEnv().stream()
            .filter(variable -> LOCAL_DIRS_VARIABLE.equals(variable.getName()))
            .map(EnvVar::getValue)
            .flatMap(value -> value == null ? Stream.of() : Arrays.stream(value.split(",")))
            .flatMap(folder -> mountOf(folder.trim()).stream())
            .map(VolumeMount::getName)
            .collect(Collectors.toSet());
    return pointedAt.isEmpty()
        ? mountAt(SCRATCH).map(VolumeMount::getName).stream().collect(Collectors.toSet())
        : pointedAt;
  }

  private Optional<VolumeMount> mountAt(String path) {
    return own.getVolumeMounts().stream().filter(mount -> path(mount).equals(path)).findFirst();
  }

  /** The mount of a folder, at the folder itself or above it. */
  private Optional<VolumeMount> mountOf(String folder) {
    return own.getVolumeMounts().stream()
        .filter(mount -> (folder + "/").startsWith(path(mount) + "/"))
        .max(Comparator.comparing(mount -> path(mount).length()));
  }

  /** The path without slashes at its end. */
  private static String path(VolumeMount mount) {
    return mount.getMountPath().replaceFirst("/+$", "");
  }

  /** A name that no volume has yet. */
  private String free(String prefix, Map<String, String> names) {
    return IntStream.iterate(1, i -> i + 1)
        .mapToObj(i -> prefix + i)
        .filter(name -> user.getVolumes().stream().noneMatch(v -> name.equals(v.getName())))
        .filter(name -> !names.containsValue(name))
        .findFirst()
        .orElseThrow();
  }

  private static Volume renamed(Volume volume, Map<String, String> names) {
    return new VolumeBuilder(volume)
        .withName(names.getOrDefault(volume.getName(), volume.getName()))
        .build();
  }

  private static Container renamed(Container container, Map<String, String> names) {
    List<VolumeMount> mounts =
        container.getVolumeMounts().stream()
            .map(
                mount ->
                    new VolumeMountBuilder(mount)
                        .withName(names.getOrDefault(mount.getName(), mount.getName()))
                        .build())
            .toList();
    return new ContainerBuilder(container).withVolumeMounts(mounts).build();
  }
}
