// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.loss.Window;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WatchedTest {

  private static final int STAGES = 150_000;

  /** One pass over all tasks per stage would take minutes. */
  @Test
  @Timeout(20)
  void manyStagesOfFewTasksAreSortedOutQuickly() {
    List<Trace.Stage> stages =
        IntStream.range(0, STAGES)
            .mapToObj(i -> new Trace.Stage(i, 0, "collect", i, i + 1, links(i)))
            .toList();
    List<Trace.Task> tasks =
        IntStream.range(0, STAGES)
            .mapToObj(
                i ->
                    new Trace.Task(
                        i, 0, "1", "host", i, i + 1, true, new long[Metric.values().length]))
            .toList();
    Watched watched = new Watched(1, new Trace(0, STAGES + 1, stages, tasks, 0, STAGES));

    assertThat(watched.window(1).stages())
        .hasSize(STAGES)
        .extracting(Window.Stage::tasks)
        .allMatch(its -> its.size() == 1);
    assertThat(RunMetrics.detail(watched).stagesLeftOut()).isEqualTo(STAGES - 100);
    ReplayFacts replay = ReplayFacts.of(List.of(watched), ExecutorSlots.of(1, 1));
    assertThat(replay.tasks()).isEqualTo(STAGES);
    assertThat(replay.refused()).isEqualTo("it has more than 100000 tasks");
    assertThat(replay.counts()).isEmpty();
  }

  private static StageLinks links(int stage) {
    return new StageLinks(1, OptionalInt.empty(), List.of(), "job " + stage, false, true);
  }
}
