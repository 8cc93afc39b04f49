// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.prediction;

import java.util.Comparator;
import java.util.List;

/**
 * What was recorded in one measured window, from handing the work to Spark until the result was in
 * the driver.
 *
 * @param seconds its wall time, positive
 * @param stages the stages that ran in it, with all their tasks
 */
public record RecordedRun(double seconds, List<RecordedStage> stages) {

  /** Sorts the stages by number. */
  public RecordedRun {
    if (!(seconds > 0) || Double.isInfinite(seconds)) {
      throw new IllegalArgumentException(
          "a recorded window needs a positive time, not %s s".formatted(seconds));
    }
    stages = stages.stream().sorted(Comparator.comparingInt(RecordedStage::id)).toList();
  }
}
