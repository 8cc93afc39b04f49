// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.runner.machine.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeLabelsTest {

  private static final Map<String, String> LABELS =
      Map.of(
          "topology.kubernetes.io/zone", "zone-1",
          "topology.kubernetes.io/region", "region-1",
          "node.kubernetes.io/instance-type", "m7a.large",
          "kubernetes.io/os", "linux");

  private final List<String> asked = new ArrayList<>();

  @Test
  void areAskedForOncePerNode() {
    List<Machine> machines =
        NodeLabels.addedTo(
            List.of(machine("1", "a", null), machine("2", "b", null), machine("3", "a", "told")),
            node -> {
              asked.add(node);
              return node.equals("a") ? LABELS : Map.of();
            });
    assertThat(asked).containsExactly("a", "b");
    assertThat(machines).extracting(Machine::executor).containsExactly("1", "2", "3");
    assertThat(machines).extracting(Machine::zone).containsExactly("zone-1", null, "told");
    assertThat(machines).extracting(Machine::region).containsExactly("region-1", null, "region-1");
    assertThat(machines)
        .extracting(Machine::instanceType)
        .containsExactly("m7a.large", null, "m7a.large");
  }

  @Test
  void areLeftOutWhereNobodyMayReadThem() {
    List<Machine> machines = List.of(machine("1", "a", null), machine("2", "b", null));
    assertThat(
            NodeLabels.addedTo(
                machines,
                node -> {
                  asked.add(node);
                  throw new IllegalStateException("nodes \"" + node + "\" is forbidden");
                }))
        .isEqualTo(machines);
    assertThat(asked).containsExactly("a");
  }

  @Test
  void areNotAskedForWhereTheNodeIsNotKnown() {
    List<Machine> machines = List.of(machine("1", null, null));
    assertThat(NodeLabels.addedTo(machines, node -> LABELS)).isEqualTo(machines);
  }

  private static Machine machine(String executor, String node, String zone) {
    return new Machine(executor, node, zone, null, null, "X", 2, "6.1.0", "amd64");
  }
}
