// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.ReportRequest.RunResult;
import dev.sparkbench.api.contract.ResultLayout;
import dev.sparkbench.api.contract.TimeSpent;
import dev.sparkbench.api.loss.SlotUse;
import dev.sparkbench.api.scaling.Change;
import dev.sparkbench.api.scaling.Costs;
import dev.sparkbench.api.scaling.Interval;
import dev.sparkbench.api.scaling.OneJob;
import dev.sparkbench.api.scaling.ScalingPoint;
import dev.sparkbench.runner.explain.NodeCountFacts;
import dev.sparkbench.runner.explain.PhaseTimes;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One node count in {@code performance.json}. Field names are those of the file, in another case;
 * the fields of the first four parts are those of the node count itself.
 *
 * @param nodes executor pods
 * @param times how the times compare with the baseline's
 * @param costs what they cost
 * @param measured the samples, and what happened while measuring
 * @param explanation how the time was used
 * @param change how it compares with the previous benchmark; null if there is nothing to compare
 * @param job the time and cost of a job that does the work once; null like the slots' time, and if
 *     the times of the runs' parts are unknown
 * @param phases the phases of machine-learning tasks, by task and phase, measured like the whole;
 *     null for other tasks, and if a trial left no document
 * @param geometricMeanSec the geometric mean of the times of the parts of the work; left out for
 *     work with a single part
 * @param throttledRequests how often the object store asked driver and executors for fewer requests
 *     (HTTP 503 or 429), in all trials; null if unknown
 */
record PerformanceRun(
    int nodes,
    @JsonUnwrapped Times times,
    @JsonUnwrapped PassCost costs,
    @JsonUnwrapped Measured measured,
    @JsonUnwrapped Explanation explanation,
    ChangeSincePrevious change,
    JobOnce job,
    Map<String, Map<String, PhaseTimes.Phase>> phases,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double geometricMeanSec,
    Long throttledRequests) {

  /**
   * The samples, and what happened while measuring.
   *
   * @param samplesSec all samples, by trial, in the order of measurement; also those of a node
   *     count that was given up after some trials
   * @param trials the number of trials of the samples; each trial has the same number of samples
   * @param attempts the number of attempts of all trials
   * @param executorsLost the number of executors lost while measuring
   * @param disturbedIterations the number of measured iterations that were disturbed by the loss of
   *     an executor or a failed task
   * @param spent the time of measuring, with all trials and the attempts that failed; null if
   *     unknown
   * @param failure why a trial was given up; null if none was
   * @param instanceTypes the number of executors by instance type of their Kubernetes nodes, for
   *     all trials together, as far as it is known
   */
  record Measured(
      List<Double> samplesSec,
      int trials,
      int attempts,
      int executorsLost,
      int disturbedIterations,
      TimeSpent spent,
      Failure failure,
      Map<String, Integer> instanceTypes) {

    private static Measured of(RunResult result) {
      return new Measured(
          result.samples(),
          result.trials(),
          result.attempts(),
          result.executorsLost(),
          result.disturbed(),
          result.spent(),
          result.failure(),
          result.instanceTypes());
    }
  }

  /**
   * How the times compare with the baseline's. All fields are null if a trial failed or did not
   * run.
   *
   * @param timeSec the geometric mean of the trials' times, each the median of its iterations
   * @param intervalSec the time's 95 % confidence interval, from the spread between trials; null
   *     with one trial
   * @param minSec the smallest sample
   * @param maxSec the largest sample
   * @param speedup the baseline's time divided by this one
   * @param speedupInterval the speedup's 95 % confidence interval, from the spread between trials;
   *     null with one trial, and for the baseline
   * @param efficiency speedup per node of the baseline
   * @param efficiencyInterval the efficiency's 95 % confidence interval; null like that of the
   *     speedup
   * @param serialFraction by Karp and Flatt; null for the baseline
   * @param output the address of the document of its first trial, in the same folder as those of
   *     the others
   */
  record Times(
      Double timeSec,
      List<Double> intervalSec,
      Double minSec,
      Double maxSec,
      Double speedup,
      List<Double> speedupInterval,
      Double efficiency,
      List<Double> efficiencyInterval,
      Double serialFraction,
      String output) {

    private static Times of(Optional<ScalingPoint> point, ResultLayout layout) {
      return new Times(
          point.map(ScalingPoint::seconds).orElse(null),
          point.flatMap(ScalingPoint::secondsInterval).map(PerformanceRun::bounds).orElse(null),
          point.map(p -> p.samples().min()).orElse(null),
          point.map(p -> p.samples().max()).orElse(null),
          point.map(ScalingPoint::speedup).orElse(null),
          point.flatMap(ScalingPoint::speedupInterval).map(PerformanceRun::bounds).orElse(null),
          point.map(ScalingPoint::efficiency).orElse(null),
          point.flatMap(ScalingPoint::efficiencyInterval).map(PerformanceRun::bounds).orElse(null),
          point.flatMap(ScalingPoint::serialFraction).orElse(null),
          point.map(p -> layout.run(p.nodes()).toString()).orElse(null));
    }
  }

  /**
   * What the time of a pass costs. Both are null if no price was given, and like the times.
   *
   * @param cost the cost of the executors for that time
   * @param executorHourPrice the average price of an executor for an hour, from which {@code cost}
   *     is computed
   */
  record PassCost(BigDecimal cost, BigDecimal executorHourPrice) {

    private static PassCost of(Optional<ScalingPoint> point, Costs costs) {
      return new PassCost(
          point.flatMap(costs::of).orElse(null),
          point.flatMap(p -> costs.executorHour(p.nodes())).orElse(null));
    }
  }

  /**
   * How the time was used. All fields are null if a trial left no document.
   *
   * @param slotSec how the time of the task slots was used in the median iterations, in
   *     slot-seconds, averaged over all trials and scaled to {@code timeSec}, so that it is not the
   *     CPU time that was measured if trials differ much
   * @param efficiencyLost the part of the lost efficiency that each use of slot time caused;
   *     negative if this run did better
   * @param workInflation the total time of its tasks divided by that of the baseline's tasks
   * @param utilisation the share of the slots' time in which they ran tasks
   * @param mainCause the largest cause of lost efficiency; null if no cause is above 3 %
   * @param skewedStage the stage with the most time lost to skew; null if there is none
   * @param outputsAgree whether the outputs are those of the baseline
   * @param outputsDiffer the first difference; null if they agree
   */
  record Explanation(
      Map<String, Double> slotSec,
      Map<String, Double> efficiencyLost,
      Double workInflation,
      Double utilisation,
      String mainCause,
      Integer skewedStage,
      Boolean outputsAgree,
      String outputsDiffer) {

    private static Explanation of(Optional<NodeCountFacts> facts) {
      return new Explanation(
          facts.map(i -> byName(i.slotTime().seconds())).orElse(null),
          facts.map(i -> byName(i.loss().lost())).orElse(null),
          facts.map(i -> i.loss().workInflation()).orElse(null),
          facts.map(i -> i.loss().utilisation()).orElse(null),
          facts.flatMap(i -> i.loss().mainCause()).map(SlotUse::wireName).orElse(null),
          facts.flatMap(i -> i.skewedStage().stream().boxed().findFirst()).orElse(null),
          facts.map(i -> i.difference().isEmpty()).orElse(null),
          facts.flatMap(NodeCountFacts::difference).orElse(null));
    }
  }

  /**
   * A job that does the work once, in pods that are created for it, with the first pass over the
   * data.
   *
   * @param sec from the creation of its driver pod to its end
   * @param executorSec how long each executor exists
   * @param cost the cost of all pods; null if no price was given
   */
  record JobOnce(double sec, double executorSec, BigDecimal cost) {

    private static JobOnce of(OneJob job, Costs costs) {
      return new JobOnce(job.seconds(), job.executorSeconds(), costs.of(job).orElse(null));
    }
  }

  /**
   * How a node count compares with the previous benchmark.
   *
   * @param ratio this time divided by that one
   * @param interval an interval for the ratio: each end is exceeded in at most 5 % of cases, for
   *     all node counts together; null if the spread of times is unknown
   * @param verdict {@code regression} or {@code improvement} if the change is certainly more than 5
   *     %; {@code none} if a slowdown of 20 % is ruled out; otherwise {@code unknown}
   */
  record ChangeSincePrevious(double ratio, List<Double> interval, String verdict) {

    private static ChangeSincePrevious of(Change change) {
      return new ChangeSincePrevious(
          change.ratio(),
          change.interval().map(PerformanceRun::bounds).orElse(null),
          change.verdict().name().toLowerCase(Locale.ROOT));
    }
  }

  static PerformanceRun of(
      RunResult result,
      Optional<ScalingPoint> point,
      Optional<NodeCountFacts> facts,
      Optional<Change> change,
      Optional<OneJob> job,
      Optional<Map<String, Map<String, PhaseTimes.Phase>>> phases,
      OptionalDouble geometricMean,
      Optional<Long> throttledRequests,
      Costs costs,
      ResultLayout layout) {
    return new PerformanceRun(
        result.nodes(),
        Times.of(point, layout),
        PassCost.of(point, costs),
        Measured.of(result),
        Explanation.of(facts),
        change.map(ChangeSincePrevious::of).orElse(null),
        job.map(j -> JobOnce.of(j, costs)).orElse(null),
        phases.orElse(null),
        geometricMean.isPresent() ? geometricMean.getAsDouble() : null,
        throttledRequests.orElse(null));
  }

  private static List<Double> bounds(Interval interval) {
    return List.of(interval.low(), interval.high());
  }

  private static Map<String, Double> byName(Map<SlotUse, Double> uses) {
    Map<String, Double> byName = new LinkedHashMap<>();
    uses.forEach((use, value) -> byName.put(use.wireName(), value));
    return byName;
  }
}
