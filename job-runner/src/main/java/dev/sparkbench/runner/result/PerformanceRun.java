// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.result;

import com.fasterxml.jackson.annotation.JsonInclude;
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
 * One node count in {@code performance.json}. Field names are those of the file, in another case.
 *
 * @param nodes executor pods
 * @param timeSec the geometric mean of the trials' times, each the median of its iterations; this
 *     and all following fields are null if a trial failed or did not run
 * @param speedup the baseline's time divided by this one
 * @param efficiency speedup per node of the baseline
 * @param speedupInterval the speedup's 95 % confidence interval, from the spread between trials;
 *     null with one trial, and for the baseline
 * @param serialFraction by Karp and Flatt; null for the baseline
 * @param cost the cost of the executors for that time; null if no price was given
 * @param minSec the smallest sample
 * @param maxSec the largest sample
 * @param intervalSec the time's 95 % confidence interval, from the spread between trials; null with
 *     one trial
 * @param samplesSec all samples, by trial, in the order of measurement; also those of a node count
 *     that was given up after some trials
 * @param trials the number of trials of the samples; each trial has the same number of samples
 * @param attempts the number of attempts of all trials
 * @param executorsLost the number of executors lost while measuring
 * @param disturbedIterations the number of measured iterations that were disturbed by the loss of
 *     an executor or a failed task
 * @param spent the time of measuring, with all trials and the attempts that failed; null if unknown
 * @param slotSec how the time of the task slots was used, in slot-seconds of the median iterations,
 *     averaged over all trials; null, like all that follows to {@code outputsDiffer}, if a trial
 *     left no document
 * @param efficiencyLost the part of the lost efficiency that each use of slot time caused; negative
 *     if this run did better
 * @param workInflation the total time of its tasks divided by that of the baseline's tasks
 * @param utilisation the share of the slots' time in which they ran tasks
 * @param mainCause the largest cause of lost efficiency; null if no cause is above 3 %
 * @param skewedStage the stage with the most time lost to skew; null if there is none
 * @param outputsAgree whether the outputs are those of the baseline
 * @param outputsDiffer the first difference; null if they agree
 * @param change how it compares with the previous benchmark; null if there is nothing to compare
 * @param output the address of the document of its first trial, in the same folder as those of the
 *     others; null like the time
 * @param failure why a trial was given up; null if none was
 * @param efficiencyInterval the efficiency's 95 % confidence interval; null like that of the
 *     speedup
 * @param job the time and cost of a job that does the work once; null like the slots' time, and if
 *     the times of the runs' parts are unknown
 * @param executorHourPrice the average price of an executor for an hour, from which {@code cost} is
 *     computed; null like the cost
 * @param instanceTypes the number of executors by instance type of their Kubernetes nodes, for all
 *     trials together, as far as it is known
 * @param phases the phases of machine-learning tasks, by task and phase, measured like the whole;
 *     null for other tasks, and if a trial left no document
 * @param geometricMeanSec the geometric mean of the times of the parts of the work; left out for
 *     work with a single part
 * @param throttledRequests how often the object store asked driver and executors for fewer requests
 *     (HTTP 503 or 429), in all trials; null if unknown
 */
record PerformanceRun(
    int nodes,
    Double timeSec,
    Double speedup,
    Double efficiency,
    List<Double> speedupInterval,
    Double serialFraction,
    BigDecimal cost,
    Double minSec,
    Double maxSec,
    List<Double> intervalSec,
    List<Double> samplesSec,
    int trials,
    int attempts,
    int executorsLost,
    int disturbedIterations,
    TimeSpent spent,
    Map<String, Double> slotSec,
    Map<String, Double> efficiencyLost,
    Double workInflation,
    Double utilisation,
    String mainCause,
    Integer skewedStage,
    Boolean outputsAgree,
    String outputsDiffer,
    ChangeSincePrevious change,
    String output,
    Failure failure,
    List<Double> efficiencyInterval,
    JobOnce job,
    BigDecimal executorHourPrice,
    Map<String, Integer> instanceTypes,
    Map<String, Map<String, PhaseTimes.Phase>> phases,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double geometricMeanSec,
    Long throttledRequests) {

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
        point.map(ScalingPoint::seconds).orElse(null),
        point.map(ScalingPoint::speedup).orElse(null),
        point.map(ScalingPoint::efficiency).orElse(null),
        point.flatMap(ScalingPoint::speedupInterval).map(PerformanceRun::bounds).orElse(null),
        point.flatMap(ScalingPoint::serialFraction).orElse(null),
        point.flatMap(costs::of).orElse(null),
        point.map(p -> p.samples().min()).orElse(null),
        point.map(p -> p.samples().max()).orElse(null),
        point.flatMap(ScalingPoint::secondsInterval).map(PerformanceRun::bounds).orElse(null),
        result.samples(),
        result.trials(),
        result.attempts(),
        result.executorsLost(),
        result.disturbed(),
        result.spent(),
        facts.map(i -> byName(i.slotTime().seconds())).orElse(null),
        facts.map(i -> byName(i.loss().lost())).orElse(null),
        facts.map(i -> i.loss().workInflation()).orElse(null),
        facts.map(i -> i.loss().utilisation()).orElse(null),
        facts.flatMap(i -> i.loss().mainCause()).map(SlotUse::wireName).orElse(null),
        facts.flatMap(i -> i.skewedStage().stream().boxed().findFirst()).orElse(null),
        facts.map(i -> i.difference().isEmpty()).orElse(null),
        facts.flatMap(NodeCountFacts::difference).orElse(null),
        change.map(ChangeSincePrevious::of).orElse(null),
        point.map(p -> layout.run(p.nodes()).toString()).orElse(null),
        result.failure(),
        point.flatMap(ScalingPoint::efficiencyInterval).map(PerformanceRun::bounds).orElse(null),
        job.map(j -> JobOnce.of(j, costs)).orElse(null),
        point.flatMap(p -> costs.executorHour(p.nodes())).orElse(null),
        result.instanceTypes(),
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
