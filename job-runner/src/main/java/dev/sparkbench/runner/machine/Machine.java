// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.machine;

import java.io.Serializable;
import java.util.Map;

/**
 * What an executor runs on. Fields have the names of the run's document, apart from the case;
 * unknown values are null.
 *
 * @param executor Spark's number of the executor
 * @param node the Kubernetes node
 * @param zone the zone of the node
 * @param region the region of the node
 * @param instanceType the instance type of the node, by its provider's name
 * @param cpuModel the processor, as the kernel names it
 * @param processors the number of processors that the JVM sees
 * @param kernel version of the operating system's kernel
 * @param architecture the processor's architecture, as Java names it
 */
public record Machine(
    String executor,
    String node,
    String zone,
    String region,
    String instanceType,
    String cpuModel,
    int processors,
    String kernel,
    String architecture)
    implements Serializable {

  /** Environment variable with the name of the Kubernetes node, by the downward API. */
  public static final String NODE_VARIABLE = "SPARKBENCH_NODE_NAME";

  /** Environment variable with the node's zone; empty if Kubernetes does not provide it to pods. */
  public static final String ZONE_VARIABLE = "SPARKBENCH_NODE_ZONE";

  /** Environment variable with the node's region; see {@link #ZONE_VARIABLE}. */
  public static final String REGION_VARIABLE = "SPARKBENCH_NODE_REGION";

  /** The well-known label of nodes, and since Kubernetes 1.35 of pods, with the zone. */
  public static final String ZONE_LABEL = "topology.kubernetes.io/zone";

  /** The well-known label with the region; see {@link #ZONE_LABEL}. */
  public static final String REGION_LABEL = "topology.kubernetes.io/region";

  /** The well-known label of nodes with the instance type. */
  public static final String INSTANCE_TYPE_LABEL = "node.kubernetes.io/instance-type";

  /**
   * The machine of this JVM.
   *
   * @param cpuModel null if it is not known
   */
  static Machine here(String executor, Map<String, String> environment, String cpuModel) {
    return new Machine(
        executor,
        known(environment.get(NODE_VARIABLE)),
        known(environment.get(ZONE_VARIABLE)),
        known(environment.get(REGION_VARIABLE)),
        null,
        cpuModel,
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.version"),
        System.getProperty("os.arch"));
  }

  /** This machine, completed with the labels of its node. */
  public Machine withLabels(Map<String, String> labels) {
    return new Machine(
        executor,
        node,
        zone == null ? labels.get(ZONE_LABEL) : zone,
        region == null ? labels.get(REGION_LABEL) : region,
        instanceType == null ? labels.get(INSTANCE_TYPE_LABEL) : instanceType,
        cpuModel,
        processors,
        kernel,
        architecture);
  }

  private static String known(String value) {
    return value == null || value.isEmpty() ? null : value;
  }
}
