// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.kubelet;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The volumes of a pod as folders. A process sees the machine's own file system, where mount paths
 * do not exist, so mount paths in the pod's environment are replaced by the folders.
 *
 * @param mounts folders by mount path, longest path first
 */
record Volumes(List<Mount> mounts) {

  /** One volume of the container. */
  record Mount(String mountPath, Path folder) {}

  /**
   * Creates the folders of a pod's volumes.
   *
   * @throws ContainerConfigException if a volume has a kind that is not supported
   * @throws VolumeMissingException if there is no such ConfigMap or Secret
   */
  static Volumes prepare(Pod pod, Container container, ContainerFolder folder, NodeApi api)
      throws ContainerConfigException, VolumeMissingException, IOException {
    for (Volume volume : pod.getSpec().getVolumes()) {
      Path path = Files.createDirectories(folder.volumes().resolve(volume.getName()));
      for (Map.Entry<String, byte[]> file : files(pod, volume, api).entrySet()) {
        Files.write(path.resolve(file.getKey()), file.getValue());
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

  private static Path folderOf(VolumeMount mount, ContainerFolder folder) {
    Path volume = folder.volumes().resolve(mount.getName());
    return mount.getSubPath() == null ? volume : volume.resolve(mount.getSubPath());
  }

  /** The initial files of a volume, by name. */
  private static Map<String, byte[]> files(Pod pod, Volume volume, NodeApi api)
      throws ContainerConfigException, VolumeMissingException {
    String namespace = pod.getMetadata().getNamespace();
    Map<String, byte[]> files = new LinkedHashMap<>();
    if (volume.getConfigMap() != null) {
      String name = volume.getConfigMap().getName();
      Optional<ConfigMap> map = api.configMap(namespace, name);
      requireIfWanted(
          volume, "configmap", name, map.isPresent(), volume.getConfigMap().getOptional());
      map.map(ConfigMap::getData)
          .orElse(Map.of())
          .forEach((file, text) -> files.put(file, text.getBytes(StandardCharsets.UTF_8)));
    } else if (volume.getSecret() != null) {
      String name = volume.getSecret().getSecretName();
      Optional<Secret> secret = api.secret(namespace, name);
      requireIfWanted(volume, "secret", name, secret.isPresent(), volume.getSecret().getOptional());
      secret
          .map(Secret::getData)
          .orElse(Map.of())
          .forEach((file, text) -> files.put(file, Base64.getDecoder().decode(text)));
    } else if (volume.getEmptyDir() == null) {
      throw new ContainerConfigException(
          "volume \"%s\": the local kubelet knows emptyDir, configMap and secret only"
              .formatted(volume.getName()));
    }
    return files;
  }

  private static void requireIfWanted(
      Volume volume, String kind, String name, boolean found, Boolean optional)
      throws VolumeMissingException {
    if (!found && !Boolean.TRUE.equals(optional)) {
      throw new VolumeMissingException(
          "MountVolume.SetUp failed for volume \"%s\" : %s \"%s\" not found"
              .formatted(volume.getName(), kind, name));
    }
  }
}
