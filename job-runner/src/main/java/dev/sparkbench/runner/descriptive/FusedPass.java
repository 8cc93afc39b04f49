// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.descriptive.profile.Profiler;
import dev.sparkbench.runner.descriptive.profile.StatisticRequest;
import dev.sparkbench.runner.descriptive.profile.TableProfile;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.table.Table;
import dev.sparkbench.runner.table.TableColumn;
import dev.sparkbench.runner.work.Part;
import dev.sparkbench.runner.work.Result;
import dev.sparkbench.runner.work.SelectedTask;
import dev.sparkbench.runner.work.Work;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Computes all tasks of a request in one pass over the data. A statistic that several tasks need is
 * computed once, and columns that no task needs are not read.
 */
public final class FusedPass implements Work<TableProfile> {

  /** A task and the columns that it uses. */
  private record Output(SelectedTask<DescriptiveTask> selected, List<TableColumn> columns) {

    /** Whether there is a column for a task that looks at each on its own. */
    boolean isComputed() {
      return !columns.isEmpty() || !(selected.task() instanceof ColumnTask);
    }

    JsonNode output(TableProfile profile) {
      return selected.task().output(profile, columns, selected.parameters());
    }
  }

  /** The largest number of columns in a message. */
  private static final int NAMED = 5;

  private final List<Output> outputs = new ArrayList<>();
  private final List<TableColumn> columns;
  private final Profiler profiler;

  /** Plans the pass for some tasks over a table. */
  public FusedPass(List<SelectedTask<DescriptiveTask>> tasks, Table table) {
    columns = table.columns();
    Map<TableColumn, List<StatisticRequest>> all = new LinkedHashMap<>();
    for (SelectedTask<DescriptiveTask> selected : tasks) {
      Map<TableColumn, List<StatisticRequest>> needs =
          selected.task().needs(table.columns(), selected.parameters());
      outputs.add(new Output(selected, List.copyOf(needs.keySet())));
      needs.forEach(
          (column, needed) -> {
            if (!needed.isEmpty()) {
              all.computeIfAbsent(column, c -> new ArrayList<>()).addAll(needed);
            }
          });
    }
    profiler = new Profiler(table, all);
  }

  /**
   * This pass, if it computes anything.
   *
   * @throws RunFailure {@code InvalidTask} if no task can use any of the columns
   */
  FusedPass orRefuse() {
    if (outputs.stream().anyMatch(Output::isComputed)) {
      return this;
    }
    throw new RunFailure(
        FailureReason.INVALID_TASK,
        "%s can use none of the columns %s%s: name other tasks in jobConfig.tasks, or other columns in dataset.columns"
            .formatted(
                outputs.stream()
                    .map(output -> output.selected().name())
                    .collect(Collectors.joining(", ")),
                columns.stream()
                    .limit(NAMED)
                    .map(column -> "'%s' (%s)".formatted(column.name(), column.type().sql()))
                    .collect(Collectors.joining(", ")),
                columns.size() > NAMED ? ", …" : ""));
  }

  @Override
  public List<Part<TableProfile>> parts() {
    return List.of(new Part<>("pass", profiler::profile));
  }

  @Override
  public Result result(List<TableProfile> computed) {
    return new Outputs(computed.get(0), List.copyOf(outputs));
  }

  /** The outputs of the tasks, all from one profile. */
  private record Outputs(TableProfile profile, List<Output> all) implements Result {

    @Override
    public OptionalLong rows() {
      return OptionalLong.of(profile.rows());
    }

    @Override
    public Map<String, JsonNode> outputs() {
      Map<String, JsonNode> outputs = new LinkedHashMap<>();
      all.forEach(one -> outputs.put(one.selected().name(), one.output(profile)));
      return outputs;
    }
  }
}
