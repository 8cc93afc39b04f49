// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.chart;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.LinkedHashMap;
import java.util.Map;

/** The environment of operator and gateway, computed as a kubelet would. */
final class Environment {

  /** The pod's fields that the kubelet turns into variables. */
  private static final Map<String, String> FIELDS =
      Map.of(
          "metadata.name", "operator-0",
          "metadata.namespace", Chart.NAMESPACE,
          "spec.nodeName", "node-1");

  private Environment() {}

  /** The environment of the operator's process. */
  static Map<String, String> ofOperator(Objects objects) {
    return of(objects.of("operator"));
  }

  /** The environment of the gateway's process. */
  static Map<String, String> ofGateway(Objects objects) {
    return of(objects.of("gateway"));
  }

  private static Map<String, String> of(Objects objects) {
    Map<String, String> environment = new LinkedHashMap<>();
    for (EnvVar variable : Pods.container(objects.one(Deployment.class)).getEnv()) {
      String value =
          variable.getValueFrom() == null
              ? variable.getValue()
              : FIELDS.get(variable.getValueFrom().getFieldRef().getFieldPath());
      if (environment.put(variable.getName(), value) != null) {
        throw new AssertionError(variable.getName() + " is there twice");
      }
    }
    return environment;
  }
}
