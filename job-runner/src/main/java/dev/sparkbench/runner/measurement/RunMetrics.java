// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.measurement;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.loss.SlotAccount;
import dev.sparkbench.api.loss.SlotTime;
import dev.sparkbench.api.loss.SlotUse;
import dev.sparkbench.runner.machine.ExecutorWatch;
import dev.sparkbench.runner.measurement.Trace.Task;
import dev.sparkbench.runner.measurement.Watched.Attempt;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The measured iterations in a run's document. Field names are those of the file, in another case;
 * {@code metrics} have the names of {@link Metric}.
 *
 * @param slots the number of tasks that could run at once
 * @param iterations all measured iterations, in their order
 * @param slotSec how the slots' time was used in the iteration with the median time, by {@link
 *     SlotUse}; the mean of two iterations if the median is
 * @param skewedStage the stage of that iteration with the most time lost to skew; null if there was
 *     none
 * @param median details of the iteration with the median time; if the median is the mean of two, of
 *     the longer one
 * @param mainStage the stage of that iteration that took the most task time; null if there was none
 * @param throttledRequests how often the object store asked executors for fewer requests (HTTP 503
 *     or 429) since they started; null if unknown
 * @param driverThrottledRequests the same for the driver
 */
public record RunMetrics(
    int slots,
    List<IterationFacts> iterations,
    Map<String, Double> slotSec,
    Integer skewedStage,
    Detail median,
    MainStage mainStage,
    Long throttledRequests,
    Long driverThrottledRequests) {

  /** If there are more, the document shows those that took longest. */
  private static final int MAX_STAGES = 100;

  private static final int MAX_SPANS = 2_000;

  private static final double MILLIS_PER_SECOND = 1e3;

  /**
   * One iteration.
   *
   * @param sec its wall time
   * @param counted whether it is one of the samples
   * @param disturbed what disturbed the work; null if nothing did
   * @param stages the number of its stages
   * @param tasks the number of its tasks, including failed ones
   * @param metrics of all tasks
   * @param jitSec how long the executors compiled meanwhile, summed over their compiler threads;
   *     null if unknown
   * @param throttledSec for how long CPU limits stopped threads of the executors meanwhile, summed
   *     over the processors of each; null if unknown
   * @param driverThrottledSec the same for the driver's threads
   * @param throttledRequests how often the object store asked executors for fewer requests
   *     meanwhile; null if unknown
   * @param phases the seconds of each phase of each task, by task and phase; empty if tasks have no
   *     phases
   * @param parts the measurements of each part; empty for work with a single part
   */
  @RecordBuilder
  public record IterationFacts(
      double sec,
      boolean counted,
      String disturbed,
      int stages,
      int tasks,
      Map<String, JsonNode> metrics,
      Double jitSec,
      Double throttledSec,
      Double driverThrottledSec,
      Long throttledRequests,
      Map<String, Map<String, Double>> phases,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<PartFacts> parts) {}

  /**
   * An iteration in detail. Times are seconds since its start.
   *
   * @param stages the stages with the most task time, at most 100, by their start
   * @param executors by their number
   * @param spans which executor ran which task when: the longest tasks, at most 2,000, by their
   *     start
   * @param stagesLeftOut the number of stages that are not shown
   * @param spansLeftOut the number of tasks that are not shown
   */
  public record Detail(
      List<StageFacts> stages,
      List<ExecutorFacts> executors,
      List<Span> spans,
      int stagesLeftOut,
      int spansLeftOut) {}

  /**
   * A stage.
   *
   * @param stage Spark's number of the stage
   * @param name the place in the code that it comes from
   * @param startSec when it was submitted
   * @param endSec when it was done
   * @param tasks the number of its tasks
   * @param medianTaskSec the median of their durations
   * @param maxTaskSec the longest
   * @param skew the longest duration divided by the median
   * @param metrics of its tasks
   */
  public record StageFacts(
      int stage,
      String name,
      double startSec,
      double endSec,
      int tasks,
      double medianTaskSec,
      double maxTaskSec,
      double skew,
      Map<String, JsonNode> metrics) {}

  /** An executor and the tasks that it ran. */
  public record ExecutorFacts(
      String executor, String host, int tasks, Map<String, JsonNode> metrics) {}

  /** A task. */
  public record Span(String executor, int stage, double startSec, double endSec) {

    @JsonIgnore
    double seconds() {
      return Math.max(0, endSec - startSec);
    }
  }

  /**
   * The metrics of the iterations with a number of slots.
   *
   * @param watch the reports of executors, and what the driver saw
   */
  public static RunMetrics of(Iterations iterations, int slots, ExecutorWatch watch) {
    List<Iteration> median = iterations.median();
    List<SlotAccount> accounts = median.stream().map(Iteration::account).toList();
    SlotTime time = SlotTime.mean(accounts.stream().map(SlotAccount::time).toList());
    OptionalInt skewed = accounts.get(accounts.size() - 1).skewedStage();
    Map<String, Double> slotSec = new TreeMap<>();
    time.seconds().forEach((use, seconds) -> slotSec.put(use.wireName(), seconds));
    List<Iteration> counted = iterations.counted();
    return new RunMetrics(
        slots,
        iterations.all().stream().map(one -> facts(one, counted.contains(one), watch)).toList(),
        slotSec,
        skewed.isPresent() ? skewed.getAsInt() : null,
        median.get(median.size() - 1).detail(),
        median.get(median.size() - 1).mainStage().orElse(null),
        orNull(watch.throttledRequests()),
        orNull(watch.driverThrottledRequests()));
  }

  private static Long orNull(OptionalLong count) {
    return count.isPresent() ? count.getAsLong() : null;
  }

  private static IterationFacts facts(Iteration iteration, boolean counted, ExecutorWatch watch) {
    return RunMetricsIterationFactsBuilder.builder()
        .sec(iteration.seconds())
        .counted(counted)
        .disturbed(iteration.disturbance().orElse(null))
        .stages(iteration.stages())
        .tasks(iteration.tasks())
        .metrics(iteration.metrics())
        .jitSec(millisOrNull(watch.jitSeconds(iteration.start(), iteration.end())))
        .throttledSec(millisOrNull(watch.throttledSeconds(iteration.start(), iteration.end())))
        .driverThrottledSec(
            millisOrNull(watch.driverThrottledSeconds(iteration.start(), iteration.end())))
        .throttledRequests(
            roundedOrNull(watch.throttledRequests(iteration.start(), iteration.end())))
        .phases(iteration.phases())
        .parts(iteration.parts())
        .build();
  }

  /** Rounded to whole milliseconds, because executors measure no more precisely. */
  private static Double millisOrNull(OptionalDouble seconds) {
    return seconds.isPresent()
        ? Math.round(seconds.getAsDouble() * MILLIS_PER_SECOND) / MILLIS_PER_SECOND
        : null;
  }

  /** The growth within an iteration; growth around its end may be counted in part. */
  private static Long roundedOrNull(OptionalDouble count) {
    return count.isPresent() ? Math.round(count.getAsDouble()) : null;
  }

  static Detail detail(Watched iteration) {
    Trace trace = iteration.trace();
    Map<Attempt, List<Task>> tasks = iteration.tasksByStage();
    List<StageFacts> stages =
        most(
                trace.stages().stream()
                    .map(
                        stage ->
                            StageTasks.of(
                                iteration, stage, tasks.getOrDefault(Attempt.of(stage), List.of())))
                    .toList(),
                MAX_STAGES,
                stage -> stage.seconds().length * stage.median(),
                stage -> (double) stage.stage().submitted())
            .stream()
            .map(stage -> facts(iteration, stage))
            .toList();
    List<Span> spans =
        most(
            trace.tasks().stream().map(task -> span(iteration, task)).toList(),
            MAX_SPANS,
            Span::seconds,
            Span::startSec);
    return new Detail(
        stages,
        executors(trace.tasks()),
        spans,
        trace.stages().size() - stages.size(),
        trace.tasks().size() - spans.size());
  }

  /** The items with the largest weight, in their order. */
  private static <T> List<T> most(
      List<T> all, int limit, Function<T, Double> weight, Function<T, Double> order) {
    return all.stream()
        .sorted(Comparator.comparing(weight).reversed())
        .limit(limit)
        .sorted(Comparator.comparing(order))
        .toList();
  }

  /** A stage with its tasks and their durations in ascending order. */
  private record StageTasks(Trace.Stage stage, List<Task> tasks, double[] seconds) {

    private static StageTasks of(Watched iteration, Trace.Stage stage, List<Task> tasks) {
      return new StageTasks(
          stage,
          tasks,
          tasks.stream().mapToDouble(task -> span(iteration, task).seconds()).sorted().toArray());
    }

    private double median() {
      int n = seconds.length;
      return n == 0 ? 0 : (seconds[(n - 1) / 2] + seconds[n / 2]) / 2;
    }
  }

  private static StageFacts facts(Watched iteration, StageTasks all) {
    Trace.Stage stage = all.stage();
    int n = all.seconds().length;
    double median = all.median();
    double max = n == 0 ? 0 : all.seconds()[n - 1];
    return new StageFacts(
        stage.id(),
        stage.name(),
        iteration.sinceStart(stage.submitted()),
        iteration.sinceStart(stage.completed()),
        n,
        median,
        max,
        median == 0 ? 1 : max / median,
        metrics(all.tasks()));
  }

  private static List<ExecutorFacts> executors(List<Task> tasks) {
    Map<String, List<Task>> byExecutor =
        tasks.stream()
            .collect(Collectors.groupingBy(Task::executor, TreeMap::new, Collectors.toList()));
    List<ExecutorFacts> facts = new ArrayList<>();
    byExecutor.forEach(
        (executor, its) ->
            facts.add(new ExecutorFacts(executor, its.get(0).host(), its.size(), metrics(its))));
    facts.sort(
        Comparator.comparingInt((ExecutorFacts e) -> e.executor().length())
            .thenComparing(ExecutorFacts::executor));
    return facts;
  }

  private static Span span(Watched iteration, Task task) {
    return new Span(
        task.executor(),
        task.stage(),
        iteration.sinceStart(task.launched()),
        iteration.sinceStart(task.finished()));
  }

  static Map<String, JsonNode> metrics(List<Task> tasks) {
    return Metric.toJson(Metric.reduce(tasks.stream().map(Task::figures).toList()));
  }
}
