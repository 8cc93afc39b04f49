package dev.sparkbench.chart;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.LinkedHashMap;
import java.util.Map;

/** The operator's environment. */
final class Environment {

  private Environment() {}

  /** What the operator's process sees. The kubelet's part is played here. */
  static Map<String, String> ofOperator(Objects objects) {
    Map<String, String> environment = new LinkedHashMap<>();
    for (EnvVar variable :
        objects
            .one(Deployment.class)
            .getSpec()
            .getTemplate()
            .getSpec()
            .getContainers()
            .get(0)
            .getEnv()) {
      String value =
          variable.getValueFrom() == null
              ? variable.getValue()
              : "the pod's " + variable.getValueFrom().getFieldRef().getFieldPath();
      if (environment.put(variable.getName(), value) != null) {
        throw new AssertionError(variable.getName() + " is there twice");
      }
    }
    return environment;
  }
}
