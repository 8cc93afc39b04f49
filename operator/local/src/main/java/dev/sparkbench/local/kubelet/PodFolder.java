// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.kubelet;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of one pod: {@code <pods folder>/<namespace>_<name>_<uid>/}.
 *
 * @param path the folder
 */
record PodFolder(Path path) {

  static PodFolder of(Path podsFolder, Pod pod) {
    ObjectMeta of = pod.getMetadata();
    return new PodFolder(
        podsFolder.resolve("%s_%s_%s".formatted(of.getNamespace(), of.getName(), of.getUid())));
  }

  /** The folder of the pod of that name; of several one after another, the latest. */
  static Optional<PodFolder> find(Path podsFolder, String namespace, String name) {
    // Names of Kubernetes objects contain no underscore.
    String prefix = "%s_%s_".formatted(namespace, name);
    try (Stream<Path> all = Files.list(podsFolder)) {
      return all.filter(path -> path.getFileName().toString().startsWith(prefix))
          .max(Comparator.comparing(PodFolder::modified))
          .map(PodFolder::new);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + podsFolder, e);
    }
  }

  /** The files of a container; the pod's first container uses the pod's folder itself. */
  ContainerFolder container(Pod pod, String name) {
    return pod.getSpec().getContainers().get(0).getName().equals(name) ? first() : other(name);
  }

  /** The output of a container; of the first one without a name. */
  Path log(String container) {
    return (container.isEmpty() ? first() : other(container)).log();
  }

  Path volumes() {
    return path.resolve("volumes");
  }

  /** The folders of all containers that have been started. */
  List<ContainerFolder> containers() {
    List<ContainerFolder> all = new ArrayList<>(List.of(first()));
    if (Files.isDirectory(others())) {
      try (Stream<Path> found = Files.list(others())) {
        found.forEach(it -> all.add(new ContainerFolder(it, volumes())));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot list " + others(), e);
      }
    }
    return all;
  }

  /** Removes files that are useless without the pod and may be large; logs are kept. */
  void removeScratch() {
    delete(volumes());
    containers().forEach(container -> delete(container.work()));
  }

  private ContainerFolder first() {
    return new ContainerFolder(path, volumes());
  }

  private ContainerFolder other(String name) {
    return new ContainerFolder(others().resolve(name), volumes());
  }

  private Path others() {
    return path.resolve("containers");
  }

  /** Removes a folder and its contents; links are removed, not followed. */
  static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + folder, e);
    }
  }

  private static long modified(Path path) {
    try {
      return Files.getLastModifiedTime(path).toMillis();
    } catch (IOException e) {
      return 0;
    }
  }
}
