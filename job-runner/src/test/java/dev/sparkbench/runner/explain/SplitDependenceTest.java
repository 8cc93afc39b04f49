// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.catalogue.TaskCatalogue;
import dev.sparkbench.api.contract.Partitions;
import dev.sparkbench.api.contract.TaskWorkload;
import dev.sparkbench.runner.descriptive.DescriptiveTask;
import dev.sparkbench.runner.descriptive.FusedPass;
import dev.sparkbench.runner.descriptive.ImplementedTasks;
import dev.sparkbench.runner.descriptive.profile.Statistic;
import dev.sparkbench.runner.descriptive.profile.StatisticRequest;
import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.table.Table;
import dev.sparkbench.runner.work.SelectedTask;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which descriptive tasks have another output if the same rows are split differently. */
class SplitDependenceTest {

  // Each column but two has more values than are counted exactly.
  private static final int ROWS = 30_000;

  private static final Map<String, String> ESTIMATED_DUPLICATES =
      Map.of("duplicate_rows.exact", "false");

  private static Map<String, JsonNode> inFewSplits;

  // Above 32, executors merge neighbours first.
  private static Map<String, JsonNode> inManySplits;

  @BeforeAll
  static void computeAllTasksTwice() {
    inFewSplits = outputs(tasks(), rows(2), Map.of());
    inManySplits = outputs(tasks(), rows(40), Map.of());
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void isDeclaredOfTasksWhoseSketchesDependOnTheSplits(String task) {
    Set<Statistic> dependent =
        statistics(task).stream()
            .filter(SplitDependenceTest::dependsOnSplits)
            .collect(Collectors.toSet());

    assertThat(TaskCatalogue.get(JobType.DESCRIPTIVE, task).dependsOnSplits())
        .as(
            "%s needs these statistics that depend on the splits: %s. If there are any, declare it with splitDependent(…) in DescriptiveTasks, otherwise with task(…)",
            task, dependent)
        .isEqualTo(!dependent.isEmpty());
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void isInNoOutputThatIsCompared(String task) {
    assertThat(difference(inFewSplits, inManySplits, task))
        .as(
            "the output of %s depends on the splits: declare it with splitDependent(…) in DescriptiveTasks. If this is because of a statistic of which this test does not know it, say so in dependsOnSplits(Statistic). If it is rounding near 0, OutputComparison lists such fields (WITHOUT_UNIT)",
            task)
        .isEmpty();
  }

  @Test
  void isNotInEstimatesOfDuplicates() {
    List<String> duplicates = List.of("duplicate_rows");
    assertThat(
            difference(
                outputs(duplicates, rows(2), ESTIMATED_DUPLICATES),
                outputs(duplicates, rows(40), ESTIMATED_DUPLICATES),
                duplicates.get(0)))
        .isEmpty();
  }

  /** Otherwise the rows could not show the dependence of other tasks. */
  @ParameterizedTest
  @ValueSource(strings = {"quantiles", "histogram", "top_values"})
  void isSeenInTheseRows(String task) {
    for (String column : List.of("whole", "ratio", "amount")) {
      assertThat(inFewSplits.get(task).get(column))
          .isNotEqualTo(inManySplits.get(task).get(column));
    }
  }

  static List<String> tasks() {
    return TaskCatalogue.names(JobType.DESCRIPTIVE);
  }

  private static boolean dependsOnSplits(Statistic statistic) {
    return switch (statistic) {
      case QUANTILES, FREQUENT -> true;
      // The registers of DISTINCT and ROWS are the same for all splits.
      case COUNT,
          RANGE,
          SUM,
          MOMENTS,
          SIGNS,
          DISTINCT,
          LENGTHS,
          TEXT_FORMAT,
          CORRELATION,
          ROWS,
          EXACT_ROWS ->
          false;
    };
  }

  private static Set<Statistic> statistics(String name) {
    SelectedTask<DescriptiveTask> selected =
        ImplementedTasks.select(workload(List.of(name), Map.of())).get(0);
    return selected.task().needs(rows(1).columns(), selected.parameters()).values().stream()
        .flatMap(Collection::stream)
        .map(StatisticRequest::statistic)
        .collect(Collectors.toSet());
  }

  /** The first difference that a report would show. */
  private static Optional<String> difference(
      Map<String, JsonNode> some, Map<String, JsonNode> others, String task) {
    TaskWorkload workload = workload(List.of(task), Map.of());
    return OutputDifference.of(
        document(some, task), List.of(document(others, task)), workload.accept(new Comparisons()));
  }

  private static JsonNode document(Map<String, JsonNode> outputs, String task) {
    ObjectNode document =
        JsonNodeFactory.instance
            .objectNode()
            .put("type", JobType.DESCRIPTIVE.wireName())
            .put("partitions", Partitions.PerNodeCount.name());
    document.putObject("outputs").set(task, outputs.get(task));
    return document;
  }

  private static Map<String, JsonNode> outputs(
      List<String> tasks, Table table, Map<String, String> parameters) {
    return new FusedPass(ImplementedTasks.select(workload(tasks, parameters)), table)
        .compute()
        .outputs();
  }

  private static TaskWorkload workload(List<String> tasks, Map<String, String> parameters) {
    return new TaskWorkload(JobType.DESCRIPTIVE, tasks, parameters);
  }

  /** The same rows in the same order, with columns of all kinds of types. */
  private static Table rows(int splits) {
    return Table.of(
        LocalSpark.spark()
            .range(0, ROWS, 1, splits)
            .selectExpr(
                "pmod(xxhash64(id, 1), 2) = 0 AS flag",
                "cast(pmod(xxhash64(id, 2), 40000) AS int) AS whole",
                "if(id % 9 = 0, null, xxhash64(id, 3)) AS big",
                "cast(xxhash64(id, 4) / 1e18 AS float) AS single",
                // Few values are frequent.
                "pow(pmod(xxhash64(id, 5), 30000) / 30000, 4) AS ratio",
                "cast(pmod(xxhash64(id, 6), 50000) / 100 AS decimal(12, 2)) AS amount",
                "cast(xxhash64(id, 7) AS decimal(30, 2)) AS large",
                "concat('text ', cast(pow(pmod(xxhash64(id, 8), 30000), 4) / 2.7e12 AS bigint)) AS text",
                "cast(concat('bytes ', pmod(xxhash64(id, 9), 30000)) AS binary) AS bytes",
                "date_add(date'1900-01-01', cast(pmod(xxhash64(id, 10), 30000) AS int)) AS day",
                "timestamp_seconds(pmod(xxhash64(id, 11), 2000000000)) AS moment",
                "sequence(1, cast(pmod(id, 5) AS int) + 1) AS list",
                "named_struct('x', id % 100) AS inner",
                // Skewness and the like are 0 up to rounding.
                "id - 14999.5D AS centred"),
        List.of());
  }
}
