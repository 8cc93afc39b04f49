// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MachineRemarksTest {

  private final SortedMap<Integer, TrialDocuments> documents = new TreeMap<>();

  @Test
  void sayNothingOfExecutorsThatAreEachOnANodeOfTheSameKind() {
    put(1, run(machine("a", "EPYC", "m7a.large")));
    put(2, run(machine("a", "EPYC", "m7a.large"), machine("b", "EPYC", "m7a.large")));
    assertThat(MachineRemarks.of(documents)).isEmpty();
  }

  @Test
  void sayHowManyKubernetesNodesExecutorsShared() {
    put(1, run(machine("a", null, null)));
    put(3, run(machine("a", null, null), machine("b", null, null), machine("b", null, null)));
    assertThat(MachineRemarks.of(documents))
        .containsExactly("the 3 executors of 3 nodes ran on 2 Kubernetes nodes");
    put(2, run(machine("a", null, null), machine("a", null, null)));
    put(4, run(machine("a", null, null), machine("b", null, null)));
    assertThat(MachineRemarks.of(documents))
        .containsExactly(
            "the 3 executors of 3 nodes ran on 2 Kubernetes nodes, the 2 of 2 nodes on 1");
  }

  @Test
  void takeTheTrialInWhichTheySharedTheFewest() {
    put(
        2,
        run(machine("a", null, null), machine("b", null, null)),
        run(machine("b", null, null), machine("b", null, null)));
    assertThat(MachineRemarks.of(documents))
        .containsExactly("the 2 executors of 2 nodes ran on 1 Kubernetes node");
  }

  /** Two machines with 4 processors each. */
  @Test
  void sayWhereExecutorsHaveMoreCoresThanTheirMachinesHaveProcessors() {
    ObjectNode one = machine("a", null, null).put("processors", 4);
    ObjectNode two = machine("b", null, null).put("processors", 4);
    put(2, cores(run(one, two), 4, false));
    assertThat(MachineRemarks.of(documents)).isEmpty();
    put(3, cores(run(one, two, two), 4, false));
    assertThat(MachineRemarks.of(documents))
        .contains(
            "the 3 executors of 3 nodes have 12 cores together, and their machines 8 processors: a speedup of computing beyond that cannot be real");
  }

  /** With a limit, the JVM sees as many processors as it may use; the machine may have more. */
  @Test
  void sayNothingOfProcessorsThatALimitHides() {
    ObjectNode machine = machine("a", null, null).put("processors", 2);
    put(2, cores(run(machine, machine), 2, true));
    assertThat(MachineRemarks.of(documents))
        .containsExactly("the 2 executors of 2 nodes ran on 1 Kubernetes node");
  }

  @Test
  void sayWhichNodeCountsHadWhichMachines() {
    put(1, run(machine("a", "EPYC", "m7a.large")));
    put(2, run(machine("a", "EPYC", "m7a.large"), machine("b", "Xeon", "m7i.large")));
    put(4, run(machine("a", "EPYC", "m7a.large")));
    assertThat(MachineRemarks.of(documents))
        .containsExactly(
            "the executors' machines differ: EPYC (1, 2 and 4 nodes), Xeon (2 nodes),"
                + " m7a.large (1, 2 and 4 nodes), m7i.large (2 nodes)");
  }

  @Test
  void compareNodeCountsToo() {
    put(1, run(machine("a", "EPYC", null)));
    put(2, run(machine("b", "Xeon", null), machine("c", "Xeon", null)));
    assertThat(MachineRemarks.of(documents))
        .containsExactly("the executors' machines differ: EPYC (1 node), Xeon (2 nodes)");
  }

  @Test
  void sayNothingOfWhatIsNotKnown() {
    put(1, run());
    put(2, run(machine("a", "EPYC", null), machine(null, null, null)));
    put(3, JsonNodeFactory.instance.objectNode());
    assertThat(MachineRemarks.of(documents)).isEmpty();
  }

  private void put(int nodes, JsonNode... trials) {
    documents.put(nodes, new TrialDocuments(List.of(trials)));
  }

  private static JsonNode run(ObjectNode... machines) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    ArrayNode list = document.putObject("executors").putArray("machines");
    list.addAll(List.of(machines));
    return document;
  }

  /** As on one machine without containers. */
  @Test
  void sayItWhereALimitIsNotInForce() {
    ObjectNode machine = machine("a", null, null).put("processors", 2);
    put(4, cores(run(machine, machine, machine, machine), 1, true));
    assertThat(MachineRemarks.of(documents))
        .contains(
            "the 4 executors of 4 nodes have 4 cores together, and their machines 2 processors: a speedup of computing beyond that cannot be real");
  }

  private static JsonNode cores(JsonNode run, int cores, boolean limited) {
    ((ObjectNode) run.path("executors")).put("cores", cores).put("limit_cpu", limited);
    return run;
  }

  private static ObjectNode machine(String node, String cpu, String instanceType) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("node", node)
        .put("cpu_model", cpu)
        .put("instance_type", instanceType);
  }
}
