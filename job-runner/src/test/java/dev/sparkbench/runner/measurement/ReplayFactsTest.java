// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sparkbench.runner.measurement.Trace.Stage;
import dev.sparkbench.runner.measurement.Trace.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** A query of two stages on one executor: 4 tasks of 1 s, 0.5 s of the driver, 2 tasks of 2 s. */
class ReplayFactsTest {

  private static final long START = 1_000;

  @Test
  void hasTheTimesOfOtherNodeCountsAndTheFloor() {
    ReplayFacts replay = replay(watched(2, true, 0));

    assertThat(replay.sec()).isEqualTo(8.5);
    assertThat(replay.tasks()).isEqualTo(6);
    assertThat(replay.refused()).isNull();
    assertThat(replay.counts())
        .extracting(ReplayFacts.Count::nodes, ReplayFacts.Count::lowSec, ReplayFacts.Count::highSec)
        .containsExactly(
            tuple(1, 8.5, 8.5), tuple(2, 4.5, 4.5), tuple(3, 4.5, 4.5), tuple(4, 3.5, 3.5));
    assertThat(replay.floor()).isEqualTo(new ReplayFacts.Floor(3.5, 3.5, 0.5));
    assertThat(replay.enoughNodes()).isEqualTo(4);
    assertThat(replay.stages())
        .containsExactly(
            new ReplayFacts.Stage(77, "scan", 4, 1, 1, true),
            new ReplayFacts.Stage(79, "aggregate", 2, 2, 2, true));
  }

  /** Two tasks of 2 s and 4 slots; each task has 0.25 s that are no work. */
  @Test
  void tellsWhereMorePartitionsWouldHelp() {
    assertThat(replay(watched(2, true, 0)).counts())
        .extracting(ReplayFacts.Count::nodes, ReplayFacts.Count::morePartitionsSec)
        .containsExactly(tuple(1, null), tuple(2, null), tuple(3, null), tuple(4, 2.75));
  }

  @Test
  void isRefusedWhereTasksOrStagesAreMissing() {
    String missing = "not all of its tasks are known: Spark dropped events, or cancelled stages";
    assertThat(replay(watched(3, true, 0)).refused()).isEqualTo(missing);
    assertThat(replay(watched(2, false, 0)).refused()).isEqualTo(missing);
  }

  /** A query may have its result while a stage that it no longer needs is still running. */
  @Test
  void aTaskInAHundredMayBeMissing() {
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < 99; i++) {
      tasks.add(task(77, i * 10, 10, 0));
    }
    StageLinks links =
        new StageLinks(100, OptionalInt.empty(), List.of(), "execution 1", false, true);
    List<Stage> stages = List.of(new Stage(77, 0, "scan", START, START + 990, links));
    assertThat(replay(new Watched(1, new Trace(START, START + 1_000, stages, tasks, 0, 1))))
        .extracting(ReplayFacts::refused)
        .isEqualTo("not all of its tasks are known: Spark dropped events, or cancelled stages");

    tasks.add(task(77, 980, 10, 0));
    assertThat(replay(new Watched(1, new Trace(START, START + 1_000, stages, tasks, 0, 2))))
        .extracting(ReplayFacts::refused)
        .isNull();
  }

  @Test
  void isRefusedWhereTheStartOfAJobIsNotKnown() {
    StageLinks unknown = new StageLinks(1, OptionalInt.empty(), List.of(), "job ", false, false);
    List<Stage> stages = List.of(new Stage(77, 0, "scan", START, START + 10, unknown));
    Trace trace = new Trace(START, START + 10, stages, List.of(task(77, 0, 10, 0)), 0, 1);
    assertThat(replay(new Watched(0.01, trace)).refused()).startsWith("not all of its tasks");
  }

  @Test
  void isRefusedWhereTasksSpilled() {
    assertThat(replay(watched(2, true, 1)).refused())
        .isEqualTo("tasks spilled to disk, as they would not with other amounts of memory");
  }

  @Test
  void isRefusedWhereItWasDisturbed() {
    Trace trace = watched(2, true, 0).trace();
    Watched disturbed =
        new Watched(
            8.5, new Trace(trace.start(), trace.end(), trace.stages(), trace.tasks(), 1, 2));
    assertThat(replay(disturbed).refused()).isEqualTo("it was disturbed: 1 executor lost");
  }

  @Test
  void saysWhetherStagesKeptRowsInMemory() {
    assertThat(replay(watched(2, true, 0)).cached()).isFalse();

    StageLinks keeping = new StageLinks(1, OptionalInt.empty(), List.of(), "job 0", true, true);
    List<Stage> stages = List.of(new Stage(77, 0, "scan", START, START + 10, keeping));
    Trace trace = new Trace(START, START + 10, stages, List.of(task(77, 0, 10, 0)), 0, 1);
    assertThat(replay(new Watched(0.01, trace)).cached()).isTrue();
  }

  /**
   * Two threads on one slot: job 0 has a task of 10 s; job 1 has one of 1 s, after which the same
   * thread starts job 2, of 8 s. That takes 10 s on two slots, but by the order of ends 18 s.
   */
  @Test
  void isRefusedWhereJobsRanAtTheSameTime() {
    List<Stage> stages = List.of(job(0, 0, 10_000), job(1, 0, 11_000), job(2, 11_000, 19_000));
    List<Task> tasks =
        List.of(task(0, 0, 10_000, 0), task(1, 10_000, 1_000, 0), task(2, 11_000, 8_000, 0));
    assertThat(replay(new Watched(19, new Trace(START, START + 19_000, stages, tasks, 0, 3))))
        .extracting(ReplayFacts::refused)
        .isEqualTo(
            "jobs of several threads ran at the same time, and what waits for what is not recorded");
  }

  /** Stages of one job may run at the same time. */
  @Test
  void jobsThatFollowEachOtherWithinTheClockAreNotAtTheSameTime() {
    List<Stage> stages =
        List.of(
            job(0, 0, 1_000),
            new Stage(1, 0, "scan", START, START + 900, links("job 0")),
            job(2, 996, 2_000));
    List<Task> tasks = List.of(task(0, 0, 1_000, 0), task(1, 0, 900, 0), task(2, 1_000, 1_000, 0));
    assertThat(replay(new Watched(2, new Trace(START, START + 2_000, stages, tasks, 0, 3))))
        .extracting(ReplayFacts::refused)
        .isNull();
  }

  /** A job of one stage and one task. */
  private static Stage job(int id, long submitted, long completed) {
    return new Stage(id, 0, "scan", START + submitted, START + completed, links("job " + id));
  }

  private static StageLinks links(String group) {
    return new StageLinks(1, OptionalInt.empty(), List.of(), group, false, true);
  }

  private static ReplayFacts replay(Watched watched) {
    return ReplayFacts.of(List.of(watched), ExecutorSlots.of(1, 1));
  }

  /** The second stage reads shuffle 24, which stage 77 wrote. */
  private static Watched watched(int stagesBegun, boolean allTasks, long spilled) {
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      tasks.add(task(77, i * 1_000, 1_000, 0));
    }
    tasks.add(task(79, 4_500, 2_000, spilled));
    if (allTasks) {
      tasks.add(task(79, 6_500, 2_000, 0));
    }
    List<Stage> stages =
        List.of(
            new Stage(
                77,
                0,
                "scan",
                START,
                START + 4_000,
                new StageLinks(4, OptionalInt.of(24), List.of(), "execution 1", false, true)),
            new Stage(
                79,
                0,
                "aggregate",
                START + 4_500,
                START + 8_500,
                new StageLinks(2, OptionalInt.empty(), List.of(24), "execution 1", false, true)));
    return new Watched(8.5, new Trace(START, START + 8_500, stages, tasks, 0, stagesBegun));
  }

  private static Task task(int stage, long launched, long millis, long spilled) {
    long[] figures = new long[Metric.values().length];
    figures[Metric.EXECUTOR_RUN.ordinal()] = millis - 250;
    figures[Metric.SPILL_DISK.ordinal()] = spilled;
    return new Task(
        stage, 0, "1", "host", START + launched, START + launched + millis, true, figures);
  }
}
