// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.kubelet;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The fields of a pod that {@code fieldRef} supports. */
final class DownwardApi {

  /** The address of every pod, because all are processes of this machine. */
  static final String POD_IP = "127.0.0.1";

  private static final Pattern KEYED = Pattern.compile("metadata\\.(labels|annotations)\\['(.+)']");

  private DownwardApi() {}

  static String field(Pod pod, String path) throws ContainerConfigException {
    ObjectMeta of = pod.getMetadata();
    Matcher keyed = KEYED.matcher(path);
    if (keyed.matches()) {
      Map<String, String> map =
          keyed.group(1).equals("labels") ? of.getLabels() : of.getAnnotations();
      return Optional.ofNullable(map).map(m -> m.get(keyed.group(2))).orElse("");
    }
    return switch (path) {
      case "metadata.name" -> of.getName();
      case "metadata.namespace" -> of.getNamespace();
      case "metadata.uid" -> of.getUid();
      case "spec.nodeName" -> NodeApi.NODE;
      case "spec.serviceAccountName" ->
          Optional.ofNullable(pod.getSpec().getServiceAccountName()).orElse("default");
      case "status.podIP", "status.podIPs", "status.hostIP" -> POD_IP;
      default -> throw new ContainerConfigException("unsupported fieldPath: " + path);
    };
  }
}
