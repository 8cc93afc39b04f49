// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.contract.Dataset;
import dev.sparkbench.api.contract.ResultLayout;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.runner.cluster.PinnedProperties;
import dev.sparkbench.runner.ml.TaskRun.Outcome;
import dev.sparkbench.runner.table.Table;
import dev.sparkbench.runner.work.Part;
import dev.sparkbench.runner.work.Result;
import dev.sparkbench.runner.work.SelectedTask;
import dev.sparkbench.runner.work.Work;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Machine-learning tasks that run one after another. Each of them reads the dataset itself. */
public final class MlWork implements Work<List<Outcome>> {

  private static final String SAVE = "saveModel";

  private final List<TaskRun> runs;
  private final List<String> saved;

  /**
   * Plans the work.
   *
   * @param tasks in the order of the request
   * @param dataset the names of the label and the features
   * @param table the same dataset, opened
   */
  public MlWork(List<SelectedTask<MlTask>> tasks, Dataset dataset, Table table) {
    int splits = PinnedProperties.inputSplits(table.rows().sparkSession());
    Optional<String> label = Optional.ofNullable(dataset.label());
    this.runs =
        tasks.stream()
            .map(
                selected ->
                    new TaskRun(
                        selected.task(),
                        new TaskInput(
                            selected.parameters(), table, label, dataset.features(), splits),
                        System::nanoTime))
            .toList();
    this.saved = tasks.stream().filter(MlWork::savesModel).map(SelectedTask::name).toList();
  }

  /** Whether a task must keep its model. */
  static boolean savesModel(SelectedTask<MlTask> selected) {
    return selected.parameters().declares(SAVE) && selected.parameters().flag(SAVE);
  }

  @Override
  public List<Part<List<Outcome>>> parts() {
    return List.of(new Part<>("tasks", () -> runs.stream().map(TaskRun::execute).toList()));
  }

  @Override
  public Result result(List<List<Outcome>> computed) {
    return new Outcomes(computed.get(0), saved);
  }

  private record Outcomes(List<Outcome> all, List<String> saved) implements Result {

    @Override
    public OptionalLong rows() {
      return OptionalLong.of(all.get(0).rows());
    }

    @Override
    public Map<String, JsonNode> outputs() {
      Map<String, JsonNode> outputs = new LinkedHashMap<>();
      all.forEach(outcome -> outputs.put(outcome.task(), outcome.output()));
      return outputs;
    }

    @Override
    public Map<String, Map<String, Double>> phases() {
      Map<String, Map<String, Double>> phases = new LinkedHashMap<>();
      all.forEach(outcome -> phases.put(outcome.task(), outcome.phases()));
      return phases;
    }

    @Override
    public void save(S3Uri document) {
      all.stream()
          .filter(outcome -> saved.contains(outcome.task()))
          .forEach(
              outcome ->
                  new SavedModel(outcome.pipeline())
                      .writeTo(ResultLayout.model(document, outcome.task())));
    }
  }
}
