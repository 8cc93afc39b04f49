// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.kubelet;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Computes the values of a container's {@code env}. */
final class ContainerEnvironment {

  private final NodeApi api;

  ContainerEnvironment(NodeApi api) {
    this.api = api;
  }

  /**
   * The variables that the container declares, in their order.
   *
   * @param given further variables that references may name
   * @throws ContainerConfigException if a value comes from something that does not exist
   */
  Map<String, String> resolve(Pod pod, Container container, Map<String, String> given)
      throws ContainerConfigException {
    if (!container.getEnvFrom().isEmpty()) {
      throw new ContainerConfigException("envFrom: the local kubelet knows env only");
    }
    Map<String, String> known = new LinkedHashMap<>(given);
    Map<String, String> declared = new LinkedHashMap<>();
    for (EnvVar variable : container.getEnv()) {
      Optional<String> value = value(pod, variable, known);
      if (value.isPresent()) {
        known.put(variable.getName(), value.get());
        declared.put(variable.getName(), value.get());
      }
    }
    return declared;
  }

  private Optional<String> value(Pod pod, EnvVar variable, Map<String, String> known)
      throws ContainerConfigException {
    EnvVarSource source = variable.getValueFrom();
    if (source == null) {
      String text = variable.getValue() == null ? "" : variable.getValue();
      return Optional.of(Expansion.expand(text, known));
    }
    String namespace = pod.getMetadata().getNamespace();
    if (source.getFieldRef() != null) {
      return Optional.of(DownwardApi.field(pod, source.getFieldRef().getFieldPath()));
    }
    if (source.getSecretKeyRef() != null) {
      String name = source.getSecretKeyRef().getName();
      return keyOf(
          "Secret",
          namespace,
          name,
          source.getSecretKeyRef().getKey(),
          Boolean.TRUE.equals(source.getSecretKeyRef().getOptional()),
          api.secret(namespace, name)
              .map(secret -> Optional.ofNullable(secret.getData()).orElse(Map.of()))
              .map(ContainerEnvironment::decode));
    }
    if (source.getConfigMapKeyRef() != null) {
      String name = source.getConfigMapKeyRef().getName();
      return keyOf(
          "ConfigMap",
          namespace,
          name,
          source.getConfigMapKeyRef().getKey(),
          Boolean.TRUE.equals(source.getConfigMapKeyRef().getOptional()),
          api.configMap(namespace, name)
              .map(map -> Optional.ofNullable(map.getData()).orElse(Map.of())));
    }
    throw new ContainerConfigException(
        "env \"%s\": the local kubelet knows value, fieldRef, secretKeyRef and configMapKeyRef only"
            .formatted(variable.getName()));
  }

  private static Optional<String> keyOf(
      String kind,
      String namespace,
      String name,
      String key,
      boolean optional,
      Optional<Map<String, String>> data)
      throws ContainerConfigException {
    if (data.isEmpty() && !optional) {
      throw new ContainerConfigException(
          "%s \"%s\" not found".formatted(kind.toLowerCase(Locale.ROOT), name));
    }
    Optional<String> value = data.map(map -> map.get(key));
    if (value.isEmpty() && !optional) {
      throw new ContainerConfigException(
          "couldn't find key %s in %s %s/%s".formatted(key, kind, namespace, name));
    }
    return value;
  }

  private static Map<String, String> decode(Map<String, String> data) {
    Map<String, String> decoded = new LinkedHashMap<>();
    data.forEach(
        (key, value) ->
            decoded.put(
                key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
    return decoded;
  }
}
