// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.cluster;

import dev.sparkbench.api.contract.Contract;
import java.util.Map;

/**
 * The pod that this process runs in, according to its environment.
 *
 * @param name the pod's name; the names of its executors begin with it
 * @param namespace its namespace, where the executors go too
 * @param ip its IP address, at which executors reach it; an IPv6 address is in brackets
 * @param apiServer URL of the Kubernetes API
 * @param scratch a folder to write in
 */
public record DriverPod(
    String name, String namespace, String ip, String apiServer, String scratch) {

  /** Environment variable with a folder to write in. */
  public static final String SCRATCH_VARIABLE = "SPARKBENCH_SCRATCH";

  /**
   * Reads the environment that the operator and the kubelet set in a driver pod.
   *
   * @throws IllegalStateException if a variable is missing
   */
  public static DriverPod from(Map<String, String> environment) {
    return new DriverPod(
        required(environment, Contract.POD_NAME_VARIABLE),
        required(environment, Contract.POD_NAMESPACE_VARIABLE),
        bracketed(required(environment, Contract.POD_IP_VARIABLE)),
        "https://%s:%s"
            .formatted(
                bracketed(required(environment, "KUBERNETES_SERVICE_HOST")),
                required(environment, "KUBERNETES_SERVICE_PORT")),
        environment.getOrDefault(SCRATCH_VARIABLE, "/tmp"));
  }

  private static String required(Map<String, String> environment, String variable) {
    String value = environment.get(variable);
    if (value == null || value.isEmpty()) {
      throw new IllegalStateException(
          "environment variable %s is missing: the command 'run' works only in a driver pod made by the operator"
              .formatted(variable));
    }
    return value;
  }

  private static String bracketed(String address) {
    return address.contains(":") && !address.startsWith("[") ? "[" + address + "]" : address;
  }
}
