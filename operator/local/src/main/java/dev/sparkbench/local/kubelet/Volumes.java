package dev.sparkbench.local.kubelet;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The volumes of a pod as folders. The process sees the machine's own file system, so a mount path
 * means nothing to it: wherever the pod's environment names one, the folder is put in its place.
 *
 * @param mounts folders by mount path, longest path first
 */
record Volumes(List<Mount> mounts) {

  /** One volume of the container. */
  record Mount(String mountPath, Path folder) {}

  /**
   * Makes the folders of a pod's volumes.
   *
   * @throws ContainerConfigException if a volume is of a kind that is not imitated
   */
  static Volumes prepare(Pod pod, Container container, PodFolder folder, NodeApi api)
      throws ContainerConfigException, IOException {
    for (Volume volume : pod.getSpec().getVolumes()) {
      Path path = Files.createDirectories(folder.volumes().resolve(volume.getName()));
      if (volume.getConfigMap() != null) {
        write(pod, volume.getConfigMap().getName(), path, api);
      } else if (volume.getEmptyDir() == null) {
        throw new ContainerConfigException(
            "volume \"%s\": the local kubelet knows emptyDir and configMap only"
                .formatted(volume.getName()));
      }
    }
    return new Volumes(
        container.getVolumeMounts().stream()
            .map(mount -> new Mount(mount.getMountPath(), folderOf(mount, folder)))
            .sorted(Comparator.comparing((Mount mount) -> -mount.mountPath().length()))
            .toList());
  }

  /** The value with every path below a mount replaced, also in lists such as {@code /a,/b}. */
  String rewrite(String value) {
    return Arrays.stream(value.split(",", -1))
        .map(this::rewriteOne)
        .collect(Collectors.joining(","));
  }

  private String rewriteOne(String path) {
    return mounts.stream()
        .filter(mount -> path.equals(mount.mountPath()) || path.startsWith(mount.mountPath() + "/"))
        .findFirst()
        .map(mount -> mount.folder() + path.substring(mount.mountPath().length()))
        .orElse(path);
  }

  private static Path folderOf(VolumeMount mount, PodFolder folder) {
    Path volume = folder.volumes().resolve(mount.getName());
    return mount.getSubPath() == null ? volume : volume.resolve(mount.getSubPath());
  }

  private static void write(Pod pod, String name, Path folder, NodeApi api)
      throws ContainerConfigException, IOException {
    ConfigMap map =
        api.configMap(pod.getMetadata().getNamespace(), name)
            .orElseThrow(
                () -> new ContainerConfigException("configmap \"%s\" not found".formatted(name)));
    for (Map.Entry<String, String> file : map.getData().entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
  }
}
