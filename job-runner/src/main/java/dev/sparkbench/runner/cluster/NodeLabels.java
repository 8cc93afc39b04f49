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
 * What Kubernetes' Node objects say of the machines: their labels name the instance type, and the
 * zone also where pods are not told it. Nodes belong to the cluster and not to a namespace, so most
 * drivers may not read them.
 */
final class NodeLabels {

  private static final Logger LOG = LoggerFactory.getLogger(NodeLabels.class);

  private NodeLabels() {}

  /**
   * The machines with what their nodes' labels say.
   *
   * @param read the labels of the node of that name; asked once for each. When it throws, nothing
   *     more is asked: who may not read one node may not read the next, and who waits for an answer
   *     would wait for each.
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
