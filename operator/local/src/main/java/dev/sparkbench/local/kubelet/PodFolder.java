package dev.sparkbench.local.kubelet;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
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

  /** What the container prints. */
  Path log() {
    return path.resolve("log");
  }

  /** Says which process belongs to the pod, for a later kubelet. */
  Path process() {
    return path.resolve("process");
  }

  /** Stands for {@code /dev/termination-log}. */
  Path terminationLog() {
    return path.resolve("termination-log");
  }

  /** The container's working and home folder. */
  Path work() {
    return path.resolve("work");
  }

  Path volumes() {
    return path.resolve("volumes");
  }

  void create() throws IOException {
    Files.createDirectories(work());
    Files.createDirectories(volumes());
  }

  /** Removes what is of no use without the pod, and may be large; the log stays. */
  void removeScratch() {
    delete(volumes());
    delete(work());
  }

  /** Removes a folder and all it holds; links are removed, not followed. */
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
