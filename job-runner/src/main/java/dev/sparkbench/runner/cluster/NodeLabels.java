// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.cluster;

import dev.sparkbench.runner.machine.Machine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Labels of Kubernetes' Node objects: they name the instance type, and the zone for clusters that
 * do not provide it to pods. Nodes are cluster-wide objects, so most drivers may not read them.
 */
final class NodeLabels {

  private static final Logger LOG = LoggerFactory.getLogger(NodeLabels.class);

  private NodeLabels() {}

  /**
   * The machines, completed with the labels of their nodes.
   *
   * @param read returns the labels of the node with a name; called once per node. After an
   *     exception it is not called again, because a driver that may not read one node may not read
   *     the next, and a driver that ran into a timeout would run into one for each node.
   */
  static List<Machine> addedTo(List<Machine> machines, Function<String, Map<String, String>> read) {
    Map<String, Map<String, String>> labels = new HashMap<>();
    try {
      machines.stream()
          .map(Machine::node)
          .filter(Objects::nonNull)
          .distinct()
          .forEach(node -> labels.put(node, read.apply(node)));
    } catch (RuntimeException e) {
      LOG.debug("the labels of nodes are not known: {}", e.toString());
    }
    return machines.stream()
        .map(machine -> machine.withLabels(labels.getOrDefault(machine.node(), Map.of())))
        .toList();
  }
}
