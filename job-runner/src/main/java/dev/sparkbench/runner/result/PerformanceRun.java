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
import dev.sparkbench.runner.explain.Insight;
import dev.sparkbench.runner.explain.PhaseTimes;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One node count in {@code performance.json}. Field names are those in the file, but for their
 * case.
 *
 * @param nodes executor pods
 * @param timeSec the geometric mean of the trials' times, each the median of its iterations; this
 *     and what follows is null where a trial failed or was not made
 * @param speedup the baseline's time over this one
 * @param efficiency speedup per node of the baseline
 * @param speedupInterval the speedup's 95 % confidence interval, from the spread between trials;
 *     null with one trial, and for the baseline
 * @param serialFraction by Karp and Flatt; null for the baseline
 * @param cost of the executors for that time; null when nobody said what they cost
 * @param minSec the smallest sample
 * @param maxSec the largest sample
 * @param intervalSec the time's 95 % confidence interval, from the spread between trials; null with
 *     one trial
 * @param samplesSec all samples, by trial, in the order of measurement; also of a node count that
 *     was given up after some trials
 * @param trials how many trials they are of, each with as many
 * @param attempts how many attempts the trials took
 * @param executorsLost how many executors went away while measuring
 * @param disturbedIterations how many measured iterations an executor's loss or a failed task
 *     disturbed
 * @param spent what measuring took, with all trials and the attempts that failed; null if nobody
 *     knows
 * @param slotSec where the time of the task slots went, in slot-seconds of the median iterations of
 *     all trials on average; null, like all that follows to {@code outputsDiffer}, if a trial left
 *     no document
 * @param efficiencyLost what took how much of it from 1; negative where this run did better
 * @param workInflation how much longer than the baseline's its tasks took altogether
 * @param utilisation the share of the slots' time in which tasks had them
 * @param mainCause what took the most; null where nothing took more than 3 %
 * @param skewedStage the stage that cost the most by skew; null where none did
 * @param outputsAgree whether the outputs are those of the baseline
 * @param outputsDiffer where they differ first; null if they agree
 * @param change how it compares with the previous benchmark; null if there is nothing to compare
 * @param output where the document of its first trial lies, beside those of the others; null like
 *     the time
 * @param failure why a trial was given up; null if none was
 * @param efficiencyInterval the efficiency's 95 % confidence interval; null like that of the
 *     speedup
 * @param job what a job takes that does this once; null like the slots' time, and if nobody knows
 *     what the parts of the runs took
 * @param executorHourPrice what an executor costs for an hour, on average, by which {@code cost} is
 *     computed; null like that
 * @param instanceTypes how many executors ran on Kubernetes nodes of which instance type, of all
 *     trials together, as far as that is known
 * @param phases the phases of machine-learning tasks, by task and phase, measured like the whole;
 *     null for other tasks, and if a trial left no document
 * @param geometricMeanSec the geometric mean of the times of the parts of the work; left out for
 *     work of a single part
 * @param throttledRequests how often the object store asked driver and executors for fewer requests
 *     (HTTP 503 or 429), in all trials; null if nobody knows
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
   * A job that does this once, in pods that are made for it, with the first pass over the data.
   *
   * @param sec from the creation of its driver pod to its end
   * @param executorSec how long each executor is there
   * @param cost of all pods; null when nobody said what they cost
   */
  record JobOnce(double sec, double executorSec, BigDecimal cost) {

    private static JobOnce of(OneJob job, Costs costs) {
      return new JobOnce(job.seconds(), job.executorSeconds(), costs.of(job).orElse(null));
    }
  }

  /**
   * How a node count compares with the previous benchmark.
   *
   * @param ratio this time over that one
   * @param interval where the ratio lies: each end is exceeded in at most 5 % of cases, for all
   *     node counts together; null if nobody knows how much times spread
   * @param verdict {@code regression} or {@code improvement}, where it is surely more than 5 %;
   *     {@code none} where a slowdown of 20 % is ruled out; else {@code unknown}
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
      Optional<Insight> insight,
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
        insight.map(i -> byName(i.slotTime().seconds())).orElse(null),
        insight.map(i -> byName(i.loss().lost())).orElse(null),
        insight.map(i -> i.loss().workInflation()).orElse(null),
        insight.map(i -> i.loss().utilisation()).orElse(null),
        insight.flatMap(i -> i.loss().mainCause()).map(SlotUse::wireName).orElse(null),
        insight.flatMap(i -> i.skewedStage().stream().boxed().findFirst()).orElse(null),
        insight.map(i -> i.difference().isEmpty()).orElse(null),
        insight.flatMap(Insight::difference).orElse(null),
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
