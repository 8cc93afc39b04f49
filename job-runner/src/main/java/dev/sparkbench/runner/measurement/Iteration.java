// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.measurement;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.loss.SlotAccount;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The facts that are kept about one measured iteration. Their size does not grow with the number of
 * tasks, because the tasks of all iterations would not fit into a driver's memory.
 *
 * @param seconds its wall time
 * @param start when it began, in milliseconds since 1970
 * @param end when its result was in the driver
 * @param disturbance what disturbed the work; empty if nothing did
 * @param executorsLost the number of lost executors
 * @param stages the number of stage attempts
 * @param tasks the number of task attempts
 * @param metrics of all tasks
 * @param account how the slots' time was used
 * @param detail its stages, executors and longest tasks
 * @param mainStage the stage that took the most task time; empty if there was none
 * @param phases the time of each phase of each task, by task and phase; as far as the results have
 *     it
 * @param parts what was measured of each part; empty for work with a single part
 * @param replay its tasks on the slots of other node counts
 */
@RecordBuilder
public record Iteration(
    double seconds,
    long start,
    long end,
    Optional<String> disturbance,
    int executorsLost,
    int stages,
    int tasks,
    Map<String, JsonNode> metrics,
    SlotAccount account,
    RunMetrics.Detail detail,
    Optional<MainStage> mainStage,
    Map<String, Map<String, Double>> phases,
    List<PartFacts> parts,
    ReplayFacts replay) {

  static Iteration of(
      Pass<?> pass, ExecutorSlots executors, Map<String, Map<String, Double>> phases) {
    int slots = executors.total();
    Watched watched = pass.watched();
    Trace trace = watched.trace();
    return IterationBuilder.builder()
        .seconds(watched.seconds())
        .start(trace.start())
        .end(pass.parts().get(pass.parts().size() - 1).watched().trace().end())
        .disturbance(watched.disturbance())
        .executorsLost(pass.executorsLost())
        .stages(trace.stages().size())
        .tasks(trace.tasks().size())
        .metrics(RunMetrics.metrics(trace.tasks()))
        .account(SlotAccount.of(watched.window(slots)))
        .detail(RunMetrics.detail(watched))
        .mainStage(MainStage.of(watched))
        .phases(phases)
        .parts(
            pass.parts().size() == 1
                ? List.of()
                : pass.parts().stream().map(part -> PartFacts.of(part, slots)).toList())
        .replay(
            ReplayFacts.of(pass.parts().stream().map(Pass.DonePart::watched).toList(), executors))
        .build();
  }
}
