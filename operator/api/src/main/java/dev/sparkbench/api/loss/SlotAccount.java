// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.loss;

import dev.sparkbench.api.loss.Window.Stage;
import dev.sparkbench.api.loss.Window.Task;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;

/**
 * Accounts for every slot-second of a window.
 *
 * <p>A task's run time is divided into CPU time, garbage collection, waiting for shuffled data,
 * writing shuffled data, and other waiting, in this order. Each gets as much time as is left,
 * because Spark's figures overlap and are rounded to milliseconds. While no stage is active, slots
 * without a task count for the driver. Otherwise, a stage of n tasks of mean duration m on s slots
 * needs ⌈n/s⌉ waves. Of its idle slot time, s·⌈n/s⌉·m − n·m would exist without any skew, and up to
 * s·(max − m) of the rest is waiting for its longest task. Tasks that had nothing to do do not
 * count in n: if there are any, there were too few tasks, even if Spark started more.
 *
 * @param time how the slots' time was used; its total is the window's slots × seconds
 * @param skewedStage the stage with the most time lost to skew; empty if there is none
 */
public record SlotAccount(SlotTime time, OptionalInt skewedStage) {

  /** Accounts for a window. */
  public static SlotAccount of(Window window) {
    double paid = window.slots() * window.seconds();
    Map<SlotUse, Double> uses = new EnumMap<>(SlotUse.class);
    window.stages().forEach(stage -> stage.tasks().forEach(task -> addTask(uses, task)));
    double busy = uses.values().stream().mapToDouble(Double::doubleValue).sum();
    if (busy > paid) { // because of rounding
      uses.replaceAll((use, seconds) -> seconds * paid / busy);
    }
    double free = Math.max(0, paid - busy);
    double idle = Math.min(free, Math.max(0, window.slots() * activeSeconds(window) - busy));
    uses.put(SlotUse.DRIVER, free - idle);
    return new SlotAccount(
        new SlotTime(explain(uses, idle, window)), skewedStage(window.stages(), window.slots()));
  }

  private static void addTask(Map<SlotUse, Double> uses, Task task) {
    double run = Math.min(task.run(), task.seconds());
    double left = run;
    left -= add(uses, SlotUse.CPU, Math.min(left, task.cpu()));
    left -= add(uses, SlotUse.GC, Math.min(left, task.gc()));
    left -= add(uses, SlotUse.FETCH_WAIT, Math.min(left, task.fetchWait()));
    left -= add(uses, SlotUse.SHUFFLE_WRITE, Math.min(left, task.shuffleWrite()));
    add(uses, SlotUse.OTHER_WAIT, Math.max(0, left));
    add(uses, SlotUse.OVERHEAD, task.seconds() - run);
  }

  private static double add(Map<SlotUse, Double> uses, SlotUse use, double seconds) {
    uses.merge(use, seconds, Double::sum);
    return seconds;
  }

  /** Seconds in which at least one stage was active. */
  private static double activeSeconds(Window window) {
    double active = 0;
    double until = 0;
    List<Stage> byStart =
        window.stages().stream().sorted(Comparator.comparingDouble(Stage::start)).toList();
    for (Stage stage : byStart) {
      double end = Math.min(stage.end(), window.seconds());
      active += Math.max(0, end - Math.max(until, stage.start()));
      until = Math.max(until, end);
    }
    return active;
  }

  private static Map<SlotUse, Double> explain(
      Map<SlotUse, Double> uses, double idle, Window window) {
    double ragged = 0;
    double skew = 0;
    for (Stage stage : window.stages()) {
      ragged += ragged(stage, window.slots());
      skew += skew(stage, window.slots());
    }
    // Stages that run at the same time share the idle slots.
    double share = ragged + skew > idle ? idle / (ragged + skew) : 1;
    uses.put(SlotUse.TOO_FEW_TASKS, ragged * share);
    uses.put(SlotUse.SKEW, skew * share);
    uses.put(SlotUse.OTHER_IDLE, Math.max(0, idle - (ragged + skew) * share));
    return uses;
  }

  private static double idle(Stage stage, int slots) {
    return Math.max(0, slots * (stage.end() - stage.start()) - stage.taskSeconds());
  }

  private static double ragged(Stage stage, int slots) {
    int tasks = stage.working().size();
    if (tasks == 0) {
      return 0;
    }
    double mean = seconds(stage.working()).average().orElse(0);
    long waves = (tasks + slots - 1L) / slots;
    return Math.min(idle(stage, slots), (slots * waves - tasks) * mean);
  }

  private static double skew(Stage stage, int slots) {
    DoubleSummaryStatistics seconds = seconds(stage.working()).summaryStatistics();
    return seconds.getCount() == 0
        ? 0
        : Math.min(
            idle(stage, slots) - ragged(stage, slots),
            slots * (seconds.getMax() - seconds.getAverage()));
  }

  private static DoubleStream seconds(List<Task> tasks) {
    return tasks.stream().mapToDouble(Task::seconds);
  }

  private static OptionalInt skewedStage(List<Stage> stages, int slots) {
    return stages.stream()
        .filter(stage -> skew(stage, slots) > 0)
        .max(Comparator.comparingDouble(stage -> skew(stage, slots)))
        .map(stage -> OptionalInt.of(stage.id()))
        .orElse(OptionalInt.empty());
  }
}
