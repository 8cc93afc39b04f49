// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.pods;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The only folder that the runner's container writes to: the mount in the template, or a volume of
 * the pod's own.
 *
 * @param volume the name of the pod's own volume; empty if the template has a mount
 */
record Scratch(Optional<String> volume) {

  static final String PATH = "/tmp";

  private static final String NAME = "scratch";

  /** Decides for a pod with this template. */
  static Scratch of(PodSpec template, Container container) {
    if (container.getVolumeMounts().stream()
        .anyMatch(mount -> mount.getMountPath().matches(PATH + "/*"))) {
      return new Scratch(Optional.empty());
    }
    Set<String> taken =
        template.getVolumes().stream().map(Volume::getName).collect(Collectors.toSet());
    return new Scratch(
        IntStream.iterate(1, i -> i + 1)
            .mapToObj(i -> i == 1 ? NAME : NAME + "-" + i)
            .filter(name -> !taken.contains(name))
            .findFirst());
  }

  /** The volume to add to the pod. */
  Optional<Volume> toAdd() {
    return volume.map(
        name -> new VolumeBuilder().withName(name).withNewEmptyDir().endEmptyDir().build());
  }

  /** The container with the volume mounted. */
  Container mountedIn(Container container) {
    return volume
        .map(
            name ->
                new ContainerBuilder(container)
                    .addNewVolumeMount()
                    .withName(name)
                    .withMountPath(PATH)
                    .endVolumeMount()
                    .build())
        .orElse(container);
  }
}
