// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.prediction;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Recordings of one slot, on which everything runs one after the other. */
final class Recordings {

  private final List<RecordedStage> stages = new ArrayList<>();
  private double now;
  private double overhead;

  /** Time in which the driver is alone. */
  Recordings driver(double seconds) {
    now += seconds;
    return this;
  }

  /** The overhead of each task of the following stages, in addition to its work. */
  Recordings overhead(double seconds) {
    overhead = seconds;
    return this;
  }

  /** A stage of a query that is submitted when all before it is done. */
  Recordings stage(int id, String group, List<Integer> parents, double... taskSeconds) {
    return stageSubmittedAt(now, id, group, parents, taskSeconds);
  }

  /** A stage that was submitted earlier and waits for the slot. */
  Recordings stageSubmittedAt(
      double submitted, int id, String group, List<Integer> parents, double... taskSeconds) {
    double[] launched = new double[taskSeconds.length];
    double[] finished = new double[taskSeconds.length];
    for (int i = 0; i < taskSeconds.length; i++) {
      launched[i] = now;
      now += taskSeconds[i];
      finished[i] = now;
    }
    stages.add(new RecordedStage(id, group, submitted, now, parents, launched, finished, overhead));
    return this;
  }

  RecordedRun run() {
    return new RecordedRun(now, stages);
  }

  Replay replay() {
    return Replay.of(List.of(run()));
  }

  /** The given number of tasks of the same length. */
  static double[] tasks(int count, double seconds) {
    return IntStream.range(0, count).mapToDouble(i -> seconds).toArray();
  }
}
