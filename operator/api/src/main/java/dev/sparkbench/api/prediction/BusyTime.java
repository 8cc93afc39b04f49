// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.prediction;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The times when at least one task was running. The rest of the time belongs to the driver alone.
 */
final class BusyTime {

  private final double[] starts;
  private final double[] ends;
  // The busy time before each start.
  private final double[] before;
  private final int count;

  private BusyTime(double[] starts, double[] ends, double[] before, int count) {
    this.starts = starts;
    this.ends = ends;
    this.before = before;
    this.count = count;
  }

  static BusyTime of(List<RecordedStage> stages) {
    double[][] tasks =
        stages.stream()
            .flatMap(BusyTime::intervals)
            .sorted((a, b) -> Double.compare(a[0], b[0]))
            .toArray(double[][]::new);
    double[] starts = new double[tasks.length];
    double[] ends = new double[tasks.length];
    double[] before = new double[tasks.length];
    int count = 0;
    for (double[] task : tasks) {
      if (count > 0 && task[0] <= ends[count - 1]) {
        ends[count - 1] = Math.max(ends[count - 1], task[1]);
      } else {
        starts[count] = task[0];
        ends[count] = task[1];
        before[count] = count == 0 ? 0 : before[count - 1] + ends[count - 1] - starts[count - 1];
        count++;
      }
    }
    return new BusyTime(starts, ends, before, count);
  }

  private static Stream<double[]> intervals(RecordedStage stage) {
    return IntStream.range(0, stage.launched().length)
        .mapToObj(i -> new double[] {stage.launched()[i], stage.finished()[i]});
  }

  /** The seconds between two moments in which no task was running. */
  double idleBetween(double from, double to) {
    return to <= from ? 0 : Math.max(0, to - from - (busyUntil(to) - busyUntil(from)));
  }

  private double busyUntil(double moment) {
    int found = Arrays.binarySearch(starts, 0, count, moment);
    int last = found >= 0 ? found : -found - 2;
    return last < 0 ? 0 : before[last] + Math.min(moment, ends[last]) - starts[last];
  }
}
